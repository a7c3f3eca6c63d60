import Standard

/// Turns the bytes of text values into strings and back (PS3.5 §6.1.2).
///
/// Keeps the open conversions of the C library, so one worker has one of these for all its files.
public final class TextCodec {
    private var converters: [String: Iconv?] = [:]
    /// By the number of the set in the register.
    private var sets = [CharacterTable?](repeating: nil, count: 256)
    private var schemes: [SpecificCharacterSet.Scheme: CharacterTable] = [:]

    public init() {}

    /// The whole value field as one text, delimiters of values as they stand.
    public func decode(_ bytes: [UInt8], as set: SpecificCharacterSet, vr: VR) -> DecodedText {
        let parts = split(bytes, as: set, vr: vr)
        if parts.count == 1 { return parts[0] }
        return DecodedText(
            text: parts.map(\.text).joined(separator: "\\"), isExact: parts.allSatisfy(\.isExact))
    }

    /// The values of a value field, one after the other, with whatever padding they have.
    ///
    /// The backslash separates values only where the VR allows several (PS3.5 §6.4), and only as a character of its
    /// own: never as the second byte of one (PS3.5 §6.1.2.5.3, Annexes J and K).
    public func split(_ bytes: [UInt8], as declared: SpecificCharacterSet, vr: VR) -> [DecodedText] {
        let set = vr.usesSpecificCharacterSet ? declared : .default
        if set.scheme == .codeExtensions, set.g0.form == .ascii, !vr.allowsSeveralValues || !bytes.contains(0x5C),
            bytes.allSatisfy({ $0 < 0x80 && $0 != 0x1B })
        {
            return [DecodedText(text: String(decoding: bytes, as: UTF8.self), isExact: true)]
        }
        var values = DecodedValues()
        var stream = TextStream(declared, vr: vr, self, looksLikeShiftJIS: Self.looksLikeShiftJIS(bytes))
        stream.decode(bytes, isLast: true, into: &values)
        return (0..<values.count).map { values.text(of: $0) }
    }

    /// The conversion from `from` to `to`; `nil` when the C library lacks it.
    func converter(from: String, to: String) -> Iconv? {
        let key = "\(from)>\(to)"
        if let known = converters[key] { return known }
        let opened = Iconv(from: from, to: to)
        converters[key] = .some(opened)
        return opened
    }

    // MARK: Tables

    /// The characters of a set of one or two bytes.
    private func table(of set: GraphicSet) -> CharacterTable {
        if let known = sets[Int(set.registration)] { return known }
        let table = CharacterTable(of: set.converter, count: set.codes)
        sets[Int(set.registration)] = table
        return table
    }

    /// The characters of an encoding of two bytes, and behind them those of four.
    func table(of scheme: SpecificCharacterSet.Scheme) -> CharacterTable {
        if let known = schemes[scheme] { return known }
        let table = CharacterTable(
            of: scheme.converter, count: 0x10000 + (scheme == .gb18030 ? GB18030FourBytes.inTable : 0))
        schemes[scheme] = table
        return table
    }

    /// Lead bytes of Shift-JIS, which JIS X 0201 does not have, without escape sequences.
    static func looksLikeShiftJIS(_ bytes: [UInt8]) -> Bool {
        guard !bytes.contains(0x1B) else { return false }
        return bytes.contains { (0x81...0x9F).contains($0) || (0xE0...0xFC).contains($0) }
    }

    /// Appends the characters of `bytes`, all of one set.
    func append(_ bytes: ArraySlice<UInt8>, of set: GraphicSet, to values: inout DecodedValues) {
        switch set.form {
        case .ascii: values.append(bytes)
        case .romaji:
            for byte in bytes {
                switch byte {
                case 0x5C: values.append("¥")
                case 0x7E: values.append("‾")
                default: values.append(byte)
                }
            }
        case .latin1: for byte in bytes { values.append(Unicode.Scalar(byte)) }
        case .single, .pair:
            let table = table(of: set)
            guard table.isAvailable else {
                for byte in bytes { values.append(Unicode.Scalar(byte)) }
                return values.markInexact()
            }
            let width = set.width
            var index = bytes.startIndex
            while index < bytes.endIndex {
                var place = Int(bytes[index] & 0x7F)
                if width == 2 { place = place << 7 | Int(bytes[index + 1] & 0x7F) }
                values.append(table.character(place, set.code(bytes[index..<index + width])))
                index += width
            }
        }
    }
}

extension VR {
    /// Whether a value field of this text VR may hold several values, between backslashes (PS3.5 §6.2, §6.4).
    public var allowsSeveralValues: Bool {
        switch self {
        case .lt, .st, .ut, .ur: false
        default: isText
        }
    }
}
