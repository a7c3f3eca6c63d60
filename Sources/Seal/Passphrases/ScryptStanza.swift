/// What recipient and identity agree on (C2SP age, "scrypt recipient stanza").
struct ScryptStanza {
    static let type = "scrypt"
    static let saltSize = 16

    let salt: [UInt8]
    /// Base-two logarithm of the scrypt cost.
    let workFactor: Int

    static func wrapKey(_ passphrase: Passphrase, salt: [UInt8], workFactor: Int) throws(SealError) -> SecretBytes {
        try Scrypt.key(
            passphrase.secret, salt: Array("age-encryption.org/v1/scrypt".utf8) + salt, logCost: workFactor)
    }

    func make(body: [UInt8]) throws(SealError) -> Stanza {
        let salt = String(decoding: Base64.encode(salt), as: UTF8.self)
        return try Stanza(type: Self.type, arguments: [salt, String(workFactor)], body: body)
    }

    /// `nil` if the stanza is of another type.
    ///
    /// - Throws: `.malformedStanza` unless it has a salt of 16 bytes, a work factor in plain digits and a body of 32 bytes;
    ///   `.workFactorTooLarge` before any work is done.
    init?(_ stanza: Stanza, maximum: Int) throws(SealError) {
        guard stanza.type == Self.type else { return nil }
        guard stanza.arguments.count == 2, let salt = Base64.decode(stanza.arguments[0].utf8),
            salt.count == Self.saltSize, stanza.body.count == FileKey.size + ChaChaPoly.tagSize
        else { throw SealError(.malformedStanza) }
        let digits = Array(stanza.arguments[1].utf8)
        guard digits[0] != 0x30, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { throw SealError(.malformedStanza) }
        guard digits.count <= 3, let workFactor = Int(stanza.arguments[1]), workFactor <= maximum else {
            throw SealError(.workFactorTooLarge)
        }
        self.salt = salt
        self.workFactor = workFactor
    }

    init(salt: [UInt8], workFactor: Int) {
        self.salt = salt
        self.workFactor = workFactor
    }
}
