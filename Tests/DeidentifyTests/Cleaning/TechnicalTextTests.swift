import Standard
import Testing

@testable import Deidentify

/// What was measured, and how images were made, stays.
@Suite struct TechnicalTextTests {
    @Test(arguments: [
        "Lossless JPEG compression, selection value 1, point transform 0, compression ratio 2.3166",
        "JPEG-LS near lossless", "LossLess compression", "Lossy JPEG", "JPEG 2000 irreversible", "JPEG 2000 lossless",
        "HTJ2K lossless", "RLE compressed", "MonoE 70keV", "VMI 55keV", "Monoenergetic 40keV", "511keV", "6MeV",
        "9MeV electron", "70 keV", "120kV", "370MBq", "fetal weight 1200 g", "1200 mg", "PSA 4.31 ng/ml", "12 pg/ml",
        "TSH 2.1 mIU/l",
    ])
    func unitsAndCompressionStay(text: String) { #expect(TextCleanerTests.clean(text) == text) }

    @Test(arguments: [("1200 G", "G"), ("CT Ng", "CT"), ("4711 2000", "")])
    func numbersWithoutThemGo(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }

    /// Decimals are as many as a program prints, and no number of somebody.
    @Test(arguments: [
        ("measured,, 0.096000 cm-1,", true), ("measured,AC_CT_BRAIN,0.000000,", true), ("measured,, 0.096 cm-1,", true),
        ("measured", true), ("measured 960001", false), ("measured 0.471123", false), ("measured 1.096000.2", false),
        ("measured 0 096000", false),
        // Names of sequences.
        ("ep_b1000t", true), ("*ep_b1000t", true), ("*ep_b1000#12", true), ("ep_b500t", true), ("*tir2d1rr19", true),
        ("*tseR2d1rr19", true), ("*tse2d1_15", true), ("ep_b0", true), ("ep_b1001t", false), ("b4711t", false),
        ("tse4711rr", false), ("A2d1rr1901", false),
    ])
    func technicalText(text: String, isKnown: Bool) {
        #expect(KnownText.isKnown(Array(text.utf8)[...], .technical) == isKnown)
    }

    /// Characters of two and four bytes where numbers should be, with fewer letters than words have by themselves.
    @Test(arguments: [2, 4]) func wideTextWithNumbers(width: Int) {
        func wide(_ text: String) -> [UInt8] {
            text.utf8.flatMap { [$0] + [UInt8](repeating: 0, count: width - 1) }
        }
        #expect(WideText.isWords(wide("Quellmann, MRN 88341207, 18.10.1951")))
        #expect(WideText.isWords(wide("Quellmann Mirabella, Springfield")))
        // Numbers about as large as characters.
        for numbers in ["0123456789 987654 0123", "-./0123456789:;<=>?@ABCDEFGH", "!\"#$%&'()*+,-./0123AbCdEfGh"] {
            #expect(!WideText.isWords(wide(numbers)))
        }
    }
}
