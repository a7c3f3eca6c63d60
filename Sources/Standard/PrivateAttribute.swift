/// Private data elements by what stands still of them: group, private creator, and the low byte of the element number; the
/// high byte is the block that the creator reserves in a data set or item (PS3.5 §7.8.1).
public struct PrivateAttribute: Hashable, Sendable {
    public var group: UInt16
    /// Without leading and trailing spaces.
    public var creator: String
    /// `nil`: every element of the block.
    public var element: UInt8?

    public init(group: UInt16, creator: String, element: UInt8?) {
        self.group = group
        self.creator = creator
        self.element = element
    }

    /// Reads what `description` writes: `(0019,"SIEMENS MR HEADER",0C)`, quotes and case of digits as one likes.
    public init?(_ text: String) {
        guard text.hasPrefix("("), text.hasSuffix(")") else { return nil }
        let inner = text.dropFirst().dropLast()
        guard let first = inner.firstIndex(of: ","), let last = inner.lastIndex(of: ","), first < last else {
            return nil
        }
        guard let group = Self.group(inner[..<first]) else { return nil }
        var creator = inner[inner.index(after: first)..<last]
        if creator.count > 1, let quote = creator.first, quote == "\"" || quote == "'", creator.last == quote {
            creator = creator.dropFirst().dropLast()
        }
        let low = inner[inner.index(after: last)...]
        guard Self.isCreator(creator) else { return nil }
        if low == "xx" {
            element = nil
        } else {
            guard let element = Self.element(low) else { return nil }
            self.element = element
        }
        self.group = group
        self.creator = String(creator)
    }

    /// An odd group that a data set may have (PS3.5 §7.8).
    public static func group(_ digits: some StringProtocol) -> UInt16? {
        guard digits.utf8.count == 4, !digits.hasPrefix("+"), let group = UInt16(digits, radix: 16), group % 2 == 1,
            group > 0x0008, group != 0xFFFF
        else { return nil }
        return group
    }

    /// Two hexadecimal digits.
    public static func element(_ digits: some StringProtocol) -> UInt8? {
        digits.utf8.count == 2 && !digits.hasPrefix("+") ? UInt8(digits, radix: 16) : nil
    }

    /// Whether a text can be the value of a Private Creator, which is LO: of printable ASCII, as all of the table are.
    public static func isCreator(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x5C }
            && !text.hasPrefix(" ") && !text.hasSuffix(" ")
    }
}

extension PrivateAttribute: CustomStringConvertible {
    public var description: String {
        let digits = Array("0123456789ABCDEF")
        let group = String((0..<4).map { digits[Int(self.group >> UInt16(12 - 4 * $0) & 15)] })
        let element = element.map { String([digits[Int($0 >> 4)], digits[Int($0 & 15)]]) } ?? "xx"
        return "(\(group),\"\(creator)\",\(element))"
    }
}
