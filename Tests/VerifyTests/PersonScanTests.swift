import Testing

@testable import Verify

/// Names and numbers of people in text without carets, and what only looks like them.
@Suite struct PersonScanTests {
    private func checks(_ text: [UInt8], isMaker: Bool = false) -> [String] {
        var scan = PersonScan(acceptsInitials: isMaker)
        for byte in text { scan.feed(byte) }
        scan.end()
        return scan.signs.checks.map(\.rawValue)
    }

    private static let person = "DV0227"
    private static let record = "DV0228"
    private static let doubt = "DV0229"

    @Test(
        arguments: [
            // sure
            ("Scanner of J. Doe", [person]), ("J.Doe", [person]), ("Herr Mueller", [person]),
            ("Dr. Kowalczyk", [person]), ("dr Kowalczyk", [doubt]), ("Dr Baker", [person]),
            ("Frau Dr. von Schmidt", [person]), ("Dr. J. Kowalczyk", [person]),
            ("Untersuchung Frau M\u{FC}ller", [person]),
            ("Name: Smith", [person]), ("DR. DOE", [person]), ("MRN 4711123", [record]), ("MRN4711123", [record]),
            ("Patient ID: 88231", [record]), ("SSN 123-45-6789", [record]), ("NHS 943 476 5919", [record]),
            // for a person to judge
            ("Dr. Who", [doubt]), ("MR DOE", [doubt]), ("ID 4711123", [doubt]), ("Jane Doe", [doubt]),
            ("coil of Kowalczyk", [doubt]), ("4711123", [doubt]), ("123-45-6789", ["DV0230"]),
            ("\u{5C71}\u{7530}\u{592A}\u{90CE}", [doubt]),
            // nobody
            ("MR BRAIN", []), ("Mr Brain W/Wo", []), ("DR CHEST", []), ("C. Spine", []), ("G.E. Medical", []),
            ("T2 TSE sag 3 mm", []), ("*tfl3d1_16ns", []), ("syngo MR E11", []), ("1024x1024", []), ("20190304", []),
            ("TE 90 ms", []), ("ID 12", []), ("IRM c\u{E9}r\u{E9}brale avec injection", []), ("", []),
        ] as [(String, [String])])
    func textOfPersons(text: String, expected: [String]) {
        #expect(checks(Array(text.utf8)) == expected)
    }

    @Test func lettersOfOneByteAreLetters() {
        #expect(checks(Array("Herr M".utf8) + [0xFC] + Array("ller".utf8)) == [Self.person])
    }

    /// A firm may bear the name of its founder.
    @Test func makersHaveInitials() {
        #expect(checks(Array("B. Kowalczyk Instruments".utf8), isMaker: true) == [Self.doubt])
        #expect(checks(Array("B. Kowalczyk Instruments".utf8)) == [Self.person])
        #expect(checks(Array("Dr. Kowalczyk Instruments".utf8), isMaker: true) == [Self.person])
    }

    private func checks(_ text: String, _ scope: PatternScan.Scope) -> [String] {
        var scan = PersonScan(areWordsKnown: scope == .cleaned, patterns: scope)
        for byte in text.utf8 { scan.feed(byte) }
        scan.end()
        return scan.signs.checks.map(\.rawValue)
    }

    /// In text that was cleaned, what cleaning takes out is for a person to judge, if it is there all the same.
    @Test(
        arguments: [
            ("CT chest K o w a l c z y k", [doubt]), ("CT chest K.o.w.a.l.c.z.y.k", [doubt]),
            ("CT chest 94 year old", ["DV0231"]), ("CT chest 94yo", ["DV0231"]), ("CT chest F95", ["DV0231"]),
            ("CT chest ninety-four years old", ["DV0231"]), ("age 94", ["DV0231"]), ("CT chest 912 345 678", [doubt]),
            ("CT chest Dr. Stein", [doubt]), ("CT chest Dr.Wood", [doubt]), ("CT chest Prof. Long", [doubt]),
            ("CT chest Frau Oh", [doubt]), ("Frau Lang", ["DV0227"]), ("CT chest 02/03/71", ["DV0221"]),
            ("CT chest 3 Feb 1971", ["DV0221"]), ("CT chest 03-FEB-1971", ["DV0221"]), ("Feb 3, 1971", ["DV0221"]),
            ("CT chest 47 11 12 3", [doubt]), ("CT chest 1 71 02 75 123 456 78", [doubt]),
            ("CT chest 192.168.1.17", ["DV0219"]), ("CT chest 12 Elm Street", [doubt]),
            ("CT chest born 1971", ["DV0221"]),
            ("CT chest MRN 471", [doubt]), ("CT chest 4 7 1 1", [doubt]), ("CT chest Room 12", [doubt]),
            ("CT chest 2021-3-5", ["DV0221"]), ("CT chest pat. J.K.", [doubt]),
            ("CT 13/2/71", ["DV0221"]), ("CT 2/13/71", ["DV0221"]), ("3/2/71", ["DV0221"]), ("CT 3.2.71", ["DV0221"]),
            ("CT 3-2-71", ["DV0221"]), ("CT Feb 3 71", ["DV0221"]), ("CT 13 02 71", ["DV0221"]),
            ("CT ID 471", [doubt]), ("CT PID 471", [doubt]), ("CT ID no. 47", [doubt]), ("CT MRN471", [doubt]),
            ("CT ID471", [doubt]), ("CT K471M123", [doubt]), ("CT 1A2B3C4D", [doubt]),
            // nobody
            ("CT chest 5 mm", []), ("T2 TSE 512 512 128", []), ("b 0 400 800", []), ("Tc 99M", []),
            ("3 views knee", []),
            ("89 years", []), ("90 mm", []), ("1.25-2.50", []), ("CHEST 2 VIEWS", []), ("C4 C5 C6", []),
            ("12 13 14 mm", []), ("0/5/10", []), ("2/4/8", []), ("1.2.3", []), ("No. 47", []), ("case 12", []),
            ("LAO30CRA20", []), ("512x512x3", []), ("TR2500TE90", []), ("1024x768x32", []), ("SE12 IM33", []),
            ("XC0DEC0DEC0DEC0D", []), ("PHASE2OF3", []), ("ID", []),
            ("MR BRAIN", []), ("T1 T2 PD", []), ("phase 1 2 3", []), ("Feb 2020", []), ("A P L", []),
        ] as [(String, [String])])
    func whatCleaningTakesOut(text: String, expected: [String]) {
        #expect(checks(text, .cleaned) == expected)
    }

    @Test(
        arguments: [
            ("CT 912 345 678", [doubt]), ("CT 123 45 6789", [doubt]), ("CT 02/03/71", ["DV0221"]),
            ("CT 94 year old", ["DV0231"]),
            ("CT 192.168.1.17", ["DV0219"]), ("CT 12 Elm Street", [doubt]), ("1.2.840.113619.2.55.3.4711", ["DV0217"]),
            ("CT 3 Feb 1971", [doubt, "DV0221"]),
            // Versions
            ("4.2.1.17", []), ("2021.1.3", []), ("12.02.11", []), ("3.2.71", []), ("ID 471", []), ("K471M123", []),
            ("1.2.840.10008.5.1.4.1.1.2", []), ("F95", []),
            ("5 mm", []), ("256 256 128", []), ("VE11C 2.1", []),
        ] as [(String, [String])])
    func formsOfNumbersInTechnicalText(text: String, expected: [String]) {
        #expect(checks(text, .technical) == expected)
    }

    /// Bytes of a set of two bytes a character look like letters (PS3.5 §6.1.2.5).
    @Test func designatedTextIsNoASCII() {
        let name: [UInt8] = Array("\u{1B}$B;3EDB@O:\u{1B}(B".utf8)
        #expect(checks(name) == [Self.doubt])
        #expect(checks(Array("MR ".utf8) + name + Array(" BRAIN".utf8)) == [Self.doubt])
        #expect(checks(Array("MR \u{1B}$B\u{1B}(BBRAIN".utf8)) == [])
        #expect(checks(Array("MR \u{1B}(J BRAIN".utf8)) == [])
    }

    /// Memory and time do not grow with what is written.
    @Test func longTextIsReadInPieces() {
        var scan = PersonScan()
        for _ in 0..<100_000 { for byte in "Doe 12 J. ".utf8 { scan.feed(byte) } }
        for _ in 0..<1_000_000 { scan.feed(0x41) }
        scan.end()
        #expect(scan.signs.contains(.person) && scan.signs.contains(.doubtful))
    }

    @Test func technicalTextIsLookedThrough() {
        #expect(ids(CleanFile.with { $0.set(0x0008_1090, "LO", "Scanner of Dr. Kowalczyk") }) == ["DV0227"])
        #expect(ids(CleanFile.with { $0.set(0x0018_1020, "LO", "MRN 4711123") }) == ["DV0228"])
        #expect(ids(CleanFile.with { $0.set(0x0018_0024, "SH", "Kowalczyk") }) == ["DV0229"])
        // Said once.
        #expect(ids(CleanFile.with { $0.set(0x0008_1090, "LO", "Doe^Kowalczyk") }) == ["DV0214"])
    }
}
