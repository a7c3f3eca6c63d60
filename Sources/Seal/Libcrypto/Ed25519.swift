import CLibcrypto

/// Ed25519 signatures (RFC 8032).
///
/// Sound: keys are copied by libcrypto when an `EVP_PKEY` is made, each object is freed on every path, and the signature's
/// buffer has the 64 bytes that are announced.
enum Ed25519 {
    static let signatureSize = 64

    static func sign(_ message: [UInt8], seed: SecretBytes) throws(SealError) -> [UInt8] {
        let key = unsafe seed.withUnsafeBytes {
            unsafe EVP_PKEY_new_raw_private_key(
                EVP_PKEY_ED25519, nil, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
        }
        defer { unsafe EVP_PKEY_free(key) }
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe key != nil, unsafe context != nil,
            unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1
        else { throw SealError(.libcryptoFailed) }
        var signature = [UInt8](repeating: 0, count: signatureSize)
        var count = signatureSize
        let done = unsafe signature.withUnsafeMutableBufferPointer { signature in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe EVP_DigestSign(context, signature.baseAddress, &count, message.baseAddress, message.count)
            }
        }
        guard done == 1, count == signatureSize else { throw SealError(.libcryptoFailed) }
        return signature
    }

    static func isValid(_ signature: [UInt8], of message: [UInt8], point: [UInt8]) -> Bool {
        let key = unsafe point.withUnsafeBufferPointer {
            unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, $0.baseAddress, $0.count)
        }
        defer { unsafe EVP_PKEY_free(key) }
        let context = unsafe EVP_MD_CTX_new()
        defer {
            unsafe EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        guard unsafe key != nil, unsafe context != nil,
            unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
        else { return false }
        return unsafe signature.withUnsafeBufferPointer { signature in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe EVP_DigestVerify(
                    context, signature.baseAddress, signature.count, message.baseAddress, message.count) == 1
            }
        }
    }
}
