import Foundation
import Testing

/// What a person meets first.
@Suite struct UsageTests {
    @Test func theVersionNamesTheStandard() throws {
        let run = try Dcmveil.run(["--version"])
        #expect(run.status == 0 && run.err.isEmpty)
        #expect(run.text.contains("2026d"))
    }

    @Test(arguments: [
        [], ["deid"], ["seal"], ["open"], ["keygen"], ["profile"], ["profile", "list"], ["profile", "show"],
        ["profile", "check"],
    ])
    func everyCommandHasHelp(command: [String]) throws {
        let run = try Dcmveil.run(command + ["--help"])
        #expect(run.status == 0 && run.err.isEmpty && run.text.contains("USAGE"))
    }

    static let mistakes: [(arguments: [String], status: Int32, words: [String])] = [
        (
            ["deid", "x", "-o", "y", "--profle", "basic"], 64,
            ["dcmveil: unknown option", "dcmveil: hint: did you mean '--profile'"]
        ),
        (["deid", "x", "-o", "y", "--key-fil", "k"], 64, ["--key-file"]),
        (["died", "x"], 64, ["dcmveil: no command is called \"died\"", "did you mean \"dcmveil deid\""]),
        (["profile", "lst"], 64, ["no command is called \"lst\"", "\"dcmveil profile list\""]),
        (["xyzzy"], 64, ["no command is called", "dcmveil --help lists"]), (["deid"], 64, []),
        (["deid", "x"], 64, ["output"]),
        (["seal", "x", "-o", "y"], 64, ["no recipients"]), (["open", "x", "-o", "y"], 66, ["no such file"]),
        (["seal", "-r", "age1nonsense", "x", "-o", "y"], 64, ["recipient"]),
        (["deid", "x", "-o", "y", "--profile", "basci"], 78, ["basci", "basic"]),
        (["deid", "x", "-o", "y", "--profile", "./none.json"], 78, ["none.json"]),
        (["deid", "x", "-o", "y", "--key-file", "none.key"], 77, ["none.key"]),
        (["profile", "check", "keepall"], 78, ["keep-all"]), (["profile", "show", "nothing"], 78, ["nothing"]),
        (["deid", "a", "b", "-o", "-"], 64, ["one input"]),
        (["deid", "x", "-o", "y", "-j0"], 64, ["dcmveil: --jobs is between 1 and 256"]),
        (["deid", "x", "-o", "y", "--include", "modality=CT"], 64, ["did you mean \"modalities\""]),
    ]

    @Test(arguments: mistakes.indices) func mistakesAreExplained(index: Int) throws {
        let (arguments, status, words) = Self.mistakes[index]
        let scratch = try Scratch()
        let run = try Dcmveil.run(arguments, in: scratch.url)
        #expect(run.status == status, "\(arguments): \(run.err)")
        for word in words { #expect(run.err.contains(word), "\(arguments): \(run.err)") }
        #expect(run.out.isEmpty && scratch.files().isEmpty)
    }

    @Test func profilesAreListedShownAndChecked() throws {
        #expect(try Dcmveil.run(["profile", "list"]).text.contains("basic-modified-dates"))
        let scratch = try Scratch()
        let shown = try Dcmveil.run(["profile", "show", "basic"])
        try shown.out.write(to: scratch.url.appending(path: "mine.json"))
        #expect(try Dcmveil.run(["profile", "check", scratch.path("mine.json")]).status == 0)
        try Data("{\n \"nam\": 1 }".utf8).write(to: scratch.url.appending(path: "bad.json"))
        let bad = try Dcmveil.run(["profile", "check", "bad.json"], in: scratch.url)
        #expect(bad.status == 78 && bad.err.hasPrefix("dcmveil: bad.json:2:2: "), "\(bad.err)")
    }
}
