/// Somebody a file can be sealed to. Each kind of age recipient is one type.
public protocol Recipient: Sendable {
    /// The stanzas from which the recipient's identity gets `fileKey` back.
    func wrap(_ fileKey: borrowing FileKey) throws(SealError) -> [Stanza]

    /// The same, and what else may open the file beside them: all recipients of a file have the same labels (C2SP age-plugin,
    /// "extension-labels"). Without this method a recipient has none.
    func wrapLabelled(_ fileKey: borrowing FileKey) throws(SealError) -> LabelledStanzas
}

extension Recipient {
    public func wrapLabelled(_ fileKey: borrowing FileKey) throws(SealError) -> LabelledStanzas {
        LabelledStanzas(stanzas: try wrap(fileKey), labels: [])
    }
}

/// What a recipient makes of a file key.
public struct LabelledStanzas: Sendable {
    public var stanzas: [Stanza]
    public var labels: Set<String>

    public init(stanzas: [Stanza], labels: Set<String>) {
        self.stanzas = stanzas
        self.labels = labels
    }

    /// Of recipients that a quantum computer does not help against.
    public static let postQuantum = "postquantum"
}

/// Something that opens files. Each kind of age identity is one type.
public protocol Identity: Sendable {
    /// The file key, or `nil` if none of the stanzas is for this identity.
    ///
    /// Stanzas of other types are ignored (C2SP age, "Recipient stanza").
    /// - Throws: if a stanza of this identity's type is malformed; the file is then refused whatever else might open it.
    func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey?

    /// Whom to seal to so that this identity opens.
    ///
    /// - Throws: `.identityWithoutRecipient` where that cannot be told, as of a passphrase.
    func recipients() throws(SealError) -> [any Recipient]
}

/// An identity that can be made here and written to a key file.
public protocol NativeIdentity: Identity {
    /// Whom to seal to so that this identity opens, as text.
    var recipientText: String { get }

    /// Lends the text of the secret key, without line end, and wipes it afterwards: the way into a key file.
    func withSecretText<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result
}

extension Identity {
    public func recipients() throws(SealError) -> [any Recipient] { throw SealError(.identityWithoutRecipient) }
}
