import Testing

@testable import Deidentify

/// Hospitals whose names are words of the list.
@Suite struct HospitalNameTests {
    private static func clean(_ text: String) -> String { TextCleanerTests.clean(text, CleaningContext()) }

    @Test(arguments: [
        ("Acme General Hospital", ""), ("Green Valley Hospital", ""), ("Long Island Hospital", ""),
        ("Long Island Medical Center", ""),
        ("Spring Valley Medical Center", ""), ("Stone Mountain Clinic", ""), ("Lake Clinic", ""),
        ("Siemens Hospital", ""),
        ("Fuji Medical Center", ""), ("Hospital for Sick Children", ""), ("Hospital Central", ""),
        ("Good Hope Hospital", ""),
        ("King's College Hospital", ""), ("Women and Children's Hospital", ""),
        ("Prior from Mayo Clinic", "Prior"), ("CT CHEST LONG ISLAND HOSPITAL", "CT CHEST"),
    ]) func namesOfHospitalsGo(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        "in hospital", "hospital acquired pneumonia", "outpatient clinic", "stroke clinic", "Stroke Clinic",
        "Breast Center", "breast center",
        "Kidney Stone Clinic", "Eye Clinic", "Chest Clinic", "CT CHEST HOSPITAL", "Falls Clinic",
        "good hospital course",
        "Foot Clinic", "Portable chest in hospital bed",
    ]) func wordsOfMedicineStay(text: String) { #expect(Self.clean(text) == text) }
}
