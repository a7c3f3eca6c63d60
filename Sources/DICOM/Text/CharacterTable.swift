/// What the codes of one set or encoding mean, asked of the C library when a code is first met.
///
/// A conversion costs a hundred times a look into a table, and hostile text switches sets, or fails to convert, at every
/// other byte.
final class CharacterTable {
    private let converter: Iconv?
    /// By index: 0 where nobody has asked yet, `none` where the code means nothing.
    private var characters: [UInt32]
    private static let none = UInt32.max

    /// - Parameters:
    ///   - encoding: the name under which iconv knows it.
    ///   - count: the number of codes.
    init(of encoding: String, count: Int) {
        converter = Iconv(from: encoding, to: "UTF-8")
        characters = [UInt32](repeating: 0, count: count)
    }

    /// Whether the C library knows the encoding: its modules may be missing from a minimal system.
    var isAvailable: Bool { converter != nil }

    /// The character of a code.
    ///
    /// - Parameters:
    ///   - index: the place of the code in the table.
    ///   - code: its bytes in the encoding.
    @inline(__always)
    func character(_ index: Int, _ code: @autoclosure () -> [UInt8]) -> Unicode.Scalar? {
        let known = characters[index]
        return known == 0 ? look(up: index, code()) : known == Self.none ? nil : Unicode.Scalar(known)
    }

    private func look(up index: Int, _ code: [UInt8]) -> Unicode.Scalar? {
        let text = converter?.convertStrictly(code).map { String(decoding: $0, as: UTF8.self).unicodeScalars }
        let found = text?.count == 1 ? text?.first : nil
        characters[index] = found?.value ?? Self.none
        return found
    }
}
