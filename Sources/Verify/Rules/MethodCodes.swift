/// PS3.16 CID 7050, De-identification Method: the codes that (0012,0064) is made of, all of the scheme DCM.
enum MethodCodes {
    static let meanings: [(value: StaticString, meaning: StaticString)] = [
        ("113100", "Basic Application Confidentiality Profile"),
        ("113101", "Clean Pixel Data Option"),
        ("113102", "Clean Recognizable Visual Features Option"),
        ("113103", "Clean Graphics Option"),
        ("113104", "Clean Structured Content Option"),
        ("113105", "Clean Descriptors Option"),
        ("113106", "Retain Longitudinal Temporal Information Full Dates Option"),
        ("113107", "Retain Longitudinal Temporal Information Modified Dates Option"),
        // Another wording that tools write.
        ("113107", "Retain Longitudinal With Modified Dates Option"),
        ("113108", "Retain Patient Characteristics Option"),
        ("113109", "Retain Device Identity Option"),
        ("113110", "Retain UIDs Option"),
        ("113111", "Retain Safe Private Option"),
        ("113112", "Retain Institution Identity Option"),
    ]

    /// 113100 to 113112.
    static func isValue(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count == 6, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        return (113_100...113_112).contains(text.reduce(0) { $0 * 10 + Int($1 & 15) })
    }

    static func isMeaning(_ text: ArraySlice<UInt8>) -> Bool { meanings.contains { text.equals($0.meaning) } }
}
