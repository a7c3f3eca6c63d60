import Standard

/// The state machine of code extensions: which sets are active, byte by byte (PS3.5 §6.1.2.5).
struct ExtendedDecoder {
    private let set: SpecificCharacterSet
    private let vr: VR
    private let codec: TextCodec
    /// No escape sequence and no character is longer.
    private static let longest = 4
    private var g0: GraphicSet
    private var g1: GraphicSet?
    private var parts: [DecodedText] = []
    private var out: [UInt8] = []
    private var isExact = true
    /// Bytes of one set that are still to be converted.
    private var run: [UInt8] = []
    private var runSet = GraphicSet.ascii

    init(_ set: SpecificCharacterSet, _ vr: VR, _ codec: TextCodec) {
        self.set = set
        self.vr = vr
        self.codec = codec
        g0 = set.g0
        g1 = set.g1
    }

    /// - Parameter isLast: whether nothing follows, so that what is cut short at the end is looked at as it stands.
    /// - Returns: the number of bytes looked at; those after them want to be seen together with what follows.
    mutating func decode(_ bytes: [UInt8], isLast: Bool) -> Int {
        var index = 0
        let end = isLast ? bytes.count : bytes.count - Self.longest + 1
        while index < end {
            let byte = bytes[index]
            switch byte {
            case 0x1B: index += escape(bytes, at: index)
            case ..<0x20:
                // Before a control character the sets of value 1 must be active again (PS3.5 §6.1.2.5.3).
                reset()
                literal(byte)
                index += 1
            case 0x20, 0x7F:
                literal(byte)
                index += 1
            case ..<0x80 where g0.form != .pair:
                if byte == 0x5C, vr.allowsSeveralValues {
                    endValue()
                    index += 1
                } else if vr == .pn, byte == 0x5E || byte == 0x3D {
                    reset()
                    literal(byte)
                    index += 1
                } else {
                    let start = index
                    repeat { index += 1 } while index < end && isPlain(bytes[index])
                    add(bytes[start..<index], g0)
                }
            default: index += character(bytes, at: index)
            }
        }
        return max(0, index)
    }

    /// What has been decoded since the last call: values that are complete, and the beginning of the one after them.
    mutating func take() -> (values: [DecodedText], beginning: DecodedText) {
        flush()
        defer {
            parts.removeAll(keepingCapacity: true)
            out.removeAll(keepingCapacity: true)
        }
        return (parts, DecodedText(text: String(decoding: out, as: UTF8.self), isExact: isExact))
    }

    mutating func finish() -> [DecodedText] {
        endValue()
        return parts
    }

    /// Whether a byte is a character of G0 and nothing else, when G0 has one byte a character.
    private func isPlain(_ byte: UInt8) -> Bool {
        (0x21..<0x7F).contains(byte) && byte != 0x5C && (vr != .pn || byte != 0x5E && byte != 0x3D)
    }

    /// Characters of more than one byte, or of the upper half: one, or as many as follow each other.
    private mutating func character(_ bytes: [UInt8], at index: Int) -> Int {
        guard let active = bytes[index] < 0x80 ? g0 : g1 else {
            // Nothing is announced for the upper half. The character of Latin alphabet No. 1 loses nothing.
            isExact = false
            add(bytes[index...index], GraphicSet(registration: 100, isG1: true)!)
            return 1
        }
        guard active.form == .pair else {
            add(bytes[index...index], active)
            return 1
        }
        let range: ClosedRange<UInt8> = active.isG1 ? 0xA1...0xFE : 0x21...0x7E
        var end = index
        while end + 1 < bytes.count, range.contains(bytes[end]), range.contains(bytes[end + 1]) { end += 2 }
        if end > index {
            add(bytes[index..<end], active)
            return end - index
        }
        flush()
        isExact = false
        out.append(contentsOf: [0xEF, 0xBF, 0xBD])
        return 1
    }

    private mutating func escape(_ bytes: [UInt8], at index: Int) -> Int {
        for designation in GraphicSet.designations where bytes[index...].starts(with: designation.escape) {
            // Back to ASCII is understood by everybody, announced or not.
            if !set.designations.contains(designation), designation.set.form != .ascii, designation.set != set.g0 {
                isExact = false
            }
            flush()
            if designation.set.isG1 { g1 = designation.set } else { g0 = designation.set }
            return designation.escape.count
        }
        isExact = false
        literal(0x1B)
        return 1
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>, _ set: GraphicSet) {
        if set != runSet { flush() }
        runSet = set
        run.append(contentsOf: bytes)
    }

    private mutating func literal(_ byte: UInt8) {
        flush()
        out.append(byte)
    }

    private mutating func flush() {
        if run.isEmpty { return }
        if !codec.append(run, of: runSet, to: &out) { isExact = false }
        run.removeAll(keepingCapacity: true)
    }

    private mutating func reset() {
        flush()
        g0 = set.g0
        g1 = set.g1
    }

    private mutating func endValue() {
        reset()
        parts.append(DecodedText(text: String(decoding: out, as: UTF8.self), isExact: isExact))
        out.removeAll(keepingCapacity: true)
        isExact = true
    }
}
