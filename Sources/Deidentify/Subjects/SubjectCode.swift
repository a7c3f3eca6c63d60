/// What a patient is called in a study: a value of LO and of PN, a name of a folder and a field of a table as it is.
enum SubjectCode {
    /// Characters of LO, and of a component of PN (PS3.5 §6.2).
    static let longest = 64

    /// Letters, digits, `-`, `_` and points, none of which comes first.
    static func isMet(by code: [UInt8]) -> Bool {
        guard (1...longest).contains(code.count), code[0] != UInt8(ascii: ".") else { return false }
        return code.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }
}
