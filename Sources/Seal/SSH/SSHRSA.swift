/// The recipient type `ssh-rsa` of age: RSAES-OAEP of the file key.
enum SSHRSA {
    static let type = "ssh-rsa"
    private static let label: StaticString = "age-encryption.org/v1/ssh-rsa"

    static func wrap(_ fileKey: borrowing FileKey, to key: RSAKey, tag: String) throws(SealError) -> Stanza {
        try Stanza(type: type, arguments: [tag], body: try key.encrypt(fileKey.secret, label: label))
    }

    /// - Returns: `nil` if the stanza is of another type or for another key.
    /// - Throws: `.malformedStanza`; `.stanzaAltered` if it names this key and does not open.
    static func unwrap(_ stanza: Stanza, tag: String, key: RSAKey) throws(SealError) -> FileKey? {
        guard stanza.type == type else { return nil }
        guard stanza.arguments.count == 1 else { throw SealError(.malformedStanza) }
        guard stanza.arguments[0] == tag else { return nil }
        guard let secret = try key.decrypt(stanza.body, label: label), secret.count == FileKey.size else {
            throw SealError(.stanzaAltered)
        }
        return FileKey(secret)
    }
}
