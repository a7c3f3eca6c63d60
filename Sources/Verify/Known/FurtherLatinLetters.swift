/// Latin letters beyond U+017F without their accents, in which names of Vietnam, Romania and others are written.
enum FurtherLatinLetters {
    /// - Returns: in small letters; `nil` where it is none of them, or has no ASCII letter below its accents.
    static func folded(_ scalar: UInt32) -> [UInt8]? {
        let letters: [UInt8]
        switch scalar {
        case 0x180...0x24F: letters = extendedB[Int(scalar - 0x180)]
        case 0x1E00...0x1EFF: letters = additional[Int(scalar - 0x1E00)]
        default: return nil
        }
        return letters.isEmpty ? nil : letters
    }

    /// From U+0180 to U+024F: how many in a row are which letter; a hyphen for those that are none.
    private static let extendedB = expanded(
        "4b 3- 2c 1- 3d 4- 2f 1g 1- 1hv 1- 1i 2k 1l 2- 2n 3o 2oi 2p 5- 4t 2u 1- 1v 2y 2z 13- 1dz 1d 1dz 1lj "
            + "1l 1lj 1nj 1n 1nj 2a 2i 2o 10u 1- 4a 2ae 4g 2k 4o 2- 1j 1dz 1d 1dz 2g 2- 2n 2a 2ae 2o 4a 4e 4i 4o 4r "
            + "4u 2s 2t 2- 2h 1n 1d 2ou 2z 2a 2e 8o 2y 1l 1n 1t 3- 1a 2c 1l 1t 1s 1z 2- 1b 2- 2e 2j 1- 1q 2r 2y")

    /// From U+1E00 to U+1EFF.
    private static let additional = expanded(
        "2a 6b 2c 10d 10e 2f 2g 10h 4i 6k 8l 6m 8n 8o 4p 8r 10s 8t 10u 4v 10w 4x 2y 6z 1h 1t 1w 1y 1a 3- 1ss "
            + "1- 24a 16e 4i 24o 14u 8y 4- 2y")

    private static func expanded(_ text: String) -> [[UInt8]] {
        text.utf8.split(separator: 0x20).flatMap { entry in
            let digits = entry.prefix { (0x30...0x39).contains($0) }
            let letters = entry.dropFirst(digits.count).filter { $0 != UInt8(ascii: "-") }
            return [[UInt8]](repeating: Array(letters), count: digits.reduce(0) { $0 * 10 + Int($1 & 15) })
        }
    }
}
