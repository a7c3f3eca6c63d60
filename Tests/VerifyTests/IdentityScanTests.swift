import Standard
import Testing

@testable import Verify

/// What text gives away, and what only looks like it.
@Suite struct IdentityScanTests {
    private func signs(_ text: String) -> [String] {
        var scan = IdentityScan()
        for byte in text.utf8 { scan.feed(byte) }
        scan.end()
        return scan.signs.checks.map(\.rawValue)
    }

    /// Where a profile keeps text, a caret between words of medicine is none of a name.
    @Test(
        arguments: [
            ("head^general", []), ("BRAIN^STROKE PROTOCOL", []), ("Doe^Jane", ["DV0214"]),
            ("head^Kowalczyk", ["DV0214"]),
            ("Kowalczyk^head", ["DV0214"]), ("head^", []), ("^head", []), ("head^brain^Doe", ["DV0214"]),
            ("hea^M\u{FC}ller", ["DV0214"]),
        ] as [(String, [String])])
    func caretsOfWords(text: String, expected: [String]) {
        var scan = IdentityScan(acceptsWords: true)
        for byte in text.utf8 { scan.feed(byte) }
        scan.end()
        #expect(scan.signs.checks.map(\.rawValue) == expected)
    }

    @Test(
        arguments: [
            // names
            ("Doe^Jane", ["DV0214"]), ("^18^Fluorine", []), ("Müller^Ä", ["DV0214"]),
            // mail
            ("jane.doe@example.org", ["DV0218"]), ("to <a@b.de>", ["DV0218"]), ("5@10 mA", []), ("a@b", []),
            ("@home.org", []),
            // web
            ("see https://x.org/1", ["DV0219"]), ("www.clinic.de", ["DV0219"]), ("1:2//3", []), ("awww.", []),
            // telephones
            ("+49 6221 56-1234", ["DV0220"]), ("(555) 123-4567", ["DV0220"]), ("555-123-4567", ["DV0220"]),
            ("Tel 06221/561234", ["DV0220"]), ("1-800-555-0199", ["DV0220"]), ("+5 mm", []), ("0 1 2 3 4", []),
            ("100 200 300", []), ("0.125 0.25", []), ("512-512-16", []),
            // days
            ("on 1971-02-03", ["DV0221"]), ("3.2.1971", ["DV0221"]), ("02/28/2021", ["DV0221"]),
            ("VB 20190304", ["DV0221"]),
            ("20191304", []), ("19.03.04", []), ("5.13.1971", ["DV0221"]), ("13.13.1971", []),
            ("VB20190304", ["DV0224"]),
            ("1.2.840.10008", []), ("2.16.1", []), ("123456789", []), ("syngo MR E11", []),
            // numbers of records
            ("MRN1234567", ["DV0224"]), ("for A12345 only", ["DV0224"]), ("03FEB1971", ["DV0224"]),
            ("12345A", ["DV0224"]),
            ("X21ZP6KQFCKCK1ZW", []), ("HBF59K8GG1E89B3Q", []), ("XBF59K8GG1E89B3", ["DV0224"]),
            ("KBF59K8GG1E89B3Q", ["DV0224"]),
            ("E11C", []), ("B1234", []), ("MR 1234567", []), ("v1.20.3456", []), ("1024x1024", []),
        ] as [(String, [String])])
    func textIsLookedThrough(text: String, expected: [String]) { #expect(signs(text) == expected) }

    @Test func technicalTextIsLookedThroughToo() {
        #expect(ids(CleanFile.with { $0.set(0x0008_1090, "LO", "a@b.org") }) == ["DV0218"])
        #expect(ids(CleanFile.with { $0.set(0x0008_1090, "LO", "Scanner 3") }) == [])
    }

    @Test func codesAndModelsMayHaveLettersAndDigits() {
        for (tag, expected) in [(UInt32(0x0008_1090), []), (0x0018_1020, ["DV0224"]), (0x0008_0070, ["DV0224"])] {
            #expect(ids(CleanFile.with { $0.set(tag, "LO", "HDI50001") }) == expected)
        }
    }

    @Test(
        arguments: [
            ("mm", []), ("mm[Hg]", []), ("10*6/ul", []), ("[hnsf'U]", []), ("g/ml{SUVbw}", []), ("{counts}/s", []),
            ("{beats}/min", []),
            ("{ANNA.DOE}", ["DV0223"]), ("{1971-02-03}", ["DV0223"]), ("19710203", ["DV0223"]),
            ("Kowalczyk", ["DV0223"]),
            ("{ZQXM.ARK}", ["DV0223"]), ("{Müller}", ["DV0223"]), ("ANNA.DOE", ["DV0223"]),
            ("ANN.LEE.71-2-3", ["DV0223"]), ("JANE", ["DV0223"]),
            ("{ANN.LEE}", ["DV0223"]), ("mm.DOE", ["DV0223"]), ("{ANN", ["DV0223"]), ("m71-2-3", ["DV0223"]),
            ("m.4711", ["DV0223"]), ("m.71-2-3", ["DV0223"]), ("m[H2O]", []), ("Müller", ["DV0223"]),
            ("10-6.mm2/s", []), ("10*-6.mm2/s", []), ("cm2/ml{SUVbsa}", []), ("g/ml{SUVlbm(Janma)}", []),
            ("{Particles}/[100]g{Tissue}", []),
            ("ml/[100]g/min", []), ("ml/100ml/s", []), ("1971mm", ["DV0223"]), ("4711", ["DV0223"]), ("471", []),
            ("47113m", ["DV0223"]), ("dyn.s.cm-5/m2", []), ("/min", []), ("kV", []), ("mA.s", []), ("MBq/kg", []),
            ("%", []), ("{ratio}", []),
            ("1", []), ("1/cm", []), ("[degF]", []), ("10^3/uL", []), ("daPa", []), ("{MU}/s", []), ("HU", []),
        ] as [(String, [String])])
    func codesOfUnitsHaveUnits(code: String, expected: [String]) {
        func file(_ scheme: String, long: Bool) -> [String] {
            ids(
                CleanFile.with {
                    let bytes = $0.bytes
                    let value = bytes.element(long ? 0x0008_0119 : 0x0008_0100, long ? "UC" : "SH", code)
                    let name = bytes.element(0x0008_0102, "SH", scheme)
                    $0.changes[0x0040_08EA] = bytes.sequence(0x0040_08EA, [long ? name + value : value + name])
                })
        }
        for long in [false, true] {
            #expect(file("UCUM", long: long).filter { $0 == "DV0223" } == expected)
            #expect(!file("99ACME", long: long).contains("DV0223"))
        }
    }

    @Test func unlistedUIDsAreNew() {
        for (value, expected) in [
            ("2.25.7", []), ("1.2.840.10008.1.2", []), ("1.2.840.113619.2.55.3", ["DV0217"]), ("1.2.", ["DV0212"]),
        ] {
            #expect(ids(CleanFile.with { $0.set(0x0020_9312, "UI", value) }) == expected)
        }
        // Code systems are published.
        for (value, expected) in [
            ("2.16.840.1.113883.6.96", []), ("1.2.40.3.19710203.5", ["DV0226"]),
            ("1.2.40.3.19710203101112.5", ["DV0226"]),
            ("1.2.40.3.19711303.5", ["DV0226"]), ("1.2.40.3.1971130.5", []), ("1.2.40.0.1971130.5.4711123", ["DV0226"]),
            ("1.2.840.113619.99999", []), ("1.2.840.113619.471112", ["DV0226"]), ("1.2.40.3.197102031.5", ["DV0226"]),
            ("1.2.3.4.5", ["DV0226"]),
            ("2.999.1.2", ["DV0226"]),
        ] {
            #expect(ids(CleanFile.with { $0.set(0x0008_010C, "UI", value) }) == expected)
        }
    }

    @Test func highAgesAreToldWhereTheyMayStay() {
        var expectations = Expectations()
        expectations.kept = [TagMask(value: 0x0010_1010, mask: .max)]
        for (age, expected) in [("089Y", []), ("090Y", []), ("091Y", ["DV0222"]), ("100M", []), ("102Y", ["DV0222"])] {
            let file = CleanFile.with { $0.set(0x0010_1010, "AS", age) }
            #expect(Verifier(expectations: expectations).verify(bytes: file).map(\.id) == expected)
        }
        // 090Y is a group of ages in a file that says how it was de-identified; in any other it is an age.
        let unsaid = CleanFile.with {
            $0.set(0x0010_1010, "AS", "090Y")
            $0.set(0x0012_0062, "CS", "NO")
        }
        #expect(Verifier(expectations: expectations).verify(bytes: unsaid).map(\.id) == ["DV0222", "DV0401"])
    }

    @Test func longTextPassesOnce() {
        let text = String(repeating: "word ", count: 100_000)
        let data = CleanFile.with { $0.set(0x0008_1090, "UT", text + "a@b.org") }
        #expect(ids(data) == ["DV0218"])
        var file = CleanFile()
        file.transferSyntax = "1.2.840.10008.1.2.1.99"
        file.set(0x0008_1090, "UT", text + "a@b.org")
        file.set(0x0020_9312, "UI", Array(repeating: "2.25.7", count: 8000).joined(separator: "\\"))
        let start = file.file.count - file.dataSet.count
        let bytes = Array(file.file[..<start]) + deflated(file.dataSet)
        #expect(ids(bytes) == ["DV0218"])
    }
}

/// What a profile allows and demands.
@Suite struct ExpectationTests {
    private func ids(_ file: [UInt8], _ change: (inout Expectations) -> Void) -> [String] {
        var expectations = Expectations()
        change(&expectations)
        return Verifier(expectations: expectations).verify(bytes: file).map(\.id)
    }

    private func mask(_ tag: UInt32) -> TagMask { TagMask(value: tag, mask: .max) }

    @Test func keptAttributesMayHaveTheirValues() {
        let file = CleanFile.with {
            $0.set(0x0008_0080, "LO", "St. Elsewhere")
            $0.set(0x0010_4000, "LT", "Head")
        }
        #expect(ids(file) { _ in } == ["DV0103", "DV0101"])
        #expect(ids(file) { $0.kept = [mask(0x0008_0080)] } == ["DV0101"])
        #expect(ids(file) { $0.kept = [mask(0x0008_0080), mask(0x0010_4000)] } == [])
        // What is allowed to stay still must not lead to a person.
        let mail = CleanFile.with { $0.set(0x0008_0080, "LO", "info@elsewhere.org") }
        #expect(ids(mail) { $0.kept = [mask(0x0008_0080)] } == ["DV0218"])
    }

    @Test func keptSequencesMayHaveCodes() {
        let bytes = Bytes.explicit
        let file = CleanFile.with {
            $0.changes[0x0008_0082] = bytes.sequence(0x0008_0082, [bytes.element(0x0008_0104, "LO", "St. Elsewhere")])
        }
        #expect(ids(file) { _ in } == ["DV0108"])
        #expect(ids(file) { $0.kept = [mask(0x0008_0082)] } == [])
    }

    @Test func datesFollowTheProfile() {
        func file(_ says: String) -> [UInt8] {
            CleanFile.with {
                $0.dates = says
                $0.set(0x0008_0020, "DA", "20200101")
            }
        }
        let moved = { (expectations: inout Expectations) in
            expectations.moved = [TagMask(value: 0x0008_0020, mask: .max)]
            expectations.dates = .modified
        }
        #expect(ids(file("MODIFIED"), moved) == [])
        #expect(ids(file("REMOVED"), moved) == ["DV0103", "DV0408"])
        // Without a profile that moves dates, a file that says so itself is not believed.
        #expect(ids(file("MODIFIED")) { _ in } == ["DV0103", "DV0408"])
        let kept = { (expectations: inout Expectations) in
            expectations.kept = [TagMask(value: 0x0008_0020, mask: .max)]
            expectations.dates = .unmodified
        }
        #expect(ids(file("UNMODIFIED"), kept) == [])
    }

    @Test func keptUIDsMayBeOriginals() {
        let file = CleanFile.with {
            $0.mediaInstance = "1.2.3.4"
            $0.set(0x0008_0018, "UI", "1.2.3.4")
        }
        #expect(ids(file) { _ in } == ["DV0105", "DV0105"])
        #expect(ids(file) { $0.kept = [mask(0x0008_0018), mask(0x0002_0003)] } == [])
    }

    @Test func whatMustGoMustBeGone() {
        let file = CleanFile.with { $0.set(0x0018_0050, "DS", "1.25") }
        #expect(ids(file) { _ in } == [])
        #expect(ids(file) { $0.removed = [mask(0x0018_0050)] } == ["DV0101"])
    }

    @Test func privateAndUnknownElementsStayWhereAProfileKeepsThem() {
        let file = CleanFile.with {
            $0.set(0x0009_0010, "LO", "ACME")
            $0.set(0x0009_1001, "LO", "Scan 7")
            $0.set(0x0018_0001, "LO", "Scan 7")
        }
        #expect(ids(file) { _ in } == ["DV0112", "DV0112", "DV0203"])
        #expect(ids(file) { ($0.keepsPrivate, $0.keepsUnknown) = (true, true) } == [])
        let name = CleanFile.with { $0.set(0x0009_1001, "LO", "Doe^Jane") }
        #expect(ids(name) { $0.keepsPrivate = true } == ["DV0214"])
    }

    @Test func theDigestNamesTheProfile() {
        let digest = String(repeating: "ab", count: 24)
        let file = CleanFile.with { $0.set(0x0012_0063, "LO", "dcmveil\\PS3.15 2026d\\profile x\\sha256:\(digest)") }
        #expect(ids(file) { $0.digest = digest } == [])
        #expect(ids(file) { $0.digest = String(digest.reversed()) } == ["DV0407"])
    }

    @Test func profilesWithoutTheTableStateNothing() {
        let file = CleanFile.with { $0.changes[0x0012_0062] = [] }
        #expect(ids(file) { _ in } == ["DV0401"])
        #expect(ids(file) { $0.areStated = false } == [])
    }
}
