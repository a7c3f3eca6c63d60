import CLibcrypto

/// The ciphers that OpenSSH's private key files come with: that of `ssh-keygen` since 2013, and the one before it.
enum StreamCipher: Sendable {
    case aes256CTR, aes256CBC

    init?(name: String) {
        switch name {
        case "aes256-ctr": self = .aes256CTR
        case "aes256-cbc": self = .aes256CBC
        default: return nil
        }
    }

    var keySize: Int { 32 }
    var ivSize: Int { 16 }

    /// Without padding: both formats bring their own.
    ///
    /// Sound: the output has the size of the input, which is what these ciphers write; the context is freed on every path.
    func decrypt(_ sealed: SecretBytes, keyAndIV: SecretBytes) throws(SealError) -> SecretBytes {
        guard sealed.count.isMultiple(of: 16), let context = unsafe EVP_CIPHER_CTX_new() else {
            throw SealError(.malformedKey(.notSSH))
        }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        let cipher = unsafe self == .aes256CTR ? EVP_aes_256_ctr() : EVP_aes_256_cbc()
        return try unsafe SecretBytes(count: sealed.count) { (room) throws(SealError) in
            let out = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let done = unsafe keyAndIV.withUnsafeBytes { key in
                unsafe sealed.withUnsafeBytes { sealed in
                    let start = unsafe key.baseAddress!.assumingMemoryBound(to: UInt8.self)
                    var written: Int32 = 0
                    return unsafe EVP_DecryptInit_ex(context, cipher, nil, start, start + keySize) == 1
                        && EVP_CIPHER_CTX_set_padding(context, 0) == 1
                        && EVP_DecryptUpdate(
                            context, out, &written, sealed.baseAddress?.assumingMemoryBound(to: UInt8.self),
                            Int32(sealed.count)) == 1
                        && Int(written) == sealed.count
                }
            }
            guard done else { throw SealError(.libcryptoFailed) }
        }
    }
}
