/// What stands in Ethnic Group where it is filled with what it is for; anything else may be a name.
enum EthnicWords {
    /// Whether every word of a value is one of these, or a code of one or two characters.
    static func cover(_ value: [UInt8]) -> Bool {
        if value.count <= 2 { return value.allSatisfy { $0 < 0x80 } }
        let words = value.split { !ASCII.isDigit($0) && !(0x41...0x5A).contains($0 & 0xDF) && $0 < 0x80 }
        return words.allSatisfy { word in
            Self.words.contains(WordHash(word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }))
        }
    }

    private static let words = WordHash.set(
        """
        african afro alaska alaskan american arab arabic asian asiatic australian bangladeshi black british caribbean caucasian \
        caucasoid central chinese colored coloured cuban declined do east eastern ethnic ethnicity european filipino gypsy \
        hawaiian hispanic indian indigenous irish islander japanese jewish korean latin latina latino latinx maori mestizo \
        mexican middle mixed mongoloid multiple multiracial native negroid no non none north not northern oriental origin other \
        pacific pakistani patient polynesian puerto race races refused rican roma samoan south southern spanish specified \
        stated torres strait two more unavailable undisclosed unknown unspecified vietnamese west western white and the unable or of to be
        """)
}
