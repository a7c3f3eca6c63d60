import CLibcrypto

/// The function X25519 of RFC 7748 §5.
///
/// Sound: keys are copied by libcrypto when an `EVP_PKEY` is made, each object is freed on every path, and output
/// buffers are exactly the 32 bytes that are announced.
enum X25519 {
    static let keySize = 32

    /// X25519(secret, basepoint): the public key of a secret one.
    static func publicKey(of secret: SecretBytes) throws(SealError) -> [UInt8] {
        let key = try unsafe privateKey(secret)
        defer { unsafe EVP_PKEY_free(key) }
        var bytes = [UInt8](repeating: 0, count: keySize)
        var count = keySize
        let done = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe EVP_PKEY_get_raw_public_key(key, $0.baseAddress, &count)
        }
        guard done == 1, count == keySize else { throw SealError(.libcryptoFailed) }
        return bytes
    }

    /// X25519(secret, share), or `nil` if the result is all zero, as it is for a share of low order (RFC 7748 §6.1).
    static func sharedSecret(_ secret: SecretBytes, with share: [UInt8]) throws(SealError) -> SecretBytes? {
        guard share.count == keySize else { throw SealError(.malformedStanza) }
        let own = try unsafe privateKey(secret)
        defer { unsafe EVP_PKEY_free(own) }
        let peer = unsafe share.withUnsafeBufferPointer {
            unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nil, $0.baseAddress, $0.count)
        }
        defer { unsafe EVP_PKEY_free(peer) }
        let context = unsafe EVP_PKEY_CTX_new(own, nil)
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe peer != nil, unsafe context != nil, unsafe EVP_PKEY_derive_init(context) == 1,
            unsafe EVP_PKEY_derive_set_peer(context, peer) == 1
        else { throw SealError(.libcryptoFailed) }

        var derived = false
        let shared = try unsafe SecretBytes(count: keySize) { (room) throws(SealError) in
            var count = room.count
            let start = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            derived = unsafe EVP_PKEY_derive(context, start, &count) == 1 && count == keySize
        }
        // libcrypto itself refuses an all-zero result; the second look costs nothing and does not rest on that.
        guard derived, unsafe shared.withUnsafeBytes({ unsafe $0.contains { $0 != 0 } }) else {
            ERR_clear_error()
            return nil
        }
        return shared
    }

    private static func privateKey(_ secret: SecretBytes) throws(SealError) -> OpaquePointer {
        let key = unsafe secret.withUnsafeBytes {
            unsafe EVP_PKEY_new_raw_private_key(
                EVP_PKEY_X25519, nil, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
        }
        guard let key = unsafe key else { throw SealError(.libcryptoFailed) }
        return unsafe key
    }
}
