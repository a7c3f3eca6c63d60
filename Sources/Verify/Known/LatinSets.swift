/// The sets of Latin letters, one byte each, that Specific Character Set knows beside ISO 8859-1 (PS3.3 C.12.1.1.2).
///
/// Which of them a name was written in is not always said, nor always truly: it is looked for as each of them reads it, for a reading
/// that is not the right one makes no word that anybody writes.
enum LatinSets {
    /// What letters and bytes beyond ASCII are by each set in which all of them are letters, without accents and in small letters; none
    /// of text in which such bytes are more than two of three, as they are in other scripts.
    static func readings(of run: ArraySlice<UInt8>) -> [[UInt8]] {
        guard run.count(where: { $0 < 0x80 }) * 3 >= run.count else { return [] }
        var readings: [[UInt8]] = []
        for set in sets {
            guard let reading = reading(of: run, set), !readings.contains(reading) else { continue }
            readings.append(reading)
        }
        return readings
    }

    private static func reading(of run: ArraySlice<UInt8>, _ set: [UInt32]) -> [UInt8]? {
        var folded: [UInt8] = []
        for byte in run {
            switch LatinLetters.form(byte < 0xA0 ? UInt32(byte) : set[Int(byte) - 0xA0]) {
            case .letter(let letter, _): folded.append(letter)
            case .accented(let letters): folded += letters
            case .mark, .between, .foreign: return nil
            }
        }
        return folded
    }

    /// The characters from A0 to FF of each set.
    private static let sets: [[UInt32]] =
        [(0xA0...0xFF).map { UInt32($0) }]
        + differences.map { text in
            var set = (0xA0...0xFF).map { UInt32($0) }
            for entry in text.split(separator: " ") {
                guard let place = UInt8(entry.prefix(2), radix: 16), let letter = entry.unicodeScalars.last else {
                    continue
                }
                set[Int(place) - 0xA0] = letter.value
            }
            return set
        }

    /// What is not as in ISO 8859-1: the byte, and the character; a dot where there is none.
    private static let differences = [
        // ISO 8859-2
        "A1Ą A2˘ A3Ł A5Ľ A6Ś A9Š AAŞ ABŤ ACŹ AEŽ AFŻ B1ą B2˛ B3ł B5ľ B6ś B7ˇ B9š BAş BBť BCź BD˝ BEž BFż "
            + "C0Ŕ C3Ă C5Ĺ C6Ć C8Č CAĘ CCĚ CFĎ D0Đ D1Ń D2Ň D5Ő D8Ř D9Ů DBŰ DEŢ E0ŕ E3ă E5ĺ E6ć E8č EAę ECě EFď "
            + "F0đ F1ń F2ň F5ő F8ř F9ů FBű FEţ FF˙",
        // ISO 8859-3
        "A1Ħ A2˘ A5· A6Ĥ A9İ AAŞ ABĞ ACĴ AE· AFŻ B1ħ B6ĥ B9ı BAş BBğ BCĵ BE· BFż C3· C5Ċ C6Ĉ D0· D5Ġ D8Ĝ "
            + "DDŬ DEŜ E3· E5ċ E6ĉ F0· F5ġ F8ĝ FDŭ FEŝ FF˙",
        // ISO 8859-4
        "A1Ą A2ĸ A3Ŗ A5Ĩ A6Ļ A9Š AAĒ ABĢ ACŦ AEŽ B1ą B2˛ B3ŗ B5ĩ B6ļ B7ˇ B9š BAē BBģ BCŧ BDŊ BEž BFŋ C0Ā "
            + "C7Į C8Č CAĘ CCĖ CFĪ D0Đ D1Ņ D2Ō D3Ķ D9Ų DDŨ DEŪ E0ā E7į E8č EAę ECė EFī F0đ F1ņ F2ō F3ķ F9ų FDũ "
            + "FEū FF˙",
        // ISO 8859-9
        "D0Ğ DDİ DEŞ F0ğ FDı FEş",
        // ISO 8859-15
        "A4€ A6Š A8š B4Ž B8ž BCŒ BDœ BEŸ",
    ]
}
