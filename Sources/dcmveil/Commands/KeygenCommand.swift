import ArgumentParser
import DICOM
import Deidentify
import Glibc
import Seal

struct KeygenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Make a key: an identity for sealing, or a study key for pseudonyms.",
        discussion: """
            An identity is a secret key; its recipient (age1…) is printed for others to seal to. A study key makes the \
            pseudonyms of deid repeatable. Both are written so that only their owner can read them.

            examples:
              dcmveil keygen -o key.txt
              dcmveil keygen --passphrase -o key.age
              dcmveil keygen --post-quantum -o key.txt
              dcmveil keygen -y key.txt > recipients.txt
              dcmveil keygen --study -o study.key
            """)

    @Option(
        name: [.short, .long], help: ArgumentHelp("The new file; standard output without it.", valueName: "file"),
        completion: .file())
    var output: String?

    @Flag(help: "Make a study key for deid --key-file.")
    var study = false

    @Option(
        name: .customShort("y"),
        help: ArgumentHelp("Print the recipients of the identities in this file.", valueName: "file"),
        completion: .file())
    var recipientsOf: String?

    @Flag(
        name: [.customLong("post-quantum"), .customLong("pq", withSingleDash: true)],
        help:
            "Make a post-quantum identity (AGE-SECRET-KEY-PQ-1…), in builds that have them; age 1.3 and later read it.")
    var postQuantum = false

    @Flag(help: "Seal the new identity with a passphrase; whatever takes a key file then asks for it.")
    var passphrase = false

    @OptionGroup var passphraseOption: PassphraseOption

    func run() throws {
        try CommandRun.end {
            let dialog = try passphraseOption.dialog(takesStandardInput: recipientsOf == "-")
            if let recipientsOf {
                let output = StandardOutput()
                for recipient in try Keys.recipients(ofIdentities: [recipientsOf], dialog: dialog) {
                    try output.write("\(recipient)\n")
                }
                try output.flush()
                return .done
            }
            if postQuantum, study || recipientsOf != nil {
                throw Failure(.usage, "--post-quantum is for new identities")
            }
            if study {
                if passphrase {
                    throw Failure(
                        .usage, "--passphrase is for identities",
                        hint: "seal a study key with: dcmveil seal -p study.key")
                }
                let text = KeyFile.text(of: .random())
                try write(text)
                return .done
            }
            let identity: any NativeIdentity
            do throws(SealError) {
                if postQuantum {
                    identity = try PostQuantum.generate()
                } else {
                    identity = try X25519Identity.generate()
                }
            } catch {
                throw SealFailure.failure(error, "keygen", kind: postQuantum ? .sealing : .identity)
            }
            let chosen = passphrase ? try dialog.newPassphrase(for: "the new identity") : nil
            let text = text(of: identity)
            if let chosen { try write(try sealed(text, with: chosen)) } else { try write(text) }
            // As age-keygen does it, to the letter, for those who read it: unless the key itself was shown.
            if output ?? "-" != "-" || isatty(1) == 0 {
                StandardError.tell("Public key: \(identity.recipientText)")
            }
            return .done
        }
    }

    private func text(of identity: any NativeIdentity) -> SecretText {
        let head = "# created: \(Clock.now())\n# public key: \(identity.recipientText)\n"
        var text = SecretText(capacity: 4096)
        text.append(head)
        identity.withSecretText { text.append($0) }
        text.append("\n")
        return text
    }

    /// In armor: a key of this size may well end on paper.
    private func sealed(_ text: borrowing SecretText, with passphrase: Passphrase) throws -> SecretText {
        do {
            let room = SealedText()
            var writer = try AgeWriter(
                to: [try ScryptRecipient(passphrase)], output: try ArmorOutput(SealedTextOutput(room: room)))
            try text.withBytes { try writer.write($0) }
            _ = try writer.finish().finish()
            var sealed = SecretText(capacity: room.bytes.count)
            sealed.append(String(decoding: room.bytes, as: UTF8.self))
            return sealed
        } catch let error as SealError { throw SealFailure.failure(error, "keygen", kind: .sealing) }
    }

    private func write(_ text: borrowing SecretText) throws(Failure) {
        guard let output, output != "-" else {
            StandardOutput.endQuietlyWithoutReader()
            try emit(text, to: 1, "-")
            return
        }
        let file = try AtomicFile(output, mode: 0o600)
        try emit(text, to: file.descriptor, output)
        guard try file.commit(replacing: false) == .done else {
            throw Failure(
                .cannotCreate, "\(output): is there already", hint: "a key is never overwritten; choose another name")
        }
    }

    private func emit(_ text: borrowing SecretText, to descriptor: Int32, _ name: String) throws(Failure) {
        try text.withBytes { bytes throws(Failure) in
            do throws(TransferError) { try DescriptorSink(descriptor: descriptor).write(bytes) } catch {
                guard case .write(let error) = error else { throw Failure(.io, "\(name): cannot write the key") }
                throw Failure(.io, "\(name): cannot write the key: \(Failure.reason(error.errno))")
            }
        }
    }
}

private final class SealedText { var bytes: [UInt8] = [] }

private struct SealedTextOutput: SealOutput {
    let room: SealedText

    mutating func write(_ bytes: RawSpan) { unsafe bytes.withUnsafeBytes { unsafe room.bytes.append(contentsOf: $0) } }
}
