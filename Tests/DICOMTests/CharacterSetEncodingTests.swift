import DICOM
import Standard
import Testing

@Suite struct CharacterSetEncodingTests {
    let codec = TextCodec()

    func encode(_ text: String, _ terms: String, _ vr: VR = .pn) -> [UInt8]? {
        codec.encode(text, as: SpecificCharacterSet(value: Array(terms.utf8)), vr: vr)
    }

    @Test func theExamplesOfTheStandardComeOutAsTheyStandThere() {
        #expect(
            encode("Yamada^Tarou=山田^太郎=やまだ^たろう", "\\ISO 2022 IR 87")
                == latin(
                    "Yamada^Tarou=\u{1B}$B;3ED\u{1B}(B^\u{1B}$BB@O:\u{1B}(B="
                        + "\u{1B}$B$d$^$@\u{1B}(B^\u{1B}$B$?$m$&\u{1B}(B"))
        #expect(
            encode("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎", "ISO 2022 IR 13\\ISO 2022 IR 87")
                == latin("ÔÏÀÞ^ÀÛ³=\u{1B}$B;3ED\u{1B}(J^\u{1B}$BB@O:\u{1B}(J"))
        #expect(
            encode("Hong^Gildong=洪^吉洞=홍^길동", "\\ISO 2022 IR 149")
                == latin(
                    "Hong^Gildong=\u{1B}$)C\u{FB}\u{F3}^\u{1B}$)C\u{D1}\u{CE}\u{D4}\u{D7}="
                        + "\u{1B}$)C\u{C8}\u{AB}^\u{1B}$)C\u{B1}\u{E6}\u{B5}\u{BF}"))
        #expect(
            encode("Zhang^XiaoDong=张^小东=", "\\ISO 2022 IR 58")
                == latin("Zhang^XiaoDong=\u{1B}$)A\u{D5}\u{C5}^\u{1B}$)A\u{D0}\u{A1}\u{B6}\u{AB}="))
    }

    @Test func supplementaryKanji() {
        #expect(encode("丂", "\\ISO 2022 IR 87\\ISO 2022 IR 159") == latin("\u{1B}$(D0!\u{1B}(B"))
    }

    @Test func theUpperHalfOfValue1IsPutBack() {
        #expect(encode("éЖ^é", "ISO 2022 IR 100\\ISO 2022 IR 144") == latin("é\u{1B}-L¶\u{1B}-A^é"))
    }

    @Test func whatTheSetDoesNotHaveIsRefused() {
        #expect(encode("é", "") == nil)
        #expect(encode("山", "ISO_IR 100") == nil)
        #expect(encode("é", "ISO_IR 144") == nil)
        #expect(encode("\u{1F600}", "GBK") == nil)
        #expect(encode("\\~", "ISO_IR 13", .lt) == nil)
        #expect(encode("A\u{1B}B", "ISO_IR 192") == nil)
        #expect(encode("é", "ISO_IR 192", .cs) == nil)
    }

    @Test func everythingGoesIntoUnicode() {
        #expect(encode("山^é\u{1F600}", "ISO_IR 192") == Array("山^é\u{1F600}".utf8))
        let set = SpecificCharacterSet(terms: ["GB18030"])
        #expect(encode("王\u{1F600}", "GB18030").map { codec.decode($0, as: set, vr: .pn).text } == "王\u{1F600}")
    }

    /// Every character of each single-byte set, and all pairs of the others, there and back.
    @Test(arguments: [
        "ISO_IR 100", "ISO_IR 101", "ISO_IR 109", "ISO_IR 110", "ISO_IR 144", "ISO_IR 127", "ISO_IR 126", "ISO_IR 138",
        "ISO_IR 148", "ISO_IR 203", "ISO_IR 166", "ISO_IR 13",
    ])
    func everyCharacterThereAndBack(term: String) {
        let set = SpecificCharacterSet(terms: [term])
        var count = 0
        for byte in UInt8(0xA1)...0xFE where term != "ISO_IR 13" || byte < 0xE0 {
            let text = codec.decode([byte], as: set, vr: .lt)
            guard text.isExact else { continue }
            count += 1
            #expect(codec.encode(text.text, as: set, vr: .lt) == [byte])
        }
        #expect(count >= 40)
    }

    @Test(arguments: [
        ("ISO 2022 IR 87", "\u{1B}$B", false), ("ISO 2022 IR 159", "\u{1B}$(D", false),
        ("ISO 2022 IR 149", "\u{1B}$)C", true), ("ISO 2022 IR 58", "\u{1B}$)A", true),
    ])
    func everyPairThereAndBack(term: String, escape: String, isG1: Bool) {
        let set = SpecificCharacterSet(terms: ["", term])
        var count = 0
        for row in UInt8(0x21)...0x7E {
            for cell in UInt8(0x21)...0x7E {
                let pair = isG1 ? [row | 0x80, cell | 0x80] : [row, cell]
                let bytes = latin(escape) + pair + (isG1 ? [] : latin("\u{1B}(B"))
                let text = codec.decode(bytes, as: set, vr: .lt)
                guard text.isExact else { continue }
                count += 1
                #expect(codec.encode(text.text, as: set, vr: .lt) == bytes)
            }
        }
        #expect(count > 6000)
    }
}
