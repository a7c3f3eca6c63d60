import Seal

/// What has to be known about post-quantum recipients before something is sealed to them.
enum PostQuantumRecipients {
    /// Refuses what age refuses, before anything is written, and tells who can open what comes out.
    static func check(_ recipients: [any Recipient], isQuiet: Bool) throws(Failure) {
        do throws(SealError) { try PostQuantum.checkNotMixed(recipients) } catch {
            throw SealFailure.failure(error, "recipients", kind: .recipient)
        }
        if !isQuiet, recipients.contains(where: PostQuantum.isRecipient) {
            StandardError.say(
                "sealed to post-quantum recipients: age 1.3 and later open it, and dcmveil where it is built with PostQuantum; "
                    + "age 1.2 and earlier do so with the plugin age-plugin-pq, rage and pyrage (1.4) do not")
        }
    }
}
