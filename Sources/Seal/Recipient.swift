/// Somebody a file can be sealed to. Each kind of age recipient is one type.
public protocol Recipient: Sendable {
    /// The stanzas from which the recipient's identity gets `fileKey` back.
    func wrap(_ fileKey: borrowing FileKey) throws(SealError) -> [Stanza]
}

/// Something that opens files. Each kind of age identity is one type.
public protocol Identity: Sendable {
    /// The file key, or `nil` if none of the stanzas is for this identity.
    ///
    /// Stanzas of other types are ignored (C2SP age, "Recipient stanza").
    /// - Throws: if a stanza of this identity's type is malformed; the file is then refused whatever else might open it.
    func unwrap(_ stanzas: [Stanza]) throws(SealError) -> FileKey?
}
