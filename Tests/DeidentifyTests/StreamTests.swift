import DICOM
import Standard
import Testing

@testable import Deidentify

/// The same key gives the same output, from a file and from a stream, today and tomorrow.
@Suite struct StreamTests {
    @Test(arguments: Fixtures.paths()) func fileAndStreamGiveTheSameBytes(path: String) throws {
        let bytes = try Fixtures.bytes(path)
        let profile = try compiled()
        guard let file = try? deidentify(MemorySource(bytes), profile) else {
            #expect(throws: DeidentifyError.self) { _ = try deidentify(TrickleSource(bytes, step: 4096), profile) }
            return
        }
        #expect(try deidentify(TrickleSource(bytes, step: 4096), profile).bytes == file.bytes)
        #expect(try deidentify(MemorySource(bytes), profile).bytes == file.bytes)
    }

    /// Steps are handed out in batches; where one ends shows nowhere.
    @Test(arguments: Fixtures.paths(), [160, 1000]) func batchesShowNowhere(path: String, batch: Int) throws {
        let bytes = try Fixtures.bytes(path)
        guard let whole = try? deidentify(MemorySource(bytes), basicProfile) else { return }
        var limits = DataSetReader.Limits()
        limits.batch = batch
        #expect(try deidentify(MemorySource(bytes), basicProfile, limits: limits).bytes == whole.bytes)
        #expect(try deidentify(TrickleSource(bytes, step: 4096), basicProfile, limits: limits).bytes == whole.bytes)
    }

    @Test func anotherReleaseAndAnotherKeyGiveOtherBytes() throws {
        let bytes = try Fixtures.bytes("ct/slice-1.dcm")
        let profile = try compiled()
        let outputs = [
            try deidentify(MemorySource(bytes), profile).bytes,
            try deidentify(MemorySource(bytes), profile, release: "b").bytes,
            try deidentify(MemorySource(bytes), profile, key: .random()).bytes,
        ]
        #expect(Set(outputs).count == 3)
    }

    /// A private value of more than 1 MiB in group 0009 comes before group 0010.
    @Test func bulkBeforeThePatientChangesNothing() throws {
        let wire = Wire.explicitLittle
        let file = part10(
            wire.element(0x0008_0018, "UI", "1.2.3")
                + wire.element(0x0009_1010, "OB", [UInt8](repeating: 1, count: 2 << 20))
                + wire.element(0x0010_0010, "PN", "DOE^JANE") + wire.element(0x0010_0020, "LO", "12345 ")
                + wire.element(0x0020_000D, "UI", "1.2.5"), syntax: wire.syntax)
        let fromFile = try deidentify(MemorySource(file), compiled())
        #expect(fromFile.identity.patient == "P-6Z9ADPWW7QC11F6H")
        let fromStream = try deidentify(TrickleSource(file, step: 1 << 16), compiled())
        let isSame = fromStream.bytes == fromFile.bytes
        do {
            #expect(fromStream.identity.patient == fromFile.identity.patient)
            #expect(isSame)
        }
    }

    /// A sequence of defined length and 6 MiB behind Pixel Data: it is longer than what a stream holds before it passes on.
    static func longSequence() throws -> (file: [UInt8], wire: Wire) {
        let wire = Wire.explicitLittle
        let item = wire.item(
            wire.element(0x0009_1010, "UT", [UInt8](repeating: 0x41, count: 60_000))
                + wire.element(0x0028_0010, "US", [1, 0])
                + wire.element(0x0028_1201, "OW", [UInt8](repeating: 1, count: 60_000)))
        return (
            part10(
                wire.element(0x0008_0018, "UI", "1.2.3") + wire.element(0x7FE0_0010, "OW", [1, 2])
                    + wire.sequence(0xFFFA_FFFA, Array(repeating: item, count: 60)), syntax: wire.syntax), wire
        )
    }

    @Test func aLongSequenceBehindPixelDataIsTheSameFromAStream() throws {
        let (file, wire) = try Self.longSequence()
        let profile = try compiled(
            #"{"name":"p","table":"PS3.15 E.1-1","conforms":false,"rules":[{"attributes":["DigitalSignaturesSequence"],"action":"keep"}]}"#
        )
        let fromFile = try deidentify(MemorySource(file), profile)
        #expect(try Found.parse(fromFile.dataSet, wire)[tag: 0xFFFA_FFFA]?.items?.count == 60)
        let fromStream = try deidentify(TrickleSource(file, step: 1 << 16), profile)
        // As a Bool: a failed comparison of megabytes is described at length.
        let isSame = fromStream.bytes == fromFile.bytes
        let parsed = try? Found.parse(fromStream.dataSet, wire)
        do {
            #expect(isSame)
            #expect(parsed != nil)
        }
    }
}
