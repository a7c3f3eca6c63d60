/// Bech32 (BIP 173) without its limit of 90 characters, as age keys use it.
///
/// Works on bytes, not strings, so that the text of a secret key can be wiped.
enum Bech32 {
    /// The prefix as written and the bytes behind it, or why there are none.
    static func decode(_ text: RawSpan) -> Result<(prefix: [UInt8], bytes: [UInt8]), Fault> {
        var lower = false
        var upper = false
        var separator: Int?
        for index in 0..<text.byteCount {
            let byte = text[index]
            guard Stanza.isVisible(byte) else { return .failure(.notBech32) }
            if 0x61...0x7A ~= byte { lower = true }
            if 0x41...0x5A ~= byte { upper = true }
            if byte == 0x31 { separator = index }  // the last "1": the alphabet of the data has none
        }
        if lower && upper { return .failure(.mixedCase) }
        guard let separator, separator > 0, text.byteCount - separator - 1 >= checksumLength else {
            return .failure(.notBech32)
        }
        let prefix = (0..<separator).map { text[$0] }
        var words: [UInt8] = []
        words.reserveCapacity(text.byteCount)
        defer { wipe(&words) }
        for index in separator + 1..<text.byteCount {
            guard let word = value(lowercased(text[index])) else { return .failure(.notBech32) }
            words.append(word)
        }
        guard checksum(prefix, words) == 1 else { return .failure(.badChecksum) }
        guard let bytes = regroup(words.dropLast(checksumLength), from: 5, to: 8, pad: false) else {
            return .failure(.notBech32)
        }
        return .success((prefix, bytes))
    }

    /// The text in the case of `prefix`, whose letters must be all of one case.
    static func encode(prefix: StaticString, _ bytes: [UInt8]) -> [UInt8] {
        encode(prefix: prefix.description, bytes)
    }

    static func encode(prefix: String, _ bytes: [UInt8]) -> [UInt8] {
        let prefix = Array(prefix.utf8)
        let isUpper = prefix.contains { 0x41...0x5A ~= $0 }
        // Padding is allowed, so regrouping cannot fail.
        var words = regroup(bytes[...], from: 8, to: 5, pad: true) ?? []
        defer { wipe(&words) }
        let sum = checksum(prefix, words, padding: checksumLength) ^ 1
        var text = prefix + [0x31]
        text.reserveCapacity(text.count + words.count + checksumLength)
        for word in words { text.append(symbol(word)) }
        for place in 0..<checksumLength {
            text.append(symbol(UInt8(truncatingIfNeeded: sum >> UInt32(5 * (checksumLength - 1 - place)) & 31)))
        }
        if isUpper {
            for index in text.indices where 0x61...0x7A ~= text[index] { text[index] -= 0x20 }
        }
        return text
    }

    typealias Fault = BechFault

    private static let checksumLength = 6
    private static let alphabet: StaticString = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

    private static func symbol(_ word: UInt8) -> UInt8 { symbols[Int(word)] }
    private static func value(_ symbol: UInt8) -> UInt8? { symbols.firstIndex(of: symbol).map { UInt8($0) } }
    private static let symbols = Array(alphabet.description.utf8)

    private static func lowercased(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte + 0x20 : byte }

    /// The BCH code of BIP 173 over the expanded prefix (always of the lowercase text) and the words: 1 when intact.
    ///
    /// - Parameter padding: words of zero that follow, fed here so that no copy of a secret is made for them.
    private static func checksum(_ prefix: [UInt8], _ words: [UInt8], padding: Int = 0) -> UInt32 {
        let generator: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
        var state: UInt32 = 1
        func feed(_ word: UInt8) {
            let top = state >> 25
            state = (state & 0x1FF_FFFF) << 5 ^ UInt32(word)
            for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { state ^= generator[bit] }
        }
        for byte in prefix { feed(lowercased(byte) >> 5) }
        feed(0)
        for byte in prefix { feed(lowercased(byte) & 31) }
        for word in words { feed(word) }
        for _ in 0..<padding { feed(0) }
        return state
    }

    /// `nil` if, without padding, more than a word's worth of bits or a set bit is left over (BIP 173, "Segwit address format").
    private static func regroup(_ input: ArraySlice<UInt8>, from: Int, to: Int, pad: Bool) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(input.count * from / to + 1)
        var bits: UInt32 = 0
        var count = 0
        for value in input {
            bits = (bits << UInt32(from) | UInt32(value)) & 0xFFF
            count += from
            while count >= to {
                count -= to
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count) & (1 << UInt32(to) - 1)))
            }
        }
        let rest = bits & (1 << UInt32(count) - 1)
        if pad {
            if count > 0 { output.append(UInt8(truncatingIfNeeded: rest << UInt32(to - count))) }
        } else if count >= from || rest != 0 {
            return nil
        }
        return output
    }
}

/// Why a text is not Bech32.
enum BechFault: Error { case notBech32, mixedCase, badChecksum }
