/// The numbers of the payload (C2SP age, "Payload"). All in bytes.
enum Payload {
    static let nonceSize = 16
    static let chunkSize = 64 << 10
    static let sealedChunkSize = chunkSize + ChaChaPoly.tagSize

    /// An 11-byte big-endian counter and a byte that is 1 in the final chunk only. The three highest bytes of the counter
    /// stay zero: 2^64 chunks are more than can be written.
    static func nonce(chunk: UInt64, isLast: Bool) -> ChaChaPoly.Nonce {
        var nonce = ChaChaPoly.Nonce(repeating: 0)
        for place in 0..<8 { nonce[3 + place] = UInt8(truncatingIfNeeded: chunk >> UInt64(56 - 8 * place)) }
        nonce[11] = isLast ? 1 : 0
        return nonce
    }
}
