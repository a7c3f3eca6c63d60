import ArgumentParser
import Deidentify

extension ProfileCommand {
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "List what two profiles do differently: exit 0 for nothing, 1 for differences.",
            discussion: """
                One line an attribute, ascending by tag: its action in the first profile -> its action in the second.

                examples:
                  dcmveil profile diff basic mine.json
                  dcmveil profile diff basic basic-modified-dates
                """)

        @Argument(help: ArgumentHelp("A shipped profile or a JSON file.", valueName: "a"), completion: .profile)
        var first: String

        @Argument(help: ArgumentHelp("Another one.", valueName: "b"), completion: .profile)
        var second: String

        func run() throws {
            try CommandRun.end {
                let a = CompiledProfile(try Profiles.load(first))
                let b = CompiledProfile(try Profiles.load(second))
                let lines = ProfileDifference.lines(a, b)
                let output = StandardOutput()
                for line in lines { try output.write("\(line)\n") }
                try output.flush()
                return lines.isEmpty ? .done : .findings
            }
        }
    }
}
