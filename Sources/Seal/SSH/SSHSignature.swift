/// A signature in the form of `ssh-keygen -Y sign` (OpenSSH's PROTOCOL.sshsig), made with an Ed25519 key.
public struct SSHSignature: Sendable {
    private static let magic = Array("SSHSIG".utf8)
    private static let label: StaticString = "SSH SIGNATURE"
    /// Of the file, in bytes.
    public static let sizeLimit = 64 << 10
    private static let columns = 70

    /// Whose it is.
    public let signer: SSHSigner
    private let hash: String
    private let namespace: String
    private let signature: [UInt8]

    /// Signs `message` for one purpose, the namespace, which a verifier has to name.
    public static func file(
        signing message: [UInt8], namespace: String, with key: SSHSigningKey
    ) throws(SealError) -> [UInt8] {
        let hash = "sha512"
        let signature = try Ed25519.sign(
            signed(try Digest.sha512(message), hash: hash, namespace: namespace), seed: key.seed)
        let blob =
            magic + [0, 0, 0, 1] + SSHString.encoded(key.publicKey.blob) + SSHString.encoded(namespace.utf8)
            + SSHString.encoded([]) + SSHString.encoded(hash.utf8)
            + SSHString.encoded(SSHString.encoded(SSHEd25519.type.utf8) + SSHString.encoded(signature))
        var text = Array("-----BEGIN \(label)-----\n".utf8)
        var rest = Base64.encodePadded(blob)[...]
        while !rest.isEmpty {
            text += rest.prefix(columns)
            text.append(lineFeed)
            rest = rest.dropFirst(columns)
        }
        return text + "-----END \(label)-----\n".utf8
    }

    /// - Throws: `.malformedSignature`; `.unsupportedSignature` for one of another kind of key, hash or version.
    public init(file: [UInt8]) throws(SealError) {
        guard file.count <= Self.sizeLimit,
            let blob = file.lend({ PEM.decode($0, label: Self.label) }), blob.starts(with: Self.magic)
        else { throw SealError(.malformedSignature) }
        do throws(SealError) {
            self = try blob.lend { (bytes) throws(SealError) in try Self(bytes) }
        } catch {
            throw SealError(error.code == .unsupportedSignature ? error.code : .malformedSignature)
        }
    }

    private init(_ bytes: RawSpan) throws(SealError) {
        var reader = SSHReader()
        try reader.skip(Self.magic.count, in: bytes)
        guard try reader.uint32(in: bytes) == 1 else { throw SealError(.unsupportedSignature) }
        let blob = bytes.copy(try reader.string(in: bytes))
        let namespace = bytes.copy(try reader.string(in: bytes))
        _ = try reader.string(in: bytes)  // reserved; to be ignored
        let hash = bytes.copy(try reader.string(in: bytes))
        let both = bytes.extracting(try reader.string(in: bytes))
        guard reader.position == bytes.byteCount else { throw SealError(.malformedSignature) }
        var inner = SSHReader()
        let type = try inner.string(in: both)
        guard both.holds("ssh-ed25519", at: type), [Array("sha512".utf8), Array("sha256".utf8)].contains(hash) else {
            throw SealError(.unsupportedSignature)
        }
        let signature = both.copy(try inner.string(in: both))
        guard inner.position == both.byteCount, signature.count == Ed25519.signatureSize else {
            throw SealError(.malformedSignature)
        }
        do throws(SealError) { signer = try SSHSigner(SSHPublicKey(blob: blob)) } catch {
            throw SealError(error.code == .unsupportedSigningKey ? .unsupportedSignature : .malformedSignature)
        }
        self.hash = String(decoding: hash, as: UTF8.self)
        self.namespace = String(decoding: namespace, as: UTF8.self)
        self.signature = signature
    }

    /// - Throws: `.wrongSignature` unless the signer signed these bytes for this purpose.
    public func check(_ message: [UInt8], namespace: String) throws(SealError) {
        let digest = hash == "sha512" ? try Digest.sha512(message) : try Digest.sha256(message)
        let signed = Self.signed(digest, hash: hash, namespace: namespace)
        guard namespace.utf8.elementsEqual(self.namespace.utf8),
            Ed25519.isValid(signature, of: signed, point: signer.point)
        else { throw SealError(.wrongSignature) }
    }

    private static func signed(_ digest: [UInt8], hash: String, namespace: String) -> [UInt8] {
        magic + SSHString.encoded(namespace.utf8) + SSHString.encoded([]) + SSHString.encoded(hash.utf8)
            + SSHString.encoded(digest)
    }
}

/// An Ed25519 key that signatures are made with.
public struct SSHSigningKey: Sendable {
    let seed: SecretBytes
    let publicKey: SSHPublicKey

    /// - Parameters:
    ///   - text: the file of a private key.
    ///   - name: what `dialog` is told when it has to ask for the passphrase of this file.
    /// - Throws: `.unsupportedSigningKey`; `.malformedKey`, `.wrongPassphrase`, `.passphraseUnavailable`.
    public init(_ text: RawSpan, name: String, dialog: any Dialog) throws(SealError) {
        guard KeyText.begins(text, with: "-----BEGIN ") else { throw SealError(.unsupportedSigningKey) }
        var identity = try SSHKeyFile.parse(text, name: name, dialog: dialog)
        if let locked = identity as? LockedSSHIdentity { identity = try locked.identity() }
        guard let identity = identity as? SSHIdentity, let seed = identity.signingSeed else {
            throw SealError(.unsupportedSigningKey)
        }
        self.seed = seed
        publicKey = identity.recipient.key
    }

    public var signer: SSHSigner { get throws(SealError) { try SSHSigner(publicKey) } }
}

/// Somebody who signs, by the public key.
public struct SSHSigner: Hashable, Sendable, CustomStringConvertible {
    let key: SSHPublicKey
    let point: [UInt8]

    init(_ key: SSHPublicKey) throws(SealError) {
        guard case .ed25519(let point) = key.kind, point.count == 32 else { throw SealError(.unsupportedSigningKey) }
        self.key = key
        self.point = point
    }

    /// As ssh shows it: `SHA256:…`.
    public var description: String {
        let digest = (try? Digest.sha256(key.blob)) ?? []
        return "SHA256:" + String(decoding: Base64.encode(digest), as: UTF8.self)
    }

    /// The signers in a file of public keys, or of allowed signers as `ssh-keygen -Y verify` reads it.
    ///
    /// - Throws: the error of the first bad line, with its number: a line with options is bad, since they limit what the key
    ///   may be used for and are not understood here.
    public static func parse(_ text: RawSpan) throws(SealError) -> [SSHSigner] {
        var signers: [SSHSigner] = []
        try KeyLines.forEach(in: text) { (line, _) throws(SealError) in
            let start = KeyText.begins(line, with: "ssh-") ? 0 : afterFirstWord(of: line)
            let line = line.extracting(droppingFirst: start)
            signers.append(try SSHSigner(SSHPublicKey(line: line)))
        }
        guard !signers.isEmpty else { throw SealError(.noRecipients) }
        return signers
    }

    private static func afterFirstWord(of line: RawSpan) -> Int {
        var start = 0
        while start < line.byteCount, line[start] != 0x20, line[start] != 0x09 { start += 1 }
        while start < line.byteCount, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
        return start
    }
}

/// A `string` of ssh messages: its length before it (RFC 4251 §5).
enum SSHString {
    static func encoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes.count >> $0) } + bytes
    }
}
