import DICOM
import Standard
import Testing

/// Bytes of text, `\u{1B}` for ESC; every character is one byte.
func latin(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

@Suite struct CharacterSetDecodingTests {
    let codec = TextCodec()

    func decode(_ bytes: [UInt8], _ terms: String, _ vr: VR = .pn) -> DecodedText {
        codec.decode(bytes, as: SpecificCharacterSet(value: Array(terms.utf8)), vr: vr)
    }

    func exact(_ text: String) -> DecodedText { DecodedText(text: text, isExact: true) }

    // MARK: The examples of PS3.5

    @Test func annexH31JapaneseWithDefaultRepertoireFirst() {
        let bytes = latin(
            "Yamada^Tarou=\u{1B}$B;3ED\u{1B}(B^\u{1B}$BB@O:\u{1B}(B="
                + "\u{1B}$B$d$^$@\u{1B}(B^\u{1B}$B$?$m$&\u{1B}(B")
        #expect(decode(bytes, "\\ISO 2022 IR 87") == exact("Yamada^Tarou=山田^太郎=やまだ^たろう"))
    }

    @Test func annexH32JapaneseWithKatakanaFirst() {
        let bytes = latin(
            "ÔÏÀÞ^ÀÛ³=\u{1B}$B;3ED\u{1B}(J^\u{1B}$BB@O:\u{1B}(J=\u{1B}$B$d$^$@\u{1B}(J^\u{1B}$B$?$m$&\u{1B}(J")
        #expect(decode(bytes, "ISO 2022 IR 13\\ISO 2022 IR 87") == exact("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"))
    }

    @Test func annexI2Korean() {
        let bytes = latin(
            "Hong^Gildong=\u{1B}$)C\u{FB}\u{F3}^\u{1B}$)C\u{D1}\u{CE}\u{D4}\u{D7}="
                + "\u{1B}$)C\u{C8}\u{AB}^\u{1B}$)C\u{B1}\u{E6}\u{B5}\u{BF}")
        #expect(decode(bytes, "\\ISO 2022 IR 149") == exact("Hong^Gildong=洪^吉洞=홍^길동"))
    }

    @Test func annexJChineseInUTF8AndGB18030() {
        #expect(decode(Array("Wang^XiaoDong=王^小東=".utf8), "ISO_IR 192") == exact("Wang^XiaoDong=王^小東="))
        let bytes = latin("Wang^XiaoDong=\u{CD}\u{F5}^\u{D0}\u{A1}\u{B6}\u{AB}=")
        #expect(decode(bytes, "GB18030") == exact("Wang^XiaoDong=王^小东="))
        #expect(decode(bytes, "GBK") == exact("Wang^XiaoDong=王^小东="))
    }

    /// pydicom 3.0.2 leaves the escape sequences in.
    @Test func annexKChineseWithCodeExtensions() {
        let bytes = latin("Zhang^XiaoDong=\u{1B}$)A\u{D5}\u{C5}^\u{1B}$)A\u{D0}\u{A1}\u{B6}\u{AB}=")
        #expect(decode(bytes, "\\ISO 2022 IR 58") == exact("Zhang^XiaoDong=张^小东="))
    }

    // MARK: Single bytes

    @Test(arguments: [
        ("ISO_IR 100", "Buc^J\u{E9}r\u{F4}me", "Buc^Jérôme"),
        ("ISO_IR 101", "W\u{B3}odzimierz", "Włodzimierz"),
        ("ISO_IR 109", "\u{B1}aj", "ħaj"),
        ("ISO_IR 110", "\u{E0}", "ā"),
        ("ISO_IR 144", "\u{BB}\u{EE}\u{DA}ce\u{DC}\u{D1}yp\u{D3}", "Люкceмбypг"),
        ("ISO_IR 127", "\u{E2}\u{C8}\u{C7}\u{E6}\u{EA}^\u{E4}\u{E6}\u{D2}\u{C7}\u{D1}", "قباني^لنزار"),
        ("ISO_IR 126", "\u{C4}\u{E9}\u{EF}\u{ED}\u{F5}\u{F3}\u{E9}\u{EF}\u{F2}", "Διονυσιος"),
        ("ISO_IR 138", "\u{F9}\u{F8}\u{E5}\u{EF}^\u{E3}\u{E1}\u{E5}\u{F8}\u{E4}", "שרון^דבורה"),
        ("ISO_IR 148", "\u{D0}\u{F0}\u{DD}\u{FD}", "Ğğİı"),
        ("ISO_IR 166", "\u{B9}\u{D2}\u{C2}", "นาย"),
        ("ISO_IR 203", "\u{A4}\u{BD}", "€œ"),
        ("ISO_IR 13", "\u{D4}\u{CF}", "ﾔﾏ"),
        ("", "Doe^Jane", "Doe^Jane"),
    ])
    func eachTerm(term: String, bytes: String, text: String) {
        #expect(decode(latin(bytes), term) == exact(text))
        let extended = term.replacing("ISO_IR", with: "ISO 2022 IR")
        #expect(decode(latin(bytes), extended + "\\ISO 2022 IR 87") == exact(text))
    }

    @Test func aVRWithoutCharacterSetIsOfTheDefaultRepertoire() {
        #expect(decode(latin("A\u{E9}"), "ISO_IR 144", .cs) == DecodedText(text: "Aé", isExact: false))
    }

    // MARK: Resets

    /// PS3.5 §6.1.2.5.3: the sets of value 1 are active again after each of these, whatever the writer forgot.
    @Test(arguments: ["\r\n", "\n", "\u{0C}", "\t"])
    func controlCharactersReset(_ delimiter: String) {
        let bytes = latin("\u{1B}-Lµ" + delimiter + "µ")
        let text = decode(bytes, "ISO 2022 IR 100\\ISO 2022 IR 144", .lt)
        #expect(text == exact("Е" + delimiter + "µ"))
    }

    @Test func delimitersOfValuesAndNamesReset() {
        let terms = "ISO 2022 IR 100\\ISO 2022 IR 144"
        #expect(decode(latin("\u{1B}-Lµ\\µ"), terms, .lo) == exact("Е\\µ"))
        #expect(decode(latin("\u{1B}-Lµ^µ=µ"), terms, .pn) == exact("Е^µ=µ"))
        #expect(decode(latin("\u{1B}-Lµ^µ=µ"), terms, .lo) == exact("Е^Е=Е"))
    }

    @Test func aBackslashInTextIsNoDelimiter() {
        let terms = "ISO 2022 IR 100\\ISO 2022 IR 144"
        #expect(decode(latin("\u{1B}-Lµ\\µ"), terms, .lt) == exact("Е\\Е"))
    }

    // MARK: 0x5C

    func values(_ bytes: [UInt8], _ terms: String, _ vr: VR) -> [String] {
        codec.split(bytes, as: SpecificCharacterSet(value: Array(terms.utf8)), vr: vr).map(\.text)
    }

    @Test func aTrailByte5CIsNoDelimiter() {
        // 誠 in GBK is D5 5C, in GB18030 likewise; 表 in Shift-JIS is 95 5C.
        let chinese: [UInt8] = [0x41, 0xD5, 0x5C, 0x5C, 0x42]
        #expect(values(chinese, "GBK", .lo) == ["A誠", "B"])
        #expect(values(chinese, "GB18030", .lo) == ["A誠", "B"])
        #expect(values([0x95, 0x5C, 0x5C, 0x42], "SHIFT_JIS", .lo) == ["表", "B"])
        // 棔 is 5C 21 in JIS X 0208.
        #expect(values(latin("\u{1B}$B\\!\u{1B}(B\\B"), "\\ISO 2022 IR 87", .lo) == ["棔", "B"])
    }

    @Test func theYenSignSeparatesValuesAsTheBackslashDoes() {
        #expect(values(latin("A\\B"), "ISO_IR 13", .lo) == ["A", "B"])
        #expect(values(latin("A\\B~"), "ISO_IR 13", .lt) == ["A¥B‾"])
    }

    @Test(arguments: [VR.lt, .st, .ut, .ur]) func textHasOneValue(_ vr: VR) {
        #expect(values(latin("A\\B"), "", vr) == ["A\\B"])
    }

    // MARK: What means nothing

    @Test func bytesWithoutAMeaningAreMarked() {
        #expect(decode(latin("J\u{E9}"), "") == DecodedText(text: "Jé", isExact: false))
        #expect(decode([0x4A, 0xFF], "ISO_IR 192") == DecodedText(text: "J\u{FFFD}", isExact: false))
        #expect(decode([0x4A, 0xD5], "GBK") == DecodedText(text: "J\u{FFFD}", isExact: false))
        #expect(decode([0xA5, 0x4A], "ISO_IR 109") == DecodedText(text: "\u{FFFD}J", isExact: false))
        #expect(decode(latin("\u{1B}$B;"), "\\ISO 2022 IR 87").isExact == false)
        #expect(decode(latin("\u{1B}%GX"), "\\ISO 2022 IR 87") == DecodedText(text: "\u{1B}%GX", isExact: false))
    }

    @Test func anEscapeSequenceThatIsNotAnnouncedIsFollowedAndMarked() {
        #expect(decode(latin("\u{1B}$B;3\u{1B}(B"), "ISO_IR 100") == DecodedText(text: "山", isExact: false))
    }

    @Test func shiftJISUnderTheNameOfKatakanaIsReadAndMarked() {
        // 山田 in Shift-JIS.
        #expect(decode([0x8E, 0x52, 0x93, 0x63], "ISO_IR 13") == DecodedText(text: "山田", isExact: false))
    }

    @Test func anUnknownTermLosesNothing() {
        let set = SpecificCharacterSet(terms: ["ISO_IR 999"])
        #expect(set.deviations == .unknownTerm && !set.isUnderstood)
        #expect(codec.decode(latin("J\u{E9}"), as: set, vr: .pn) == DecodedText(text: "Jé", isExact: false))
        #expect(codec.decode(latin("Je"), as: set, vr: .pn).isExact)
    }

    /// Whatever the bytes are: no crash, and a text for them.
    /// What is known of a character does not depend on where a field is cut.
    @Test(arguments: [
        "", "\\ISO 2022 IR 87", "ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159", "\\ISO 2022 IR 149",
        "\\ISO 2022 IR 58",
        "ISO_IR 126", "ISO_IR 192", "GB18030", "GBK", "ISO_IR 13", "NONSENSE",
    ]) func aFieldInPiecesIsTheField(terms: String) {
        var random = Seeded(9)
        let pieces: [[UInt8]] = [
            [0x1B, 0x24, 0x42], [0x1B, 0x28, 0x42], [0x1B, 0x24, 0x28, 0x44], [0x1B, 0x24, 0x29, 0x43], [0x1B], [0x5C],
            [0x30, 0x21],
            [0xB0, 0xA1], [0x81, 0x30, 0x81, 0x30], [0x95, 0x32, 0x82, 0x36], [0x81, 0x5C], [0xA2, 0x40], [0xC3, 0xA4],
            [0xF0, 0x9F, 0x98, 0x80], [0xFF], [0x41, 0x42], [0x0A], [0x5E], [0xF0, 0x9F],
        ]
        let set = SpecificCharacterSet(value: Array(terms.utf8))
        for _ in 0..<300 {
            var bytes: [UInt8] = []
            for _ in 0..<12 { bytes += pieces.randomElement(using: &random)! }
            let whole = codec.split(bytes, as: set, vr: .uc)
            var values = DecodedValues()
            var escape = false
            var stream = TextStream(
                set, vr: .uc, codec, looksLikeShiftJIS: TextCodec.hasShiftJISLead(bytes, hasEscape: &escape))
            var found: [DecodedText] = []
            var (text, isExact) = ("", true)
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + Int.random(in: 1...7, using: &random))
                values.removeAll()
                stream.decode(Array(bytes[start..<end]), isLast: end == bytes.count, into: &values)
                for index in 0..<values.count {
                    let value = values.text(of: index)
                    found.append(DecodedText(text: text + value.text, isExact: isExact && value.isExact))
                    (text, isExact) = ("", true)
                }
                text += String(decoding: values.utf8[values.beginning], as: UTF8.self)
                isExact = isExact && values.isBeginningExact
                start = end
            }
            #expect(found == whole, "\(bytes)")
        }
    }

    @Test func codesOfFourBytesAreThoseOfTheCLibrary() throws {
        let set = SpecificCharacterSet(value: Array("GB18030".utf8))
        for (bytes, character) in [
            ([0x81, 0x30, 0x81, 0x30], "\u{80}"), ([0x84, 0x31, 0xA4, 0x37], "\u{FFFD}"),
            ([0x90, 0x30, 0x81, 0x30], "\u{10000}"),
            ([0xE3, 0x32, 0x9A, 0x35], "\u{10FFFF}"), ([0x94, 0x39, 0xDA, 0x33], "\u{1F4A9}"),
        ] as [([UInt8], String)] {
            #expect(codec.decode(bytes, as: set, vr: .lo).text == character)
        }
        #expect(codec.decode([0xE3, 0x32, 0x9A, 0x36], as: set, vr: .lo).isExact == false)
        #expect(codec.decode([0x85, 0x30, 0x81, 0x30], as: set, vr: .lo).isExact == false)
    }

    @Test func ofVeryManyTermsTheFirstCount() {
        let value = Array(("ISO_IR 100" + String(repeating: "\\ISO 2022 IR 87", count: 1_000_000)).utf8)
        let set = SpecificCharacterSet(value: value)
        #expect(set.terms.count <= 64)
        #expect(codec.decode([0x1B, 0x24, 0x42, 0x30, 0x21], as: set, vr: .lo).text == "亜")
    }

    @Test func anyBytesGiveText() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        let escapes: [[UInt8]] = CharacterSetTerms.all.flatMap { $0.codeElements.map(\.escape) } + [[0x1B]]
        let terms = CharacterSetTerms.all.map(\.name)
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<random(12) {
                if random(4) == 0 { bytes += escapes[random(escapes.count)] }
                for _ in 0..<random(5) { bytes.append(UInt8(random(256))) }
            }
            let set = SpecificCharacterSet(terms: (0...random(3)).map { _ in terms[random(terms.count)] })
            let text = codec.decode(bytes, as: set, vr: [.pn, .lo, .lt][random(3)])
            // Only escape sequences may vanish.
            if !bytes.contains(0x1B) { #expect(text.text.isEmpty == bytes.isEmpty) }
            if text.isExact, let again = codec.encode(text.text, as: set, vr: .lo) {
                #expect(codec.decode(again, as: set, vr: .lo).text == text.text)
            }
        }
    }
}
