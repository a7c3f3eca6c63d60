import ArgumentParser

@main
struct Dcmveil: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "dcmveil", version: "0.1.0")
}
