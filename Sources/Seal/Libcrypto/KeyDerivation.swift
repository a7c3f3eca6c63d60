import CLibcrypto

/// HKDF-SHA-256 and HMAC-SHA-256 (RFC 5869, RFC 2104) as age uses them: always 32 bytes.
///
/// Sound: every pointer is passed with the size of the buffer it came from, inside that buffer's closure.
enum KeyDerivation {
    static let keySize = 32
    /// Looked up once; libcrypto allows concurrent use, and it is never freed.
    private nonisolated(unsafe) static let hkdf = unsafe EVP_KDF_fetch(nil, "HKDF", nil)

    static func hkdf(_ secret: SecretBytes, salt: [UInt8], info: StaticString) throws(SealError) -> SecretBytes {
        try unsafe SecretBytes(count: keySize) { (room) throws(SealError) in
            let out = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let done = unsafe secret.withUnsafeBytes { secret in
                unsafe salt.withUnsafeBytes { salt in
                    unsafe dcmveil_hkdf_sha256(
                        hkdf, out, keySize, secret.baseAddress, secret.count, salt.baseAddress, salt.count,
                        info.utf8Start, info.utf8CodeUnitCount)
                }
            }
            guard done == 1 else { throw SealError(.libcryptoFailed) }
        }
    }

    static func hmac(_ message: [UInt8], key: SecretBytes) throws(SealError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: keySize)
        let done = unsafe code.withUnsafeMutableBufferPointer { code in
            unsafe key.withUnsafeBytes { key in
                unsafe message.withUnsafeBufferPointer { message in
                    unsafe dcmveil_hmac_sha256(
                        code.baseAddress, key.baseAddress, key.count,
                        message.baseAddress, message.count)
                }
            }
        }
        guard done == 1 else { throw SealError(.libcryptoFailed) }
        return code
    }

    /// Whether both hold the same bytes, in a time that depends on their length alone.
    static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return unsafe one.withUnsafeBytes { one in
            unsafe other.withUnsafeBytes { other in
                unsafe CRYPTO_memcmp(one.baseAddress, other.baseAddress, one.count) == 0
            }
        }
    }
}
