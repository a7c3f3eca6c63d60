/// Numbers that stand for inputs in a journal: the same for the same input under one study key, and no way back to its path.
///
/// Not for use by two threads at the same time.
public final class InputMarks {
    private let function: KeyedFunction

    public init(_ key: StudyKey) { function = KeyedFunction(key, domain: "journal", release: "") }

    /// The first 64 bits of HMAC-SHA-256.
    public func mark(_ bytes: [UInt8]) -> UInt64 { function(bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
