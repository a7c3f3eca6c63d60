/// UIDs that name no original.
enum UIDForm {
    /// 2^128 - 1, the largest number that a UUID makes (PS3.5 §B.2).
    private static let largest = Array("340282366920938463463374607431768211455".utf8)
    private static let prefix = Array("2.25.".utf8)

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

    static func isFromUUID(_ uid: ArraySlice<UInt8>) -> Bool {
        guard uid.starts(with: prefix) else { return false }
        let digits = uid.dropFirst(prefix.count)
        guard let first = digits.first, digits.count <= largest.count,
            first != UInt8(ascii: "0") || digits.count == 1,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return false }
        return digits.count < largest.count || !largest.lexicographicallyPrecedes(digits)
    }
}
