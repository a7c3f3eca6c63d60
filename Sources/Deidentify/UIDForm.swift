/// The form of a UID that may stand in File Meta (PS3.5 §9.1): digits and dots, 1 to 64 bytes. How its components are made up is
/// its maker's business.
enum UIDForm {
    /// Bytes of the longest UID.
    static let longest = 64

    static func isMet(by value: [UInt8]) -> Bool {
        (1...longest).contains(value.count) && value.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    }
}
