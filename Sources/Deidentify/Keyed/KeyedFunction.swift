import CLibcrypto

/// HMAC-SHA-256 under one derived key: the same answer for the same input on every machine, and no way back.
///
/// The key schedule is made once and reused. Not for use by two threads at the same time.
@safe public final class KeyedFunction {
    private let context: OpaquePointer

    init(_ study: StudyKey, domain: String, release: String) {
        let mac = unsafe EVP_MAC_fetch(nil, "HMAC", nil)
        defer { unsafe EVP_MAC_free(mac) }
        guard let context = unsafe EVP_MAC_CTX_new(mac) else { preconditionFailure("HMAC of OpenSSL is missing") }
        unsafe self.context = context
        let status = study.withDerived(domain, release: release) { key in
            unsafe key.withUnsafeBytes { key in
                let start = unsafe key.assumingMemoryBound(to: UInt8.self).baseAddress
                return unsafe dcmveil_hmac_sha256_init(context, start, key.count)
            }
        }
        precondition(status == 1, "HMAC of OpenSSL failed")
    }

    deinit { unsafe EVP_MAC_CTX_free(context) }

    /// 32 bytes that follow from `input` and the key.
    public func callAsFunction(_ input: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        var length = 0
        // Without a key, init starts anew under the key already set (EVP_MAC(3)).
        let status =
            unsafe EVP_MAC_init(context, nil, 0, nil) == 1
            && EVP_MAC_update(context, input, input.count) == 1
            && EVP_MAC_final(context, &output, &length, output.count) == 1
        precondition(status && length == 32, "HMAC of OpenSSL failed")
        return output
    }
}
