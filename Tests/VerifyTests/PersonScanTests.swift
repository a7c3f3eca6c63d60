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
            ("coil of Kowalczyk", [doubt]), ("4711123", [doubt]), ("123-45-6789", [doubt]),
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
