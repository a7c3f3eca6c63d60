import CLibcrypto

/// The private key to a certificate, and the certificate where it is at hand.
///
/// Sound: the key belongs to this object, is never changed, and freed in `deinit`; libcrypto wipes it then.
@safe public final class CertificateKey: @unchecked Sendable {
    private let key: OpaquePointer
    private let certificate: Certificate?

    /// - Parameters:
    ///   - text: PEM of PKCS #8, locked or not, or of PKCS #1.
    ///   - certificate: tells which items are for this key without trying them.
    ///   - passphrase: asked for when the key is locked.
    public init(_ text: RawSpan, certificate: Certificate?, passphrase: () -> Passphrase?) throws(CMSError) {
        var (read, asked) = unsafe Self.read(text, nil)
        if unsafe read == nil, asked {
            guard let passphrase = passphrase() else { throw .passphraseNeeded }
            unsafe (read, asked) = passphrase.withBytes { unsafe Self.read(text, $0) }
            if unsafe read == nil { throw .wrongPassphrase }
        }
        guard let found = unsafe read else { throw .notAPrivateKey }
        unsafe key = found
        self.certificate = certificate
        guard unsafe EVP_PKEY_get_base_id(found) == EVP_PKEY_RSA else { throw .notRSA }
        if let certificate, unsafe X509_check_private_key(certificate.certificate, found) != 1 {
            ERR_clear_error()
            throw .mismatch
        }
    }

    deinit { unsafe EVP_PKEY_free(key) }

    private static func read(_ text: RawSpan, _ passphrase: RawSpan?) -> (OpaquePointer?, asked: Bool) {
        unsafe text.withUnsafeBytes { text in
            let start = unsafe text.baseAddress?.assumingMemoryBound(to: UInt8.self)
            guard let passphrase else {
                var given = unsafe dcmveil_passphrase(bytes: nil, count: 0, asked: 0)
                let key = unsafe dcmveil_private_key(start, text.count, &given)
                return unsafe (key, given.asked != 0)
            }
            return unsafe passphrase.withUnsafeBytes { passphrase in
                var given = unsafe dcmveil_passphrase(
                    bytes: passphrase.baseAddress?.assumingMemoryBound(to: UInt8.self), count: passphrase.count,
                    asked: 0)
                let key = unsafe dcmveil_private_key(start, text.count, &given)
                return unsafe (key, given.asked != 0)
            }
        }
    }

    /// What trying to open an item came to.
    public enum Opened {
        /// Its content, which nothing has authenticated yet: AES-CBC does not. Noise, where no certificate says that it is for
        /// this key, and it is not.
        case content([UInt8], isCertain: Bool)
        /// For others, or altered; altered where the certificate says that it is for this key.
        case closed(isCertain: Bool)
        /// Not EnvelopedData.
        case malformed
    }

    /// Opens EnvelopedData (RFC 5652 §6), after which one zero byte may stand.
    public func open(_ der: [UInt8]) -> Opened {
        var out: UnsafeMutablePointer<UInt8>?
        var count = 0
        let status = unsafe der.withUnsafeBufferPointer {
            unsafe dcmveil_cms_open($0.baseAddress, $0.count, key, certificate?.certificate, &out, &count)
        }
        defer { unsafe CRYPTO_clear_free(out, count, "", 0) }
        switch status {
        case Int32(dcmveil_cms_opened):
            let content = unsafe Array(UnsafeBufferPointer(start: out, count: count))
            return .content(content, isCertain: certificate != nil)
        case Int32(dcmveil_cms_closed): return .closed(isCertain: certificate != nil)
        case Int32(dcmveil_cms_other): return .closed(isCertain: false)
        default: return .malformed
        }
    }
}
