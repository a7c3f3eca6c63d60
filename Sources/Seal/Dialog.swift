/// The person for whom files are sealed and opened, as far as keys need somebody to ask.
///
/// Called from any thread, one question at a time.
public protocol Dialog: Sendable {
    /// The passphrase of something that is locked already; asked once for each lock.
    ///
    /// - Throws: `.passphraseUnavailable` when there is nobody to ask.
    func passphrase(for lock: Lock) throws(SealError) -> Passphrase

    /// Shows what a plugin says.
    ///
    /// - Returns: whether that was possible.
    func show(_ message: String, from plugin: String) -> Bool

    /// A text that a plugin needs, such as a PIN; `nil` when there is nobody to ask.
    func answer(to prompt: String, isSecret: Bool, from plugin: String) -> Passphrase?

    /// Whether the person chose `yes`; `nil` when there is nobody to ask. Without a `no` there is one choice only.
    func choice(on message: String, yes: String, no: String?, from plugin: String) -> Bool?

    /// Said once when a plugin has not answered for some seconds: it may wait for somebody to touch a token.
    func isWaiting(for plugin: String)

    /// Whether the person wants no more of it.
    var isCancelled: Bool { get }

    /// A recipient was passed over: an ssh key of a kind that nothing can be sealed to, in a line of a file.
    func ignored(sshKeyOfType type: String, line: Int)
}

extension Dialog {
    public func show(_ message: String, from plugin: String) -> Bool { false }
    public func answer(to prompt: String, isSecret: Bool, from plugin: String) -> Passphrase? { nil }
    public func choice(on message: String, yes: String, no: String?, from plugin: String) -> Bool? { nil }
    public func isWaiting(for plugin: String) {}
    public var isCancelled: Bool { false }
    public func ignored(sshKeyOfType type: String, line: Int) {}
}

/// What a passphrase is asked for.
public enum Lock: Hashable, Sendable {
    /// A file that was sealed with a passphrase.
    case sealedFile
    /// A file of identities, by the name that the caller gave it.
    case identities(String)
    /// An ssh key, by the name of its file.
    case sshKey(String)
    /// The private key to a certificate, likewise.
    case certificateKey(String)
}

/// Nobody: everything that would need an answer fails.
public struct NoDialog: Dialog {
    public init() {}
    public func passphrase(for lock: Lock) throws(SealError) -> Passphrase { throw SealError(.passphraseUnavailable) }
}
