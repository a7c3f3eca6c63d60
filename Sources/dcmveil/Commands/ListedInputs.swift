import ArgumentParser

/// Inputs that do not come as arguments. Beyond some thousand paths a list is also faster, since the time for taking
/// arguments apart grows with the square of their number.
struct ListedInputs: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read paths of further inputs from this file, one a line; - for standard input. For thousands of them.",
            valueName: "file"), completion: .file())
    var filesFrom: String?

    @Flag(name: [.customShort("0"), .long], help: "The list is separated by zero bytes, as find -print0 writes it.")
    var null = false

    /// - Parameter inputs: the arguments, of which there must be some if there is no list.
    func open(besides inputs: [String]) throws(Failure) -> PathList? {
        guard let filesFrom else {
            if null { throw Failure(.usage, "-0 says how a list is separated", hint: "name one with --files-from") }
            return nil
        }
        if filesFrom == "-", inputs.contains("-") {
            throw Failure(.usage, "list and input cannot both be standard input")
        }
        return try PathList(filesFrom, isNullSeparated: null)
    }
}
