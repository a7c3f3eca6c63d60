import ArgumentParser
import Glibc

/// The name and number of this program, wherever one is asked for.
enum Program {
    static let version = "0.1.0"
    /// (0002,0013) of what it writes: at most 16 characters.
    static let versionName = "dcmveil \(version)"
    /// What `--version` says.
    static var fullVersion: String { "\(version) (DICOM \(StandardEdition.name))" }
}

@main
enum Start {
    static func main() {
        StandardDescriptors.fill()
        CoreDumps.forbid()
        HeapMemory.keep()
        let arguments = Array(CommandLine.arguments.dropFirst())
        do throws(Failure) { try SecretArgument.refuse(in: arguments) } catch {
            StandardError.say(error.message, hint: error.hint)
            exit(error.status.rawValue)
        }
        do {
            if arguments == ["--version"] { HelpMessage.write(Program.fullVersion) }
            var command = try PlainCommands.command(arguments) ?? Dcmveil.parseAsRoot(arguments)
            try command.run()
        } catch let code as ExitCode {
            // Everything is said; the library would look all commands through to find that out.
            exit(code.rawValue)
        } catch {
            UsageMessage.say(error, arguments: arguments)
            HelpMessage.say(error)
            Dcmveil.exit(withError: error)
        }
    }
}

struct Dcmveil: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dcmveil",
        abstract: "De-identify, seal, open and verify DICOM files.",
        discussion: """
            Removes what identifies patients from DICOM files by a profile of rules (PS3.15 Annex E), seals the result \
            for the people who may read it (age), and checks that nothing was left behind.

            exit status: 0 all done; 1 verify has findings, profile diff differences; 2 some inputs were quarantined, \
            unreadable or passed over; 64 usage; 65 bad input; 66 no input; 73 cannot create output; 74 input/output \
            error; 77 key missing or wrong; 78 bad profile; 128+n ended by signal n

            examples:
              dcmveil keygen --study -o study.key
              dcmveil deid scans -o export --key-file study.key --report deid.jsonl
              dcmveil verify --fail-on review export
            """,
        version: Program.fullVersion,
        subcommands: [
            DeidCommand.self, RevealCommand.self, SealCommand.self, OpenCommand.self, RekeyCommand.self,
            ResealCommand.self, VerifyCommand.self, KeygenCommand.self, EscrowCommand.self, InspectCommand.self,
            ProfileCommand.self, ReportCommand.self,
        ])
}
