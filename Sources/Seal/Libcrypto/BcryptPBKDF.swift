import CLibcrypto

/// The key derivation of OpenSSH's private key files.
enum BcryptPBKDF {
    /// Sound: every pointer is passed with the size of the buffer it came from; the table has the words that are read.
    static func derive(
        _ passphrase: SecretBytes, salt: [UInt8], rounds: Int, count: Int
    ) throws(SealError) -> SecretBytes {
        let words = PiFraction.words
        precondition(words.count == 1042, "the table of pi is cut")
        return try unsafe SecretBytes(count: count) { (room) throws(SealError) in
            let out = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let done = unsafe passphrase.withUnsafeBytes { pass in
                unsafe salt.withUnsafeBufferPointer { salt in
                    unsafe words.withUnsafeBufferPointer { words in
                        unsafe dcmveil_bcrypt_pbkdf(
                            out, count, pass.baseAddress?.assumingMemoryBound(to: UInt8.self), pass.count,
                            salt.baseAddress, salt.count, UInt32(rounds), words.baseAddress)
                    }
                }
            }
            guard done == 1 else { throw SealError(.libcryptoFailed) }
        }
    }
}
