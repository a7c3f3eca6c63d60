import Standard

/// Decodes a value field that comes in chunks, as `TextCodec.split` decodes one that is held, without holding it.
///
/// A value that is not at its end yet is handed out as far as it is known.
public struct TextStream {
    /// A piece of a value field.
    public struct Piece {
        /// Characters of the value, or of a part of it.
        public var text: DecodedText
        /// Whether the value ends behind them.
        public var endsValue: Bool
    }

    private enum Decoder {
        case extended(ExtendedDecoder)
        case alone(SpecificCharacterSet.Scheme)
    }

    private let set: SpecificCharacterSet
    private let vr: VR
    private let codec: TextCodec
    private var decoder: Decoder
    /// Whether the bytes are not what the character set says, though they can be read.
    private var isOther = false
    /// Bytes that want to be seen together with what follows.
    private var rest: [UInt8] = []

    /// - Parameter looksLikeShiftJIS: what `looksLikeShiftJIS` has said of the whole field; see there.
    public init(_ declared: SpecificCharacterSet, vr: VR, _ codec: TextCodec, looksLikeShiftJIS: Bool = false) {
        set = vr.usesSpecificCharacterSet ? declared : .default
        self.vr = vr
        self.codec = codec
        if set.scheme != .codeExtensions {
            decoder = .alone(set.scheme)
        } else if looksLikeShiftJIS, set.g1?.registration == 13 {
            decoder = .alone(.shiftJIS)
            isOther = true
        } else {
            decoder = .extended(ExtendedDecoder(set, vr, codec))
        }
    }

    /// Takes the next bytes of the field, and calls `body` with what is now known.
    ///
    /// - Parameter isLast: whether they are the last.
    public mutating func decode(
        _ chunk: [UInt8], isLast: Bool, _ body: (Piece) throws -> Void
    ) rethrows {
        let bytes = rest.isEmpty ? chunk : rest + chunk
        let used: Int
        switch decoder {
        case .extended(var extended):
            used = extended.decode(bytes, isLast: isLast)
            let (values, beginning) = extended.take()
            decoder = .extended(extended)
            for value in values { try pass(value, endsValue: true, body) }
            try pass(beginning, endsValue: isLast, body)
        case .alone(let scheme):
            used = try alone(bytes, scheme, isLast, body)
        }
        rest = Array(bytes[used...])
    }

    private func pass(_ text: DecodedText, endsValue: Bool, _ body: (Piece) throws -> Void) rethrows {
        if text.text.isEmpty, text.isExact, !endsValue { return }
        var text = text
        if isOther || !set.isUnderstood && !text.text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) {
            text.isExact = false
        }
        try body(Piece(text: text, endsValue: endsValue))
    }

    // MARK: Encodings that stand alone

    private func alone(
        _ bytes: [UInt8], _ scheme: SpecificCharacterSet.Scheme, _ isLast: Bool, _ body: (Piece) throws -> Void
    ) rethrows -> Int {
        let end = isLast ? bytes.count : Self.boundary(in: bytes, scheme)
        var start = 0
        var index = 0
        while index < end {
            if bytes[index] == 0x5C, vr.allowsSeveralValues {
                try pass(codec.decodeAlone(bytes[start..<index], scheme), endsValue: true, body)
                start = index + 1
            }
            index += TextCodec.characterLength(bytes, at: index, scheme)
        }
        index = min(index, bytes.count)
        try pass(codec.decodeAlone(bytes[start..<index], scheme), endsValue: isLast, body)
        return index
    }

    /// Where characters may be parted: no sequence of bytes that means something together, or nothing together, goes
    /// across. For encodings whose characters must be walked through, where to end the walk.
    private static func boundary(in bytes: [UInt8], _ scheme: SpecificCharacterSet.Scheme) -> Int {
        guard scheme == .utf8 else { return max(0, bytes.count - 3) }
        // At most three bytes continue a character (RFC 3629 §3): a fourth is one by itself, and means nothing.
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte < 0x80 { return bytes.count - back + 1 }
            if byte >= 0xC0 { return bytes.count - back }
        }
        return bytes.count
    }
}

extension TextCodec {
    /// Whether bytes under ISO_IR 13 are Shift-JIS in truth. Asked of a whole field, for all of it is read alike.
    ///
    /// - Parameter hasEscape: whether an escape sequence stands anywhere: a field with one means what it says.
    public static func hasShiftJISLead(_ bytes: [UInt8], hasEscape: inout Bool) -> Bool {
        if bytes.contains(0x1B) { hasEscape = true }
        return !hasEscape && looksLikeShiftJIS(bytes)
    }
}
