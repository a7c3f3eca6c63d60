/// The secret key of one sealed dataset: its files are sealed to it, and it is sealed to the recipients.
///
/// Beside the age identity it gives two keys by HKDF-SHA-256 (RFC 5869, no salt): one makes the names of files, so that they
/// tell nothing, and one the code over `SEAL`, so that nobody who was never given the key can make or change a dataset: age
/// itself lets anybody seal to a recipient.
public final class DatasetKey: Sendable {
    public let identity: X25519Identity
    private let namesKey: SecretBytes
    private let sealKey: SecretBytes

    public init(_ identity: X25519Identity) throws(SealError) {
        self.identity = identity
        namesKey = try identity.derivedKey(info: "dcmveil dataset 1 names")
        sealKey = try identity.derivedKey(info: "dcmveil dataset 1 seal")
    }

    public static func generate() throws(SealError) -> DatasetKey { try DatasetKey(.generate()) }

    public var recipient: X25519Recipient { identity.recipient }

    /// The name of a file in `data`, from its path in the dataset: 128 bits of HMAC-SHA-256.
    public func name(ofPath path: String) throws(SealError) -> String {
        DatasetName.text(try KeyDerivation.hmac(Array(path.utf8), key: namesKey)[..<DatasetName.size])
    }

    func code(over bytes: [UInt8]) throws(SealError) -> [UInt8] { try KeyDerivation.hmac(bytes, key: sealKey) }
}

/// Names of sealed files in a dataset: `data/ab/abcd….age`, nothing else. A name that follows this grammar leads nowhere but
/// into the dataset.
public enum DatasetName {
    /// Bytes that a name stands for.
    static let size = 16

    static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Hexadecimal.text(bytes)
        return "data/\(digits.prefix(2))/\(digits).age"
    }

    public static func isValid(_ name: some Collection<UInt8>) -> Bool {
        let name = Array(name)
        let count = "data/ab/".utf8.count + 2 * size + ".age".utf8.count
        guard name.count == count, name.starts(with: "data/".utf8), name[7] == 0x2F,
            name[(count - 4)...].elementsEqual(".age".utf8)
        else { return false }
        let digits = name[8..<count - 4]
        return name[5..<7] == digits.prefix(2) && Hexadecimal.bytes(digits) != nil
    }
}
