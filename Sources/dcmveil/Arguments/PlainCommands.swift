import ArgumentParser

/// The commands that are run for many small jobs, so that their start counts.
enum PlainCommands {
    /// The command that a plain line asks for; `nil` for all that the library has to look at.
    static func command(_ arguments: [String]) -> (any ParsableCommand)? {
        guard let name = arguments.first else { return nil }
        let words = arguments.dropFirst()
        let command: (any ParsableCommand)? =
            switch name {
            case "deid": read(DeidCommand.self, words)
            case "verify": read(VerifyCommand.self, words)
            case "inspect": read(InspectCommand.self, words)
            case "seal": read(SealCommand.self, words)
            case "open": read(OpenCommand.self, words)
            default: nil
            }
        assert(command.map { isLikeTheLibrarys($0, arguments) } ?? true, "read otherwise than by the library")
        return command
    }

    private static func read<Command: PlainlyRead & ParsableCommand>(
        _ type: Command.Type, _ words: ArraySlice<String>
    ) -> Command? {
        var arguments = PlainArguments(words)
        guard arguments.isPlain, let command = try? arguments.group(type), arguments.isPlain else { return nil }
        return command
    }

    private static func isLikeTheLibrarys(_ command: any ParsableCommand, _ arguments: [String]) -> Bool {
        guard let other = try? Dcmveil.parseAsRoot(arguments) else { return false }
        return String(describing: command) == String(describing: other)
    }
}
