import DICOM
import Standard

/// The values of a text element of any length, handed on one after the other, and in pieces where one is long: in UTF-8,
/// without the padding that its VR does not count (PS3.5 §6.2).
///
/// A field that holds nothing but padding has no value; a multi-valued one may have empty ones. One of these does for all
/// elements, one after the other: what it holds it holds again.
struct FieldText {
    enum Part {
        case value(ArraySlice<UInt8>, isExact: Bool)
        /// So many values of which each is empty: a field of 100 MB may hold nothing else.
        case empty(Int)
        /// A value too long to be held begins.
        case begin
        case piece(ArraySlice<UInt8>)
        /// Says whether every byte of the whole value had a meaning.
        case end(isExact: Bool)
    }

    /// Values of fewer bytes are held in whole.
    static let heldLength = 64 << 10

    private let codec: TextCodec
    private var vr = VR.un
    private var decoded = DecodedValues()
    /// What is held of a value that has begun in an earlier chunk.
    private var held: [UInt8] = []
    private var isExact = true
    private var isLong = false
    /// Blanks at the end of what has been handed on of a long value: padding if nothing follows.
    private var blanks: [UInt8] = []
    /// Nothing but one empty value so far, which is no value if it stays alone.
    private var isEmptyFirst = false
    private var count = 0

    init(_ codec: TextCodec) { self.codec = codec }

    /// Calls `body` with the parts of the text in `bytes`, a whole value field or its beginning.
    mutating func read(_ bytes: [UInt8], of shown: ShownElement, _ body: (Part) throws -> Void) throws {
        begin(shown)
        var bytes = bytes
        while let last = bytes.last, TextPadding.isPadding(last, vr) { bytes.removeLast() }
        if bytes.isEmpty { return }
        if shown.characterSet.isPlainASCII || !vr.usesSpecificCharacterSet, Self.isOnePlainValue(bytes, vr) {
            return try endShort(bytes[...], isExact: true, body)
        }
        var hasEscape = false
        var stream = TextStream(
            shown.characterSet, vr: vr, codec,
            looksLikeShiftJIS: TextCodec.hasShiftJISLead(bytes, hasEscape: &hasEscape))
        try take(bytes, &stream, isLast: true, body)
    }

    /// Calls `body` with the parts of the text that `shown` is, whose value is held by `reader`.
    mutating func read(
        _ shown: ShownElement, _ reader: borrowing DataSetReader, _ body: (Part) throws -> Void
    ) throws {
        let start = shown.element.valuePosition
        var end = start + Int(shown.element.lengthField)
        if end - start <= Self.heldLength { return try read(reader.buffer.copy(start..<end), of: shown, body) }
        begin(shown)
        // Padding of the whole field first: it may stand where a character set has been switched.
        while end > start, TextPadding.isPadding(reader.buffer[end - 1], vr) { end -= 1 }
        var (hasEscape, hasLead) = (false, false)
        for position in stride(from: start, to: end, by: Self.heldLength) {
            let bytes = reader.buffer.copy(position..<min(position + Self.heldLength, end))
            if TextCodec.hasShiftJISLead(bytes, hasEscape: &hasEscape) { hasLead = true }
        }
        var stream = TextStream(shown.characterSet, vr: vr, codec, looksLikeShiftJIS: hasLead && !hasEscape)
        for position in stride(from: start, to: end, by: Self.heldLength) {
            let next = min(position + Self.heldLength, end)
            try take(reader.buffer.copy(position..<next), &stream, isLast: next == end, body)
        }
    }

    /// Whether the bytes mean themselves in any character set, and are one value: so is nearly all text.
    private static func isOnePlainValue(_ bytes: [UInt8], _ vr: VR) -> Bool {
        let splits = vr.allowsSeveralValues
        for byte in bytes where byte >= 0x80 || byte == 0x1B || byte == 0x5C && splits { return false }
        return true
    }

    private mutating func begin(_ shown: ShownElement) {
        vr = shown.meaning
        held.removeAll(keepingCapacity: true)
        blanks.removeAll()
        (isExact, isLong, isEmptyFirst, count) = (true, false, false, 0)
    }

    private mutating func take(
        _ bytes: [UInt8], _ stream: inout TextStream, isLast: Bool, _ body: (Part) throws -> Void
    ) throws {
        // Not `decoded` itself, for what hands values on changes the rest of this one.
        var values = decoded
        decoded = DecodedValues()
        values.removeAll()
        stream.decode(bytes, isLast: isLast, into: &values)
        let utf8 = values.utf8
        var index = 0
        while index < values.count {
            defer { index += 1 }
            let isWhole = held.isEmpty && blanks.isEmpty && !isLong
            if isWhole, isExact, count > 0, values.isEmpty(index) {
                let start = index
                while index + 1 < values.count, values.isEmpty(index + 1) { index += 1 }
                try passEmptyFirst(body)
                try body(.empty(index + 1 - start))
                count += index + 1 - start
                continue
            }
            let value = utf8[values.range(of: index)]
            if isWhole {
                try endShort(value, isExact: isExact && values.isExact(index), body)
            } else {
                try take(value, isExact: values.isExact(index), endsValue: true, body)
            }
            isExact = true
        }
        if !values.beginning.isEmpty {
            try take(utf8[values.beginning], isExact: values.isBeginningExact, endsValue: false, body)
        } else if !values.isBeginningExact {
            isExact = false
        }
        decoded = values
    }

    private mutating func take(
        _ piece: ArraySlice<UInt8>, isExact pieceIsExact: Bool, endsValue: Bool, _ body: (Part) throws -> Void
    ) throws {
        isExact = isExact && pieceIsExact
        if isLong {
            try handOn(piece, body)
        } else {
            held += piece
            if !endsValue, held.count > Self.heldLength { try beginLong(body) }
        }
        if !endsValue { return }
        if isLong {
            try body(.end(isExact: isExact))
            count += 1
        } else {
            try endShort((blanks + held)[...], isExact: isExact, body)
        }
        held.removeAll(keepingCapacity: true)
        blanks.removeAll()
        isLong = false
    }

    private mutating func endShort(
        _ utf8: ArraySlice<UInt8>, isExact: Bool, _ body: (Part) throws -> Void
    ) throws {
        let value = utf8.isEmpty ? utf8 : TextPadding.trimmed(utf8, vr)
        if count == 0, value.isEmpty {
            isEmptyFirst = true
        } else {
            try passEmptyFirst(body)
            try body(value.isEmpty && isExact ? .empty(1) : .value(value, isExact: isExact))
        }
        count += 1
    }

    private mutating func beginLong(_ body: (Part) throws -> Void) throws {
        let text = TextPadding.withoutLeadingBlanks(held[...], vr)
        held = []
        // Nothing but blanks so far: whether there is a value, what follows will tell.
        if TextPadding.withoutTrailingBlanks(text, vr).isEmpty {
            blanks += text
            return
        }
        try passEmptyFirst(body)
        try body(.begin)
        isLong = true
        try handOn(text, body)
    }

    /// Passes characters of a long value on, but for blanks at their end.
    private mutating func handOn(_ piece: ArraySlice<UInt8>, _ body: (Part) throws -> Void) throws {
        let kept = TextPadding.withoutTrailingBlanks(piece, vr)
        if kept.isEmpty {
            blanks += piece
            return
        }
        if !blanks.isEmpty { try body(.piece(blanks[...])) }
        try body(.piece(kept))
        blanks = Array(piece[kept.endIndex...])
    }

    private mutating func passEmptyFirst(_ body: (Part) throws -> Void) throws {
        if isEmptyFirst { try body(.empty(1)) }
        isEmptyFirst = false
    }
}
