import ArgumentParser
import Deidentify

extension ProfileCommand {
    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "Say what a profile does with an attribute, and which rule decides.",
            discussion: """
                examples:
                  dcmveil profile explain PatientName
                  dcmveil profile explain '(0008,0050)' --profile mine.json --sop CTImageStorage
                  dcmveil profile explain StudyInstanceUID --sop ct-image --path ReferencedStudySequence
                """)

        @Argument(help: ArgumentHelp("A keyword, (gggg,eeee) or ggggeeee.", valueName: "attribute"))
        var attribute: String

        @Option(help: ArgumentHelp("A shipped profile or a JSON file.", valueName: "name|file"))
        var profile = ShippedProfiles.defaultName

        @Option(
            help: ArgumentHelp(
                "The SOP Class: a UID, a keyword or a name; the attribute's Type follows from it.", valueName: "class"))
        var sop: String?

        @Option(
            help: ArgumentHelp("The sequences around it, from the top, as A.B; may be repeated.", valueName: "sequence")
        )
        var path: [String] = []

        func run() throws {
            try CommandRun.end {
                let compiled = CompiledProfile(try Profiles.load(profile))
                let explanation = Explanation(
                    compiled, tag: try AttributeArgument.tag(attribute),
                    sopClassUID: try sop.map { text throws(Failure) in try AttributeArgument.sopClass(text) },
                    path: try AttributeArgument.path(path))
                let output = StandardOutput()
                for line in explanation.lines {
                    let padding = String(repeating: " ", count: max(1, 12 - line.name.count))
                    try output.write("\(line.name):\(padding)\(line.text)\n")
                }
                try output.flush()
                return .done
            }
        }
    }
}
