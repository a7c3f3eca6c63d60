import DICOM
import Testing

@testable import Deidentify

/// Tables of subject codes, and who is found in them.
@Suite struct SubjectTableTests {
    private func read(_ text: String) throws -> SubjectTable { try SubjectTableReader.read(Array(text.utf8)) }
    private func code(_ table: SubjectTable, _ id: String, _ issuer: String = "") -> String? {
        table.code(patientID: Array(id.utf8), issuer: Array(issuer.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func rowsAreFound() throws {
        let table = try read("\u{FEFF}Patient ID,Subject code\r\n\"a,\"\"b\"\"\",S1\r\n 7 ,S2\r\nMu\u{308}ller,S3")
        #expect(code(table, "a,\"b\"") == "S1" && code(table, "7") == "S2" && code(table, "M\u{FC}ller") == "S3")
        #expect(code(table, "A,\"b\"") == nil && code(table, "") == nil)
        #expect(code(table, "7", "ANY") == "S2")
    }

    @Test func issuersCountWhereThereIsAColumn() throws {
        let table = try read("Patient ID,Issuer of Patient ID,Subject code\n1,A,S1\n1,B,S2\n1,,S3\n")
        #expect(code(table, "1", "A") == "S1" && code(table, "1", "B") == "S2" && code(table, "1") == "S3")
        #expect(code(table, "1", "C") == nil)
        #expect(code(table, "1\0A") == nil, "a NUL in a file does not forge an issuer")
    }

    @Test func manyRowsAreAllFound() throws {
        let count = 20_000
        let table = try read("Patient ID,Subject code\n" + (0..<count).map { "\($0 * 7919),S\($0)\n" }.joined())
        #expect(table.count == count && (0..<count).allSatisfy { code(table, "\($0 * 7919)") == "S\($0)" })
        #expect((1...1000).allSatisfy { code(table, "\($0 * 7919 + 1)") == nil })
    }

    @Test(arguments: [
        ("Patient ID,Subject code\nA,S1\nB,S2\nA,S1\n", SubjectTableError.Code.duplicate, 4),
        ("Patient ID,Subject code\nA,S1\nA ,S2\n", .conflict, 3),
        ("Patient ID,Subject code\n\"A\nB\",S1\n", .controlCharacter, 2),
        ("Patient ID,Subject code\n\"A", .syntax, 2), ("Patient ID\nA\n", .header, 1), ("", .empty, 1),
    ]) func faultsHaveALine(text: String, code: SubjectTableError.Code, line: Int) {
        do {
            _ = try read(text)
            Issue.record("it was accepted")
        } catch {
            let error = error as? SubjectTableError
            #expect(error?.code == code && error?.line == line)
        }
    }

    /// The same text in two character sets is one patient; plain IDs have the pseudonym that they always had.
    @Test func pseudonymsFollowFromText() throws {
        let wire = Wire.explicitLittle
        func pseudonym(_ set: String, _ id: [UInt8]) throws -> String {
            let content =
                wire.element(0x0008_0005, "CS", set) + wire.element(0x0008_0018, "UI", "1.2.3\0")
                + wire.element(0x0010_0020, "LO", id.count % 2 == 0 ? id : id + [0x20])
            return try deidentify(MemorySource(part10(content, syntax: wire.syntax)), basicProfile).identity.patient
        }
        let latin = try pseudonym("ISO_IR 100", [0x4D, 0xFC, 0x6C])
        #expect(try latin == pseudonym("ISO_IR 192", [0x4D, 0xC3, 0xBC, 0x6C]))
        #expect(try latin == pseudonym("ISO_IR 192", Array("Mu\u{308}l".utf8)))
        #expect(try latin != pseudonym("ISO_IR 192", Array("Mul".utf8)))
        #expect(try pseudonym("ISO_IR 100", Array("12345".utf8)) == pseudonym("ISO_IR 192", Array("12345".utf8)))
        let plain = PatientIdentity(patientID: Array("12345".utf8), issuer: [])
        #expect(
            try pseudonym("ISO_IR 100", Array("12345".utf8))
                == String(decoding: Pseudonyms(testKey).patient(plain), as: UTF8.self))
    }

    @Test func formsOfPseudonyms() {
        let hash = (0..<32).map { UInt8($0 * 37 & 0xFF) }
        func text(_ alphabet: PseudonymForm.Alphabet, _ length: Int) -> String {
            String(
                decoding: PseudonymForm(prefix: [], alphabet: alphabet, length: length).text(of: hash), as: UTF8.self)
        }
        #expect(text(.hex, 12) == "00254a6f94b9")
        // 0x00254A6F94 in fives: 00000 00000 10010 10100 10100 11011 11100 10100
        #expect(text(.crockford, 8) == "00JMMVWM")
        #expect(text(.digits, 30).count == 30 && text(.digits, 30).hasSuffix(text(.digits, 15)))
        for alphabet in PseudonymForm.Alphabet.allCases {
            let form = PseudonymForm(prefix: Array("T-".utf8), alphabet: alphabet, length: 30)
            #expect(form.isMet(by: form.text(of: hash)))
        }
    }
}
