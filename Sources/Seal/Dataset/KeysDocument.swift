/// What `keys.age` holds: an identity file for age, with the dataset's secret key and, in comments, to whom it was sealed.
///
/// The list has to be in there: an age header does not tell its recipients. It is read by those only who could open the dataset
/// anyway, and it cannot disagree with the file that it stands in: both are replaced in one step.
public struct KeysDocument: Sendable {
    public struct Holder: Hashable, Sendable {
        /// As `-r` takes it.
        public var recipient: String
        /// What people call it; empty if nobody said.
        public var name: String

        public init(recipient: String, name: String) {
            self.recipient = recipient
            self.name = KeysDocument.printable(name)
        }
    }

    public let key: DatasetKey
    public var holders: [Holder]
    /// What was done when, the oldest first.
    public var history: [String]

    /// Of the file, in bytes; and how many lines of history are kept.
    public static let sizeLimit = 4 << 20
    static let historyLimit = 10_000

    public init(key: DatasetKey, holders: [Holder], history: [String]) {
        self.key = key
        self.holders = holders
        self.history = history
    }

    private static let holderMark = "# recipient: "
    private static let historyMark = "# history: "

    /// - Throws: `.malformedDataset` if it holds anything but one key and comments.
    init(_ text: RawSpan) throws(SealError) {
        var identity: X25519Identity?
        var holders: [Holder] = []
        var history: [String] = []
        try KeyLines.forEach(
            in: text,
            comments: { comment in
                let line = String(decoding: comment.copy(0..<min(comment.byteCount, 64 << 10)), as: UTF8.self)
                if line.hasPrefix(Self.holderMark) {
                    let parts = line.dropFirst(Self.holderMark.count).split(separator: "\t", maxSplits: 1)
                    if let recipient = parts.first {
                        holders.append(
                            Holder(recipient: String(recipient), name: parts.count > 1 ? String(parts[1]) : ""))
                    }
                } else if line.hasPrefix(Self.historyMark) {
                    history.append(String(line.dropFirst(Self.historyMark.count)))
                }
            }
        ) { (line, _) throws(SealError) in
            guard identity == nil else { throw SealError(.malformedDataset) }
            identity = try X25519Identity(text: line)
        }
        guard let identity else { throw SealError(.malformedDataset) }
        self.init(key: try DatasetKey(identity), holders: holders, history: history)
    }

    /// Opens `keys.age`.
    public static func open(_ file: [UInt8], identities: [any Identity]) throws -> KeysDocument {
        guard file.count <= sizeLimit else { throw SealError(.malformedDataset) }
        // What is opened is shorter than what is sealed, so the place never grows, and growing would leave copies.
        let collector = SecretCollector(capacity: file.count)
        var reader = AgeReader(identities: identities, format: .binary, output: collector)
        try file.lend { try reader.write($0) }
        return try reader.finish().take { (text) throws(SealError) in try KeysDocument(text) }
    }

    /// The file `keys.age` for these recipients, which are to be those of the list.
    public func sealed(to recipients: [any Recipient]) throws -> [UInt8] {
        var head = "# The secret key of a sealed dataset of dcmveil. Who has it opens every file in it.\n"
        for holder in holders {
            head += Self.holderMark + holder.recipient + (holder.name.isEmpty ? "" : "\t\(holder.name)") + "\n"
        }
        for line in history.suffix(Self.historyLimit) { head += Self.historyMark + Self.printable(line) + "\n" }
        var writer = try AgeWriter(to: recipients, output: SealedCollector())
        try Array(head.utf8).lend { try writer.write($0) }
        try key.identity.withSecretText { (text) throws in try writer.write(text) }
        try [lineFeed].lend { try writer.write($0) }
        let file = try writer.finish().bytes
        guard file.count <= Self.sizeLimit else { throw SealError(.tooManyRecipients) }
        return file
    }

    /// One line, without what a terminal or the file's own form would take for something else.
    static func printable(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(200) {
            result.append(scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value ? " " : scalar)
        }
        return String(result)
    }
}

private struct SealedCollector: SealOutput {
    var bytes: [UInt8] = []
    mutating func write(_ bytes: RawSpan) { self.bytes.append(contentsOf: bytes) }
}

private struct SecretCollector: SealOutput {
    private let place: WipedBytes
    private var count = 0

    init(capacity: Int) { place = WipedBytes(count: capacity) }

    mutating func write(_ bytes: RawSpan) throws {
        guard place.bytes.count - count >= bytes.byteCount else { throw SealError(.malformedDataset) }
        for index in 0..<bytes.byteCount { place.bytes[count + index] = bytes[index] }
        count += bytes.byteCount
    }

    func take<Result, Failure: Error>(_ body: (RawSpan) throws(Failure) -> Result) throws(Failure) -> Result {
        try place.bytes.lend { (bytes) throws(Failure) in try body(bytes.extracting(first: count)) }
    }
}
