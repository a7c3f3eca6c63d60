import Standard

/// Decodes a value field that comes in chunks, without holding it.
public struct TextStream {
    private enum Decoder {
        case extended(ExtendedDecoder)
        case alone(AloneDecoder)
    }

    private let isUnderstood: Bool
    private var decoder: Decoder
    /// Whether the bytes are not what the character set says, though they can be read.
    private var isOther = false
    /// Bytes that want to be seen together with what follows.
    private var rest: [UInt8] = []

    /// - Parameter looksLikeShiftJIS: what `TextCodec.hasShiftJISLead` has said of the whole field; see there.
    public init(_ declared: SpecificCharacterSet, vr: VR, _ codec: TextCodec, looksLikeShiftJIS: Bool = false) {
        let set = vr.usesSpecificCharacterSet ? declared : .default
        isUnderstood = set.isUnderstood
        if set.scheme != .codeExtensions {
            decoder = .alone(AloneDecoder(set.scheme, vr, codec))
        } else if looksLikeShiftJIS, set.g1?.registration == 13 {
            decoder = .alone(AloneDecoder(.shiftJIS, vr, codec))
            isOther = true
        } else {
            decoder = .extended(ExtendedDecoder(set, vr, codec))
        }
    }

    /// Takes the next bytes of the field: what is now known goes to `values`, behind what is there of the value that is
    /// not complete.
    ///
    /// - Parameter isLast: whether they are the last.
    public mutating func decode(_ chunk: [UInt8], isLast: Bool, into values: inout DecodedValues) {
        let bytes = rest.isEmpty ? chunk : rest + chunk
        let used: Int
        switch decoder {
        case .extended(var extended):
            used = extended.decode(bytes, isLast: isLast, into: &values)
            decoder = .extended(extended)
        case .alone(let alone): used = alone.decode(bytes, isLast: isLast, into: &values)
        }
        rest = Array(bytes[used...])
        if isOther { values.markInexact { _ in true } }
        if !isUnderstood { values.markInexact { !$0.allSatisfy { $0 < 0x80 && $0 != 0x1B } } }
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
