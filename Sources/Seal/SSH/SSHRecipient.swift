/// An ssh key that others use to log in: `ssh-ed25519 AAAA…` or `ssh-rsa AAAA…`. For who has nothing else: a file that is
/// sealed to it tells for which key it is, and native keys are better.
public struct SSHRecipient: Recipient, Hashable, CustomStringConvertible {
    let key: SSHPublicKey
    private let scheme: Scheme

    private enum Scheme: Sendable {
        case ed25519(SSHEd25519)
        case rsa(RSAKey)
    }

    /// - Throws: `.malformedKey`; `.unsupportedRecipient` for ECDSA, DSA and keys in hardware.
    public init(line: RawSpan) throws(SealError) { try self.init(SSHPublicKey(line: line)) }

    /// - Throws: as above.
    public init(_ line: String) throws(SealError) {
        try self.init(Array(line.utf8).lend { (line) throws(SealError) in try SSHPublicKey(line: line) })
    }

    init(_ key: SSHPublicKey) throws(SealError) {
        self.key = key
        switch key.kind {
        case .ed25519(let point): scheme = .ed25519(try SSHEd25519(point: point, blob: key.blob))
        case .rsa(let modulus, let exponent): scheme = .rsa(try RSAKey(modulus: modulus, exponent: exponent))
        }
    }

    /// Without the comment.
    public var description: String { key.line }

    public func wrap(_ fileKey: borrowing FileKey) throws(SealError) -> [Stanza] {
        switch scheme {
        case .ed25519(let key): [try key.wrap(fileKey, tag: try self.key.tag())]
        case .rsa(let key): [try SSHRSA.wrap(fileKey, to: key, tag: try self.key.tag())]
        }
    }

    public static func == (one: SSHRecipient, other: SSHRecipient) -> Bool { one.key == other.key }
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
