import CLibcrypto

/// SHA-256 and SHA-512 (FIPS 180-4). Sound: each output is as large as its hash.
enum Digest {
    static func sha256(_ bytes: [UInt8]) throws(SealError) -> [UInt8] {
        try unsafe digest(bytes, size: 32, EVP_sha256())
    }

    static func sha512(_ bytes: [UInt8]) throws(SealError) -> [UInt8] {
        try unsafe digest(bytes, size: 64, EVP_sha512())
    }

    private static func digest(_ bytes: [UInt8], size: Int, _ algorithm: OpaquePointer?) throws(SealError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: size)
        let done = unsafe digest.withUnsafeMutableBufferPointer { digest in
            unsafe bytes.withUnsafeBytes { bytes in
                unsafe EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, nil, algorithm, nil)
            }
        }
        guard done == 1 else { throw SealError(.libcryptoFailed) }
        return digest
    }

    /// From the seed of an Ed25519 key to the secret of the X25519 one (RFC 8032 §5.1.5).
    static func firstHalfOfSHA512(of seed: SecretBytes) throws(SealError) -> SecretBytes {
        let whole = try unsafe SecretBytes(count: 64) { (room) throws(SealError) in
            let done = unsafe seed.withUnsafeBytes { seed in
                unsafe EVP_Digest(
                    seed.baseAddress, seed.count, room.baseAddress?.assumingMemoryBound(to: UInt8.self), nil,
                    EVP_sha512(), nil)
            }
            guard done == 1 else { throw SealError(.libcryptoFailed) }
        }
        return whole.withBytes { SecretBytes(copying: $0.extracting(first: 32)) }
    }
}
