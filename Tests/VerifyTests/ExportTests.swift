import Glibc
import Standard
import Testing

@testable import Verify

/// What files say of each other.
@Suite struct ExportTests {
    /// The ids of each file's findings that only the others could tell, and at the end those of open references.
    private func across(_ files: [[UInt8]]) -> [[String]] {
        var export = ExportCheck()
        var found = files.enumerated().map { index, bytes in
            export.add(Verifier().examine(bytes: bytes).facts, path: "\(index)").map(\.id)
        }
        found.append(export.finish().map(\.finding.id))
        return found
    }

    private func file(_ number: Int, _ change: (inout CleanFile) -> Void = { _ in }) -> [UInt8] {
        CleanFile.with {
            $0.mediaInstance = "2.25.100\(number)"
            $0.set(0x0008_0018, "UI", "2.25.100\(number)")
            $0.set(0x0020_000D, "UI", "2.25.7")
            $0.set(0x0020_000E, "UI", "2.25.8")
            $0.set(0x0020_0052, "UI", "2.25.9")
            change(&$0)
        }
    }

    @Test func filesThatAgreeSayNothing() {
        #expect(across([file(1), file(2), file(3)]) == [[], [], [], []])
    }

    @Test func anInstanceOccursOnce() {
        #expect(across([file(1), file(2), file(1)]) == [[], [], ["DV0601"], []])
    }

    @Test func aStudyHasOnePatient() {
        let other = file(2) {
            $0.set(0x0010_0020, "LO", "P-0000000000000000")
            $0.set(0x0020_000E, "UI", "2.25.81")
            $0.set(0x0020_0052, "UI", "2.25.91")
        }
        #expect(across([file(1), other, file(3), file(4)]) == [[], ["DV0603"], ["DV0603"], [], []])
    }

    @Test func theIssuerIsPartOfThePatient() {
        let other = file(2) {
            $0.set(0x0010_0021, "LO", "ANONYMIZED")
            $0.set(0x0020_0052, "UI", "2.25.91")
        }
        #expect(across([file(1), other]) == [[], ["DV0603", "DV0606"], []])
    }

    @Test func aPatientHasOneNameSexAndBirthDate() {
        #expect(across([file(1), file(2) { $0.set(0x0010_0010, "PN", "ANONYMIZED") }]) == [[], ["DV0604"], []])
        // Nothing said is nothing contradicted.
        #expect(across([file(1), file(2) { $0.set(0x0010_0010, "PN", "") }]) == [[], [], []])
    }

    @Test func aSeriesHasOneStudyModalityAndFrame() {
        #expect(across([file(1), file(2) { $0.set(0x0020_000D, "UI", "2.25.71") }]) == [[], ["DV0605"], []])
        #expect(across([file(1), file(2) { $0.set(0x0008_0060, "CS", "MR") }]) == [[], ["DV0606"], []])
        #expect(across([file(1), file(2) { $0.set(0x0020_0052, "UI", "2.25.91") }]) == [[], ["DV0606"], []])
    }

    @Test func aFrameOfReferenceHasOnePatientUnlessItIsTheStandards() {
        func other(_ frame: String) -> (inout CleanFile) -> Void {
            {
                $0.set(0x0010_0020, "LO", "P-0000000000000000")
                $0.set(0x0020_000D, "UI", "2.25.71")
                $0.set(0x0020_000E, "UI", "2.25.81")
                $0.set(0x0020_0052, "UI", frame)
            }
        }
        #expect(across([file(1), file(2, other("2.25.9"))]) == [[], ["DV0607"], []])
        let atlas = "1.2.840.10008.1.4.1.1"
        #expect(across([file(1) { $0.set(0x0020_0052, "UI", atlas) }, file(2, other(atlas))]) == [[], [], []])
    }

    @Test func datesOfAStudyMoveTogether() {
        func dated(_ number: Int, _ day: String, _ content: String? = nil, _ says: String = "MODIFIED") -> [UInt8] {
            file(number) {
                $0.dates = says
                $0.set(0x0008_0020, "DA", day)
                $0.set(0x0008_0023, "DA", content ?? day)
            }
        }
        #expect(across([dated(1, "20200101"), dated(2, "20200101")]) == [[], [], []])
        #expect(across([dated(1, "20200101"), dated(2, "20191231")]) == [[], ["DV0608"], []])
        #expect(across([dated(1, "20200101"), dated(2, "20200101", nil, "UNMODIFIED")]) == [[], ["DV0610"], []])
        #expect(ids(dated(1, "20200101", "20201231")) == [])
        #expect(ids(dated(1, "20200101", "20210105")) == ["DV0609"])
    }

    @Test(
        arguments: [
            ("19700101", 0), ("19691231", -1), ("20000229", 11016), ("20000301", 11017), ("21000301", 47541),
        ] as [(String, Int32)])
    func daysAreCounted(text: String, day: Int32) { #expect(FileFacts.day(Array(text.utf8)[...]) == day) }

    @Test func aReferenceIsOpenUntilItsInstanceComes() {
        let bytes = Bytes.explicit
        func referring(_ number: Int, to targets: [Int]) -> [UInt8] {
            file(number) {
                $0.changes[0x0008_1140] = bytes.sequence(
                    0x0008_1140, targets.map { bytes.element(0x0008_1155, "UI", "2.25.100\($0)") })
            }
        }
        #expect(across([referring(1, to: [2]), file(2), referring(3, to: [1])]) == [[], [], [], []])
        #expect(across([referring(1, to: [2, 4, 5, 4]), file(2)]) == [[], [], ["DV0602"]])
        // A file alone cannot but refer elsewhere.
        #expect(across([referring(1, to: [2])]) == [[], []])
        var export = ExportCheck()
        for (path, bytes) in [("a", referring(1, to: [4, 5])), ("b", referring(2, to: [4, 6]))] {
            _ = export.add(Verifier().examine(bytes: bytes).facts, path: path)
        }
        let open = export.finish()
        #expect(open.map(\.path) == ["a", "b"])
        #expect(open[0].finding.message.hasSuffix("2 of them, the first one here") && open[0].finding.offset > 132)
        #expect(open[1].finding.message == Check.danglingReference.title)
    }

    @Test(
        arguments: [
            ("P-0123456789ABCDEF/2.25.7/2.25.8/2.25.202001011230123456789012345678.dcm", []), ("IM000001", []),
            ("slice-1.dcm", []),
            ("DOE^JANE/1.dcm", ["DV0613"]), ("jane@example.org.dcm", ["DV0613"]), ("CT_19710203.dcm", ["DV0613"]),
            ("1971-02-03.dcm", ["DV0613"]), ("3.2.1971/x", ["DV0613"]), ("1.2.840.113619.2.55.3.1234.dcm", ["DV0613"]),
            ("v1.2.3.dcm", []), ("Doe_Jane.dcm", ["DV0614"]), ("MÜLLER, ANNA/1", ["DV0614"]),
            ("chest_scan.dcm", []), ("Doe_CT.dcm", []),
            ("2.25.4711123.dcm", ["DV0613"]), ("00345678.dcm", []), ("20201331.dcm", ["DV0615"]),
            ("JaneDoe.dcm", ["DV0614"]), ("doe-jane/1.dcm", ["DV0614"]), ("Doe.Jane.dcm", ["DV0614"]),
            ("chestScan.dcm", []),
            ("4711123/1.dcm", ["DV0615"]), ("MRN4711123/1.dcm", ["DV0615"]), ("IM-0001-0002.dcm", []),
            ("slice47111.dcm", []),
            ("a1b2c3d4e5f647111230.dcm", []),
            ("2.25.329800735698586629295641978511506172918_Kowalczyk_Jan_19710203.dcm", ["DV0613"]),
            ("2.25.329800735698586629295641978511506172918-MRN4711123.dcm", ["DV0615"]),
            ("2.25.329800735698586629295641978511506172918.dcm", []),
            ("0471112.dcm", ["DV0615"]), ("MRN0471112.dcm", ["DV0615"]), ("MRN47111.dcm", ["DV0615"]),
            ("123-45-6789.dcm", ["DV0615"]), ("555-123-4567.dcm", ["DV0615"]), ("03-FEB-1971.dcm", ["DV0613"]),
            ("ID4711.dcm", ["DV0615"]), ("PID4711/1.dcm", ["DV0615"]), ("pat_4711.dcm", ["DV0615"]),
            ("mrn-0471.dcm", ["DV0615"]), ("ID0001.dcm", []), ("pat_0012.dcm", []), ("pat_1971.dcm", []),
            ("case1024.dcm", []), ("slice_1960.dcm", []), ("slice1960.dcm", []), ("IM1960.dcm", []), ("IM0001", []),
            ("2023-4-5.dcm", ["DV0613"]), ("Doe, J.dcm", ["DV0614"]), ("Feb 2020.dcm", []), ("v2.4.0.dcm", []),
        ] as [(String, [String])])
    func namesAreLookedAt(path: String, expected: [String]) {
        var names = NameCheck()
        #expect(names.findings("/export/" + path, below: "/export").map(\.id) == expected)
        // A folder is told of once.
        let again = names.findings("/export/" + path, below: "/export").map(\.id)
        #expect(path.contains("/") ? again.isEmpty : again == expected)
    }

    @Test func wordsOfNoListAreToldOfOnce() {
        var names = NameCheck()
        func ids(_ path: String) -> [String] { names.findings("/export/" + path, below: "/export").map(\.id) }
        #expect(ids("Kowalczyk_CT.dcm") == ["DV0616"] && ids("CT_kowalczyk.dcm") == [])
        #expect(ids("ct-szczepanski.dcm") == ["DV0616"] && ids("KOWALCZYK/szczepanski.dcm") == [])
        #expect(ids("\u{5C71}\u{7530}\u{592A}\u{90CE}.dcm") == ["DV0616"])
        #expect(ids("Ковальчук.dcm") == ["DV0616"] && ids("IM0001.Nowakowski") == ["DV0616"])
        #expect(ids("Wisniewska1.dcm") == ["DV0616"] && ids("slice1.dcm") == [])
        #expect(ids("Head/Thorax/axial.dcm") == [] && ids("P-KOWALCZYKABCDEFG/1.dcm") == [] && ids("tfl3d1.dcm") == [])
    }

    /// With a year of birth, two names in one, and those of two letters.
    @Test(
        arguments: [
            ("schmidt71.dcm", true), ("schmidt1960.dcm", true), ("Kowalczyk1971/1.dcm", true),
            ("kowalczykagnieszka.dcm", true), ("KOWALCZYKAGNIESZKA.dcm", true), ("wolfeschlegelstein.dcm", true),
            ("kowalczykagnieszka1971.dcm", true), ("\u{738B}\u{4F1F}.dcm", true), ("김희중.dcm", true),
            ("kowalczyk4711.dcm", false), ("thoraxabdomenpelvis.dcm", false), ("abcdefghijklmnopqrstuvwxyz.dcm", false),
            ("qwrtzpsdfghjklyxcvbnm.dcm", false), ("Mdl.dcm", false), ("e3b0c44298fc1c149afbf4c8996fb924.dcm", false),
            ("kQmZaeXoRuTiBcDeFgHi.dcm", false),
        ] as [(String, Bool)])
    func namesOfAnyLengthAreWords(path: String, isFound: Bool) {
        var names = NameCheck()
        #expect(names.findings("/export/" + path, below: "/export").map(\.id) == (isFound ? ["DV0616"] : []))
    }

    /// What is accepted in one folder is told of in another, whichever comes first, and once in each.
    @Test(arguments: [["a", "b"], ["b", "a"]]) func whatABaselineAcceptsIsNoLessAWordElsewhere(folders: [String]) {
        let entry = Baseline.Entry(
            check: .wordInFileName, file: "*/a/*", path: nil, reason: "the project", expires: "2026-01-01")
        var baseline = Baseline([entry], today: "2025-01-01")
        var names = NameCheck()
        var told: [String: [Bool]] = [:]
        for folder in folders {
            for file in ["Kowalczyk1.dcm", "kowalczyk2.dcm"] {
                let path = "/export/\(folder)/\(file)"
                let accepting = baseline
                var findings = names.findings(path, below: "/export") { accepting.entry(accepting: $0, of: path) }
                baseline.apply(to: &findings, of: path)
                told[folder, default: []] += findings.map { $0.accepted != nil }
            }
        }
        #expect(told == ["a": [true], "b": [false]] && baseline.messages.isEmpty)
    }

    @Test func nothingIsSaidOfFoldersAboveTheRoot() {
        var names = NameCheck()
        #expect(names.findings("/DOE^JANE/export/1.dcm", below: "/DOE^JANE/export").isEmpty)
        #expect(names.findings("/DOE^JANE/1.dcm", below: nil).isEmpty)
        #expect(NameCheck.check(Array("1.2.840.113619.2.55.3.1234.dcm".utf8)[...], acceptsUIDs: true) == nil)
    }
}

/// Files that nobody here can open.
@Suite struct SealedTests {
    static let header =
        "age-encryption.org/v1\n-> X25519 9EZBR6kY1uIbRWVCJDF1bmyYLpd94YJMVyaIA4bZuFk\n"
        + "M6lvMwK8Tn+oXhXxTl6wKNBBJcQ6DW7/3bbDV4WB8OQ\n--- 5T+pShnzrkoqKr7dHfMqiXJlxSvlCMmIKbHDRKzK0Pg\n"

    private func sealed(_ payload: Int, header: String = header) -> [UInt8] {
        Array(header.utf8) + (0..<16 + payload).map { UInt8(truncatingIfNeeded: $0 &* 167 ^ $0 >> 8) }
    }

    @Test(arguments: [16, 17, 100, 65_552, 65_552 + 17, 2 * 65_552])
    func wholeOnesAreForReview(payload: Int) { #expect(ids(sealed(payload)) == ["DV0611"]) }

    @Test(arguments: [0, 15, 65_552 + 1, 65_552 + 16])
    func lengthsThatNoPayloadHasAreErrors(payload: Int) { #expect(ids(sealed(payload)) == ["DV0611", "DV0612"]) }

    @Test func aPayloadInTheClearIsNone() {
        let head = Array(Self.header.utf8)
        #expect(ids(head + CleanFile.with { _ in } + [UInt8](repeating: 1, count: 200)).contains("DV0612"))
        #expect(ids(head + [UInt8](repeating: 0x20, count: 200)) == ["DV0611", "DV0612"])
    }

    @Test func headersAreHeldToTheirForm() {
        for broken in [
            "age-encryption.org/v1\n", "age-encryption.org/v1\n--- 5T+pShnzrkoqKr7dHfMqiXJlxSvlCMmIKbHDRKzK0Pg\n",
            String(Self.header.dropLast(2)) + "\n", Self.header.replacing("M6lv", with: "M6l!"),
            Self.header.replacing("\n---", with: "\n\n---"),
        ] {
            #expect(ids(sealed(100, header: broken)) == ["DV0611", "DV0612"], "\(broken)")
        }
    }

    @Test func armorEndsWithItsLastLine() {
        let text = "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"
        #expect(ids(Array(text.utf8)) == ["DV0611"])
        #expect(ids(Array(text.utf8.dropLast(10))) == ["DV0611", "DV0612"])
    }
}

@Suite struct BaselineTests {
    private func accepted(_ entry: Baseline.Entry, _ finding: Finding, file: String = "export/a/b.dcm") -> Bool {
        var baseline = Baseline([entry], today: "2026-01-01")
        var findings = [finding]
        baseline.apply(to: &findings, of: file)
        #expect((findings[0].accepted != nil) == baseline.messages.isEmpty)
        return findings[0].accepted != nil
    }

    @Test func entriesNameCheckFilePlaceAndDay() {
        let finding = Finding(.burnedIn, path: "(0040,0275)[2].(0028,0301)", offset: 9)
        func entry(
            _ check: Check = .burnedIn, file: String? = nil, path: String? = nil, expires: String = "2026-01-01"
        ) -> Baseline.Entry {
            Baseline.Entry(check: check, file: file, path: path, reason: "looked at", expires: expires)
        }
        #expect(accepted(entry(), finding))
        #expect(accepted(entry(file: "export/*.dcm", path: "(0040,0275)[*].(0028,0301)"), finding))
        #expect(accepted(entry(file: "*/?/b.dcm", path: "(0040,0275)[2].(0028,0301)"), finding))
        #expect(!accepted(entry(expires: "2025-12-31"), finding))
        #expect(!accepted(entry(.oddLength), finding))
        #expect(!accepted(entry(file: "b.dcm"), finding))
        #expect(!accepted(entry(path: "(0028,0301)"), finding))
        #expect(!accepted(entry(path: "(0040,0275)[1].(0028,0301)"), finding))
    }

    @Test func globsTakeNoTimeToSpeakOf() {
        let text = [UInt8](repeating: 0x61, count: 4000)
        let pattern = Array(String(repeating: "*a", count: 500).utf8) + [0x62]
        #expect(!Baseline.matches(text, pattern))
    }

    @Test func whatCouldNotBeCheckedCannotBeAccepted() {
        #expect(!Baseline.mayAccept(.truncated) && !Baseline.mayAccept(.unreadable) && Baseline.mayAccept(.burnedIn))
    }
}

@Suite struct StreamTests {
    /// Every file gives the same findings when it comes through a pipe, cut or whole.
    @Test func pipesAreReadLikeFiles() throws {
        let bytes = Bytes.explicit
        let long = CleanFile.with {
            $0.set(0x0010_4000, "LT", String(repeating: "x", count: 60_000))
            $0.changes[0x7FE0_0010] = bytes.element(0x7FE0_0010, "OW", [UInt8](repeating: 1, count: 300_000))
            $0.set(0x7FE1_0010, "LO", "x")
        }
        for count in [long.count, long.count - 12, 200_000, 70_000, 1000, 132, 5, 0] {
            let piece = Array(long[..<count])
            // Where a pipe ends is known later than where a file does, so the place of the cut may differ.
            let expected = Verifier().verify(bytes: piece).map { "\($0.id) \($0.tagPath)" }
            #expect(Self.piped(piece).map { "\($0.id) \($0.tagPath)" } == expected, "\(count)")
        }
        let inflated = CleanFile.with { $0.transferSyntax = "1.2.840.10008.1.2.1.99" }
        let start = inflated.count - CleanFile().dataSet.count
        let deflatedFile = Array(inflated[..<start]) + deflated(Array(inflated[start...]))
        #expect(Self.piped(deflatedFile) == Verifier().verify(bytes: deflatedFile))
    }

    private static func piped(_ bytes: [UInt8]) -> [Finding] {
        var ends: [Int32] = [0, 0]
        _ = unsafe pipe(&ends)
        let (read, write) = (ends[0], ends[1])
        defer { close(read) }
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(Feed(bytes, write))
        _ = unsafe pthread_create(
            &thread, nil,
            { argument in
                let feed = unsafe Unmanaged<Feed>.fromOpaque(argument!).takeRetainedValue()
                var offset = 0
                while offset < feed.bytes.count {
                    let count = unsafe feed.bytes[offset...].withUnsafeBytes {
                        unsafe Glibc.write(feed.descriptor, $0.baseAddress, min($0.count, 7001))
                    }
                    if count <= 0 { break }
                    offset += count
                }
                close(feed.descriptor)
                return nil
            }, box.toOpaque())
        let findings = (try? Verifier().examine(stream: StreamBytes(descriptor: read)).findings) ?? []
        // What the verifier did not ask for is read here, so that the writer can end.
        var rest = [UInt8](repeating: 0, count: 65_536)
        while unsafe Glibc.read(read, &rest, rest.count) > 0 {}
        pthread_join(thread, nil)
        return findings
    }

    private final class Feed {
        let bytes: [UInt8]
        let descriptor: Int32
        init(_ bytes: [UInt8], _ descriptor: Int32) { (self.bytes, self.descriptor) = (bytes, descriptor) }
    }
}
