import Testing

@testable import Deidentify

/// Values, scores, stages and words of medicine that stay.
@Suite struct KeptMeasureTests {
    @Test(arguments: [
        "PTV1_5040", "CTV2_4500", "pT2 N1 M0 G3", "T2N1G3", "pT1c pN0 G2 L0 V1 R0", "G3P2", "GCS 3/15",
        "Nodes 3/15 positive", "Agatston score 1234", "calcium score 1234", "512x512", "DAP 1234 mGycm2",
        "DAP 12345 mGy*cm2", "BIRADS 4a", "BIRADS4A", "PI-RADS 5", "creatinine 1234 umol/L", "troponin 1234 ng/L",
        "eGFR 45 ml/min/1.73m2", "PSA 12.4 ng/ml", "beta hCG 1234 mIU/ml", "28w3d", "GA 28w3d", "ADC 1234", "EF 35%",
        "Ki-67 15%", "Hb 9.1", "BP 120/80",
    ])
    func measuresStay(text: String) { #expect(TextCleanerTests.clean(text) == text) }

    @Test(arguments: [
        "BRCA1", "EGFR", "KRAS", "ALK", "HER2", "CA125", "CEA", "AFP", "HbA1c", "nessuna frattura mai vista",
        "manca il contrasto", "non si osserva", "w\u{105}troba bez zmian ogniskowych", "Leber unauff\u{E4}llig",
        "foie sans anomalie", "sin derrame pleural", "nessun versamento pleurico", "fehlt",
        "brak cech przerzut\u{F3}w", "Bosniak IIF cyst",
    ])
    func wordsStay(text: String) { #expect(TextCleanerTests.clean(text) == text) }

    /// The negation is a name, too.
    @Test func namesThatNegateGoInCapitals() { #expect(TextCleanerTests.clean("MAI CHEST") == "CHEST") }

    /// A measure by its form is the file's own number all the same.
    @Test func ownNumbersGoThoughTheyLookLikeMeasures() {
        var context = CleaningContext()
        context.identifiers.addValue(Array("12345".utf8)[...], isSure: true)
        context.identifiers.addValue(Array("1234".utf8)[...], isSure: true)
        #expect(!TextCleanerTests.clean("DAP 12345 mGy*cm2", context).contains("12345"))
        #expect(!TextCleanerTests.clean("Agatston score 1234", context).contains("1234"))
    }

    /// What a department is about is no name of it.
    @Test func departmentsTakeNoPartsOfTheBody() {
        var context = CleaningContext()
        context.identifiers.addPlace(Array("Head and Neck Radiology".utf8)[...])
        context.identifiers.addPlace(Array("Hand Clinic Stone".utf8)[...])
        #expect(TextCleanerTests.clean("CT HEAD and neck, hand", context) == "CT HEAD and neck, hand")
        #expect(TextCleanerTests.clean("CT STONE hand", context) == "CT hand")
    }
}
