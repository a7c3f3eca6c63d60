import DICOM
import Standard
import Testing

@testable import Deidentify

/// PS3.3 C.24.2: an encapsulated document is replaced by one of its kind that holds nothing.
@Suite struct DocumentTests {
    static func run(_ type: String, _ wire: Wire) throws -> [Found] {
        try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0042_0011, "OB", "%PDF-1.7 DOE^JANE ...")
                + wire.element(0x0042_0012, "LO", type) + wire.element(0x0042_0015, "UL", wire.u32(21)),
            wire, sopClass: "1.2.840.10008.5.1.4.1.1.104.1")
    }

    @Test(arguments: Wire.allCases) func aPDFBecomesABlankPage(wire: Wire) throws {
        let document = try #require(try Self.run("application/pdf", wire)[tag: 0x0042_0011])
        #expect(document.text.hasPrefix("%PDF-1.") && document.text.hasSuffix("%%EOF\n"))
        #expect(!document.value.contains(mark: Array("DOE".utf8)))
    }

    @Test func otherDocumentsBecomeZeros() throws {
        let document = try #require(try Self.run("model/stl", .explicitLittle)[tag: 0x0042_0011])
        #expect(document.value == [UInt8](repeating: 0, count: 84))
    }

    /// A document of its own type, as the MIME type goes on saying.
    @Test(arguments: [
        ("text/XML", "<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>"),
        ("model/obj", "# dcmveil placeholder"), ("model/mtl", "# dcmveil placeholder"),
    ]) func textsBecomeTextsThatSayNothing(type: String, expected: String) throws {
        let found = try Self.run(type, .explicitLittle)
        let document = try #require(found[tag: 0x0042_0011])
        #expect(document.text.trimmingPrefix(expected).allSatisfy { $0 == " " || $0 == "\n" })
        #expect(document.value.count % 2 == 0 && found[tag: 0x0042_0012]?.text == type)
    }

    /// (0042,0015) is the length of (0042,0011) in bytes.
    @Test func theLengthSaysTheNewLength() throws {
        let wire = Wire.explicitLittle
        let found = try Self.run("application/pdf", wire)
        let document = try #require(found[tag: 0x0042_0011])
        do {
            let lengths = [document.value.count, document.value.count - 1].map { wire.u32(UInt32($0)) }
            #expect(found[tag: 0x0042_0015].map { lengths.contains($0.value) } ?? true)
        }
    }
}
