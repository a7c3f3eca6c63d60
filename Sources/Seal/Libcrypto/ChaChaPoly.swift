import CLibcrypto

/// ChaCha20-Poly1305 (RFC 8439) under one key for many messages: the context keeps the key, each message brings a nonce.
///
/// Sound: the context belongs to this value alone (`~Copyable`) and is freed, which wipes it, in `deinit`; every output
/// buffer is checked to be large enough before a pointer to it is passed.
@safe struct ChaChaPoly: ~Copyable {
    enum Direction: Int32 {
        case open = 0
        case seal = 1
    }
    typealias Nonce = InlineArray<12, UInt8>

    static let tagSize = 16
    private let context: OpaquePointer

    init(_ direction: Direction, key: SecretBytes) throws(SealError) {
        unsafe context = try unsafe Self.context(direction, key: key)
    }

    private static func context(_ direction: Direction, key: SecretBytes) throws(SealError) -> OpaquePointer {
        precondition(key.count == KeyDerivation.keySize, "a ChaCha20 key has 32 bytes")
        guard let cipher = unsafe algorithm, let context = unsafe EVP_CIPHER_CTX_new() else {
            throw SealError(.libcryptoFailed)
        }
        let done = unsafe key.withUnsafeBytes {
            unsafe EVP_CipherInit_ex(
                context, cipher, nil, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, direction.rawValue)
        }
        guard done == 1 else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw SealError(.libcryptoFailed)
        }
        return unsafe context
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Writes ciphertext and tag to `output` from `offset` on, where there must be room for both, and returns their size in bytes.
    mutating func seal(
        _ plaintext: RawSpan, nonce: Nonce, into output: inout [UInt8], at offset: Int = 0
    ) throws(SealError) -> Int {
        let size = plaintext.byteCount
        precondition(offset >= 0 && output.count - Self.tagSize - offset >= size, "no room for the ciphertext")
        var done = start(nonce) && run(plaintext, into: &output, at: offset)
        done =
            unsafe done
            && output.withUnsafeMutableBytes {
                unsafe EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagSize), $0.baseAddress! + offset + size)
                    == 1
            }
        guard done else { throw SealError(.libcryptoFailed) }
        return size + Self.tagSize
    }

    /// Writes the plaintext to `output` from `offset` on and returns its size in bytes; `nil` if `sealed` is not authentic, and then
    /// `output` holds zeros there.
    mutating func open(
        _ sealed: RawSpan, nonce: Nonce, into output: inout [UInt8], at offset: Int = 0
    ) throws(SealError) -> Int? {
        let size = sealed.byteCount - Self.tagSize
        guard size >= 0 else { return nil }
        precondition(offset >= 0 && output.count - offset >= size, "no room for the plaintext")
        let prepared =
            unsafe start(nonce)
            && sealed.extracting(last: Self.tagSize).withUnsafeBytes { tag in
                // SET_TAG copies from the pointer, though it is declared mutable.
                unsafe EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagSize),
                    UnsafeMutableRawPointer(mutating: tag.baseAddress)) == 1
            }
        guard prepared else { throw SealError(.libcryptoFailed) }
        if run(sealed.extracting(first: size), into: &output, at: offset) { return size }
        ERR_clear_error()
        for index in offset..<offset + size { output[index] = 0 }
        return nil
    }

    private mutating func start(_ nonce: Nonce) -> Bool {
        unsafe nonce.span.withUnsafeBufferPointer {
            unsafe EVP_CipherInit_ex(context, nil, nil, nil, $0.baseAddress, -1) == 1
        }
    }

    /// All of the message but the tag. When opening, the last step compares the tag.
    private mutating func run(_ input: RawSpan, into output: inout [UInt8], at offset: Int) -> Bool {
        unsafe output.withUnsafeMutableBufferPointer { output in
            unsafe input.withUnsafeBytes { input in
                var written: Int32 = 0
                var rest: Int32 = 0
                let out = unsafe output.baseAddress! + offset
                let start = unsafe input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                // An empty message has no data step: a nil input would be taken for the end of the message.
                if unsafe !input.isEmpty,
                    unsafe EVP_CipherUpdate(context, out, &written, start, Int32(input.count)) != 1
                {
                    return false
                }
                return unsafe EVP_CipherFinal_ex(context, out + Int(written), &rest) == 1
                    && Int(written + rest) == input.count
            }
        }
    }

    /// Looked up once; libcrypto allows concurrent use, and it is never freed.
    private nonisolated(unsafe) static let algorithm = unsafe EVP_CIPHER_fetch(nil, "ChaCha20-Poly1305", nil)
}
