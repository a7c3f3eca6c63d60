import ArgumentParser

/// Flags of every command that writes files.
struct WritingOptions: ParsableArguments {
    @Flag(help: "Replace outputs that are there already.")
    var force = false

    @Flag(name: [.short, .long], help: "Say only what went wrong.")
    var quiet = false
}
