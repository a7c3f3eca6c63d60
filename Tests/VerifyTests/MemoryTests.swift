import Foundation
import Standard
import Testing

@testable import Verify

/// What is remembered from one file to the next changes no finding.
@Suite struct MemoryTests {
    private static let profile = {
        var expectations = Expectations()
        expectations.kept = [0x0008_0119, 0x0010_0040, 0x0010_1030, 0x0008_0080].map { TagMask(value: $0, mask: .max) }
        expectations.cleaned = [0x0008_1030, 0x0008_103E, 0x0008_2111, 0x0010_4000, 0x0018_1030, 0x0020_4000].map {
            TagMask(value: $0, mask: .max)
        }
        expectations.moved = [0x0008_0020, 0x0008_0021, 0x0008_0023].map { TagMask(value: $0, mask: .max) }
        expectations.dates = .modified
        return expectations
    }()
    private static let verifiers = [
        Verifier(), Verifier(expectations: profile),
        Verifier(stated: [
            .init(name: "usual") {
                StatedProfile(
                    method: "dcmveil\\PS3.15 2026d\\profile usual", codes: ["113100"], expectations: profile)
            }
        ]),
    ]

    /// Of one memory for all files, beside one that remembers nothing.
    private struct Pair {
        var verifier: Verifier
        let memory = VerifierMemory()
        let none = VerifierMemory(remembersValues: false)

        func findings(_ bytes: [UInt8]) -> (remembering: [Finding], anew: [Finding]) {
            (
                verifier.examine(bytes: bytes, memory: memory).findings,
                verifier.examine(bytes: bytes, memory: none).findings
            )
        }
    }

    /// The same numbers in each run.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    /// Where the values of a file are that are short enough to be remembered.
    private static func values(of bytes: [UInt8]) -> [Range<Int>] {
        var check = FileCheck(.memory(bytes), options: VerifierOptions(), rules: .basicProfile)
        var values: [Range<Int>] = []
        guard (try? check.open()) ?? false else { return [] }
        while values.count < 4000, let event = try? check.walker.next() {
            if case .end = event { break }
            guard case .element(let element) = event, element.content == .value, let length = element.length,
                (1...FaultlessValues.longest).contains(length),
                // Of what is inflated, offsets are others.
                element.valueOffset + length <= bytes.count
            else { continue }
            values.append(element.valueOffset..<element.valueOffset + length)
        }
        return values
    }

    /// A file with one edit: a byte of a value, two values of one length in each other's place, a byte of a header, or what the file
    /// says of its dates.
    private static func edited(_ bytes: [UInt8], _ values: [Range<Int>], _ numbers: inout Numbers) -> [UInt8] {
        var bytes = bytes
        let letters = Array("AZaz09^\\@/. -=".utf8) + [0, 0xC3, 0xFF]
        guard let value = values.randomElement(using: &numbers) else {
            if let place = bytes.indices.prefix(8192).randomElement(using: &numbers) { bytes[place] ^= 1 }
            return bytes
        }
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0...2: bytes[value.randomElement(using: &numbers)!] = letters.randomElement(using: &numbers)!
        case 3...4:
            let other = values.filter { $0.count == value.count }.randomElement(using: &numbers)!
            let (first, second) = (Array(bytes[value]), Array(bytes[other]))
            bytes.replaceSubrange(value, with: second)
            bytes.replaceSubrange(other, with: first)
        case 5:
            bytes[max(0, value.lowerBound - Int.random(in: 1...8, using: &numbers))] ^=
                1 << UInt8.random(in: 0..<8, using: &numbers)
        case 6:
            let names = ["PN", "LO", "SH", "CS", "DA", "TM", "UI", "DS", "IS", "AE", "LT", "US", "UN"]
            let header = value.lowerBound - 8
            if header > 132 {
                bytes.replaceSubrange(header + 4..<header + 6, with: names.randomElement(using: &numbers)!.utf8)
            }
        default:
            for (old, new) in [("MODIFIED", "REMOVED "), ("REMOVED ", "MODIFIED"), ("REMOVED", "XEMOVED")] {
                guard let place = bytes.firstRange(of: Array(old.utf8)) else { continue }
                bytes.replaceSubrange(place, with: Array(new.utf8))
                break
            }
        }
        return bytes
    }

    /// Files as they are and with single edits, one after the other. `DCMVEIL_MUTATIONS` says how many of those each has.
    @Test(arguments: 0..<3) func findingsAreThoseOfNoMemory(number: Int) {
        let edits = ProcessInfo.processInfo.environment["DCMVEIL_MUTATIONS"].flatMap { Int($0) } ?? 4
        let folders = (ProcessInfo.processInfo.environment["DCMVEIL_FILES"] ?? "").split(separator: ":").map(
            String.init)
        let pair = Pair(verifier: Self.verifiers[number])
        var numbers = Numbers(state: UInt64(number))
        var (compared, found) = (0, 0)
        func compare(_ bytes: [UInt8], _ name: String) {
            let (remembering, anew) = pair.findings(bytes)
            #expect(remembering == anew, "\(name)")
            compared += 1
            found += anew.count
        }
        func walk(_ folder: String, _ edits: Int) {
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            for name in names.sorted() {
                guard let bytes = try? [UInt8](Data(contentsOf: URL(filePath: folder).appending(path: name))),
                    bytes.count < 256 << 10
                else { continue }
                compare(bytes, name)
                let values = Self.values(of: bytes)
                for edit in 0..<edits { compare(Self.edited(bytes, values, &numbers), "\(name), edit \(edit)") }
                compare(bytes, name)
            }
        }
        walk(
            URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures").standardized.path,
            edits)
        for folder in folders { walk(folder, edits) }
        #expect(compared > 100 && found > 100)
        print("compared \(compared) files with \(found) findings")
    }

    /// The same value, faultless in one file and a finding in the next, by each thing that makes the difference.
    @Test func whatAJudgementDependsOnIsAsked() {
        func check(_ first: [UInt8], _ second: [UInt8], _ expected: String, _ verifier: Verifier = Verifier()) {
            let memory = VerifierMemory()
            func ids(_ bytes: [UInt8]) -> [String] {
                verifier.examine(bytes: bytes, memory: memory).findings.map(\.check.rawValue)
            }
            for _ in 0..<2 {
                #expect(!ids(first).contains(expected))
                #expect(ids(second).contains(expected))
            }
        }
        let plain = Bytes.explicit
        // Its VR.
        check(
            CleanFile.with { $0.set(0x0018_1020, "LO", "abc 1") },
            CleanFile.with { $0.set(0x0018_1020, "UI", "abc 1") }, "DV0206")
        // Its place: Type 2C at the top level, and nothing the standard has in an item.
        let empty = plain.element(0x0010_2297, "PN", "")
        check(
            CleanFile.with { $0.changes[0x0010_2297] = empty },
            CleanFile.with { $0.changes[0x0008_1115] = plain.sequence(0x0008_1115, [empty]) }, "DV0102")
        // The SOP Class.
        check(
            CleanFile.with { $0.changes[0x0010_2297] = empty },
            CleanFile.with { file in
                file.sopClass = "1.2.840.10008.5.1.4.1.1.66.9"
                file.changes[0x0010_2297] = empty
            }, "DV0102")
        // What stands around it: codes of persons.
        let code = plain.element(0x0008_0100, "SH", "T-A0100") + plain.element(0x0008_0102, "SH", "SRT")
        check(
            CleanFile.with { $0.changes[0x0008_2218] = plain.sequence(0x0008_2218, [code]) },
            CleanFile.with { file in
                let person = plain.sequence(0x0040_1101, [code])
                file.changes[0x0008_1052] = plain.sequence(0x0008_1052, [person])
            }, "DV0108")
        // Options.
        var roots = UIDRoots()
        #expect(roots.add("1.2.826.0.1.3680043.8.498") == nil)
        var options = VerifierOptions()
        options.uidRoots = roots
        let memory = VerifierMemory()
        let file = CleanFile.with { $0.set(0x0020_000E, "UI", "1.2.826.0.1.3680043.8.498.1") }
        #expect(Verifier(options: options).examine(bytes: file, memory: memory).findings.isEmpty)
        #expect(Verifier().examine(bytes: file, memory: memory).findings.map(\.check.rawValue) == ["DV0105"])
        #expect(Verifier(options: options).examine(bytes: file, memory: memory).findings.isEmpty)
        // The profile.
        let kept = CleanFile.with { file in
            file.dates = "MODIFIED"
            file.set(0x0010_0040, "CS", "F")
        }
        #expect(
            !Verifier(expectations: Self.profile).examine(bytes: kept, memory: memory).findings.contains {
                $0.check.rawValue == "DV0103"
            })
        #expect(
            Verifier().examine(bytes: kept, memory: memory).findings.contains { $0.check.rawValue == "DV0103" })
    }

    /// Dates behind the statement that they were modified.
    @Test func whatTheFileSaysOfItsDatesIsAsked() {
        let memory = VerifierMemory()
        func ids(_ dates: String) -> [String] {
            let file = CleanFile.with { file in
                file.dates = dates
                file.set(0x0040_0002, "DA", "20200203")
            }
            return Verifier().examine(bytes: file, memory: memory).findings.map(\.check.rawValue)
        }
        #expect(ids("MODIFIED") == [])
        #expect(ids("REMOVED").count == 1)
        #expect(ids("MODIFIED") == [])
    }

    /// The scheme and the code that a meaning is of.
    @Test func theCodeIsAsked() {
        let memory = VerifierMemory()
        func ids(_ value: String, _ scheme: String, _ meaning: String) -> [String] {
            let plain = Bytes.explicit
            let code =
                plain.element(0x0008_0100, "SH", value) + plain.element(0x0008_0102, "SH", scheme)
                + plain.element(0x0008_0104, "LO", meaning)
            let file = CleanFile.with { $0.changes[0x0008_2218] = plain.sequence(0x0008_2218, [code]) }
            return Verifier().examine(bytes: file, memory: memory).findings.map(\.check.rawValue)
        }
        func anew(_ value: String, _ scheme: String, _ meaning: String) -> [String] {
            let plain = Bytes.explicit
            let code =
                plain.element(0x0008_0100, "SH", value) + plain.element(0x0008_0102, "SH", scheme)
                + plain.element(0x0008_0104, "LO", meaning)
            let file = CleanFile.with { $0.changes[0x0008_2218] = plain.sequence(0x0008_2218, [code]) }
            return Verifier().verify(bytes: file).map(\.check.rawValue)
        }
        let values = ["T-A0100", "12345", "KOWALCZYK", "113100", "Q4711123", ""]
        let schemes = ["SRT", "DCM", "99KOWALCZYK", "UCUM", "SCT", ""]
        let meanings = ["Brain", "Kowalczyk", "Basic Application Confidentiality Profile", "Hand of Kowalczyk"]
        for value in values {
            for scheme in schemes {
                for meaning in meanings { #expect(ids(value, scheme, meaning) == anew(value, scheme, meaning)) }
            }
        }
    }

    /// More values than are remembered, and what else a question has.
    @Test func valuesAreForgottenAllAtOnce() {
        var values = FaultlessValues()
        var window = [UInt8]()
        let bytes = (0..<20_000).flatMap { number in (0..<2).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
        var source = ByteSource(.memory(bytes), reusing: &window)
        let question = FaultlessValues.Question(tag: Tag(0x0008_0070), vr: .lo, rules: 1, state: 0, place: 1)
        var remembered = 0
        for place in 0..<20_000 {
            _ = try? source.load(place * 2, 2)
            let value = place * 2..<place * 2 + 2
            #expect(!values.contain(question, value, in: source, code: [], scheme: []))
            values.add(question, value, in: source, code: [], scheme: [])
            if values.contain(question, value, in: source, code: [], scheme: []) { remembered += 1 }
            var other = question
            other.place = 2
            #expect(!values.contain(other, value, in: source, code: [], scheme: []))
            #expect(!values.contain(question, value, in: source, code: [1], scheme: []))
            #expect(!values.contain(question, value, in: source, code: [], scheme: [1]))
        }
        #expect(remembered > 15_000)
    }

    /// Values of one hash: few of them are found again, and none is taken for another.
    @Test func valuesMadeToCollideAreNotFound() {
        // The second half of each undoes what the first one did.
        func half(_ word: UInt64) -> UInt64 {
            let hash = (16 ^ word) &* 0x9E37_79B9_7F4A_7C15
            return hash ^ hash >> 29
        }
        var bytes: [UInt8] = []
        for number in UInt64(0)..<1000 {
            for word in [number, half(number) ^ 0x0123_4567_89AB_CDEF] {
                bytes += (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
            }
        }
        var (values, window) = (FaultlessValues(), [UInt8]())
        var source = ByteSource(.memory(bytes), reusing: &window)
        let question = FaultlessValues.Question(tag: Tag(0x0008_0070), vr: .lo, rules: 1, state: 0, place: 1)
        let ranges = stride(from: 0, to: bytes.count, by: 16).map { $0..<$0 + 16 }
        _ = try? source.load(0, bytes.count)
        #expect(Set(ranges.map { source.quickHash($0) }).count == 1)
        for value in ranges {
            #expect(!values.contain(question, value, in: source, code: [], scheme: []))
            values.add(question, value, in: source, code: [], scheme: [])
        }
        let found = ranges.count { values.contain(question, $0, in: source, code: [], scheme: []) }
        #expect((1...8).contains(found))
    }
}
