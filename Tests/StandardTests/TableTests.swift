import Testing

@testable import Standard

@Suite struct TableTests {
    @Test func dictionaryKnowsPlainAndRepeatingElements() throws {
        let name = try #require(DataDictionary.entry(for: Tag(0x0010_0010)))
        #expect(name.keyword == "PatientName")
        #expect(name.vrs == [.pn])
        #expect(DataDictionary.vr(of: Tag(0x6002_3000)) == .ob)
        #expect(DataDictionary.keyword(of: Tag(0x6010_0022)) == "OverlayDescription")
        #expect(DataDictionary.entry(for: Tag(0x0011_0010)) == nil)
        #expect(DataDictionary.entry(for: Tag(0x0010_0099)) == nil)
        #expect(DataDictionary.pattern(forKeyword: "SOPInstanceUID") == "00080018")
    }

    /// The short ways to two parts of an entry say what the entry says.
    @Test func valuesAndBytesAreThoseOfTheEntry() {
        let repeating = [0x6000_0050, 0x6002_3000, 0x0020_3101, 0x0028_0400, 0x0011_0010, 0x0010_0099].map { Tag($0) }
        for tag in (0..<DataDictionary.count).map({ DataDictionary.tag(at: $0) }) + repeating {
            let entry = DataDictionary.entry(for: tag)
            #expect(
                DataDictionary.mostValues(of: tag) == entry.flatMap { UInt32($0.vm.split(separator: "-").last ?? "") },
                "\(tag)")
            #expect(
                DataDictionary.mayBeBulk(tag) == entry.map { $0.vrs.contains(.ob) || $0.vrs.contains(.ow) } ?? false,
                "\(tag)")
        }
    }

    /// A search that begins among signposts ends where one through the whole table does.
    @Test(arguments: [(knownWordTable, false), (lexiconTable, true), (definedTermTable, false)])
    func wordsAreFoundWithSignpostsAsWithout(text: StaticString, byKey: Bool) {
        let (plain, posted) = (TextTable(text), TextTable(words: text, byKey: byKey))
        var (number, wrong, found) = (0, 0, 0)
        plain.forEachLine { line in
            number += 1
            guard number % 13 == 0, let key = plain.field(0, of: line) else { return }
            let word = key.map { plain[$0] }
            for word in [word, Array(word.dropLast()), word + Array("a".utf8), word + Array("zz".utf8)] {
                let expected = plain.line(for: word.span, byKey: byKey)
                if posted.line(for: word.span, byKey: byKey) != expected { wrong += 1 }
                if expected == line { found += 1 }
            }
        }
        #expect(wrong == 0 && found == number / 13)
        for word in ["", "0", "|", "zzzzzzzzz", "\u{FF}\u{FF}"] {
            let word = Array(word.utf8)
            let (one, other) = (posted.line(for: word.span, byKey: byKey), plain.line(for: word.span, byKey: byKey))
            #expect(one == other)
        }
    }

    @Test func everyKeywordFindsItsWayBack() {
        DataDictionary.forEachKeyword { keyword in
            #expect(DataDictionary.pattern(forKeyword: keyword) != nil, "\(keyword)")
        }
    }

    @Test func confidentialityTableIsWhole() {
        #expect(Confidentiality.rows.count == 656)  // 657 rows, the one for private attributes is not a tag
        #expect(Confidentiality.rows.allSatisfy { $0.options.count == Confidentiality.Option.allCases.count })
    }

    @Test func uidsAndTransferSyntaxes() {
        #expect(UIDRegistry.contains(Array("1.2.840.10008.1.2.1".utf8)))
        #expect(!UIDRegistry.contains(Array("1.2.840.10008.1.2.1.1".utf8)))
        #expect(TransferSyntax(uid: "1.2.840.10008.1.2.1.99")?.isDeflated == true)
        #expect(TransferSyntax(uid: "1.2.840.10008.1.2.4.50")?.isEncapsulated == true)
        #expect(TransferSyntax(uid: "1.2.840.10008.1.2.2")?.isBigEndian == true)
        #expect(TransferSyntax(uid: "1.2.3") == nil)
    }

    @Test func attributeTypesAtPlaces() throws {
        let ct = try #require(AttributeTypes.place(forSOPClass: Array("1.2.840.10008.5.1.4.1.1.2".utf8)))
        #expect(AttributeTypes.type(of: .patientID, at: ct) == .type2)
        #expect(AttributeTypes.type(of: .sopInstanceUID, at: ct) == .type1)
        #expect(AttributeTypes.type(of: Tag(0x0008_1030), at: ct) == .type3)
        #expect(AttributeTypes.type(of: Tag(0x0099_0000), at: ct) == nil)
        let inside = AttributeTypes.items(of: Tag(0x0008_1140), at: ct)
        #expect(AttributeTypes.type(of: Tag(0x0008_1155), at: inside) == .type1)
    }
}
