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
              dcmveil keygen --study -o study.key
            """)

    @Option(name: [.short, .long], help: ArgumentHelp("The new file; standard output without it.", valueName: "file"))
    var output: String?

    @Flag(help: "Make a study key for deid --key-file.")
    var study = false

    @Option(
        name: .customShort("y"),
        help: ArgumentHelp("Print the recipients of the identities in this file.", valueName: "file"))
    var recipientsOf: String?

    func run() throws {
        try CommandRun.end {
            if let recipientsOf {
                let output = StandardOutput()
                for identity in try Keys.identities([recipientsOf]) { try output.write("\(identity.recipient)\n") }
                try output.flush()
                return .done
            }
            if study {
                let text = KeyFile.text(of: .random())
                try write(text)
                return .done
            }
            let result: Result<Void, Failure>
            do throws(SealError) { result = try identity() } catch {
                throw SealFailure.failure(error, "keygen", kind: .identity)
            }
            try result.get()
            return .done
        }
    }

    private func identity() throws(SealError) -> Result<Void, Failure> {
        let identity = try X25519Identity.generate()
        let head = "# created: \(Self.now())\n# public key: \(identity.recipient)\n"
        let result = identity.withSecretText { secret -> Result<Void, Failure> in
            var text = SecretText(capacity: head.utf8.count + secret.byteCount + 1)
            text.append(head)
            text.append(secret)
            text.append("\n")
            do throws(Failure) {
                try write(text)
                return .success(())
            } catch { return .failure(error) }
        }
        if case .success = result, let output, output != "-" { StandardError.say("public key: \(identity.recipient)") }
        return result
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

    /// The time as RFC 3339 has it, in UTC.
    private static func now() -> String {
        var seconds = time(nil)
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T\(two(parts.tm_hour)):"
            + "\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }
}
