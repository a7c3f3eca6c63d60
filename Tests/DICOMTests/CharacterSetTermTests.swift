import DICOM
import Standard
import Testing

@Suite struct CharacterSetTermTests {
    @Test func everyTermIsUnderstood() {
        #expect(CharacterSetTerms.all.count == 33)
        for term in CharacterSetTerms.all {
            let set = SpecificCharacterSet(terms: [term.name])
            #expect(set.isUnderstood && !set.deviations.contains(.misspelledTerm), "\(term.name)")
        }
    }

    @Test(arguments: [
        ("ISO_IR 6", ""), ("ISO 2022 GBK", "GBK"), ("ISO 2022 58", "ISO 2022 IR 58"), ("UTF8", "ISO_IR 192"),
        ("UTF-8", "ISO_IR 192"), ("ISO-8859-1", "ISO_IR 100"), ("iso8859-15", "ISO_IR 203"),
        ("ISO IR 100", "ISO_IR 100"),
        ("ISO-IR 144", "ISO_IR 144"), ("ISO_IR_192", "ISO_IR 192"), ("ISO_2022_IR_87", "ISO 2022 IR 87"),
        ("latin1", "ISO_IR 100"), ("gb18030", "GB18030"), ("ISO_IR 149", "ISO 2022 IR 149"),
    ])
    func misuseIsUnderstoodAndMarked(term: String, meant: String) {
        let set = SpecificCharacterSet(terms: [term])
        #expect(set.isUnderstood && set.deviations.contains(.misspelledTerm))
        let codec = TextCodec()
        let right = SpecificCharacterSet(terms: [meant])
        let bytes: [UInt8] = [0x41, 0xC3, 0xA9, 0xD5, 0xC5]
        #expect(codec.decode(bytes, as: set, vr: .lo).text == codec.decode(bytes, as: right, vr: .lo).text)
    }

    @Test func termsThatStandAloneDo() {
        let first = SpecificCharacterSet(terms: ["ISO_IR 192", "ISO 2022 IR 87"])
        #expect(first.deviations == .termsCannotBeCombined)
        #expect(TextCodec().decode(Array("山".utf8), as: first, vr: .lo).text == "山")
        let second = SpecificCharacterSet(terms: ["ISO_IR 100", "ISO_IR 192"])
        #expect(second.deviations == .termsCannotBeCombined)
        #expect(TextCodec().decode([0xE9], as: second, vr: .lo).text == "é")
    }

    @Test func paddingAndEmptyValues() {
        #expect(SpecificCharacterSet(value: Array("ISO_IR 100 ".utf8)).terms == ["ISO_IR 100"])
        #expect(SpecificCharacterSet(value: Array("\\ISO 2022 IR 87 ".utf8)).terms == ["", "ISO 2022 IR 87"])
        #expect(SpecificCharacterSet(value: []) == .default)
    }
}
