import CLibcrypto

/// The system's generator through libcrypto. Sound: each call is given a buffer with its own size.
enum Random {
    /// Bytes that will be public, such as a nonce.
    static func bytes(_ count: Int) throws(SealError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let done = unsafe bytes.withUnsafeMutableBufferPointer { unsafe RAND_bytes($0.baseAddress, Int32($0.count)) }
        guard done == 1 else { throw SealError(.libcryptoFailed) }
        return bytes
    }

    /// Bytes that must stay secret, from libcrypto's second generator: what the public one gives away tells nothing
    /// about this one.
    static func secret(_ count: Int) throws(SealError) -> SecretBytes {
        try unsafe SecretBytes(count: count) { (room) throws(SealError) in
            let start = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard unsafe RAND_priv_bytes(start, Int32(room.count)) == 1 else { throw SealError(.libcryptoFailed) }
        }
    }
}
