/// How hard a passphrase is to guess, roughly: for a warning, never for a refusal.
public enum PassphraseStrength {
    /// Below this many bits a passphrase is called weak. An attacker with a sealed file can try passphrases without limit, each
    /// at the cost of one scrypt.
    public static let enough = 60

    /// Bits that guessing has to find: the size of the alphabet for each character that does not follow from those before it
    /// (alphabet, keyboard, repetitions). Passwords of everybody and years count as two characters; other words of a dictionary
    /// count more than they should.
    public static func bits(_ passphrase: Passphrase) -> Int {
        passphrase.withBytes { text -> Int in
            var alphabet = Alphabet()
            for index in 0..<text.byteCount { alphabet.add(text[index]) }
            return choices(in: text) * alphabet.sixteenths / 16
        }
    }

    private static func choices(in text: RawSpan) -> Int {
        var count = 0
        var index = 0
        while index < text.byteCount {
            if let length = wordLength(in: text, at: index) ?? yearLength(in: text, at: index) {
                count += 2
                index += length
                continue
            }
            let repeated = repeatedLength(in: text, at: index)
            if repeated > 0 {
                count += 1
                index += repeated
                continue
            }
            if index == 0 || !follows(lower(text[index]), lower(text[index - 1])) { count += 1 }
            index += 1
        }
        return count
    }

    private static func lower(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }

    /// A letter as people disguise it.
    private static func plain(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "!"): UInt8(ascii: "i")
        case UInt8(ascii: "3"): UInt8(ascii: "e")
        case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
        case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
        default: lower(byte)
        }
    }

    /// Whether a character repeats the one before it, or is its neighbour in the alphabet or on a keyboard.
    private static func follows(_ byte: UInt8, _ last: UInt8) -> Bool {
        if abs(Int(byte) - Int(last)) <= 1 { return true }
        return rows.contains { row in
            guard let place = row.firstIndex(of: byte), let other = row.firstIndex(of: last) else { return false }
            return abs(place - other) == 1
        }
    }

    private static func wordLength(in text: RawSpan, at start: Int) -> Int? {
        words.first { word in
            word.count <= text.byteCount - start && word.indices.allSatisfy { plain(text[start + $0]) == word[$0] }
        }?.count
    }

    private static func yearLength(in text: RawSpan, at start: Int) -> Int? {
        guard text.byteCount - start >= 4, (start..<start + 4).allSatisfy({ 0x30...0x39 ~= text[$0] }) else {
            return nil
        }
        let century = (text[start], text[start + 1])
        return century == (0x31, 0x39) || century == (0x32, 0x30) ? 4 : nil
    }

    /// Of the longest piece that stood before, if it has three characters or more.
    private static func repeatedLength(in text: RawSpan, at start: Int) -> Int {
        var longest = 0
        for from in 0..<start {
            var length = 0
            while start + length < text.byteCount, lower(text[from + length]) == lower(text[start + length]) {
                length += 1
            }
            longest = max(longest, length)
        }
        return longest >= 3 ? longest : 0
    }

    private struct Alphabet {
        private var hasLower = false, hasUpper = false, hasDigit = false, hasOther = false

        mutating func add(_ byte: UInt8) {
            switch byte {
            case 0x61...0x7A: hasLower = true
            case 0x41...0x5A: hasUpper = true
            case 0x30...0x39: hasDigit = true
            default: hasOther = true
            }
        }

        /// Sixteenths of a bit that one of its characters is worth: the logarithm without a library for it.
        var sixteenths: Int {
            let size = (hasLower ? 26 : 0) + (hasUpper ? 26 : 0) + (hasDigit ? 10 : 0) + (hasOther ? 32 : 0)
            var sixteenths = 0
            var power = 1
            while power < size {
                power *= 2
                sixteenths += 16
            }
            if power > size, size > 0 { sixteenths -= 16 * (power - size) / (power / 2) * 3 / 4 }
            return sixteenths
        }
    }

    private static let rows = [
        "1234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "azertyuiop", "qsdfghjklm",
    ]
    .map { Array($0.utf8) }

    /// What everybody tries first, here. Written as `plain` writes it.
    private static let words = """
        password passwort passphrase kennwort geheim secret hospital clinic klinik klinikum praxis radiology radiologie imaging
        dicom pacs scanner patient doctor doktor medical medizin admin administrator welcome willkommen bienvenue hello hallo letmein
        login master monkey dragon shadow sunshine princess football baseball superman batman iloveyou summer winter spring autumn
        sommer herbst monday sunday january february march april august september october november december oktober dezember
        changeme default guest user root test computer internet server backup study trial research london berlin vienna zurich paris
        """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
}
