import Foundation
import Testing

/// `deid` over files and folders.
@Suite struct DeidTests {
    @Test func outputNamesComeFromNewValuesOnly() throws {
        let scratch = try Scratch()
        let key = scratch.path("study.key")
        #expect(try Dcmveil.run(["keygen", "--study", "-o", key]).status == 0)
        let run = try Dcmveil.run(
            [
                "deid", Dcmveil.fixture("ct"), "-o", scratch.path("out"), "--key-file", key, "--report",
                scratch.path("report.jsonl"),
            ])
        #expect(run.status == 0 && run.out.isEmpty, "\(run.err)")
        let files = scratch.files("out")
        #expect(files.count == 3)
        for file in files {
            #expect(
                file.range(
                    of: #"^P-[0-9A-Z]{16}/2\.25\.[0-9]+/2\.25\.[0-9]+/2\.25\.[0-9]+\.dcm$"#, options: .regularExpression
                ) != nil, "\(file)")
        }
        #expect(Set(files.map { $0.split(separator: "/").dropLast().joined() }).count == 1)

        let lines = String(decoding: try scratch.bytes("report.jsonl"), as: UTF8.self).split(separator: "\n")
        let objects = try lines.map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.count == 4)
        #expect(objects.prefix(3).allSatisfy { $0["status"] as? String == "written" && $0["output"] != nil })
        let summary = try #require(objects.last?["summary"] as? [String: Int])
        #expect(summary["written"] == 3 && summary["quarantined"] == 0)
        #expect(!lines.joined().contains("ZZMARK") && !run.err.contains("ZZMARK"))

        let again = try Dcmveil.run([
            "deid", Dcmveil.fixture("ct"), "-o", scratch.path("again"), "--key-file", key, "-q",
        ])
        #expect(again.status == 0 && again.err.isEmpty)
        for file in files { #expect(try scratch.bytes("out/" + file) == scratch.bytes("again/" + file)) }

        // Nothing is overwritten unless asked for.
        let before = try scratch.bytes("out/" + files[0])
        let second = try Dcmveil.run(["deid", Dcmveil.fixture("ct"), "-o", scratch.path("out"), "--key-file", key])
        #expect(second.status == 2 && second.err.contains("already"))
        #expect(try scratch.bytes("out/" + files[0]) == before && scratch.files("out") == files)
        #expect(
            try Dcmveil.run(["deid", Dcmveil.fixture("ct"), "-o", scratch.path("out"), "--key-file", key, "--force"])
                .status == 0)
    }

    /// One study whose files name two patients, as where a PACS adds an issuer to some: told of with a number, and nothing else.
    @Test(arguments: ["1", "4"]) func studiesOfTwoPatientsAreToldOf(jobs: String) throws {
        let scratch = try Scratch()
        func file(_ number: Int, study: Int, patient: String) throws {
            func element(_ group: UInt16, _ number: UInt16, _ vr: String, _ text: String) -> Data {
                let value = Data(text.utf8) + (text.utf8.count % 2 == 0 ? Data() : Data([vr == "UI" ? 0 : 0x20]))
                let head = [group, number].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
                return Data(head) + Data(vr.utf8) + Data([UInt8(value.count), 0]) + value
            }
            let meta =
                element(2, 2, "UI", "1.2.840.10008.5.1.4.1.1.2") + element(2, 3, "UI", "1.2.826.0.1.\(number)")
                + element(2, 0x10, "UI", "1.2.840.10008.1.2.1")
            let content =
                element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.2") + element(8, 0x18, "UI", "1.2.826.0.1.\(number)")
                + element(0x10, 0x20, "LO", patient) + element(0x20, 0x0D, "UI", "1.2.826.0.2.\(study)")
            let all = Data(count: 128) + Data("DICM".utf8) + meta + content
            try all.write(to: URL(filePath: scratch.path("in/\(number).dcm")))
        }
        try FileManager.default.createDirectory(
            atPath: scratch.path("in"), withIntermediateDirectories: true)
        for (number, (study, patient)) in [
            (1, "ZZMARK1"), (1, "ZZMARK1"), (1, "ZZMARK2"), (1, "ZZMARK3"), (2, "ZZMARK1"),
        ]
        .enumerated() {
            try file(number, study: study, patient: patient)
        }
        let arguments = [
            "deid", scratch.path("in"), "-o", scratch.path("out"), "--jobs", jobs, "--report", scratch.path("r.jsonl"),
        ]
        let run = try Dcmveil.run(arguments)
        #expect(run.status == 0 && run.err.contains("1 study came with more than one patient"), "\(run.err)")
        let report = String(decoding: try scratch.bytes("r.jsonl"), as: UTF8.self)
        #expect(!run.err.contains("ZZMARK") && !report.contains("ZZMARK"))
        let quiet = try Dcmveil.run(["deid", scratch.path("in"), "-o", scratch.path("quiet"), "-q"])
        #expect(quiet.status == 0 && quiet.err.isEmpty)
    }

    static let broken: [(String, Int32)] = [
        ("cut-in-half.dcm", 65), ("cut-in-header.dcm", 65), ("deflated-garbage.dcm", 65), ("empty.dcm", 65),
        ("nested-too-deep.dcm", 65), ("only-preamble.dcm", 65), ("only-file-meta.dcm", 65), ("png.dcm", 65),
        ("text.dcm", 65),
        ("unknown-transfer-syntax.dcm", 65), ("no-sop-class.dcm", 65), ("does-not-exist.dcm", 66),
    ]

    @Test(arguments: broken) func aSingleBrokenInputHasItsStatus(name: String, status: Int32) throws {
        let scratch = try Scratch()
        let run = try Dcmveil.run(["deid", Dcmveil.fixture("broken/" + name), "-o", scratch.path("out.dcm"), "-q"])
        #expect(run.status == status, "\(run.err)")
        #expect(run.err.hasPrefix("dcmveil: ") && scratch.files().isEmpty, "\(run.err)")
        #expect(!run.err.contains("ZZMARK") && !run.err.contains("PHI"))
    }

    @Test func aBatchGoesOnBehindABrokenInput() throws {
        let scratch = try Scratch()
        let run = try Dcmveil.run(
            [
                "deid", Dcmveil.fixture("broken/text.dcm"), Dcmveil.fixture("ct/slice-1.dcm"),
                Dcmveil.fixture("nothing"), "-o", scratch.path("out"),
            ])
        #expect(run.status == 2 && scratch.files("out").count == 1, "\(run.err)")
    }

    @Test func standardInputAndOutputAreAFile() throws {
        let scratch = try Scratch()
        let key = scratch.path("study.key")
        _ = try Dcmveil.run(["keygen", "--study", "-o", key])
        let input = try Data(contentsOf: URL(filePath: Dcmveil.fixture("ct/slice-1.dcm")))
        let piped = try Dcmveil.run(["deid", "-", "-o", "-", "--key-file", key], input: input)
        #expect(piped.status == 0 && piped.out.count > 132 && piped.out[128..<132] == Data("DICM".utf8), "\(piped.err)")
        let named = try Dcmveil.run([
            "deid", Dcmveil.fixture("ct/slice-1.dcm"), "-o", scratch.path("one.dcm"), "--key-file", key,
        ])
        #expect(named.status == 0)
        #expect(try scratch.bytes("one.dcm") == piped.out)
    }

    @Test func outputsNeverLieInTheInput() throws {
        let scratch = try Scratch()
        try FileManager.default.copyItem(atPath: Dcmveil.fixture("ct"), toPath: scratch.path("in"))
        let run = try Dcmveil.run(["deid", "in", "-o", "in/out"], in: scratch.url)
        #expect(run.status == 64 && scratch.files().count == 3)
    }

    @Test func aStudyKeyThatOthersCanReadIsRefused() throws {
        let scratch = try Scratch()
        let key = scratch.path("study.key")
        _ = try Dcmveil.run(["keygen", "--study", "-o", key])
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        let run = try Dcmveil.run(["deid", Dcmveil.fixture("ct"), "-o", scratch.path("out"), "--key-file", key])
        #expect(run.status == 77 && run.err.contains("chmod 600") && scratch.files("out").isEmpty)
    }
}
