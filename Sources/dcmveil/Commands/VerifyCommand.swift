import ArgumentParser
import Glibc
import Verify

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that DICOM files hold nothing that identifies a patient.",
        discussion: """
            Reads with a reader of its own and checks against a list of its own, so that it does not share the mistakes \
            of deid. Works on the output of any tool. Never prints a value.

            examples:
              dcmveil verify export
              dcmveil verify export --format json > findings.jsonl || echo "do not release"

            exit status: 0 nothing found; 1 findings; 66 an input could not be read, and nothing was found in the rest
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    enum Level: String, ExpressibleByArgument, CaseIterable {
        case error, warning, review, info

        var severity: Severity {
            switch self {
            case .error: .error
            case .warning: .warning
            case .review: .review
            case .info: .info
            }
        }
    }

    @Argument(help: ArgumentHelp("Files and folders.", valueName: "path"))
    var paths: [String]

    @Option(help: "text, or json: one object a line.")
    var format = Format.text

    @Option(help: "The least severity that makes the exit status 1: error, warning, review or info.")
    var failOn = Level.warning

    @Flag(name: [.short, .long], help: "Print findings only, no summary.")
    var quiet = false

    func run() throws {
        try CommandRun.end {
            Interruption.listen()
            var run = VerifyRun(isJSON: format == .json)
            var walk = InputWalk(paths)
            while let input = walk.next() {
                if Interruption.isRequested { Interruption.end() }
                try run.check(input)
            }
            try run.finish(isQuiet: quiet)
            if run.summary.hasFindings(from: failOn.severity) { return .findings }
            if run.unreadable > 0 || run.summary.files == 0 {
                if run.summary.files == 0, run.unreadable == 0 { throw Failure(.noInput, "there are no files to verify") }
                return .noInput
            }
            return .done
        }
    }
}
