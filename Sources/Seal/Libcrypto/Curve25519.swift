import CLibcrypto

/// Between the two forms of Curve25519.
enum Curve25519 {
    /// The X25519 public key of an Ed25519 one (RFC 7748 §4.1), or `nil` if no point has this encoding.
    ///
    /// Sound: both buffers have the 32 bytes that the function reads and writes.
    static func montgomery(ofEdwards key: [UInt8]) -> [UInt8]? {
        precondition(key.count == X25519.keySize, "an Ed25519 key has 32 bytes")
        var point = [UInt8](repeating: 0, count: X25519.keySize)
        let done = unsafe point.withUnsafeMutableBufferPointer { point in
            unsafe key.withUnsafeBufferPointer { key in unsafe dcmveil_montgomery(point.baseAddress, key.baseAddress) }
        }
        ERR_clear_error()
        return done == 1 ? point : nil
    }
}
