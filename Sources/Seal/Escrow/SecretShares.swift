/// Shares of a secret, of which a threshold number brings it back and fewer say nothing (Shamir, "How to share a secret", 1979): byte by
/// byte in GF(2^8), as libgfshare does it, so that its `gfcombine` combines ours and the other way round.
public enum SecretShares {
    /// One share: as long as the secret.
    public struct Share: Sendable {
        /// 1 to 255: the point that the share was evaluated at.
        public let number: UInt8
        public let bytes: Passphrase

        public init(number: UInt8, bytes: RawSpan) {
            self.number = number
            self.bytes = Passphrase(bytes)
        }
    }

    /// - Parameters:
    ///   - threshold: how many shares are needed, 1 to `count`.
    ///   - count: how many there are, at most 255. Their numbers are drawn at random, as libgfshare does it.
    /// - Throws: `.unusableShares` for numbers that cannot be.
    public static func split(_ secret: RawSpan, threshold: Int, count: Int) throws(SealError) -> [Share] {
        guard 1...255 ~= count, 1...count ~= threshold else { throw SealError(.unusableShares) }
        let size = secret.byteCount
        // The coefficients of x, x², …; the constant one is the secret.
        let random = try Random.secret(max(size * (threshold - 1), 1))
        var shares: [Share] = []
        for number in try numbers(count) {
            var bytes = [UInt8](repeating: 0, count: size)
            defer { wipe(&bytes) }
            random.withBytes { random in
                for index in 0..<size {
                    var value: UInt8 = 0
                    for power in stride(from: threshold - 1, to: 0, by: -1) {
                        value = multiply(value ^ random[(power - 1) * size + index], number)
                    }
                    bytes[index] = value ^ secret[index]
                }
            }
            shares.append(bytes.lend { Share(number: number, bytes: $0) })
        }
        return shares
    }

    /// - Parameter shares: at least as many as were needed; fewer, or wrong ones, give bytes that mean nothing.
    /// - Throws: `.unusableShares` for two of the same number, or of different lengths.
    public static func combine(_ shares: [Share]) throws(SealError) -> Passphrase {
        guard let size = shares.first?.bytes.count, shares.allSatisfy({ $0.bytes.count == size && $0.number > 0 }),
            Set(shares.map(\.number)).count == shares.count
        else { throw SealError(.unusableShares) }
        var secret = [UInt8](repeating: 0, count: size)
        defer { wipe(&secret) }
        for share in shares {
            // The Lagrange polynomial of this share at 0: the product of x / (x - own), where minus is exclusive or.
            var weight: UInt8 = 1
            for other in shares where other.number != share.number {
                weight = multiply(weight, multiply(other.number, inverse(other.number ^ share.number)))
            }
            share.bytes.withBytes { bytes in
                for index in 0..<size { secret[index] ^= multiply(bytes[index], weight) }
            }
        }
        return secret.lend { Passphrase($0) }
    }

    private static func numbers(_ count: Int) throws(SealError) -> [UInt8] {
        var free = Array(UInt8(1)...255)
        var numbers: [UInt8] = []
        while numbers.count < count {
            let random = try Random.bytes(1)[0]
            // Others would be drawn more often than the rest.
            guard Int(random) < 256 / free.count * free.count else { continue }
            numbers.append(free.remove(at: Int(random) % free.count))
        }
        return numbers
    }

    /// Modulo x^8 + x^4 + x^3 + x^2 + 1, in a time that does not depend on the values: tables would tell them to the cache.
    private static func multiply(_ one: UInt8, _ other: UInt8) -> UInt8 {
        var product: UInt8 = 0
        var shifted = one
        for bit in 0..<8 {
            product ^= shifted & (0 &- (other >> UInt8(bit) & 1))
            shifted = shifted << 1 ^ (0x1D & (0 &- (shifted >> 7)))
        }
        return product
    }

    /// x^254.
    private static func inverse(_ value: UInt8) -> UInt8 {
        var result: UInt8 = 1
        for _ in 0..<254 { result = multiply(result, value) }
        return result
    }
}
