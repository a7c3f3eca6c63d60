import ArgumentParser
import Deidentify
import Glibc

/// All subcommands state their names: one that leaves it to ArgumentParser costs each start of any command a millisecond.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "List, show, check, explain and compare de-identification profiles.",
        discussion: """
            examples:
              dcmveil profile list
              dcmveil profile show basic > mine.json
              dcmveil profile check mine.json
              dcmveil profile explain PatientID --profile mine.json --sop CTImageStorage
              dcmveil profile diff basic mine.json
            """,
        subcommands: [List.self, Show.self, Check.self, Explain.self, Diff.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the shipped profiles.",
            discussion: """
                examples:
                  dcmveil profile list
                  dcmveil profile list | grep dates
                """)

        func run() throws {
            try CommandRun.end {
                let output = StandardOutput()
                for name in ShippedProfiles.names {
                    let profile = try Profiles.load(name)
                    let padding = String(repeating: " ", count: max(1, 24 - name.count))
                    try output.write("\(name)\(padding)\(profile.title)\n")
                }
                try output.flush()
                return .done
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Print a shipped profile as JSON, or what a profile does with each attribute.",
            discussion: """
                examples:
                  dcmveil profile show basic > mine.json
                  dcmveil profile show --actions mine.json > mine-2026d.tsv
                """)

        @Argument(
            help: ArgumentHelp("A shipped profile; with --actions also a JSON file.", valueName: "name"),
            completion: .profile)
        var name: String

        @Flag(
            help: "What it does with each attribute, as a table that profile diff compares, also with other editions.")
        var actions = false

        func run() throws {
            try CommandRun.end {
                let profile = try Profiles.load(name)
                if actions {
                    let output = StandardOutput()
                    try output.write(ProfileActions(CompiledProfile(profile)).text)
                    try output.flush()
                    return .done
                }
                guard let text = ShippedProfiles.text(named: name) else {
                    throw Failure(.usage, "\(name): is not a shipped profile")
                }
                let output = StandardOutput()
                try output.write(text)
                try output.flush()
                return .done
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check a profile: exit 0, or 78 with the place of the error.",
            discussion: """
                examples:
                  dcmveil profile check mine.json
                  dcmveil profile check basic
                """)

        @Argument(help: ArgumentHelp("A shipped profile or a JSON file.", valueName: "name|file"), completion: .profile)
        var profile: String

        func run() throws {
            try CommandRun.end {
                let compiled = CompiledProfile(try Profiles.load(profile))
                let subjects = try SubjectsFile.load(nil, compiled.profile, isQuiet: false)
                let output = StandardOutput()
                try output.write("\(profile): \(compiled.profile.name), sha256 \(compiled.profile.digest)\n")
                if !compiled.profile.usesTable {
                    try output.write("does not apply PS3.15: outputs say nothing of de-identification\n")
                } else if compiled.conforms {
                    try output.write("conforms to PS3.15 \(StandardEdition.name)\n")
                } else if compiled.weaknessNames.isEmpty {
                    try output.write(
                        "says of itself that it does not conform to PS3.15, though nothing in it is weaker\n")
                } else {
                    try output.write("does not conform to PS3.15; less than Table E.1-1 is done to:\n")
                    for name in compiled.weaknessNames { try output.write("  \(name)\n") }
                }
                if let subjects {
                    try output.write("\(subjects.path): subject codes of \(subjects.table.count) patients\n")
                }
                try output.flush()
                return .done
            }
        }
    }
}
