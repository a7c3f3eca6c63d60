import ArgumentParser
import Glibc
import Seal

/// Where passphrases come from: the terminal, or a descriptor that the caller opened. Never from an argument or the environment,
/// which other processes can read.
struct PassphraseOption: ParsableArguments {
    @Option(
        name: .customLong("passphrase-fd"),
        help: ArgumentHelp(
            "Read the passphrase from this open file descriptor, up to the end of its first line, and not from the terminal.",
            valueName: "n"))
    var descriptor: Int32?

    /// - Parameter takesStandardInput: standard input is used for something else.
    func dialog(takesStandardInput: Bool) throws(Failure) -> PersonDialog {
        guard let descriptor else { return PersonDialog(passphrase: nil) }
        if descriptor == 0, takesStandardInput {
            throw Failure(
                .usage, "passphrase and input cannot both be standard input",
                hint: "name another descriptor: --passphrase-fd 3")
        }
        // Not for plugins, whose input it would be too.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var text = SecretText(capacity: TerminalPrompt.limit)
        switch text.fillLine(from: descriptor) {
        case .whole: break
        case .ended where text.count > 0: break
        case .ended: throw Failure(.noKey, "--passphrase-fd \(descriptor): no passphrase", hint: "it reads one line")
        case .tooLong:
            throw Failure(.usage, "--passphrase-fd \(descriptor): longer than \(TerminalPrompt.limit - 1) bytes")
        case .interrupted:
            throw Failure(.noKey, "--passphrase-fd \(descriptor): cannot read: \(Failure.reason(errno))")
        }
        return PersonDialog(passphrase: text.withBytes { Passphrase($0) })
    }
}
