import ArgumentParser
import DICOM
import Glibc
import Seal

struct EscrowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escrow",
        abstract: "Split a key among custodians, of whom some together bring it back.",
        discussion: """
            Fewer than the threshold learn nothing. Shares are those of libgfshare: Debian's gfcombine brings the key back, too.

            examples:
              dcmveil escrow split -k 2 -n 3 -o shares/study.key study.key
              dcmveil escrow split -k 2 --custodian age1… --custodian age1… --custodian age1… -o shares/study.key study.key
              dcmveil escrow combine -o study.key shares/study.key.017 shares/study.key.203
            """,
        subcommands: [EscrowSplit.self, EscrowCombine.self])
}

struct EscrowSplit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Make shares of a key file.",
        discussion: """
            A line with the SHA-256 of the file is split with it: combine writes what has the right one, and nothing else.

            examples:
              dcmveil escrow split -k 2 -n 3 -o shares/study.key study.key
              dcmveil escrow split -k 2 --custodian age1… --custodian age1… -o shares/key.txt key.txt
            """)

    @Argument(
        help: ArgumentHelp("The key file: a study key, identities; up to 64 KiB.", valueName: "key"),
        completion: .file())
    var key: String

    @Option(name: [.customShort("k"), .long], help: ArgumentHelp("Shares that are needed.", valueName: "number"))
    var threshold: Int

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Shares that are made, at most 255; as many as custodians.", valueName: "number"))
    var shares: Int?

    @Option(
        help: ArgumentHelp(
            "Seal a share to this custodian: a recipient or a file of them. One for each share.", valueName: "recipient"
        ), completion: .file())
    var custodian: [String] = []

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Names of the shares begin with this; their numbers follow, as in key.017.", valueName: "stem"),
        completion: .file())
    var output: String

    func run() throws {
        try CommandRun.end {
            let count = shares ?? custodian.count
            guard custodian.isEmpty || custodian.count == count else {
                throw Failure(
                    .usage, "\(count) shares and \(custodian.count) custodians",
                    hint: "name one custodian for each share")
            }
            guard 1...255 ~= count, 2...max(count, 2) ~= threshold, threshold <= count else {
                throw Failure(
                    .usage, "\(threshold) of \(count) shares cannot be",
                    hint: "-k is at least 2 and at most -n; -n is at most 255")
            }
            let dialog = PersonDialog(passphrase: nil)
            var headers: [SealingHeaders] = []
            for custodian in custodian {
                let recipients = try Keys.recipients([custodian], option: "--custodian", dialog: dialog)
                try PostQuantumRecipients.check(recipients, isQuiet: true)
                headers.append(SealingHeaders(to: recipients))
            }
            let secret = try KeyFile.secret(key, limit: EscrowedKey.limit)
            guard secret.count > 0 else { throw Failure(.noKey, "\(key): is empty") }
            guard secret.count < EscrowedKey.limit - SplitSecret.checkSize else {
                throw Failure(.noKey, "\(key): too large for a key file")
            }
            let made: [SecretShares.Share]
            do throws(SealError) {
                let checked = try secret.withBytes { (secret) throws(SealError) in try SplitSecret.withCheck(secret) }
                made = try checked.withBytes { (secret) throws(SealError) in
                    try SecretShares.split(secret, threshold: threshold, count: count)
                }
            } catch { throw SealFailure.failure(error, key, kind: .identity) }
            // All shares or none: some of a split that failed, beside those of the next one, would bring back no key.
            var written: [String] = []
            do {
                for (index, share) in made.enumerated() {
                    let name = EscrowedKey.name(output, share.number) + (headers.isEmpty ? "" : ".age")
                    try write(share, to: name, headers.isEmpty ? nil : headers[index])
                    written.append(name)
                }
            } catch {
                for name in written { _ = unsafe unlink(name) }
                throw error
            }
            StandardOutput.endQuietlyWithoutReader()
            let output = StandardOutput()
            for name in written { try output.write("\(name)\n") }
            try output.flush()
            return .done
        }
    }

    private func write(_ share: SecretShares.Share, to path: String, _ headers: SealingHeaders?) throws {
        let file = try AtomicFile(path, mode: 0o600)
        let plain = DescriptorSink(descriptor: file.descriptor)
        let sealing = try headers.map { try SealingSink($0, isArmored: true, plain) }
        let sink: any ByteSink = sealing ?? plain
        do {
            try share.bytes.withBytes { bytes in try sink.write(bytes) }
            try sealing?.finish()
        } catch { throw SealedTransfer.failure(error, path) }
        guard try file.commit(replacing: false) == .done else {
            throw Failure(.cannotCreate, "\(path): is there already", hint: "choose another name")
        }
    }
}

struct EscrowCombine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "combine", abstract: "Bring a key back from enough of its shares.",
        discussion: """
            What comes out is written only if it is the very file that was split, by the line that was split with it, or a study \
            key by its own. Shares of gfsplit have no such line: --any-content writes what they give, right or wrong.

            examples:
              dcmveil escrow combine -o study.key shares/study.key.017 shares/study.key.203
              dcmveil escrow combine -i custodian.txt -o key.txt key.txt.017.age key.txt.203
            """)

    @Argument(
        help: ArgumentHelp(
            "Shares, whose names end with their number: key.017, or sealed, key.017.age.", valueName: "share"),
        completion: .file())
    var shares: [String]

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("A key file that opens sealed shares; may be repeated.", valueName: "file"),
        completion: .file())
    var identity: [String] = []

    @OptionGroup var passphraseOption: PassphraseOption

    @Flag(help: "Write the result although nothing tells whether it is what was split.")
    var anyContent = false

    @Option(name: [.short, .long], help: ArgumentHelp("The new key file.", valueName: "file"), completion: .file())
    var output: String

    func run() throws {
        try CommandRun.end {
            let dialog = try passphraseOption.dialog(takesStandardInput: false)
            let identities = try Keys.identities(identity, dialog: dialog)
            var read: [SecretShares.Share] = []
            for path in shares { read.append(try share(path, identities)) }
            let secret = try combined(read)
            let file = try AtomicFile(output, mode: 0o600)
            do throws(TransferError) {
                try secret.withBytes { (bytes) throws(TransferError) in
                    try DescriptorSink(descriptor: file.descriptor).write(bytes)
                }
            } catch { throw SealedTransfer.failure(error, output) }
            guard try file.commit(replacing: false) == .done else {
                throw Failure(.cannotCreate, "\(output): is there already", hint: "a key is never overwritten")
            }
            return .done
        }
    }

    /// What was split; or, as a failure, why nobody knows.
    private func combined(_ shares: [SecretShares.Share]) throws -> Passphrase {
        let text: Passphrase
        let wrong: Int?
        do throws(SealError) {
            text = try SecretShares.combine(shares)
            if let secret = try SplitSecret.checked(text) { return secret }
            if text.withBytes(KeyFile.isCheckedStudyKey) { return text }
            wrong = try onlyWrong(of: shares)
        } catch { throw SealFailure.failure(error, "the shares", kind: .identity) }
        if let wrong {
            throw Failure(
                .noKey, "\(self.shares[wrong]): is no share of this key, or was changed",
                hint: "the other shares give the key: combine them without this one")
        }
        guard anyContent else {
            throw Failure(
                .noKey, "what these shares give is not what was split",
                hint:
                    "more shares may be needed, or one is wrong; shares of gfsplit cannot tell, and --any-content writes what they give"
            )
        }
        StandardError.say("nothing tells whether this is what was split: use it on something known first")
        return text
    }

    /// The one share without which the others give what was split; looked for among few, since each takes its time.
    private func onlyWrong(of shares: [SecretShares.Share]) throws(SealError) -> Int? {
        guard 3...16 ~= shares.count else { return nil }
        for index in shares.indices {
            var others = shares
            others.remove(at: index)
            let text = try SecretShares.combine(others)
            if try SplitSecret.checked(text) != nil || text.withBytes(KeyFile.isCheckedStudyKey) { return index }
        }
        return nil
    }

    private func share(_ path: String, _ identities: [any Identity]) throws -> SecretShares.Share {
        let name = Paths.removing(".age", from: path)
        let stem = name ?? path
        guard let number = EscrowedKey.number(stem) else {
            throw Failure(.usage, "\(path): the name of a share ends with its number, 001 to 255")
        }
        let text = try KeyFile.secret(path, limit: EscrowedKey.limit * 2)
        guard name != nil else { return text.withBytes { SecretShares.Share(number: number, bytes: $0) } }
        let room = OpenedShare()
        do {
            var reader = AgeReader(identities: identities, output: room)
            try text.withBytes { try reader.write($0) }
            return try reader.finish().share(number)
        } catch let error as SealError { throw SealFailure.failure(error, path, kind: .opening) }
    }
}

/// Collects an opened share where it is wiped.
private struct OpenedShare: SealOutput, ~Copyable {
    private var text = SecretText(capacity: EscrowedKey.limit)

    mutating func write(_ bytes: RawSpan) throws {
        guard bytes.byteCount <= EscrowedKey.limit - text.count else { throw SealError(.unusableShares) }
        text.append(bytes)
    }

    consuming func share(_ number: UInt8) -> SecretShares.Share {
        text.withBytes { SecretShares.Share(number: number, bytes: $0) }
    }
}

/// What the two halves of escrow agree on.
private enum EscrowedKey {
    /// Of a key, in bytes.
    static let limit = 64 << 10

    static func name(_ stem: String, _ number: UInt8) -> String {
        let digits = String(number)
        return stem + "." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    static func number(_ name: String) -> UInt8? {
        let digits = name.utf8.suffix(3)
        guard name.utf8.count > 4, name.utf8.dropLast(3).last == 0x2E, digits.allSatisfy({ 0x30...0x39 ~= $0 }),
            let number = UInt8(String(Substring(digits))), number > 0
        else { return nil }
        return number
    }
}
