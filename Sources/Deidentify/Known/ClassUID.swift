import Standard

/// UIDs where one that is published belongs (a class, a syntax, a code system): whether a value looks like the UID of an
/// instance, or is none at all.
enum ClassUID {
    /// Publishers number by hand, under an arc of their own: instances have days, times and long numbers, or many components.
    static func isOne(_ uid: [UInt8]) -> Bool {
        if uid.count < shortest || UIDRegistry.contains(uid) || uid.starts(with: fromUUID) { return true }
        if uid.starts(with: UIDRegistry.root) { return mayBeOfLaterEdition(uid) }
        guard uid.count <= longest, uid.allSatisfy({ ASCII.isDigit($0) || $0 == UInt8(ascii: ".") }) else {
            return false
        }
        let components = uid.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (3...mostComponents).contains(components.count),
            components.allSatisfy({ (1...longestNumber).contains($0.count) })
        else {
            return false
        }
        return hasOwner(components) && !hasNumberOfInstance(components) && !DatedUID.isOne(uid)
    }

    /// Owners are told apart by the first number of more than four digits; what they publish they count from 1.
    private static func hasNumberOfInstance(_ components: [ArraySlice<UInt8>]) -> Bool {
        guard let owner = components.firstIndex(where: { $0.count > longestCount }) else { return false }
        return components[(owner + 1)...].contains { $0.count > longestCount + 1 }
    }

    /// Whether a later edition may give the UID to a SOP Class or a Transfer Syntax: under the arcs of these, with no more digits than
    /// they have had so far, which spell no number of a telephone. Whatever else PS3.6 does not register is nobody's to use.
    private static func mayBeOfLaterEdition(_ uid: [UInt8]) -> Bool {
        for (arc, most) in laterArcs where uid.starts(with: arc) {
            let components = uid[arc.count...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            return components.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(ASCII.isDigit) }
                && components.reduce(0) { $0 + $1.count } <= most
        }
        return false
    }

    private static let laterArcs = [
        (Array("1.2.840.10008.5.1.4.".utf8), 7), (Array("1.2.840.10008.1.2.".utf8), 6),
    ]

    /// An arc under which numbers are given out (ISO/IEC 9834-1); under 1.2 and 2.16 to countries by their number in ISO 3166-1, of
    /// which 4 is the least and 894 the largest. 2.999 is for examples.
    private static func hasOwner(_ components: [ArraySlice<UInt8>]) -> Bool {
        guard let arc = number(components[0]), let second = number(components[1]) else { return false }
        switch (arc, second) {
        case (0, ..<6), (1, 0), (1, 1), (1, 3): return true
        case (1, 2), (2, 16): return number(components[2]).map { (4...894).contains($0) } ?? false
        case (2, 999): return false
        case (2, ..<60): return true
        default: return false
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.count > 6 ? nil : digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }

    /// Fewer characters are nobody's: somebody tried something out.
    private static let shortest = 6
    /// The longest ones of PS3.6 have 13 components and 32 characters.
    private static let longest = 40
    private static let mostComponents = 13
    /// Digits of the numbers of owners, and of what one owner counts.
    private static let longestNumber = 7
    private static let longestCount = 4
    private static let fromUUID = Array("2.25.".utf8)
}
