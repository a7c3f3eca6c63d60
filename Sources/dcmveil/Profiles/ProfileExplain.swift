import ArgumentParser
import Deidentify
import Standard

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
                  dcmveil profile explain '(0019,"SIEMENS MR HEADER",0C)' --profile research
                """)

        @Argument(
            help: ArgumentHelp(
                "A keyword, (gggg,eeee), ggggeeee, or a private (gggg,\"CREATOR\",ee).", valueName: "attribute"))
        var attribute: String

        @Option(help: ArgumentHelp("A shipped profile or a JSON file.", valueName: "name|file"), completion: .profile)
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
                let sopClassUID = try sop.map { text throws(Failure) in try AttributeArgument.sopClass(text) }
                let path = try AttributeArgument.path(path)
                let lines: [(name: String, text: String)]
                if let attribute = PrivateAttribute(attribute) {
                    lines = PrivateExplanation(compiled, attribute).lines
                } else {
                    let tag = try AttributeArgument.tag(attribute)
                    lines = Explanation(compiled, tag: tag, sopClassUID: sopClassUID, path: path).lines
                }
                let output = StandardOutput()
                for line in lines {
                    let padding = String(repeating: " ", count: max(1, 12 - line.name.count))
                    try output.write("\(line.name):\(padding)\(line.text)\n")
                }
                try output.flush()
                return .done
            }
        }
    }
}
