import Standard

/// Text of a value, and whether every byte of it had a meaning.
public struct DecodedText: Hashable, Sendable {
    public var text: String
    /// `false` when bytes meant nothing in their character set: they are U+FFFD, or in the default repertoire the
    /// character of Latin alphabet No. 1; or when an escape sequence switched to a set that was not announced.
    public var isExact: Bool

    public init(text: String, isExact: Bool) {
        self.text = text
        self.isExact = isExact
    }
}

/// Turns the bytes of text values into strings and back (PS3.5 §6.1.2).
///
/// Keeps the open conversions of the C library, so one worker has one of these for all its files.
public final class TextCodec {
    private var converters: [String: Iconv?] = [:]

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
        if set.scheme == .codeExtensions, set.g1?.registration == 13, Self.looksLikeShiftJIS(bytes) {
            var other = set
            other.scheme = .shiftJIS
            let parts = splitAlone(bytes, other, vr)
            return parts.map { DecodedText(text: $0.text, isExact: false) }
        }
        var parts = set.scheme == .codeExtensions ? splitExtended(bytes, set, vr) : splitAlone(bytes, set, vr)
        if !set.isUnderstood {
            for index in parts.indices where !parts[index].text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) {
                parts[index].isExact = false
            }
        }
        return parts
    }

    /// The conversion from `from` to `to`; `nil` when the C library lacks it.
    func converter(from: String, to: String) -> Iconv? {
        let key = "\(from)>\(to)"
        if let known = converters[key] { return known }
        let opened = Iconv(from: from, to: to)
        converters[key] = .some(opened)
        return opened
    }

    // MARK: Encodings that stand alone

    private func splitAlone(_ bytes: [UInt8], _ set: SpecificCharacterSet, _ vr: VR) -> [DecodedText] {
        guard vr.allowsSeveralValues, bytes.contains(0x5C) else { return [decodeAlone(bytes[...], set.scheme)] }
        var parts: [DecodedText] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x5C {
                parts.append(decodeAlone(bytes[start..<index], set.scheme))
                start = index + 1
            }
            index += Self.characterLength(bytes, at: index, set.scheme)
        }
        parts.append(decodeAlone(bytes[start...], set.scheme))
        return parts
    }

    func decodeAlone(_ bytes: ArraySlice<UInt8>, _ scheme: SpecificCharacterSet.Scheme) -> DecodedText {
        let name: String
        switch scheme {
        case .utf8, .codeExtensions:
            let text = String(decoding: bytes, as: UTF8.self)
            return DecodedText(text: text, isExact: text.utf8.elementsEqual(bytes))
        case .gb18030: name = "GB18030"
        case .gbk: name = "GBK"
        case .shiftJIS: name = "SHIFT_JIS"
        }
        if bytes.allSatisfy({ $0 < 0x80 }) {
            return DecodedText(text: String(decoding: bytes, as: UTF8.self), isExact: true)
        }
        guard let converter = converter(from: name, to: "UTF-8") else { return Self.byteForByte(bytes) }
        var out: [UInt8] = []
        let isExact = converter.convert(Array(bytes), unit: 1, into: &out)
        if !isExact, scheme == .gbk, let wider = self.converter(from: "GB18030", to: "UTF-8") {
            var wide: [UInt8] = []
            if wider.convert(Array(bytes), unit: 1, into: &wide) { out = wide }
        }
        return DecodedText(text: String(decoding: out, as: UTF8.self), isExact: isExact)
    }

    /// Bytes of the character at `index`, so that a trail byte 0x5C is not taken for a backslash.
    static func characterLength(
        _ bytes: [UInt8], at index: Int, _ scheme: SpecificCharacterSet.Scheme
    ) -> Int {
        let lead = bytes[index]
        guard lead > 0x80, index + 1 < bytes.count else { return 1 }
        let trail = bytes[index + 1]
        switch scheme {
        case .utf8, .codeExtensions: return 1
        case .gb18030 where (0x30...0x39).contains(trail) && lead != 0xFF: return 4
        case .gb18030, .gbk: return lead != 0xFF && (0x40...0xFE).contains(trail) && trail != 0x7F ? 2 : 1
        case .shiftJIS:
            let isLead = (0x81...0x9F).contains(lead) || (0xE0...0xFC).contains(lead)
            return isLead && (0x40...0xFC).contains(trail) && trail != 0x7F ? 2 : 1
        }
    }

    /// Lead bytes of Shift-JIS, which JIS X 0201 does not have, without escape sequences.
    static func looksLikeShiftJIS(_ bytes: [UInt8]) -> Bool {
        guard !bytes.contains(0x1B) else { return false }
        return bytes.contains { (0x81...0x9F).contains($0) || (0xE0...0xFC).contains($0) }
    }

    /// Every byte as the character of Latin alphabet No. 1: nothing is lost, and it is not exact.
    private static func byteForByte(_ bytes: some Collection<UInt8>) -> DecodedText {
        var text = ""
        for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return DecodedText(text: text, isExact: false)
    }

    // MARK: ISO 2022

    private func splitExtended(_ bytes: [UInt8], _ set: SpecificCharacterSet, _ vr: VR) -> [DecodedText] {
        if set.g0.form == .ascii, !vr.allowsSeveralValues || !bytes.contains(0x5C),
            bytes.allSatisfy({ $0 < 0x80 && $0 != 0x1B })
        {
            return [DecodedText(text: String(decoding: bytes, as: UTF8.self), isExact: true)]
        }
        var decoder = ExtendedDecoder(set, vr, self)
        _ = decoder.decode(bytes, isLast: true)
        return decoder.finish()
    }

    /// Appends the characters of `bytes`, all of one set, in UTF-8.
    ///
    /// - Returns: whether all of them exist.
    func append(_ bytes: [UInt8], of set: GraphicSet, to out: inout [UInt8]) -> Bool {
        switch set.form {
        case .ascii:
            out.append(contentsOf: bytes)
            return true
        case .romaji:
            for byte in bytes {
                switch byte {
                case 0x5C: out.append(contentsOf: "¥".utf8)
                case 0x7E: out.append(contentsOf: "‾".utf8)
                default: out.append(byte)
                }
            }
            return true
        case .latin1:
            for byte in bytes { out.append(contentsOf: [0xC0 | byte >> 6, 0x80 | byte & 0x3F]) }
            return true
        case .single, .pair:
            var input: [UInt8] = []
            input.reserveCapacity(bytes.count * 2)
            for index in bytes.indices {
                if let shift = set.shift, index % set.width == 0 { input.append(shift) }
                input.append(bytes[index] | 0x80)
            }
            guard let converter = converter(from: set.converter, to: "UTF-8") else {
                out.append(contentsOf: Self.byteForByte(bytes).text.utf8)
                return false
            }
            return converter.convert(input, unit: set.width + (set.shift == nil ? 0 : 1), into: &out)
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
