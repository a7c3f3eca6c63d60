/// A private key in the format of OpenSSH (its PROTOCOL.key), locked or not.
struct OpenSSHKey: Sendable {
    static let begin: StaticString = "-----BEGIN OPENSSH PRIVATE KEY-----"
    /// Of the file, in bytes: an RSA key of 16,384 bits has about 12,000.
    static let sizeLimit = 64 << 10

    let publicKey: SSHPublicKey
    /// The second half of the file; encrypted where `encryption` says so.
    private let privatePart: SecretBytes
    private let encryption: Encryption?

    private struct Encryption: Sendable {
        var cipher: StreamCipher
        var salt: [UInt8]
        var rounds: Int
    }

    /// Rounds of bcrypt that are put up with: about a minute. `ssh-keygen -a` makes 16 or 24 unless told otherwise.
    private static let roundLimit = 8192

    var isLocked: Bool { encryption != nil }

    /// - Parameter text: the whole file.
    /// - Throws: `.malformedKey`; `.unsupportedIdentity` for a key, a cipher or a derivation that is not offered.
    init(text: RawSpan) throws(SealError) {
        guard var bytes = PEM.decode(text, label: "OPENSSH PRIVATE KEY") else {
            throw SealError(.malformedKey(.notSSH))
        }
        defer { wipe(&bytes) }
        self = try bytes.lend { (bytes) throws(SealError) in try Self(bytes: bytes) }
    }

    private init(bytes: RawSpan) throws(SealError) {
        let magic: StaticString = "openssh-key-v1\0"
        guard KeyText.begins(bytes, with: magic) else { throw SealError(.malformedKey(.notSSH)) }
        var reader = SSHReader()
        try reader.skip(magic.utf8CodeUnitCount, in: bytes)
        let cipher = bytes.copy(try reader.string(in: bytes))
        let derivation = try reader.string(in: bytes)
        let options = try reader.string(in: bytes)
        guard try reader.uint32(in: bytes) == 1 else { throw SealError(.unsupportedIdentity) }
        let blob = bytes.copy(try reader.string(in: bytes))
        do throws(SealError) { publicKey = try SSHPublicKey(blob: blob) } catch {
            throw SealError(error.code == .unsupportedRecipient ? .unsupportedIdentity : error.code)
        }
        if cipher == Array("none".utf8) {
            encryption = nil
        } else {
            guard let cipher = StreamCipher(name: String(decoding: cipher, as: UTF8.self)),
                bytes.holds("bcrypt", at: derivation)
            else { throw SealError(.unsupportedIdentity) }
            let options = bytes.extracting(options)
            var reader = SSHReader()
            let salt = options.copy(try reader.string(in: options))
            let rounds = Int(try reader.uint32(in: options))
            guard 1...256 ~= salt.count, 1...Self.roundLimit ~= rounds else { throw SealError(.unsupportedIdentity) }
            encryption = Encryption(cipher: cipher, salt: salt, rounds: rounds)
        }
        // What follows it is the tag of ciphers that are not offered.
        privatePart = SecretBytes(copying: bytes.extracting(try reader.string(in: bytes)))
    }

    /// - Parameter passphrase: `nil` for a key that is not locked.
    /// - Throws: `.wrongPassphrase`; `.malformedKey`.
    func unlocked(with passphrase: Passphrase? = nil) throws(SealError) -> SSHIdentity {
        guard let encryption else { return try privatePart.withBytes(identity) }
        guard let passphrase else { throw SealError(.passphraseUnavailable) }
        let cipher = encryption.cipher
        let derived = try BcryptPBKDF.derive(
            passphrase.secret, salt: encryption.salt, rounds: encryption.rounds, count: cipher.keySize + cipher.ivSize)
        let plain = try cipher.decrypt(privatePart, keyAndIV: derived)
        return try plain.withBytes(identity)
    }

    private func identity(_ bytes: RawSpan) throws(SealError) -> SSHIdentity {
        var reader = SSHReader()
        // The same number twice: this is how a wrong passphrase is noticed.
        guard try reader.uint32(in: bytes) == reader.uint32(in: bytes) else {
            throw SealError(isLocked ? .wrongPassphrase : .malformedKey(.notSSH))
        }
        let type = try reader.string(in: bytes)
        switch publicKey.kind {
        case .ed25519(let point):
            guard bytes.holds("ssh-ed25519", at: type) else { throw SealError(.malformedKey(.mismatch)) }
            guard bytes.copy(try reader.string(in: bytes)) == point else { throw SealError(.malformedKey(.mismatch)) }
            let both = try reader.string(in: bytes)
            guard both.count == 64 else { throw SealError(.malformedKey(.notSSH)) }
            let seed = SecretBytes(copying: bytes.extracting(both.lowerBound..<both.lowerBound + 32))
            return try SSHIdentity(seed: seed, publicKey: publicKey)
        case .rsa(let modulus, let exponent):
            guard bytes.holds("ssh-rsa", at: type) else { throw SealError(.malformedKey(.mismatch)) }
            guard bytes.copy(try reader.number(in: bytes)) == modulus,
                bytes.copy(try reader.number(in: bytes)) == exponent
            else { throw SealError(.malformedKey(.mismatch)) }
            // d, then the inverse of q modulo p, then p and q.
            var numbers: [Range<Int>] = []
            for _ in 0..<4 { numbers.append(try reader.number(in: bytes)) }
            let key = try RSAKey(
                modulus: modulus, exponent: exponent, secrets: bytes, d: numbers[0], p: numbers[2], q: numbers[3],
                inverse: numbers[1])
            return try SSHIdentity(.rsa(key), publicKey: publicKey)
        }
    }
}
