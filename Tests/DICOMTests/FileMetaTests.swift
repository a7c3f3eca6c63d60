import DICOM
import Standard
import Testing

/// PS3.10 §7.1, and the files that do not follow it.
@Suite struct FileMetaTests {
    static func dataSet(_ wire: Wire) -> [UInt8] {
        wire.element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2") + wire.element(0x0010_0010, "PN", "A^B ")
    }

    @Test(arguments: Wire.allCases) func aPlainFileHasNoDeviation(wire: Wire) throws {
        let input = try DICOMInput.open(MemorySource(part10(Self.dataSet(wire), syntax: wire.syntax)))
        #expect(input.meta.transferSyntax.uid == wire.syntax)
        #expect(input.meta.encoding == wire.encoding)
        #expect(input.meta.deviations == [])
        #expect(String(decoding: input.meta.mediaStorageSOPInstanceUID, as: UTF8.self) == "1.2.3.4")
    }

    @Test(arguments: Wire.allCases) func bareDataSetsAreRecognised(wire: Wire) throws {
        let found = try walkFile(MemorySource(Self.dataSet(wire)))
        #expect(found.steps.map(\.vr) == ["UI", "PN"])
        #expect(found.deviations.contains(.bareDataSet))
    }

    @Test(arguments: Wire.allCases, [1, 7, 4096]) func bareDataSetsAreRecognisedInStreams(wire: Wire, step: Int) throws
    {
        let found = try walkFile(TrickleSource(Self.dataSet(wire), step: step))
        #expect(found.steps.map(\.vr) == ["UI", "PN"])
    }

    @Test(arguments: [UInt32(0), 20, 9999, 0xFFFF_FFFF]) func aLyingGroupLengthIsNotTrusted(length: UInt32) throws {
        var bytes = part10(Self.dataSet(.explicitLittle), syntax: Wire.explicitLittle.syntax)
        bytes.replaceSubrange(140..<144, with: Wire.explicitLittle.u32(length))
        let found = try walkFile(MemorySource(bytes))
        #expect(found.steps.map(\.vr) == ["UI", "PN"])
        #expect(found.deviations.contains(.badFileMeta))
    }

    @Test func aMissingGroupLengthIsRead() throws {
        var bytes = part10(Self.dataSet(.explicitLittle), syntax: Wire.explicitLittle.syntax)
        bytes.removeSubrange(132..<144)
        let found = try walkFile(MemorySource(bytes))
        #expect(found.steps.count == 2 && found.deviations == [.badFileMeta])
    }

    @Test func aMissingPreambleIsRead() throws {
        let bytes = part10(Self.dataSet(.explicitLittle), syntax: Wire.explicitLittle.syntax).dropFirst(132)
        let found = try walkFile(MemorySource(Array(bytes)))
        #expect(found.steps.count == 2 && found.deviations == [.missingPreamble])
    }

    @Test(arguments: [Wire.implicitLittle, .explicitBig]) func group2InAnotherEncodingIsRead(wire: Wire) throws {
        let meta =
            wire.element(0x0002_0002, "UI", "1.2.840.10008.5.1.4.1.1.2")
            + wire.element(0x0002_0003, "UI", "1.2.3.4") + wire.element(0x0002_0010, "UI", Wire.explicitBig.syntax)
        let bytes = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + meta + Self.dataSet(.explicitBig)
        let found = try walkFile(MemorySource(bytes))
        #expect(found.steps.map(\.vr) == ["UI", "PN"] && found.deviations.contains(.badFileMeta))
    }

    @Test func dicmWithoutGroup2IsRead() throws {
        let bytes = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + Self.dataSet(.implicitLittle)
        #expect(try walkFile(MemorySource(bytes)).steps.map(\.vr) == ["UI", "PN"])
    }

    @Test func theDataSetIsBelievedOverItsTransferSyntax() throws {
        let bytes = part10(Self.dataSet(.implicitLittle), syntax: Wire.explicitLittle.syntax)
        let found = try walkFile(MemorySource(bytes))
        #expect(found.steps.map(\.vr) == ["UI", "PN"] && found.deviations == [.wrongTransferSyntax])
    }

    @Test func anUnknownTransferSyntaxIsRefused() {
        let bytes = part10(Self.dataSet(.explicitLittle), syntax: "1.2.3.4.5")
        #expect(code { _ = try walkFile(MemorySource(bytes)) } == .unknownTransferSyntax)
    }

    @Test func otherFilesAreNotDICOM() {
        #expect(code { _ = try walkFile(MemorySource([])) } == .empty)
        for bytes in [
            Array("plain text, long enough to hold a header".utf8), [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10],
            [UInt8](repeating: 0, count: 4096), [UInt8](repeating: 0xFF, count: 4096), [8],
        ] { #expect(code { _ = try walkFile(MemorySource(bytes)) } == .notDICOM, "\(bytes.prefix(8))") }
    }

    /// PS3.5 A.4: zero bytes after the data set are dropped and named; anything else is refused unless pixels came before.
    @Test func bytesAfterTheDataSet() throws {
        let file = part10(Self.dataSet(.explicitLittle), syntax: Wire.explicitLittle.syntax)
        let zeros = try walkFile(MemorySource(file + [UInt8](repeating: 0, count: 512)))
        #expect(zeros.steps.map(\.kind) == [.element, .element, .trailing] && zeros.deviations == [.trailingBytes])
        #expect(code { _ = try walkFile(MemorySource(file + Array("patient Jane Doe lives".utf8))) } != nil)
    }

    @Test func theWriterMakesAPlainPart10File() throws {
        var writer = FileMetaWriter(versionName: "a name longer than sixteen")
        let head = writer.make(
            sopClassUID: Array("1.2.840.10008.5.1.4.1.1.2".utf8), sopInstanceUID: Array("2.25.1".utf8),
            transferSyntaxUID: "1.2.840.10008.1.2")
        #expect(head.prefix(128).allSatisfy { $0 == 0 })
        #expect(Array(head[128..<132]) == Array("DICM".utf8))
        #expect(Array(head[132..<140]) == [2, 0, 0, 0, 0x55, 0x4C, 4, 0])
        let length = Int(head[140]) | Int(head[141]) << 8
        #expect(length == head.count - 144)
        let steps = try walk(Array(head[132...]), .explicitLittleEndian)
        #expect(
            brief(steps) == [
                "(0002,0000) UL 4", "(0002,0001) OB 2", "(0002,0002) UI 26", "(0002,0003) UI 6", "(0002,0010) UI 18",
                "(0002,0012) UI 44", "(0002,0013) SH 16",
            ])
    }

    /// What is kept from the file before is that of another file as soon as one UID differs.
    @Test func nothingOfTheFileBeforeGetsIntoFileMeta() throws {
        let classes = ["1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4"].map { Array($0.utf8) }
        var writer = FileMetaWriter(versionName: "one")
        for (number, (class_, syntax)) in [
            (classes[0], "1.2.840.10008.1.2"), (classes[0], "1.2.840.10008.1.2"), (classes[1], "1.2.840.10008.1.2"),
            (classes[1], "1.2.840.10008.1.2.1"), (classes[0], "1.2.840.10008.1.2.1"),
        ].enumerated() {
            let uid = Array("2.25.\(Int.max >> (number * 9))".utf8)
            var anew = FileMetaWriter(versionName: "one")
            #expect(
                writer.make(sopClassUID: class_, sopInstanceUID: uid, transferSyntaxUID: syntax)
                    == anew.make(sopClassUID: class_, sopInstanceUID: uid, transferSyntaxUID: syntax))
        }
    }
}
