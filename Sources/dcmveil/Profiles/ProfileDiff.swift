import ArgumentParser
import Deidentify
import Standard

extension ProfileCommand {
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "List what two profiles do differently: exit 0 for nothing, 1 for differences.",
            discussion: """
                One line an attribute, ascending by tag: its action in the first profile -> its action in the second. "if needed": only \
                where the IOD needs the attribute; with --sop, what happens at the top level of such objects.

                A program holds one edition of the standard. What it does by that, profile show --actions writes to a file, which \
                a program of another edition compares.

                examples:
                  dcmveil profile diff basic mine.json
                  dcmveil profile diff basic strict --sop CTImageStorage
                  dcmveil profile show --actions basic > basic-2026d.tsv
                  dcmveil profile diff basic-2026d.tsv basic
                """)

        @Argument(
            help: ArgumentHelp(
                "A shipped profile, also as name@edition, a JSON file, or a file of actions (.tsv).", valueName: "a"),
            completion: .profile)
        var first: String

        @Argument(help: ArgumentHelp("Another one.", valueName: "b"), completion: .profile)
        var second: String

        @Option(
            help: ArgumentHelp(
                "The SOP Class of objects that it is about: a UID, a keyword or a name.", valueName: "class"))
        var sop: String?

        func run() throws {
            try CommandRun.end {
                let sopClassUID = try sop.map { text throws(Failure) in try AttributeArgument.sopClass(text) }
                let (a, b) = (try ComparedProfile(first), try ComparedProfile(second))
                if sop != nil, a.isSaved || b.isSaved {
                    throw Failure(.usage, "--sop is about profiles: a file of actions does not say what IODs need")
                }
                let lines = ProfileDifference.lines(
                    a.actions(with: b, sopClassUID), b.actions(with: a, sopClassUID), sopClassUID: sopClassUID)
                let output = StandardOutput()
                for line in lines { try output.write("\(line)\n") }
                try output.flush()
                return lines.isEmpty ? .done : .findings
            }
        }
    }
}

/// One side of a comparison: a profile by the tables of this program, or what a program has written of one.
private enum ComparedProfile {
    case profile(CompiledProfile)
    case saved(ProfileActions)

    init(_ argument: String) throws(Failure) {
        if Paths.removing(".tsv", from: argument) != nil {
            let bytes = try Inputs.readSmall(argument, limit: ProfileReader.maximumSize)
            do throws(ProfileActions.Malformed) {
                self = .saved(try ProfileActions(text: String(decoding: bytes, as: UTF8.self)))
                return
            } catch {
                throw Failure(
                    .configuration, "\(argument):\(error.line): is no list of actions",
                    hint: "dcmveil profile show --actions NAME > FILE.tsv writes one")
            }
        }
        let parts = argument.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, ShippedProfiles.names.contains(String(parts[0])) else {
            self = .profile(CompiledProfile(try Profiles.load(argument)))
            return
        }
        guard parts[1] == StandardEdition.name else {
            throw Failure(
                .configuration,
                "\(argument): this dcmveil holds the edition \(StandardEdition.name) of the standard alone",
                hint: "a dcmveil of the other edition writes what its profile does, for this one to compare: "
                    + "dcmveil profile show --actions \(parts[0]) > \(parts[0])-\(parts[1]).tsv")
        }
        self = .profile(CompiledProfile(try Profiles.load(String(parts[0]))))
    }

    var isSaved: Bool { if case .saved = self { true } else { false } }

    func actions(with other: ComparedProfile, _ sopClassUID: String?) -> ProfileActions {
        switch (self, other) {
        case (.saved(let actions), _): actions
        case (.profile(let profile), .profile(let other)):
            ProfileActions(profile, with: ProfileActions(other).masks, sopClassUID: sopClassUID)
        // Attributes that the other edition has and this one has not are told as such; masks are of profiles.
        case (.profile(let profile), .saved(let other)):
            ProfileActions(profile, with: other.masks.filter { $0.mask != 0xFFFF_FFFF })
        }
    }
}
