import ArgumentParser
import Seal

struct ResealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reseal",
        abstract: "Encrypt a sealed dataset anew, under a new key, into a new folder.",
        discussion: """
            For the day when a key has leaked. Everybody who may open the old dataset may open the new one, but for those \
            who are removed. Nothing is written in the clear. The old dataset stays: delete it and its copies.

            exit status: 0 done; 65 damaged; 77 no key that opens it, or altered; 73, 74 the output; all or nothing

            examples:
              dcmveil reseal -i me.key --remove age1… -o sealed-2 sealed
              dcmveil reseal -i me.key -r age1… --sign-key ~/.ssh/id_ed25519 -o sealed-2 sealed
            """)

    @Argument(help: ArgumentHelp("A sealed dataset.", valueName: "dataset"), completion: .file())
    var dataset: String

    @Option(name: [.short, .long], help: ArgumentHelp("A new folder.", valueName: "new"), completion: .directory)
    var output: String

    @OptionGroup var keyOptions: DatasetKeyOptions

    @Option(
        name: [.long, .customLong("revoke")],
        help: ArgumentHelp("Leave out this recipient, or whom this name means; may be repeated.", valueName: "who"))
    var remove: [String] = []

    @OptionGroup var signing: SigningOption

    @Flag(name: [.short, .long], help: "Say only what went wrong.")
    var quiet = false

    func run() throws {
        try CommandRun.end {
            let keys = try keyOptions.read()
            return try ResealRun(
                folder: dataset, output: output, identities: keys.identities, added: keys.people, removed: remove,
                signingKey: try signing.key(dialog: keys.dialog), dialog: keys.dialog, isQuiet: quiet
            ).run()
        }
    }
}
