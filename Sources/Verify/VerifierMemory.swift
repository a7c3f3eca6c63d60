/// What a thread keeps from one file to the next, so as not to make it anew: answers of the tables of the standard, and a
/// buffer. Of what a file says nothing is decided by it. For one thread at a time.
public final class VerifierMemory {
    var types = TypeCache()
    let registry = UIDLookup()
    /// Of the last file; empty while a file is read.
    var window: [UInt8] = []

    public init() {}
}
