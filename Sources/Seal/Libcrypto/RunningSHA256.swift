import CLibcrypto

/// SHA-256 (FIPS 180-4) of bytes that come in pieces.
///
/// Sound: the context belongs to this object alone and is freed with it; the output is as large as the hash.
@safe public final class RunningSHA256 {
    /// Of a digest, in bytes.
    public static let size = 32
    private let context: OpaquePointer

    public init() throws(SealError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw SealError(.libcryptoFailed) }
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw SealError(.libcryptoFailed)
        }
        unsafe self.context = unsafe context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    public func update(_ bytes: RawSpan) throws(SealError) {
        let done = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        guard done == 1 else { throw SealError(.libcryptoFailed) }
    }

    /// The digest of all that came. The next piece begins a new message.
    public func finish() throws(SealError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.size)
        let done = unsafe digest.withUnsafeMutableBufferPointer {
            unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil)
        }
        guard done == 1, unsafe EVP_DigestInit_ex(context, nil, nil) == 1 else { throw SealError(.libcryptoFailed) }
        return digest
    }

    /// Of one piece.
    public static func digest(of bytes: [UInt8]) throws(SealError) -> [UInt8] { try Digest.sha256(bytes) }
}
