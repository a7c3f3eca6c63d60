import Testing

@testable import Deidentify

/// Names that are words of medicine, ages and days where only what stands around them says so; beside each what looks the same and is
/// none.
@Suite struct LedNameTests {
    private static func clean(_ text: String) -> String { TextCleanerTests.clean(text, CleaningContext()) }

    @Test(arguments: [
        ("Mr Bone", ""), ("CT chest, Mr Bone", "CT chest"),
        ("seen today with Mr Hand for the knee", "seen today with for the knee"),
        ("CT per Bone", "CT"), ("CT chest per Hand", "CT chest"), ("c/o Hand", ""), ("CT chest c/o Hand", "CT chest"),
        ("CT chest attn Hand", "CT chest"),
        ("Mr Brain", "Mr Brain"), ("Mr Brain With Contrast", "Mr Brain With Contrast"), ("MR BONE", "MR BONE"),
        ("Mr Hand With Contrast", "Mr Hand With Contrast"),
        ("per bone", "per bone"), ("2 per Lung", "2 per Lung"), ("Dose Per Lung", "Dose Per Lung"), ("Attn Hand", ""),
        ("dose per Hand scan", "dose per Hand scan"),
        ("pt c/o Hand", "pt c/o Hand"), ("c/o hand pain", "c/o hand pain"), ("CT ATTN BRAIN", "CT ATTN BRAIN"),
        ("Operator: bone window", "Operator: bone window"), ("tech: lung window", "tech: lung window"),
    ]) func namesBehindLeadsGo(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("patient >90", "patient"), ("pt >= 91 with cough", "pt >= with cough"), ("older than 90", "older than"),
        ("patient older than 92, fall", "patient older than, fall"), ("patient over 91", "patient over"),
        ("F >90", "F"),
        ("women over 95", "women over"),
        (">90 %", ">90 %"), ("stenosis >90%", "stenosis >90%"), (">90 ms", ">90 ms"), (">90 HU", ">90 HU"),
        ("eGFR >90", "eGFR >90"), ("over 91 ms", "over 91 ms"), ("patient over 91 kg", "patient over 91 kg"),
        ("older than 90 days", "older than 90 days"), ("patient over 80", "patient over 80"),
    ]) func agesThatAreComparedGo(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("Patient 7", "Patient"), ("Subject 12", "Subject"), ("Patient 7 CT chest", "Patient CT chest"),
        ("patient #12", "patient"),
        ("Volunteer 3", "Volunteer"), ("Patient: 7", "Patient"),
        ("Patient 7 cm from coil", "Patient 7 cm from coil"), ("patient 2 weeks post op", "patient 2 weeks post op"),
        ("patient 2 views", "patient 2 views"), ("Patient 1 of 2", "Patient 1 of 2"), ("patient 2/3", "patient 2/3"),
        ("Patient 45 degrees", "Patient 45 degrees"), ("PT 2", "PT 2"),
    ]) func numbersOfPatientsGo(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("12 III 26", ""), ("CT chest 12 III 26", "CT chest"), ("surgery 3/1", "surgery"),
        ("s/p surgery 3/1, chest", "s/p surgery, chest"),
        ("admitted 12/6", "admitted"),
        ("grade 3 III 26", "grade 3 III 26"), ("80 IV 20", "80 IV 20"), ("12 III 26 mm", "12 III 26 mm"),
        ("L3/1", "L3/1"), ("ratio 3/1", "ratio 3/1"), ("biopsy 2-3", "biopsy 2-3"),
        ("biopsy 3/1 mm", "biopsy 3/1 mm"), ("surgery 3/1 lesions", "surgery 3/1 lesions"),
    ]) func daysOfEventsGo(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("hand.de", ""), ("bone.org", ""), ("CT chest hand.de", "CT chest"), ("see chest.org/doc", "see"),
        ("chest.com", ""),
        ("thorax.de face", "thorax.de face"), ("abd.us", "abd.us"), ("CT chest. no contrast", "CT chest. no contrast"),
    ]) func hostsOfKnownWordsGo(text: String, expected: String) { #expect(Self.clean(text) == expected) }
}
