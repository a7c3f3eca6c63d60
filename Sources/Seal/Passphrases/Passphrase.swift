/// A passphrase or another secret that somebody typed. Wiped when the last reference goes.
public final class Passphrase: Sendable {
    let secret: SecretBytes

    /// Copies the bytes, which the caller wipes.
    public init(_ text: RawSpan) { secret = SecretBytes(copying: text) }

    init(_ secret: SecretBytes) { self.secret = secret }

    /// In bytes.
    public var count: Int { secret.count }

    public func withBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result { try secret.withBytes(body) }

    /// Whether both are the same, in a time that depends on their lengths alone.
    public func equals(_ other: Passphrase) -> Bool {
        var (one, two) = (secret.copy(), other.secret.copy())
        defer {
            wipe(&one)
            wipe(&two)
        }
        return KeyDerivation.equal(one, two)
    }

    /// A new one of 140 bits, in groups that can be read out: `7k2m-…`. The 32 symbols are those of Bech32, chosen so that
    /// none is easily taken for another.
    public static func random() throws(SealError) -> Passphrase {
        let symbols = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
        let groups = 7
        var bytes = try Random.secret(4 * groups).copy()
        var text: [UInt8] = []
        text.reserveCapacity(5 * groups)
        for (index, byte) in bytes.enumerated() {
            if index > 0, index.isMultiple(of: 4) { text.append(0x2D) }
            text.append(symbols[Int(byte & 31)])
        }
        defer {
            wipe(&bytes)
            wipe(&text)
        }
        return Passphrase(SecretBytes(copying: text))
    }
}
