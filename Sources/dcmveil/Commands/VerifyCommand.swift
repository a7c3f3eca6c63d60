import ArgumentParser
import Deidentify
import Glibc
import Verify

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that DICOM files hold nothing that identifies a patient.",
        discussion: """
            Reads with a reader of its own and checks against a list of its own, so that it does not share the mistakes \
            of deid. Works on the output of any tool. Never prints a value, unless --show-values asks for it.

            examples:
              dcmveil verify --fail-on review export && echo "nothing found, nothing to review"
              dcmveil verify export --format jsonl > findings.jsonl || echo "do not release"
              dcmveil verify export --format sarif --fail-on error > findings.sarif
              dcmveil verify export --profile mine.json --baseline accepted.json
              dcmveil verify export --format html > report.html
              dcmveil verify export --against scans
              dcmveil verify --explain DV0103

            exit status: 0 no finding from --fail-on upward; 1 there are; 2 there are none, but some inputs or originals could \
            not be read to their end, were passed over, are sealed or have parts that were not looked into; 78 a bad profile or baseline; 66 no input could be read, or a folder has no DICOM file
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, jsonl, json, sarif, junit, github, html

        var report: ReportFormat {
            switch self {
            case .text: .text
            case .jsonl, .json: .jsonl
            case .sarif: .sarif
            case .junit: .junit
            case .github: .github
            case .html: .html
            }
        }
    }

    enum Level: String, ExpressibleByArgument, CaseIterable {
        case error, warning, review, info

        var severity: Severity {
            switch self {
            case .error: .error
            case .warning: .warning
            case .review: .review
            case .info: .info
            }
        }
    }

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "path"), completion: .file())
    var paths: [String] = []

    @OptionGroup var listed: ListedInputs

    @Option(
        help: """
            text; jsonl (also json), one object a line; sarif, SARIF 2.1.0; junit, JUnit XML; github, workflow commands \
            of GitHub Actions; html, a page for people.
            """)
    var format = Format.text

    @Option(help: "The least severity that makes the exit status 1: error, warning, review or info.")
    var failOn = Level.warning

    @Option(
        help: ArgumentHelp(
            "Expect what this profile leads to (a shipped one or a JSON file); without it, the Basic Profile of PS3.15, and what research leaves in files that state it.",
            valueName: "name|file"), completion: .profile)
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "The table of subject codes that deid was given, which are then no identifiers; with --profile.",
            valueName: "file"), completion: .file())
    var subjects: String?

    @Option(
        help: ArgumentHelp(
            "UIDs under this root were made by the tool that made the files, and are no originals; may be repeated.",
            valueName: "root"))
    var uidRoot: [String] = []

    @Option(
        help: ArgumentHelp(
            "Look everywhere for what deid --canary noted as removed; needs --key-file.", valueName: "file"),
        completion: .file())
    var canary: String?

    @Option(help: ArgumentHelp("The study key of the canary.", valueName: "file"), completion: .file())
    var keyFile: String?

    @Option(
        help: ArgumentHelp(
            "Look everywhere for what stands in these originals and must be gone; may be repeated.", valueName: "path"),
        completion: .file())
    var against: [String] = []

    @Option(
        help: ArgumentHelp(
            "Findings that are accepted, each with a reason and the day it expires (docs/verify.md).", valueName: "file"
        ), completion: .file())
    var baseline: String?

    @Option(
        help: ArgumentHelp("Write this many findings at most; the others are counted all the same.", valueName: "n"))
    var maxFindings: Int?

    @Flag(
        help:
            "Show the first 64 bytes of what was found, for who may see the originals; with text, jsonl and html only.")
    var showValues = false

    @Option(
        name: [.customShort("j", allowingJoined: true), .long],
        help: ArgumentHelp("Files that are looked at at the same time; by default one a core.", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Print what a check looks for, why and what to do, and end.", valueName: "id"))
    var explain: String?

    @Flag(help: "Print all checks with their severity, and end.")
    var listChecks = false

    @Flag(name: [.short, .long], help: "Print findings only, no summary.")
    var quiet = false

    func validate() throws {
        if paths.isEmpty, listed.filesFrom == nil, explain == nil, !listChecks {
            throw ValidationError("Missing expected argument '<path> ...'")
        }
        _ = try uidRoots()
        if let maxFindings, maxFindings < 0 { throw ValidationError("--max-findings is 0 or more") }
        if (canary == nil) != (keyFile == nil) { throw ValidationError("--canary and --key-file go together") }
        if showValues, ![.text, .jsonl, .json, .html].contains(format) {
            throw ValidationError(
                "--show-values goes with text, jsonl and html: the other formats are made for services")
        }
        if subjects != nil, profile == nil { throw ValidationError("--subjects needs --profile, that of deid") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is between 1 and 256") }
    }

    func run() throws {
        try CommandRun.end {
            if explain != nil || listChecks { return try tell() }
            Interruption.listen()
            let list = try listed.open(besides: paths)
            let printer = ReportPrinter(
                format.report, failOn: failOn.severity, version: Program.version, showsValues: showValues, about: about)
            var options = VerifyRun.Options()
            options.baseline = try baseline.map { path throws(Failure) in try BaselineFile.load(path) }
            if let maxFindings { options.maximumFindings = maxFindings }
            if let jobs { options.workers = jobs }
            let expectations = try profile.map { name throws(Failure) in
                let profile = CompiledProfile(try Profiles.load(name))
                let table = try SubjectsFile.load(subjects, profile.profile, isQuiet: quiet)
                return Expectations(profile, subjects: table?.table)
            }
            options.acceptsOriginalUIDs = expectations?.keepsUIDs ?? false
            var verifierOptions = VerifierOptions()
            verifierOptions.showsValues = showValues
            verifierOptions.uidRoots = try uidRoots()
            let verifier = Verifier(options: verifierOptions, expectations: expectations, stated: Expectations.stated)
            var known: [any KnownTokens] = []
            if let canary, let keyFile { known.append(try CanaryFile.read(canary, try KeyFile.studyKey(keyFile))) }
            var unread = 0
            if !against.isEmpty {
                let originals = try Originals(verifier: verifier, workers: options.workers).collect(against)
                known.append(originals.tokens)
                unread = originals.unread
            }
            if !known.isEmpty { options.known = EitherTokens(sets: known) }
            let run = try VerifyRun(printer, verifier: verifier, options: options)
            var walk = InputWalk(paths, list: list)
            try run.run(&walk)
            let folders = paths.filter(isFolder)
            try run.passOverEmpty(folders)
            try run.tellOfEmptyFolders(folders)
            try run.finish(saysSummary: !quiet && (format == .text || format == .github))
            if showValues, !quiet {
                StandardError.say("the report holds values of elements: keep it as you keep the originals")
            }
            if unread > 0 {
                StandardError.say(
                    "\(unread) of the originals could not be read: what stands in them was not looked for")
            }
            return try status(of: run.summary, unreadOriginals: unread)
        }
    }

    private func uidRoots() throws -> UIDRoots {
        var roots = UIDRoots()
        for root in uidRoot {
            if let reason = roots.add(root) { throw ValidationError("--uid-root: \(root) \(reason)") }
        }
        return roots
    }

    /// What a page says of the run it is about.
    private var about: ReportSubject {
        var about = ReportSubject()
        about.time = Clock.now()
        about.inputs = paths + (listed.filesFrom.map { ["a list: \($0)"] } ?? [])
        about.profile = profile
        if canary != nil { about.options.append("--canary") }
        if !against.isEmpty { about.options.append("--against") }
        if baseline != nil { about.options.append("--baseline") }
        about.options += uidRoot.map { "--uid-root \($0)" }
        if subjects != nil { about.options.append("--subjects") }
        return about
    }

    /// Findings outweigh what could not be read; an incomplete run is never 0.
    private func status(of summary: Summary, unreadOriginals: Int) throws -> ExitStatus {
        if summary.files == 0 {
            if summary.unverified > 0 { return .noInput }
            throw Failure(.noInput, "there are no files to verify")
        }
        let hasFindings = summary.hasFindings(from: failOn.severity)
        // Files that somebody named and that are something else are findings; accepted, they are no release either.
        if summary.dicomFiles + summary.sealed == 0, !hasFindings || paths.contains(where: isFolder) {
            throw Failure(.noInput, "there is no DICOM file to verify")
        }
        if hasFindings { return .findings }
        return summary.isComplete && unreadOriginals == 0 ? .done : .quarantined
    }

    private func isFolder(_ path: String) -> Bool {
        if case .folder = Folders.kind(of: path) { return true }
        return false
    }

    private func tell() throws -> ExitStatus {
        let output = StandardOutput()
        if let explain {
            guard let check = Check(id: explain.uppercased()) else {
                throw Failure(
                    .usage, "there is no check \(explain)", hint: "dcmveil verify --list-checks shows them all")
            }
            try output.write(CheckPage.page(check))
        } else {
            try output.write(CheckPage.list)
        }
        try output.flush()
        return .done
    }
}
