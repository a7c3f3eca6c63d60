import Testing

@testable import Verify

/// Which texts are called clean: words that cleaning may leave, measures, days and new UIDs.
@Suite struct CleanedTextTests {
    private func isClean(_ bytes: some Sequence<UInt8>, site: Set<String> = []) -> Bool {
        var text = CleanedText { word in site.contains(String(decoding: word, as: UTF8.self)) }
        for byte in bytes { text.feed(byte) }
        text.end()
        return text.isClean
    }

    @Test(arguments: [
        "CT CHEST W CONTRAST", "", "  ", "T2W_TSE_SAG", "Thorax nativ 5mm", "b1000", "TR2500 TE90", "512x512",
        "MRA COW", "ANONYMIZED",
        "Schädel", "Scha\u{308}del", "2020-03-15", "15 Mar 2020", "20200315", "2.25.123456789012345678901234567890",
        "1.2.840.10008.5.1.4.1.1.2",
        "Baker cyst", "BELL PALSY", "Jones fracture of foot", "0.75 mm – 3", "Head^General", "chest\u{0}",
        "ABDOMEN\\PELVIS", "ChestAbdomen",
        "99mTc", "4D flow", "no stone",
        // Numbers of four digits with a unit, a label or a dose.
        "TI 2500 ms", "TR=4500ms", "b=1000", "b-value 2000", "b 50 400 800 1000", "ep2d_diff_b0_1000", "3000 s/mm2",
        "-1024 HU", "Mean: 1034.2 HU", "DLP 1432.5 mGy", "1.2345 mm", "2048 x 1536", "PTV_5040", "PTV7000", "T2N1M0",
        "Lung-RADS 4B", "BI-RADS 4a", "GTVp1", "OpticNrv_PRV03_L", "30-60-90 sec", "32-34-37 mm", "15 Feb 2020", "89/F",
        "PTV1_5040", "DAP 12345 mGy*cm2", "DAP 1234 mGycm2", "Agatston score 1234", "creatinine 1234 umol/L", "28w3d",
        "BIRADS4A",
        "T2N1G3", "eGFR 45 ml/min/1.73m2", "BRCA1", "85.5 y", "90 LAT", "grade III", "Attending physician",
        "Attending: see report",
        "OCT macula", "MR HEAD", "Mr Brain W/Wo",
        // What gave its name to a disease, and ordinary words in small letters.
        "Wilson's disease", "Bakers cysts", "maladie de Wilson", "Morbus Wilson", "smith fracture", "Graves disease",
        "hill of the curve", "frank blood",
    ])
    func whatCleaningLeavesIsClean(text: String) { #expect(isClean(text.utf8)) }

    @Test(arguments: [
        "CT CHEST Smithers", "Smithers", "Baker", "CT for John", "MRN 12345", "MRN4711X", "1234567", "CHEST 4711",
        "1.2.840.113619.2.55.3",
        "Петров", "山田", "CT\u{7}CHEST", "20201399", "Þórunn", "smithersjones", "a.b@c.example", "CHEST\u{1B}$B",
        "12345678", "CHEST 4711 mm CT 4711", "4711 2500 ms", "x1234",
        // What other tools leave.
        "CT 15MAR20", "18OCT51", "CT MAR20", "15MAR", "95/F", "F/95", "CT Age95", "Dr Rao", "Dr. Ray", "12.345.678-5",
        "99-88-77", "Dr Hand", "Attending: Hand", "95.5 y", "95 years", "94 lat", "94 let", "3 IV 2026", "12.III.2025",
        "DAP 12345", "12345 mm",
        // Names in small letters and before nouns of diseases.
        "john has pain in the knee", "seen by smith in clinic", "Smith lesion 1", "Jones tumor in left kidney",
        "Dr. Young syndrome", "wilson fracture",
        String(repeating: "a", count: 50), String(repeating: "ä", count: 300),
    ])
    func whatNamesSomebodyIsNot(text: String) { #expect(!isClean(text.utf8)) }

    @Test func oneByteACharacterIsRead() {
        #expect(isClean([0x53, 0x63, 0x68, 0xE4, 0x64, 0x65, 0x6C]))
        #expect(!isClean([0x4D, 0xFC, 0x6C, 0x6C, 0x6D, 0xFC, 0x6C, 0x6C]))
        #expect(!isClean([0xD6, 0xD0, 0xB9, 0xFA, 0xC8, 0xCB, 0xC3, 0xF1]))
    }

    @Test func aWordThatOnlyAPhraseExplainsNeedsIt() {
        #expect(isClean("post baker cyst left knee".utf8))
        #expect(isClean("Baker cyst, knee, left, and a long text behind it of plain words".utf8))
        #expect(!isClean("Baker knee, left, and a long text behind it with cyst in it".utf8))
    }

    @Test func wordsOfASiteStay() {
        #expect(!isClean("CHEST Fluffometer".utf8))
        #expect(isClean("CHEST Fluffometer".utf8, site: ["fluffometer"]))
        #expect(!isClean("CHEST Fluffometer Smithers".utf8, site: ["fluffometer"]))
    }

    @Test func longTextsTakeConstantMemoryAndLinearTime() {
        #expect(isClean(String(repeating: "CT CHEST ", count: 200_000).utf8))
        #expect(!isClean((String(repeating: "CT CHEST ", count: 200_000) + "Smithers").utf8))
    }
}
