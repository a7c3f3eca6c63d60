import Testing

@testable import Deidentify

/// Numbers and words beside people that are no number or name of theirs, and those that are.
@Suite struct CountsInTextTests {
    static func clean(_ text: String) -> String {
        var cleaner = TextCleaner(lexicon: Lexicon())
        return cleaner.clean(Array(text.utf8)[...], CleaningContext()).map { String(decoding: $0, as: UTF8.self) }
            ?? text
    }

    @Test(arguments: [
        "Patient 120 bpm", "Patient 4 stents implanted", "Subject 2 breath holds", "Patient 15 mCi",
        "pt > 100 bpm", "pt >90 degrees flexion", "Follow up serial 12 lead ECG", "Dynamic serial 5 phases",
        "mother gene mutation BRCA1", "brother frank hematuria", "b-values 0, 50, 1000, 1500", "seit 3 Tagen",
        "Lunge ist frei und ohne Erguss", "Paziente 3 mesi dopo intervento",
    ]) func whatIsCountedStays(text: String) { #expect(Self.clean(text) == text) }

    @Test(arguments: [
        ("Patient 7", "7"), ("Patient 7, CT chest", "7"), ("Subject 12 CT chest", "12"),
        ("sister rose has pain", "rose"), ("Dr. Pierre Robin seen today", "Pierre"), ("read by Ivor Lewis", "Lewis"),
        ("LEWIS LUNG NODULE", "LEWIS"),
        ("patient Fisher grade 3", "Fisher"), ("Wright Medical Center", "Wright"), ("Patient: Pierre Robin", "Robin"),
        ("Dr. Weber Christian", "Weber"), ("serial no 4A-77", "77"), ("pt >90", "90"),
    ]) func whatIsSomebodysGoes(text: String, gone: String) {
        #expect(!Self.clean(text).contains(gone), "\(Self.clean(text))")
    }
}
