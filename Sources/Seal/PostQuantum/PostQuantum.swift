/// Keys that hold against quantum computers, too: `age1pq1…` and `AGE-SECRET-KEY-PQ-1…` (C2SP age, "The MLKEM768-X25519 hybrid
/// post-quantum recipient type"). They are in builds with the package trait `PostQuantum`, which needs swift-crypto: libcrypto has
/// ML-KEM from 3.5 on only.
public enum PostQuantum {
    /// Whether this build has them.
    public static var isBuilt: Bool {
        #if PostQuantum
            return true
        #else
            return false
        #endif
    }

    /// Whether what is sealed to a recipient needs a reader that knows `mlkem768x25519`: ours, or of the plugin of age that makes the same stanza.
    public static func isRecipient(_ recipient: any Recipient) -> Bool {
        if let plugin = recipient as? PluginRecipient { return plugin.key.name == "pq" }
        #if PostQuantum
            return recipient is HybridRecipient
        #else
            return false
        #endif
    }

    /// Refuses what age refuses, before anything is written: a recipient that a quantum computer helps against would undo what the
    /// others are for. What plugins make is looked at when it is there.
    ///
    /// - Throws: `.mixedPostQuantum`.
    public static func checkNotMixed(_ recipients: [any Recipient]) throws(SealError) {
        guard recipients.contains(where: isRecipient) else { return }
        if recipients.contains(where: { $0 is X25519Recipient || $0 is SSHRecipient }) {
            throw SealError(.mixedPostQuantum)
        }
    }

    /// A new identity.
    ///
    /// - Throws: `.postQuantumNotBuilt`.
    public static func generate() throws(SealError) -> any NativeIdentity {
        #if PostQuantum
            return try HybridIdentity.generate()
        #else
            throw SealError(.postQuantumNotBuilt)
        #endif
    }

    /// The recipient `age1pq1…` of these bytes; `nil` in a build without, where a plugin of age called `pq` may do it.
    static func recipient(_ bytes: [UInt8]) throws(SealError) -> (any Recipient)? {
        #if PostQuantum
            return try HybridRecipient(publicKey: bytes)
        #else
            return nil
        #endif
    }

    /// The identity `AGE-SECRET-KEY-PQ-1…` of these bytes.
    ///
    /// - Throws: `.malformedKey`; `.postQuantumNotBuilt`.
    static func identity(_ bytes: [UInt8]) throws(SealError) -> any Identity {
        guard bytes.count == HybridStanza.seedSize else { throw SealError(.malformedKey(.wrongLength)) }
        #if PostQuantum
            return try HybridIdentity(seed: SecretBytes(copying: bytes))
        #else
            throw SealError(.postQuantumNotBuilt)
        #endif
    }
}
