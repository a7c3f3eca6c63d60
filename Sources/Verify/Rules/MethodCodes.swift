/// PS3.16 CID 7050, De-identification Method: the codes that (0012,0064) is made of, all of the scheme DCM.
enum MethodCodes {
    private static let meanings: [StaticString] = [
        "Basic Application Confidentiality Profile",
        "Clean Pixel Data Option",
        "Clean Recognizable Visual Features Option",
        "Clean Graphics Option",
        "Clean Structured Content Option",
        "Clean Descriptors Option",
        "Retain Longitudinal Temporal Information Full Dates Option",
        "Retain Longitudinal Temporal Information Modified Dates Option",
        // Another wording that tools write.
        "Retain Longitudinal With Modified Dates Option",
        "Retain Patient Characteristics Option",
        "Retain Device Identity Option",
        "Retain UIDs Option",
        "Retain Safe Private Option",
        "Retain Institution Identity Option",
    ]

    /// 113100 to 113112.
    static func isValue(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count == 6, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        return (113_100...113_112).contains(text.reduce(0) { $0 * 10 + Int($1 & 15) })
    }

    static func isMeaning(_ text: ArraySlice<UInt8>) -> Bool { meanings.contains { text.equals($0) } }
}
