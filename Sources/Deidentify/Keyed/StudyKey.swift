import CLibcrypto

/// The secret from which every pseudonym, UID and date offset of a study follows: 32 random bytes.
///
/// Whoever holds it can link the output of a run to its input; whoever does not, cannot. Wiped when let go.
@safe public final class StudyKey: @unchecked Sendable {
    /// Bytes of a key.
    public static let size = 32
    private let bytes: UnsafeMutableRawBufferPointer

    /// A key for this run alone: nothing made with it can be made again.
    public static func random() -> StudyKey {
        let key = StudyKey(uninitialized: ())
        let status = unsafe RAND_priv_bytes(key.bytes.assumingMemoryBound(to: UInt8.self).baseAddress, Int32(size))
        precondition(status == 1, "the random number generator of OpenSSL failed")
        return key
    }

    /// - Parameter hexadecimal: 64 hexadecimal digits, which the caller wipes; `nil` for anything else.
    public convenience init?(hexadecimal: RawSpan) {
        self.init(count: hexadecimal.byteCount) { unsafe hexadecimal.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }

    /// - Parameter hexadecimal: 64 hexadecimal digits; `nil` for anything else.
    public convenience init?(hexadecimal: [UInt8]) {
        self.init(count: hexadecimal.count) { hexadecimal[$0] }
    }

    private init?(count: Int, digit: (Int) -> UInt8) {
        guard count == Self.size * 2 else { return nil }
        unsafe bytes = .allocate(byteCount: Self.size, alignment: 16)
        var high: UInt8 = 0
        for index in 0..<count {
            let digit = digit(index)
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
            default: return nil
            }
            if index % 2 == 0 { high = value << 4 } else { unsafe bytes[index / 2] = high | value }
        }
    }

    private init(uninitialized: Void) {
        unsafe bytes = .allocate(byteCount: Self.size, alignment: 16)
    }

    deinit {
        unsafe OPENSSL_cleanse(bytes.baseAddress, bytes.count)
        unsafe bytes.deallocate()
    }

    /// Lends the key as 64 hexadecimal digits, and wipes them: the way into a key file that only its owner can read.
    public func withHexadecimal<Result>(_ body: (RawSpan) -> Result) -> Result {
        let digits = Array("0123456789abcdef".utf8)
        // Sound: two digits for each byte, in a buffer of this call alone.
        return unsafe withUnsafeTemporaryAllocation(byteCount: Self.size * 2, alignment: 1) { text in
            for index in 0..<Self.size {
                unsafe text[index * 2] = digits[Int(bytes[index] >> 4)]
                unsafe text[index * 2 + 1] = digits[Int(bytes[index] & 15)]
            }
            defer { unsafe OPENSSL_cleanse(text.baseAddress, text.count) }
            return unsafe body(UnsafeRawBufferPointer(text).bytes)
        }
    }

    /// A short name of the key that tells nothing of it, for journals and reports: 8 bytes of HKDF output as digits.
    public var identifier: String {
        let digits = Array("0123456789abcdef".utf8)
        return withDerived("key-identifier", release: "") { derived in
            let bytes = (0..<8).map { unsafe derived.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
            return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        }
    }

    /// HKDF-SHA-256 (RFC 5869) with the domain and the release label as its info: keys of different domains and of
    /// different releases tell nothing of one another. Lends 32 bytes, and wipes them.
    func withDerived<Result>(
        _ domain: String, release: String, _ body: (RawSpan) -> Result
    ) -> Result {
        let info = Array("dcmveil/1/\(domain)/".utf8) + Array(release.utf8)
        let salt = Array("dcmveil study key".utf8)
        // Sound: every pointer lives through the calls, and lengths are those of the buffers.
        let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil)
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 32, alignment: 16)
        defer {
            unsafe OPENSSL_cleanse(output.baseAddress, output.count)
            unsafe output.deallocate()
        }
        var length = output.count
        let status =
            unsafe EVP_PKEY_derive_init(context) == 1
            && EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()) == 1
            && EVP_PKEY_CTX_set1_hkdf_salt(context, salt, Int32(salt.count)) == 1
            && EVP_PKEY_CTX_set1_hkdf_key(
                context, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, Int32(bytes.count)) == 1
            && EVP_PKEY_CTX_add1_hkdf_info(context, info, Int32(info.count)) == 1
            && EVP_PKEY_derive(context, output.assumingMemoryBound(to: UInt8.self).baseAddress, &length) == 1
        precondition(status && length == 32, "HKDF of OpenSSL failed")
        return unsafe body(UnsafeRawBufferPointer(output).bytes)
    }
}
