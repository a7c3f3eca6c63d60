import Standard

/// UIDs that name no original.
enum UIDForm {
    /// 2^128 - 1, the largest number that a UUID makes (PS3.5 §B.2).
    private static let largest = Array("340282366920938463463374607431768211455".utf8)

    /// Whether the UID is made from 128 bits, or registered in PS3.6 and so common to all.
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

    /// Whether a component is a long number, or a day.
    static func hasNumberOfInstance(_ uid: ArraySlice<UInt8>) -> Bool {
        uid.split(separator: UInt8(ascii: ".")).contains { $0.count >= longNumber } || hasDay(uid)
    }

    /// Of UIDs that are published. The longest ones of PS3.6 have 13 components and 32 characters.
    private static let mostComponents = 13
    private static let longestPublished = 40
    /// Digits; the numbers of owners have up to seven.
    private static let longNumber = 9

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

    /// Whether a component is a day of the years from 1900 to 2099, alone or with a time behind it.
    private static func hasDay(_ uid: ArraySlice<UInt8>) -> Bool {
        uid.split(separator: UInt8(ascii: ".")).contains { digits in
            guard [8, 12, 14].contains(digits.count), digits.starts(with: "19".utf8) || digits.starts(with: "20".utf8)
            else { return false }
            return DateForm.isWellFormed(digits.prefix(8), vr: .da)
        }
    }

    static func isFromUUID(_ uid: ArraySlice<UInt8>) -> Bool {
        guard uid.begins(with: "2.25.") else { return false }
        let digits = uid.dropFirst(5)
        guard let first = digits.first, digits.count <= largest.count,
            first != UInt8(ascii: "0") || digits.count == 1,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return false }
        return digits.count < largest.count || !largest.lexicographicallyPrecedes(digits)
    }
}
