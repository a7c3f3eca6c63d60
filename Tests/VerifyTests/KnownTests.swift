import Standard
import Testing

@testable import Verify

/// What was removed is found wherever it turns up again.
@Suite struct KnownTests {
    private func tokens(_ tag: UInt32, _ vr: VR, _ value: String, allDates: Bool = true) -> [String] {
        var found: [String] = []
        KnownValue.forEachToken(Tag(tag), vr, Array(value.utf8), allDates: allDates) {
            found.append(String(decoding: $0, as: UTF8.self))
        }
        return found
    }

    @Test func tokensAreWhatTellsOnSomebody() {
        #expect(tokens(0x0010_0010, .pn, "Müller-Doe^Jane^Q") == ["muller", "jane", "mullerdoe"])
        #expect(tokens(0x0010_0020, .lo, "4711-AB12/0815123") == ["0815123", "4711ab120815123"])
        #expect(tokens(0x0010_0020, .lo, "471-11-23") == ["4711123"])
        #expect(tokens(0x0010_0020, .lo, "1971-02-03") == ["19710203"])
        #expect(tokens(0x0010_0020, .lo, "12-34") == [])
        // Terms, wherever they stand.
        #expect(tokens(0x0051_1016, .lo, "p2 M/NORM/DIS2D") == [])
        #expect(tokens(0x0009_1010, .un, "MONOCHROME2 AB12345") == ["ab12345"])
        #expect(tokens(0x0010_0020, .lo, "MONOCHROME2") == [])
        #expect(tokens(0x0010_0020, .lo, "AB123") == ["ab123"])
        #expect(tokens(0x0008_0080, .lo, "St. Elsewyre University Hospital") == ["elsewyre"])
        #expect(tokens(0x0008_1030, .lo, "CHEST W CONTRAST of 19710203") == ["19710203"])
        #expect(tokens(0x0008_0020, .da, "20200101") == ["20200101"])
        #expect(tokens(0x0008_0020, .da, "20200101", allDates: false) == [])
        #expect(tokens(0x0010_0030, .da, "19710203", allDates: false) == ["19710203"])
        #expect(tokens(0x0010_0030, .da, "19000101") == [])
        #expect(tokens(0x0040_A13A, .dt, "20200101101112.5+0100") == ["20200101"])
        #expect(tokens(0x0020_000D, .ui, "1.2.840.113619.2\\1.2.840.10008.1.2.1") == ["1.2.840.113619.2"])
        #expect(tokens(0x0010_0010, .pn, "ANONYMIZED^Li") == [])
        #expect(tokens(0x0028_0010, .us, "ab") == [])
    }

    /// What a scanner finds of these.
    private func found(_ text: [UInt8], _ known: Set<String>, high: Bool = false) -> [String] {
        let scanner = TokenScanner(takesHigh: high, KnownLookup { known.contains(String(decoding: $0, as: UTF8.self)) })
        // Byte by byte, for pieces end anywhere.
        for index in text.indices { scanner.feed(text, index..<index + 1, at: index) }
        scanner.finish()
        scanner.sort()
        return scanner.hits.map { String(decoding: text[$0.offset..<$0.offset + $0.count], as: UTF8.self) }
    }

    @Test(
        arguments: [
            ("x Elsewyre,", ["Elsewyre"]), ("ELSEWYRE^", ["ELSEWYRE"]), ("elsewyres", []),
            ("MR19710203x", ["19710203"]),
            ("ID-AB123.", ["AB123"]), ("elsewyre7", ["elsewyre"]), ("1971-02-03", ["1971-02-03"]),
            ("3.2.1971", ["3.2.1971"]),
            ("02/03/1971 02/04/1971", ["02/03/1971"]), ("1971:02:03 10:11", ["1971:02:03"]),
            ("19710203101112", ["19710203"]),
            ("1.2.840.113619.2", ["1.2.840.113619.2"]), ("1.2.840.113619.2.", ["1.2.840.113619.2"]),
            ("1.2.840.113619.21", []), ("2.25.19710203", ["19710203"]), ("2.25.119710203", []),
            ("0.19710203", ["19710203"]),
        ] as [(String, [String])])
    func bytesAreLookedThrough(text: String, expected: [String]) {
        let known: Set = ["elsewyre", "ab123", "19710203", "1.2.840.113619.2"]
        #expect(found(Array(text.utf8), known) == expected)
        // Among bytes that are none of a text.
        #expect(found([0xFF, 0x00] + Array(text.utf8) + [0x01, 0x90], known) == expected)
    }

    @Test func lettersBeyondASCIIBelongToWordsInText() {
        #expect(found(Array("Mr. Müller".utf8), ["müller"], high: true) == ["Müller"])
        #expect(found(Array("Mr. Müller".utf8), ["müller"]) == [])
    }

    /// Whatever characters the original has, and however it is written in the other file.
    @Test func accentsAndCharacterSetsMakeNoDifference() {
        let latin1: [UInt8] = [0x47, 0x52, 0xDC, 0x4E, 0x57, 0xC4, 0x4C, 0x44, 0x45, 0x52]  // GRÜNWÄLDER
        var folded: Set<String> = []
        KnownValue.forEachToken(Tag(0x0010_0010), .pn, latin1, allDates: true) {
            folded.insert(String(decoding: $0, as: UTF8.self))
        }
        #expect(folded == ["grunwalder"] && Set(tokens(0x0010_0010, .pn, "Grünwälder")) == folded)
        for text in [
            latin1, Array("Grünwälder".utf8), Array("Gru\u{308}nwa\u{308}lder".utf8), Array("GRUNWALDER".utf8),
        ] {
            #expect(found(text, folded, high: true).count == 1)
        }
        #expect(tokens(0x0010_0010, .pn, "Ковальчук") == ["ковальчук"])
    }

    /// The sets of Specific Character Set have other letters in the places of ISO 8859-1; a name is looked for as each has it.
    @Test(
        arguments: [
            (["Przemyslaw", "Walesa"], "Przemysław^Wałęsa", [0xB3, 0xB3, 0xEA]),  // ISO_IR 101
            (["Safarik", "Cerny"], "Šafařík^Černý", [0xA9, 0xF8, 0xED, 0xC8, 0xFD]),
            (["Yildirim", "Gunes"], "Yıldırım^Güneş", [0xFD, 0xFD, 0xFD, 0xFC, 0xFE]),  // ISO_IR 148
            (["Kenins", "Janis"], "Ķēniņš^Jānis", [0xD3, 0xBA, 0xF1, 0xB9, 0xE0]),  // ISO_IR 110
        ] as [([String], String, [UInt8])])
    func namesOfOtherSetsAreFound(plain: [String], name: String, bytes: [UInt8]) {
        var rest = bytes[...]
        let encoded = name.unicodeScalars.map { $0.isASCII ? UInt8($0.value) : rest.removeFirst() }
        var known: Set<String> = []
        KnownValue.forEachToken(Tag(0x0010_0010), .pn, encoded, allDates: true) {
            known.insert(String(decoding: $0, as: UTF8.self))
        }
        let words = name.split(separator: "^").map(String.init)
        for text in plain + words { #expect(found(Array(text.utf8), known, high: true) == [text], "\(text)") }
        // And the other way about: an original in UTF-8, a copy in that set.
        #expect(found(encoded, Set(tokens(0x0010_0010, .pn, name)), high: true).count == 2)
    }

    @Test func lettersOfVietnamAreLatinOnes() {
        #expect(tokens(0x0010_0010, .pn, "Nguyễn^Hồng") == ["nguyen", "hong"])
        #expect(tokens(0x0010_0010, .pn, "Ștefănescu^Đặng") == ["stefanescu", "dang"])
        let known: Set = ["nguyen"]
        for text in ["Nguyễn", "NGUYỄN", "Nguyen", "Nguye\u{302}\u{303}n"] {
            #expect(found(Array(text.utf8), known, high: true) == [text])
        }
    }

    /// Letters before a number come and go.
    @Test func theNumberOfAnIdentifierIsFoundByItself() {
        for value in ["MR8834571", "MR-8834571", "ACC8834571", "8834571"] {
            let known = Set(tokens(0x0010_0020, .lo, value))
            for text in ["8834571", "MR 8834571", "MR-8834571", "ACC 8834571", "MR8834571", "88-34571"] {
                #expect(found(Array(text.utf8), known).count >= 1, "\(value) as \(text)")
            }
        }
        // Days, round numbers, short ones, and numbers in other attributes are anybody's.
        #expect(tokens(0x0010_0020, .lo, "MR20200101") == ["mr20200101"])
        #expect(tokens(0x0010_0020, .lo, "MR1000000") == ["mr1000000"])
        #expect(tokens(0x0010_0020, .lo, "MR883457") == ["mr883457"])
        #expect(tokens(0x0008_1030, .lo, "MR8834571") == ["mr8834571"])
    }

    @Test func namesWithSignsInThemAreFoundInOne() {
        #expect(tokens(0x0010_0010, .pn, "O'Callaghan^Siobhan") == ["callaghan", "siobhan", "ocallaghan"])
        #expect(tokens(0x0010_0010, .pn, "O\u{2019}Callaghan") == ["ocallaghan"])
        #expect(tokens(0x0010_0010, .pn, "Garcia-Marquez^Anna") == ["garcia", "marquez", "anna", "garciamarquez"])
        #expect(tokens(0x0010_0010, .pn, "Müller--Doe^A-1^-Ab") == ["muller"])
        let known: Set = ["ocallaghan"]
        #expect(found(Array("x OCALLAGHAN".utf8), known) == ["OCALLAGHAN"])
    }

    @Test(
        arguments: [
            ("471-11-23", 1), ("x 471 11 23, y", 1), ("471.11.23", 1), ("471/11/23", 1), ("4711123", 1),
            ("471--11-23", 0),
            ("471-11-234", 0), ("1-471-11-23", 1), ("1.471.11.23", 0), ("471\\11\\23", 0), ("471-x-11-23", 0),
        ] as [(String, Int)])
    func identifiersAreFoundHoweverTheyAreParted(text: String, count: Int) {
        #expect(found(Array(text.utf8), ["4711123"]).count == count)
    }

    @Test(
        arguments: [
            "03-FEB-1971", "3 Feb 1971", "Feb 3, 1971", "3. Februar 1971", "3FEB1971", "1971-Feb-03",
            "3 février 1971 x",
        ])
    func daysAreFoundWithTheNamesOfMonths(text: String) {
        let folded = Array(text.replacing("é", with: "e").utf8)
        #expect(found(folded, ["19710203"]).count == 1)
        #expect(found(folded, ["19710204"]) == [])
    }

    /// However many of one kind stand in a row.
    @Test func runsOfSignsTakeNoTime() {
        for sign in ["-", ".", " ", "a.", "1 ", "1-", "Feb ", ",", "1."] {
            #expect(found(Array(String(repeating: sign, count: 100_000).utf8), ["4711123"]) == [])
        }
        let scanner = TokenScanner(KnownLookup { _ in false })
        for sign in ["-", ".", " ", "a.", "1 ", "1-", "Feb "] {
            let bytes = Array(String(repeating: sign, count: 200_000).utf8)
            scanner.feed(bytes, 0..<bytes.count, at: 0)
            scanner.finish()
        }
        #expect(scanner.hits.isEmpty)
    }

    /// A date that was moved may have come upon the birth of somebody else.
    @Test func movedDatesAreNobodysBirth() {
        let known: Set = ["20200101"]
        func file(_ says: String, _ change: (inout CleanFile) -> Void) -> [String] {
            places(
                CleanFile.with {
                    $0.dates = says
                    change(&$0)
                }, known)
        }
        let date: (inout CleanFile) -> Void = { $0.set(0x0008_0020, "DA", "20200101") }
        #expect(file("MODIFIED", date) == [])
        #expect(file("REMOVED", date) == ["(0008,0020)"])
        #expect(file("MODIFIED") { $0.set(0x0008_1090, "LO", "20200101") } == ["(0008,1090)"])
        #expect(file("MODIFIED") { $0.set(0x0010_0030, "DA", "20200101") } == ["(0010,0030)"])
    }

    /// Of what is looked for, what was found is shown, and nothing behind it.
    @Test func theTokenIsShown() {
        var options = VerifierOptions()
        options.showsValues = true
        let file = CleanFile.with { $0.set(0x0008_1090, "LO", "x Elsewyre and others") }
        let found = Verifier(options: options).examine(bytes: file, known: KnownLookup(Known(words: ["elsewyre"])))
            .findings.filter { $0.check == .knownIdentity }
        #expect(found.map(\.value) == ["Elsewyre"])
    }

    private struct Known: KnownTokens {
        var words: Set<String>
        func lookup() -> (ArraySlice<UInt8>) -> Bool { { words.contains(String(decoding: $0, as: UTF8.self)) } }
    }

    private func places(_ file: [UInt8], _ words: Set<String>) -> [String] {
        Verifier().examine(bytes: file, known: KnownLookup(Known(words: words))).findings
            .filter { $0.check == .knownIdentity }.map(\.tagPath)
    }

    @Test func theyAreFoundWhereverTheyStand() {
        let bytes = Bytes.explicit
        let name = Array("..Elsewyre..".utf8)
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xFE, 0, 15] + name + [0xFF, 0xD9]
        let known: Set = ["elsewyre", "doej", "12345678"]
        func file(_ change: (inout CleanFile) -> Void) -> [String] { places(CleanFile.with(change), known) }
        #expect(file { _ in } == [])
        #expect(file { $0.set(0x0008_1090, "LO", "Scanner of Doej") } == ["(0008,1090)"])
        #expect(file { $0.set(0x0018_0050, "DS", "12345678") } == [])  // a number as others
        #expect(file { $0.changes[0x0018_1210] = bytes.element(0x0018_1210, "SH", "elsewyre ") } == ["(0018,1210)"])
        #expect(
            file { $0.changes[0x7FE0_0010] = bytes.element(0x7FE0_0010, "OW", [1, 0, 2] + name) } == ["(7FE0,0010)"])
        // Short words come about among pixels.
        #expect(
            file { $0.changes[0x7FE0_0010] = bytes.element(0x7FE0_0010, "OW", [1, 0] + Array(" doej ".utf8)) } == [])
        #expect(
            file {
                $0.transferSyntax = CleanFile.jpeg
                $0.changes[0x7FE0_0010] = bytes.fragments([jpeg])
            } == ["(7FE0,0010)[2]"])
        #expect(file { $0.preamble.replaceSubrange(0..<name.count, with: name) } == [""])
        #expect(file { $0.tail = name } == [""])
        #expect(
            file {
                $0.changes[0x0054_0016] = bytes.sequence(0x0054_0016, [bytes.element(0x0008_0104, "LO", "Elsewyre")])
            } == ["(0054,0016)[1].(0008,0104)"])
        var clean = CleanFile()
        clean.transferSyntax = "1.2.840.10008.1.2.1.99"
        clean.set(0x0008_1090, "LO", "Elsewyre")
        let head = clean.file.count - clean.dataSet.count
        #expect(places(Array(clean.file[..<head]) + deflated(clean.dataSet), known) == [""])
    }

    /// Once in 200 million is beyond a test; the same filter with fewer bits is wrong as often as it should be.
    @Test func theFilterIsWrongAsOftenAsItSays() {
        var random = SystemRandomNumberGenerator()
        let members = Set((0..<20_000).map { _ in random.next() as UInt64 })
        let full = TokenFilter(members)
        #expect(members.allSatisfy(full.contains))
        let small = TokenFilter(members, bitsPerToken: 10, places: 7)
        #expect(members.allSatisfy(small.contains))
        let questions = 200_000
        let wrong = (0..<questions).count { _ in small.contains(random.next()) }
        // (1 - e^(-7/10))^7 is 0.0082; six standard deviations are 0.0012.
        #expect((0.0070...0.0094).contains(Double(wrong) / Double(questions)), "\(wrong)")
        #expect((0..<questions).count { _ in full.contains(random.next()) } == 0)
    }

    @Test func originalsGiveTheirTokens() {
        var tokens = OriginalTokens()
        let original = CleanFile.with {
            $0.set(0x0010_0010, "PN", "Elsewyre^Jane")
            $0.set(0x0008_0018, "UI", "1.2.3.4.5.6.7")
            $0.set(0x0011_1001, "LO", "AB12345")
        }
        var check = FileCheck(.memory(original), options: VerifierOptions(), rules: .basicProfile)
        #expect((try? check.open()) == true)
        #expect((try? check.collect(into: &tokens, [])) != nil)
        let isKnown = tokens.lookup()
        for word in ["elsewyre", "jane", "1.2.3.4.5.6.7", "ab12345"] {
            #expect(isKnown(Array(word.utf8)[...]), "\(word)")
        }
        for word in ["scanner", "acme", "1.2.840.10008.5.1.4.1.1.2"] {
            #expect(!isKnown(Array(word.utf8)[...]), "\(word)")
        }
    }
}
