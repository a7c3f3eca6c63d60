import ArgumentParser
import Deidentify
import Glibc

/// What a command line is answered with that cannot be taken apart: a message and a hint as for everything else, then the usage.
enum UsageMessage {
    /// Ends the program if the error is one of usage; all others are not its matter.
    static func say(_ error: any Error, arguments: [String]) {
        let status = Dcmveil.exitCode(for: error)
        guard status == .validationFailure else { return }
        let lines = Dcmveil.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        guard let first = lines.first, first.hasPrefix(mark) else { return }
        if let unknown = unknownCommand(arguments) {
            StandardError.say("no command is called \"\(unknown.word)\"", hint: unknown.hint)
        } else {
            let (message, hint) = parts(String(first.dropFirst(mark.count)))
            let longer = unknownOption(message).flatMap { longerOption($0, arguments) }
            StandardError.say(message, hint: longer.map { "did you mean '\($0)'?" } ?? hint)
        }
        for line in lines.dropFirst() where !line.isEmpty { StandardError.tell(line) }
        Glibc.exit(status.rawValue)
    }

    private static let mark = "Error: "
    private static let question = ". Did you mean "

    /// `Unknown option '--x'. Did you mean '--y'?` as a message and its hint, in lower case and without the full stop.
    static func parts(_ text: String) -> (message: String, hint: String?) {
        var message = text
        var hint: String?
        if let range = text.range(of: question) {
            message = String(text[..<range.lowerBound])
            hint = "did you mean " + text[range.upperBound...]
        }
        if message.hasSuffix(".") { message.removeLast() }
        return (message.prefix(1).lowercased() + message.dropFirst(), hint)
    }

    private static let unknown = "unknown option '"

    private static func unknownOption(_ message: String) -> String? {
        guard message.hasPrefix(unknown + "--"), message.hasSuffix("'") else { return nil }
        return String(message.dropFirst(unknown.count).dropLast())
    }

    /// The only option that begins like `option`, which is what people mean who cut a name short; the parser would say which
    /// one differs in the fewest letters.
    private static func longerOption(_ option: String, _ arguments: [String]) -> String? {
        var type: any ParsableCommand.Type = Dcmveil.self
        for argument in arguments {
            guard let next = type.configuration.subcommands.first(where: { $0.configuration.commandName == argument })
            else { break }
            type = next
        }
        let words = Dcmveil.helpMessage(for: type).split { !($0.isLetter || $0.isNumber || $0 == "-") }
        let longer = Set(words.filter { $0.hasPrefix(option) })
        return longer.count == 1 ? longer.first.map { String($0) } : nil
    }

    /// The first word that stands where a command has to, and is none.
    private static func unknownCommand(_ arguments: [String]) -> (word: String, hint: String)? {
        var type: any ParsableCommand.Type = Dcmveil.self
        var path = "dcmveil"
        for argument in arguments {
            let known = type.configuration.subcommands
            if argument.hasPrefix("-") || known.isEmpty { return nil }
            if let next = known.first(where: { $0.configuration.commandName == argument }) {
                type = next
                path += " \(argument)"
                continue
            }
            if argument == "help" || type.configuration.defaultSubcommand != nil { return nil }
            let near = Suggestion.nearest(to: argument, among: known.compactMap { $0.configuration.commandName })
            return (argument, near.map { "did you mean \"\(path) \($0)\"?" } ?? "\(path) --help lists the commands")
        }
        return nil
    }
}

extension String {
    /// Where a text stands in it first; Foundation is not linked for that.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
