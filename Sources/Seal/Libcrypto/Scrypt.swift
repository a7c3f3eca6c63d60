import CLibcrypto

/// scrypt (RFC 7914) with r = 8, p = 1 and 32 bytes of key, as age uses it.
///
/// Sound: every pointer is passed with the size of the buffer it came from, inside that buffer's closure.
enum Scrypt {
    /// - Parameter logCost: base-two logarithm of N; the caller has bounded it. Takes 1 KiB times N of memory.
    static func key(_ passphrase: SecretBytes, salt: [UInt8], logCost: Int) throws(SealError) -> SecretBytes {
        let cost = UInt64(1) << UInt64(logCost)
        let (blockSize, lanes) = (UInt64(8), UInt64(1))
        return try unsafe SecretBytes(count: KeyDerivation.keySize) { (room) throws(SealError) in
            let done = unsafe passphrase.withUnsafeBytes { passphrase in
                unsafe salt.withUnsafeBufferPointer { salt in
                    unsafe EVP_PBE_scrypt(
                        passphrase.baseAddress?.assumingMemoryBound(to: CChar.self), passphrase.count,
                        salt.baseAddress, salt.count, cost, blockSize, lanes,
                        // libcrypto's own limit would refuse what age accepts.
                        128 * blockSize * (cost + 4), room.baseAddress?.assumingMemoryBound(to: UInt8.self), room.count)
                }
            }
            guard done == 1 else { throw SealError(.libcryptoFailed) }
        }
    }
}
