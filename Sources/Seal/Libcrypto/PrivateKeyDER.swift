import CLibcrypto

/// Private keys in the forms of PKCS #1 and PKCS #8, read by libcrypto.
///
/// Sound: libcrypto reads within the bytes that are lent; the key is freed or handed on; outputs are as large as announced.
enum PrivateKeyDER {
    enum Key {
        case ed25519(seed: SecretBytes, point: [UInt8])
        case rsa(RSAKey, modulus: [UInt8], exponent: [UInt8])
    }

    /// - Throws: `.malformedKey`; `.unsupportedIdentity` for a key of another kind.
    static func read(_ bytes: RawSpan) throws(SealError) -> Key {
        let read = unsafe bytes.withUnsafeBytes { bytes -> OpaquePointer? in
            var start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return unsafe d2i_AutoPrivateKey(nil, &start, bytes.count)
        }
        guard let key = unsafe read else {
            ERR_clear_error()
            throw SealError(.malformedKey(.notSSH))
        }
        if unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 {
            defer { unsafe EVP_PKEY_free(key) }
            var count = 32
            var point = [UInt8](repeating: 0, count: 32)
            let hasPoint = unsafe point.withUnsafeMutableBufferPointer {
                unsafe EVP_PKEY_get_raw_public_key(key, $0.baseAddress, &count)
            }
            let seed = try unsafe SecretBytes(count: 32) { (room) throws(SealError) in
                var count = 32
                let start = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                guard unsafe EVP_PKEY_get_raw_private_key(key, start, &count) == 1, count == 32 else {
                    throw SealError(.libcryptoFailed)
                }
            }
            guard hasPoint == 1, count == 32 else { throw SealError(.libcryptoFailed) }
            return .ed25519(seed: seed, point: point)
        }
        let modulus = unsafe number("n", of: key)
        let exponent = unsafe number("e", of: key)
        guard let rsa = unsafe RSAKey(adopting: key) else {
            let isRSA = unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA
            unsafe EVP_PKEY_free(key)
            throw SealError(isRSA ? .malformedKey(.tooShort) : .unsupportedIdentity)
        }
        return .rsa(rsa, modulus: modulus, exponent: exponent)
    }

    private static func number(_ name: String, of key: OpaquePointer) -> [UInt8] {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(key, name, &number) == 1 else { return [] }
        defer { unsafe BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: unsafe Int((BN_num_bits(number) + 7) / 8))
        _ = unsafe bytes.withUnsafeMutableBufferPointer { unsafe BN_bn2bin(number, $0.baseAddress) }
        return bytes
    }
}
