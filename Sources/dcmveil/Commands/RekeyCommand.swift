import ArgumentParser
import Seal

struct RekeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey",
        abstract: "Change who may open a sealed dataset, without touching its files.",
        discussion: """
            Writes keys.age anew, in one step: killed at any moment, the dataset opens for the old people or for the new \
            ones. Who was removed may have kept the dataset's key or copies of its files: rekey is not revocation, and \
            reseal is for that.

            exit status: 0 done; 65 damaged; 77 no key that opens it, or altered; 73, 74 cannot write; then nothing has changed

            examples:
              dcmveil rekey -i me.key -r age1… sealed
              dcmveil rekey -i me.key --remove "Dr. Leaver" sealed
            """)

    @Argument(help: ArgumentHelp("A sealed dataset.", valueName: "dataset"), completion: .file())
    var dataset: String

    @OptionGroup var keyOptions: DatasetKeyOptions

    @Option(
        name: [.long, .customLong("revoke")],
        help: ArgumentHelp("Remove this recipient, or whom this name means; may be repeated.", valueName: "who"))
    var remove: [String] = []

    @Flag(name: [.short, .long], help: "Say only what went wrong, and what has to be known about a removal.")
    var quiet = false

    func run() throws {
        try CommandRun.end {
            let keys = try keyOptions.read()
            return try RekeyRun(
                folder: dataset, identities: keys.identities, added: keys.people, removed: remove, dialog: keys.dialog,
                isQuiet: quiet
            ).run()
        }
    }
}
