import CLibcrypto

/// The function X25519 of RFC 7748 §5.
///
/// A secret key in libcrypto's form: making it takes as long as an agreement does, since libcrypto works out the public key.
///
/// Sound: the key belongs to this object and is never changed, and libcrypto allows several threads to use it; libcrypto copies
/// the bytes it is made of and wipes its copy when it is freed, in `deinit`. Output buffers are exactly the 32 bytes announced.
@safe final class X25519Secret: @unchecked Sendable {
    private let key: OpaquePointer
    /// X25519(secret, basepoint).
    let publicKey: [UInt8]

    init(_ secret: SecretBytes) throws(SealError) {
        let key = unsafe secret.withUnsafeBytes {
            unsafe EVP_PKEY_new_raw_private_key(
                EVP_PKEY_X25519, nil, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
        }
        guard let key = unsafe key else { throw SealError(.libcryptoFailed) }
        var bytes = [UInt8](repeating: 0, count: X25519.keySize)
        var count = X25519.keySize
        let done = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe EVP_PKEY_get_raw_public_key(key, $0.baseAddress, &count)
        }
        guard done == 1, count == X25519.keySize else {
            unsafe EVP_PKEY_free(key)
            throw SealError(.libcryptoFailed)
        }
        unsafe self.key = unsafe key
        publicKey = bytes
    }

    deinit { unsafe EVP_PKEY_free(key) }

    /// X25519(secret, share), or `nil` if the result is all zero, as it is for a share of low order (RFC 7748 §6.1).
    func shared(with share: [UInt8]) throws(SealError) -> SecretBytes? {
        guard share.count == X25519.keySize else { throw SealError(.malformedStanza) }
        let peer = unsafe share.withUnsafeBufferPointer {
            unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nil, $0.baseAddress, $0.count)
        }
        defer { unsafe EVP_PKEY_free(peer) }
        let context = unsafe EVP_PKEY_CTX_new(key, nil)
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe peer != nil, unsafe context != nil, unsafe EVP_PKEY_derive_init(context) == 1,
            unsafe EVP_PKEY_derive_set_peer(context, peer) == 1
        else { throw SealError(.libcryptoFailed) }

        var derived = false
        let shared = try unsafe SecretBytes(count: X25519.keySize) { (room) throws(SealError) in
            var count = room.count
            let start = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            derived = unsafe EVP_PKEY_derive(context, start, &count) == 1 && count == X25519.keySize
        }
        // libcrypto itself refuses an all-zero result; the second look costs nothing and does not rest on that.
        guard derived, unsafe shared.withUnsafeBytes({ unsafe $0.contains { $0 != 0 } }) else {
            ERR_clear_error()
            return nil
        }
        return shared
    }
}

enum X25519 {
    static let keySize = 32

    /// X25519(secret, basepoint): the public key of a secret one.
    static func publicKey(of secret: SecretBytes) throws(SealError) -> [UInt8] { try X25519Secret(secret).publicKey }

    /// One agreement of a key that is used no more; of others `X25519Secret` is kept.
    static func sharedSecret(_ secret: SecretBytes, with share: [UInt8]) throws(SealError) -> SecretBytes? {
        try X25519Secret(secret).shared(with: share)
    }
}
