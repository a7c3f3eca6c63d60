import Testing

@testable import Deidentify

/// A name before `lesion`, `tumor` and the like stayed, whoever it was. Now only pairs of the list do, and not behind a title or a label.
@Suite struct EponymTests {
    private static func clean(_ text: String) -> String { TextCleanerTests.clean(text, CleaningContext()) }

    @Test(arguments: [
        ("Smith lesion", "lesion"), ("Smith lesion 1", "lesion 1"),
        ("Jones tumor in left kidney", "tumor in left kidney"),
        ("SMITH TUMOR", "TUMOR"), ("Anderson cyst left", "cyst left"), ("Taylor sign negative", "sign negative"),
        ("Nelson procedure 2 weeks", "procedure 2 weeks"), ("Wilson fracture left hand", "fracture left hand"),
        ("stable Smith's lesion of the knee", "stable lesion of the knee"),
    ]) func aNameBeforeANounGoes(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("Dr. Smith lesion", "lesion"), ("Mr. Smith tumor", "tumor"),
        ("Dr. Young syndrome unclear", "syndrome unclear"),
        ("MRS JONES FRACTURE", "FRACTURE"), ("Herr Becker Fraktur", "Fraktur"), ("Prof. Wilson disease", "disease"),
        ("discussed with Dr. Young syndrome unclear", "discussed with syndrome unclear"),
        ("Name: Smith fracture", "fracture"), ("Referring Wilson disease", "Referring disease"),
        ("seen with dr wilson disease stable", "seen with disease stable"),
        ("Radiologist Baker cyst left knee", "Radiologist cyst left knee"),
        ("read by Baker cyst unchanged", "read by cyst unchanged"),
    ]) func behindATitleOrRoleItIsSomebody(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        "Patient: Smith lesion 1", "Name: Smith tumor", "Referring: Miller tumor follow up",
        "Radiologist Miller cyst left kidney",
    ]) func aLabelSavesNoName(text: String) {
        let left = Self.clean(text)
        #expect(!left.contains("Smith") && !left.contains("Miller"), "\(left)")
    }

    @Test(arguments: [
        "Baker cyst", "BAKER CYST", "Baker's cyst left knee", "Bakers cysts", "Smith fracture", "Jones fractures",
        "Wilson's disease",
        "Wilson\u{2019}s disease", "Hodgkin lymphoma", "Graves disease", "Turner syndrome", "Ewing sarcoma",
        "Wilms tumor", "Brown tumor",
        "Hill-Sachs lesion", "Bankart lesion", "Murphy sign negative", "Whipple procedure", "Hartmann procedure",
        "Young syndrome",
        "Gleason score", "Bosniak classification", "Salter-Harris II", "Neer classification", "Weber B fracture",
        "Fournier gangrene",
        "Morbus Wilson", "maladie de Wilson", "Wilson-Krankheit", "MR Baker cyst", "MR BAKER CYST", "DR JONES FRACTURE",
        "Bone lesion", "bone tumor", "Mallory-Weiss tear", "Hashimoto thyroiditis", "Indication: Smith fracture",
        "s/p Ross procedure", "Warthin tumor left", "Fuchs dystrophy", "Foster Kennedy syndrome", "pouch of Douglas",
    ]) func eponymsOfTheListStay(text: String) { #expect(Self.clean(text) == text) }
}
