import Synchronization

/// A file of identities that is itself sealed with a passphrase. Opened when the first file is, since nothing in it tells for
/// whom it is.
final class SealedIdentities: Identity {
    /// Of the opened file, in bytes.
    static let sizeLimit = 1 << 20

    private let sealed: [UInt8]
    private let name: String
    private let dialog: any Dialog
    private let opened = Mutex<[any Identity]?>(nil)

    static func isSealed(_ text: RawSpan) -> Bool {
        KeyText.begins(text, with: "age-encryption.org/") || KeyText.begins(text, with: "-----BEGIN AGE ")
    }

    init(_ sealed: RawSpan, name: String, dialog: any Dialog) {
        self.sealed = sealed.copy(0..<sealed.byteCount)
        self.name = name
        self.dialog = dialog
    }

    func recipients() throws(SealError) -> [any Recipient] {
        var recipients: [any Recipient] = []
        for identity in try identities() { recipients += try identity.recipients() }
        return recipients
    }

    func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey? {
        for identity in try identities() {
            if let fileKey = try identity.unwrap(stanzas) { return fileKey }
        }
        return nil
    }

    private func identities() throws(SealError) -> [any Identity] {
        try opened.withLock { (opened) throws(SealError) in
            if let opened { return opened }
            let identities = try open()
            opened = identities
            return identities
        }
    }

    private func open() throws(SealError) -> [any Identity] {
        let passphrase = AskedPassphrase(for: .identities(name), dialog: dialog)
        do {
            var reader = AgeReader(identities: [passphrase], output: SecretOutput(limit: Self.sizeLimit))
            try sealed.lend { try reader.write($0) }
            let text = try reader.finish()
            return try text.withBytes { (text) throws(SealError) in try IdentitiesFile.lines(of: text, dialog: dialog) }
        } catch let error as SealError {
            if [.noMatchingIdentity, .noMatchingPostQuantum].contains(error.code) { throw SealError(.sealedToKeys) }
            throw SealError(error.code)
        } catch { throw SealError(.malformedKey(.wrongLength)) }
    }
}

/// Collects opened secrets in one place of a fixed size, wiped in the end.
///
/// Sound: the allocation is private, and every write is checked against its size.
@safe private struct SecretOutput: SealOutput, ~Copyable {
    struct TooLong: Error {}

    private let room: UnsafeMutableRawBufferPointer
    private var count = 0

    init(limit: Int) { unsafe room = .allocate(byteCount: limit, alignment: 16) }

    deinit {
        unsafe wipeMemory(room)
        unsafe room.deallocate()
    }

    mutating func write(_ bytes: RawSpan) throws {
        guard unsafe bytes.byteCount <= room.count - count else { throw TooLong() }
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: source)
        }
        count += bytes.byteCount
    }

    func withBytes<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(rebasing: room[..<count]).bytes)
    }
}
