import Standard

/// UIDs that name no original.
enum UIDForm {
    /// 2^128 - 1, the largest number that a UUID makes (PS3.5 §B.2).
    private static let largest = Array("340282366920938463463374607431768211455".utf8)
    /// Digits of numbers that are nobody's UUID, whose first bits are not all zero, but may be the day or the record of somebody.
    private static let tooFew = 6...24

    /// Whether the UID is made from 128 bits, or under a root of the tool that made the file, or registered in PS3.6 and so common
    /// to all.
    static func isReplacedOrRegistered(_ uid: ArraySlice<UInt8>, _ registry: UIDLookup) -> Bool {
        isFromUUID(uid) || registry.contains(uid)
    }

    /// Digits and points, starting and ending with a digit, at most 64 (PS3.5 §9.1).
    static func isWellFormed(_ uid: ArraySlice<UInt8>) -> Bool {
        guard (1...64).contains(uid.count), uid.first != UInt8(ascii: "."), uid.last != UInt8(ascii: ".") else {
            return false
        }
        return uid.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
    }

    /// Whether a UID that names something published, a class or a code system, looks like one that names an instance, or has no
    /// owner. Publishers number by hand: instances have days, times or long numbers, or many components.
    static func isLikelyInstance(_ uid: ArraySlice<UInt8>) -> Bool {
        let components = uid.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if !hasOwner(components) || components.count > mostComponents || uid.count > longestPublished { return true }
        return hasNumberOfInstance(uid)
    }

    /// Whether a component is longer than the number of any owner, or one behind the owner's is as long as such a number. Owners
    /// are told apart by the first number of more than four digits; what they publish themselves they count from 1.
    static func hasNumberOfInstance(_ uid: ArraySlice<UInt8>) -> Bool {
        let lengths = uid.split(separator: UInt8(ascii: ".")).map(\.count)
        if lengths.contains(where: { $0 > longestOwner }) { return true }
        guard let owner = lengths.firstIndex(where: { $0 > longestCount }) else { return false }
        return lengths[(owner + 1)...].contains { $0 > longestCount + 1 }
    }

    /// Of UIDs that are published. The longest ones of PS3.6 have 13 components and 32 characters.
    private static let mostComponents = 13
    private static let longestPublished = 40
    /// Digits of the numbers of owners: seven in the longest that registries have given out (1.2.826.0.1.3680043).
    private static let longestOwner = 7
    /// Digits of what one owner counts: classes, versions, programs.
    private static let longestCount = 4

    /// Whether somebody can be the owner: an arc of ISO or ITU-T under which numbers are given out (ISO/IEC 9834-1). Under 1.2
    /// and 2.16 those are countries by their number in ISO 3166-1, of which 4 is the least.
    private static func hasOwner(_ components: [ArraySlice<UInt8>]) -> Bool {
        guard components.count >= 3, let arc = number(components[0]), let second = number(components[1]) else {
            return false
        }
        let third = number(components[2])
        switch (arc, second) {
        case (0, ..<6): return true
        case (1, 0), (1, 1), (1, 3): return true
        case (1, 2), (2, 16): return third.map { (4...894).contains($0) } ?? false
        case (2, 999): return false  // for examples
        case (2, ..<60): return true
        default: return false
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.isEmpty || digits.count > 6 ? nil : digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }

    static func isFromUUID(_ uid: ArraySlice<UInt8>) -> Bool {
        guard uid.begins(with: "2.25.") else { return false }
        let digits = uid.dropFirst(5)
        guard let first = digits.first, digits.count <= largest.count, !tooFew.contains(digits.count),
            first != UInt8(ascii: "0") || digits.count == 1,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return false }
        return digits.count < largest.count || !largest.lexicographicallyPrecedes(digits)
    }
}
