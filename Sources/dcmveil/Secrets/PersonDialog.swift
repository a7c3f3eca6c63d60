import Glibc
import Seal
import Synchronization

/// The person at the terminal. A passphrase that came from a descriptor answers for all locks.
struct PersonDialog: Dialog {
    let passphrase: Passphrase?

    func passphrase(for lock: Lock) throws(SealError) -> Passphrase {
        if let passphrase { return passphrase }
        let question =
            switch lock {
            case .sealedFile: "Passphrase:"
            case .identities(let name): "Passphrase of the identities in \(name):"
            case .sshKey(let name): "Passphrase of the ssh key \(name):"
            case .certificateKey(let name): "Passphrase of the key \(name):"
            }
        guard let answer = ask(question, isSecret: true) else { throw SealError(.passphraseUnavailable) }
        return answer
    }

    /// A new passphrase, asked for twice; an empty one is replaced by one that nobody has to think of.
    func newPassphrase(for what: String) throws(Failure) -> Passphrase {
        let chosen: Passphrase
        if let passphrase {
            guard passphrase.count > 0 else { throw Failure(.usage, "the passphrase is empty") }
            chosen = passphrase
        } else {
            guard let first = ask("Passphrase for \(what) (empty: one is made for you):", isSecret: true) else {
                throw SealFailure.failure(SealError(.passphraseUnavailable), what, kind: .identity)
            }
            if first.count == 0 { return try madePassphrase() }
            guard let second = ask("The same again:", isSecret: true), second.equals(first) else {
                throw Failure(.usage, "the passphrases are not the same")
            }
            chosen = first
        }
        if PassphraseStrength.bits(chosen) < PassphraseStrength.enough {
            StandardError.say(
                "warning: this passphrase is weak",
                hint:
                    "who has the file can try passphrases without limit; use six random words, or leave it empty at the prompt"
            )
        }
        return chosen
    }

    private func madePassphrase() throws(Failure) -> Passphrase {
        let made: Passphrase
        do throws(SealError) { made = try .random() } catch {
            throw SealFailure.failure(error, "passphrase", kind: .sealing)
        }
        var text = SecretText(capacity: 64)
        made.withBytes { text.append($0) }
        do throws(TerminalPrompt.Fault) {
            try TerminalPrompt.show(text, after: "Your passphrase, shown this once: ")
        } catch {
            throw SealFailure.failure(SealError(.passphraseUnavailable), "passphrase", kind: .identity)
        }
        return made
    }

    func show(_ message: String, from plugin: String) -> Bool {
        StandardError.say("\(plugin) plugin: \(message)")
        return true
    }

    func answer(to prompt: String, isSecret: Bool, from plugin: String) -> Passphrase? {
        ask("\(plugin) plugin: \(prompt)", isSecret: isSecret)
    }

    func choice(on message: String, yes: String, no: String?, from plugin: String) -> Bool? {
        let options = no.map { "1: \(yes), 2: \($0)" } ?? "enter: \(yes)"
        for _ in 0..<3 {
            guard let answer = ask("\(plugin) plugin: \(message) [\(options)]", isSecret: false) else { return nil }
            let text = answer.withBytes { bytes in
                String(
                    decoding: (0..<bytes.byteCount).map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) },
                    as: UTF8.self)
            }
            if no == nil || text == "1" { return true }
            if text == "2" { return false }
        }
        return nil
    }

    func isWaiting(for plugin: String) {
        StandardError.say("waiting for the \(plugin) plugin; if it has a token, touch it")
    }

    var isCancelled: Bool { Interruption.isRequested }

    func ignored(sshKeyOfType type: String, line: Int) {
        StandardError.say(
            "warning: line \(line) of the recipients: nothing can be sealed to a key of type \(type); passed over")
    }

    /// One question at a time, whatever thread it comes from.
    private static let terminal = Mutex(())

    private func ask(_ question: String, isSecret: Bool) -> Passphrase? {
        Self.terminal.withLock { _ in
            do throws(TerminalPrompt.Fault) {
                return try TerminalPrompt.ask(question, isSecret: isSecret).withBytes { Passphrase($0) }
            } catch { return nil }
        }
    }
}
