import ArgumentParser
import Deidentify
import Glibc

struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "List, show and check de-identification profiles.",
        discussion: """
            examples:
              dcmveil profile list
              dcmveil profile show basic > mine.json
            """,
        subcommands: [List.self, Show.self, Check.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the shipped profiles.")

        func run() throws {
            try CommandRun.end {
                for name in ShippedProfiles.names {
                    let profile = try Profiles.load(name)
                    let padding = String(repeating: " ", count: max(1, 24 - name.count))
                    print("\(name)\(padding)\(profile.title)")
                }
                return .done
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print a shipped profile as JSON.")

        @Argument(help: "The profile's name.")
        var name: String

        func run() throws {
            try CommandRun.end {
                _ = try Profiles.load(name)
                guard let text = ShippedProfiles.text(named: name) else {
                    throw Failure(.usage, "\(name): is not a shipped profile")
                }
                print(String(decoding: text, as: UTF8.self))
                return .done
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check a profile: exit 0, or 78 with the place of the error.")

        @Argument(help: ArgumentHelp("A shipped profile or a JSON file.", valueName: "name|file"))
        var profile: String

        func run() throws {
            try CommandRun.end {
                let loaded = try Profiles.load(profile)
                _ = CompiledProfile(loaded)
                print("\(profile): \(loaded.name), sha256 \(loaded.digest)")
                return .done
            }
        }
    }
}
