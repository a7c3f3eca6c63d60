import CLibcrypto
import Glibc

/// Text that holds a secret, on its way from or to a key file: in one place of a fixed size, wiped when let go.
///
/// Sound because the allocation is private, every access is within what has been filled, and no pointer to it leaves a
/// closure's scope.
@safe struct SecretText: ~Copyable {
    private let room: UnsafeMutableRawBufferPointer
    /// Bytes.
    private(set) var count = 0

    private let capacity: Int

    /// - Parameter capacity: in bytes; more never fits, since growing would leave copies behind.
    init(capacity: Int) {
        self.capacity = capacity
        unsafe room = .allocate(byteCount: capacity, alignment: 16)
        unsafe room.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        unsafe OPENSSL_cleanse(room.baseAddress, room.count)
        unsafe room.deallocate()
    }

    mutating func append(_ text: String) {
        for byte in text.utf8 { append(byte) }
    }

    mutating func append(_ bytes: RawSpan) {
        for index in 0..<bytes.byteCount { unsafe append(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) }
    }

    private mutating func append(_ byte: UInt8) {
        precondition(count < capacity, "a secret is longer than its place")
        unsafe room[count] = byte
        count += 1
    }

    /// Reads to the end of a file or pipe.
    ///
    /// - Returns: `false` when there is more than fits.
    mutating func fill(from descriptor: Int32) throws(ReadError) -> Bool {
        while count < capacity {
            let read = unsafe Glibc.read(descriptor, room.baseAddress?.advanced(by: count), capacity - count)
            if read == 0 { return true }
            if read > 0 {
                count += read
            } else if errno != EINTR {
                throw ReadError(errno: errno)
            }
        }
        return false
    }

    /// How a line ended.
    enum Line { case whole, ended, tooLong, interrupted }

    /// Reads up to a line feed, which is not kept, or to the end; byte by byte, since what follows is somebody else's.
    mutating func fillLine(from descriptor: Int32) -> Line {
        while count < capacity {
            let read = unsafe Glibc.read(descriptor, room.baseAddress?.advanced(by: count), 1)
            if read == 0 { return .ended }
            if read < 0 {
                if errno == EINTR, !Interruption.isRequested { continue }
                return .interrupted
            }
            if unsafe room[count] == 0x0A { return .whole }
            count += 1
        }
        return .tooLong
    }

    struct ReadError: Error { var errno: Int32 }

    func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(rebasing: room[..<count]).bytes)
    }
}
