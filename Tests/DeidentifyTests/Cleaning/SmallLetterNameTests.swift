import Testing

@testable import Deidentify

/// Names that stayed in sentences in small letters because the word list has them: they are no ordinary words.
@Suite struct SmallLetterNameTests {
    private static func clean(_ text: String) -> String { TextCleanerTests.clean(text, CleaningContext()) }

    @Test(arguments: [
        ("john has pain in the knee", "has pain in the knee"),
        ("discussed with john today by phone", "discussed with today by phone"),
        ("pt seen by smith and jones in clinic", "pt seen by in clinic"),
        ("the patient, john, has a fracture", "the patient, has a fracture"),
        ("brother james died of colon cancer", "brother died of colon cancer"),
        ("images reviewed with peter and george", "images reviewed with"),
        ("smith's mother has breast cancer", "mother has breast cancer"),
        ("no change since the study of meyer", "no change since the study of"),
        ("seen with anderson for wilson disease", "seen with for wilson disease"),
    ]) func namesGoInAnyLetters(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        "young man with a long small brown lesion", "white matter disease of the brain",
        "mark the left side of the hand",
        "no stone in the wells of the hood", "may rise with the hill of the curve",
        "foley in place, balloon in the bladder",
        "cobb angle of the spine is small", "frank blood in the stool", "smith fracture of the left wrist",
        "hx of wilson disease and graves disease", "the anderson lesion is stable in the spine",
        "bence jones protein in the urine", "masson trichrome of the liver",
    ]) func ordinaryWordsAndDiseasesStay(text: String) { #expect(Self.clean(text) == text) }

    @Test(arguments: [
        ("her name is rose and she is well", "her name is and she is well"),
        ("the patient's name is mark, no pain", "the patient's name is, no pain"),
        ("sister rose has breast cancer", "sister has breast cancer"),
        ("the name of the sequence is long", "the name of the sequence is long"),
        ("the mark is on the left side", "the mark is on the left side"),
        ("mother said she was well today", "mother said she was well today"),
    ]) func wordsGoWhereASentenceTellsThatSomebodyIsCalledSo(text: String, expected: String) {
        #expect(Self.clean(text) == expected)
    }
}
