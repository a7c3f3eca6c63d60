import CLibcrypto

/// Key bytes that live in one place and are wiped when the last reference goes.
///
/// Sound because the allocation is private, filled once in `init` before anybody else can see it, only read
/// afterwards (hence `Sendable`), and freed in `deinit`; no pointer to it leaves a closure's scope.
@safe final class SecretBytes: @unchecked Sendable {
    /// In bytes.
    let count: Int
    private let storage: UnsafeMutableRawBufferPointer

    /// `fill` must set all `count` bytes; it gets them zeroed.
    init<Failure: Error>(
        count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        self.count = count
        unsafe storage = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        unsafe storage.initializeMemory(as: UInt8.self, repeating: 0)
        try unsafe fill(storage)
    }

    convenience init(copying bytes: [UInt8]) {
        unsafe self.init(count: bytes.count) { room in
            unsafe bytes.withUnsafeBytes { source in unsafe room.copyMemory(from: source) }
        }
    }

    convenience init(copying bytes: RawSpan) {
        unsafe self.init(count: bytes.byteCount) { room in
            unsafe bytes.withUnsafeBytes { source in unsafe room.copyMemory(from: source) }
        }
    }

    deinit {
        unsafe OPENSSL_cleanse(storage.baseAddress, count)
        unsafe storage.deallocate()
    }

    func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(storage).bytes)
    }

    /// For the caller to `wipe`.
    func copy() -> [UInt8] { unsafe Array(storage) }

    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(storage))
    }
}

/// Overwrites bytes that a `SecretBytes` cannot hold, such as the text of a key on its way to a file.
func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
}

func wipeMemory(_ memory: UnsafeMutableRawBufferPointer) { unsafe OPENSSL_cleanse(memory.baseAddress, memory.count) }

/// A buffer that is used again and again, and wiped in the end: what was opened may be a key.
final class WipedBytes {
    var bytes: [UInt8]

    init(count: Int) { bytes = [UInt8](repeating: 0, count: count) }

    deinit { wipe(&bytes) }

    /// Sound: checked to lie within the buffer.
    func copy(_ source: RawSpan, to place: Int) {
        precondition(place >= 0 && source.byteCount <= bytes.count - place, "more than the buffer holds")
        unsafe bytes.withUnsafeMutableBytes { room in
            unsafe source.withUnsafeBytes { source in
                unsafe UnsafeMutableRawBufferPointer(rebasing: room[place...]).copyMemory(from: source)
            }
        }
    }
}

/// Overwrites the first bytes of a buffer that goes on.
func wipe(_ bytes: inout [UInt8], first count: Int) {
    unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, min(count, $0.count)) }
}
