import Synchronization

/// Makes the headers of many files to the same recipients, with one run of each plugin among them for as many files as are
/// expected. Safe to use from several threads.
public final class SealingHeaders: Sendable {
    private let recipients: [any Recipient]
    private let grease: Bool
    private let state: Mutex<State>

    private struct State {
        var expected: Int
        /// When more came than were expected: for how many a plugin is asked next.
        var batch = 2
        /// File keys with what the plugins made of them.
        var ready: [(key: SecretBytes, made: [LabelledStanzas])] = []
    }

    /// More keys than this are not wrapped before they are needed.
    private static let most = 10_000

    /// - Parameter expected: files that will be sealed; more than that is fine, and asks plugins again, each time for twice as many.
    public init(to recipients: [any Recipient], grease: Bool = true, expected: Int = 1) {
        self.recipients = recipients
        self.grease = grease
        state = Mutex(State(expected: expected))
    }

    /// Whether anything is gained by knowing how many files there will be.
    public var usesPlugins: Bool { recipients.contains { $0 is PluginRecipient } }

    /// Whether each header takes the work of a passphrase.
    public var usesPassphrase: Bool { recipients.contains { $0 is ScryptRecipient } }

    /// So many files will come, now that it is known.
    public func expect(_ count: Int) { state.withLock { $0.expected = count } }

    /// A file key and the header that holds it.
    ///
    /// - Throws: as `AgeWriter.init`.
    public func next() throws(SealError) -> SealingHeader {
        guard usesPlugins else {
            let fileKey = try FileKey()
            let stanzas = try fileKey.wrapped(for: recipients, grease: grease)
            return SealingHeader(bytes: try Header.encode(stanzas, fileKey: fileKey), fileKey: fileKey)
        }
        let (key, made) = try state.withLock { (state) throws(SealError) in
            if state.ready.isEmpty { try prepare(&state) }
            return state.ready.removeLast()
        }
        let fileKey = FileKey(key)
        let others = recipients.filter { !($0 is PluginRecipient) }
        let stanzas = try fileKey.wrapped(for: others + made.map { Made(made: $0) }, grease: grease)
        return SealingHeader(bytes: try Header.encode(stanzas, fileKey: fileKey), fileKey: fileKey)
    }

    private func prepare(_ state: inout State) throws(SealError) {
        let count: Int
        if state.expected > 0 {
            count = min(state.expected, Self.most)
            state.expected -= count
        } else {
            // Nobody knows how many will come: few starts for many files, and not many keys too many.
            count = state.batch
            state.batch = min(2 * count, Self.most)
        }
        var keys: [SecretBytes] = []
        for _ in 0..<count { keys.append(try Random.secret(FileKey.size)) }
        var groups: [String: [PluginRecipient]] = [:]
        for case let recipient as PluginRecipient in recipients {
            groups[recipient.key.name, default: []].append(recipient)
        }
        var made = [[LabelledStanzas]](repeating: [], count: count)
        for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
            for (index, stanzas) in try PluginRecipient.wrap(keys, to: group).enumerated() {
                made[index].append(stanzas)
            }
        }
        state.ready = zip(keys, made).map { ($0, $1) }
    }

    /// What a plugin made of the key before.
    private struct Made: Recipient {
        let made: LabelledStanzas
        func wrap(_ fileKey: borrowing FileKey) -> [Stanza] { made.stanzas }
        func wrapLabelled(_ fileKey: borrowing FileKey) -> LabelledStanzas { made }
    }
}

/// What one file begins with, and the key behind it.
public struct SealingHeader: ~Copyable {
    let bytes: [UInt8]
    let fileKey: FileKey
}
