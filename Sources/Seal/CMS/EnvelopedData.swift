import CLibcrypto

/// CMS EnvelopedData (RFC 5652 §6) as PS3.15 E.1.1 has it: the content key by RSA to each certificate, the content by
/// AES-256-CBC. Nothing in it says whether it was altered; what is sealed must do so itself.
public enum EnvelopedData {
    /// The DER of `content`, sealed to the owners of all `certificates`.
    public static func seal(_ content: [UInt8], to certificates: [Certificate]) throws(CMSError) -> [UInt8] {
        guard content.count < Int(Int32.max) else { throw .tooLarge }
        var der: UnsafeMutablePointer<UInt8>?
        let owners = unsafe certificates.map { unsafe Optional($0.certificate) }
        let length = unsafe owners.withUnsafeBufferPointer { owners in
            unsafe content.withUnsafeBufferPointer { content in
                unsafe dcmveil_cms_seal(
                    owners.baseAddress, Int32(owners.count), content.baseAddress, Int32(content.count), &der)
            }
        }
        defer { unsafe CRYPTO_free(der, "", 0) }
        // The certificates are alive until here, though only what they hold was used.
        withExtendedLifetime(certificates) {}
        guard length > 0, let der = unsafe der else { throw .libcryptoFailed }
        return unsafe Array(UnsafeBufferPointer(start: der, count: Int(length)))
    }
}
