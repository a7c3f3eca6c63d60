import CLibcrypto

/// An RSA key, for RSAES-OAEP with SHA-256 (RFC 8017 §7.1).
///
/// Sound: the key of libcrypto belongs to this object alone, is never changed after `init` (libcrypto allows concurrent use
/// then) and freed in `deinit`; every buffer is passed with its size.
@safe final class RSAKey: @unchecked Sendable {
    private let key: OpaquePointer
    /// Of a ciphertext, in bytes.
    private let size: Int

    /// Below, an RSA key protects nothing; above, one operation takes seconds.
    private static let bits = 2048...16384

    /// A public key, of big-endian numbers without leading zeros.
    convenience init(modulus: [UInt8], exponent: [UInt8]) throws(SealError) {
        try self.init(
            modulus: modulus, exponent: exponent, secrets: RawSpan(), d: 0..<0, p: 0..<0, q: 0..<0, inverse: 0..<0)
    }

    /// A private key, whose further numbers are ranges of `secrets`.
    init(
        modulus: [UInt8], exponent: [UInt8], secrets: RawSpan, d: Range<Int>, p: Range<Int>, q: Range<Int>,
        inverse: Range<Int>
    ) throws(SealError) {
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard bits >= Self.bits.lowerBound else { throw SealError(.malformedKey(.tooShort)) }
        guard bits <= Self.bits.upperBound, 1...4 ~= exponent.count, exponent.last.map({ $0 & 1 == 1 }) == true,
            exponent != [1]
        else { throw SealError(.malformedKey(.notUsable)) }
        let made = unsafe modulus.withUnsafeBufferPointer { modulus in
            unsafe exponent.withUnsafeBufferPointer { exponent in
                unsafe secrets.withUnsafeBytes { secrets in
                    func number(_ range: Range<Int>) -> dcmveil_number {
                        unsafe dcmveil_number(
                            bytes: range.isEmpty
                                ? nil
                                : secrets.baseAddress!.assumingMemoryBound(to: UInt8.self).advanced(
                                    by: range.lowerBound),
                            count: range.count)
                    }
                    return unsafe dcmveil_rsa_key(
                        dcmveil_number(bytes: modulus.baseAddress, count: modulus.count),
                        dcmveil_number(bytes: exponent.baseAddress, count: exponent.count), number(d), number(p),
                        number(q), number(inverse))
                }
            }
        }
        guard let made = unsafe made else {
            ERR_clear_error()
            throw SealError(.malformedKey(.notUsable))
        }
        unsafe key = made
        size = modulus.count
    }

    /// Takes over a private key that libcrypto has read; `nil` if it is no RSA key.
    init?(adopting key: OpaquePointer) {
        guard unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA, unsafe EVP_PKEY_get_bits(key) >= Self.bits.lowerBound,
            unsafe EVP_PKEY_get_bits(key) <= Self.bits.upperBound
        else { return nil }
        unsafe self.key = key
        size = unsafe Int(EVP_PKEY_get_size(key))
    }

    deinit { unsafe EVP_PKEY_free(key) }

    func encrypt(_ secret: SecretBytes, label: StaticString) throws(SealError) -> [UInt8] {
        var sealed = [UInt8](repeating: 0, count: size)
        var count = size
        let done = unsafe sealed.withUnsafeMutableBufferPointer { sealed in
            unsafe secret.withUnsafeBytes { secret in
                unsafe dcmveil_rsa_oaep(
                    key, 1, Self.pointer(label), sealed.baseAddress, &count,
                    secret.baseAddress?.assumingMemoryBound(to: UInt8.self), secret.count)
            }
        }
        guard done == 1, count == size else { throw SealError(.libcryptoFailed) }
        return sealed
    }

    /// `nil` if the message was not encrypted to this key.
    func decrypt(_ sealed: [UInt8], label: StaticString) throws(SealError) -> SecretBytes? {
        guard sealed.count == size else { return nil }
        var count = 0
        let plain = try unsafe SecretBytes(count: size) { (room) throws(SealError) in
            var written = room.count
            let done = unsafe sealed.withUnsafeBufferPointer { sealed in
                unsafe dcmveil_rsa_oaep(
                    key, 0, Self.pointer(label), room.baseAddress?.assumingMemoryBound(to: UInt8.self), &written,
                    sealed.baseAddress, sealed.count)
            }
            count = done == 1 ? written : -1
        }
        guard count >= 0 else {
            ERR_clear_error()
            return nil
        }
        return plain.withBytes { SecretBytes(copying: $0.extracting(first: count)) }
    }

    /// Static strings end with a zero byte.
    private static func pointer(_ text: StaticString) -> UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
