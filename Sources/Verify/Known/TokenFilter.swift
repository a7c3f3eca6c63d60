/// A set of 64-bit hashes that can be asked and not be read: a Bloom filter.
///
/// With 40 bits and 28 places a token, what is not in it is taken for a member once in 200 million questions; nothing
/// that is in it is ever missed.
public struct TokenFilter: Sendable {
    public static let bitsPerToken = 40
    public static let places = 28

    /// The number of bits is 64 times that of words.
    public let words: [UInt64]
    public let places: Int

    public init(_ hashes: some Collection<UInt64>, bitsPerToken: Int = bitsPerToken, places: Int = places) {
        let count = max(1024, hashes.count * bitsPerToken) / 64 + 1
        var words = [UInt64](repeating: 0, count: count)
        for hash in hashes {
            var place = Place(hash, bits: count * 64)
            for _ in 0..<places {
                let bit = place.next()
                words[bit / 64] |= 1 << UInt64(bit % 64)
            }
        }
        self.words = words
        self.places = places
    }

    /// Takes over what was written; there must be a word at least.
    public init?(words: [UInt64], places: Int) {
        guard !words.isEmpty, (1...64).contains(places) else { return nil }
        self.words = words
        self.places = places
    }

    public func contains(_ hash: UInt64) -> Bool {
        var place = Place(hash, bits: words.count * 64)
        for _ in 0..<places {
            let bit = place.next()
            if words[bit / 64] & 1 << UInt64(bit % 64) == 0 { return false }
        }
        return true
    }

    /// The places of a hash, each a step from the one before (double hashing).
    private struct Place {
        private var value: UInt64
        private let step: UInt64
        private let bits: UInt64

        init(_ hash: UInt64, bits: Int) {
            self.bits = UInt64(bits)
            value = hash
            var mixed = hash &+ 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            step = mixed ^ mixed >> 31 | 1
        }

        mutating func next() -> Int {
            value = value &+ step
            // The high half of a product is even over the bits, and cheaper than a remainder.
            return Int(value.multipliedFullWidth(by: bits).high)
        }
    }
}

/// Tokens of originals that are at hand, for this run alone: hashes under the key of the process.
public struct OriginalTokens: KnownTokens {
    /// Of what must go in any case.
    private var hashes: Set<UInt64> = []
    /// Of what must go by the Basic Profile, and a bit for each profile by which it may stay.
    private var stayingHashes: [UInt64: UInt8] = [:]

    public init() {}

    public var count: Int { hashes.union(stayingHashes.keys).count }

    /// - Parameter staying: a bit for each profile that files may state and that lets it stay.
    mutating func insert(_ token: ArraySlice<UInt8>, staying: UInt8 = 0) {
        let hash = Self.hash(token)
        if staying == 0 { hashes.insert(hash) } else { stayingHashes[hash, default: .max] &= staying }
    }

    public mutating func merge(_ other: OriginalTokens) {
        hashes.formUnion(other.hashes)
        stayingHashes.merge(other.stayingHashes) { $0 & $1 }
    }

    public func lookup() -> (ArraySlice<UInt8>) -> Bool {
        let (hashes, stayingHashes) = (hashes, stayingHashes)
        return { token in
            let hash = Self.hash(token)
            return hashes.contains(hash) || stayingHashes[hash] != nil
        }
    }

    public func lookupStaying() -> (ArraySlice<UInt8>) -> UInt8 {
        let (hashes, stayingHashes) = (hashes, stayingHashes)
        return { token in
            let hash = Self.hash(token)
            return hashes.contains(hash) ? 0 : stayingHashes[hash] ?? 0
        }
    }

    private static func hash(_ token: ArraySlice<UInt8>) -> UInt64 {
        var hasher = Hasher()
        for byte in token { hasher.combine(byte) }
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }
}
