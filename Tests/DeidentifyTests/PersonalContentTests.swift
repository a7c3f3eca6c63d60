import DICOM
import Standard
import Testing

@testable import Deidentify

/// Content items whose concept names, in codes of a site, say that they are about a person.
@Suite struct PersonalContentTests {
    private static let research = CompiledProfile(try! ShippedProfiles.profile(named: "research"))
    private let wire = Wire.explicitLittle

    private func concept(_ meaning: String, code: String = "A1", scheme: String = "99X") -> [UInt8] {
        wire.sequence(
            0x0040_A043,
            [
                wire.item(
                    wire.element(0x0008_0100, "SH", code) + wire.element(0x0008_0102, "SH", scheme)
                        + wire.element(0x0008_0104, "LO", meaning))
            ])
    }

    private func item(_ type: String, _ meaning: String, _ value: [UInt8]) -> [UInt8] {
        wire.item(
            wire.element(0x0040_A010, "CS", "CONTAINS") + wire.element(0x0040_A040, "CS", type) + concept(meaning)
                + value)
    }

    private func text(_ meaning: String, _ text: String) -> [UInt8] {
        item("TEXT", meaning, wire.element(0x0040_A160, "UT", text))
    }

    private func report(_ items: [[UInt8]]) throws -> [[Found]] {
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0010_0020, "LO", "12345 ")
            + wire.sequence(0x0040_A730, items)
        let found = try deidentify(content, wire, Self.research, sopClass: "1.2.840.10008.5.1.4.1.1.88.33")
        return found[tag: 0x0040_A730]?.items ?? []
    }

    @Test(arguments: [
        ("MRN", "77"), ("Patient ID", "77"), ("Medical record number", "chest"), ("Address", "Chest"), ("Phone", "77"),
        ("Patient name", "Hand"), ("Name", "Hand"), ("Radiologist", "Hand"), ("Referring physician", "Hand"),
        ("Reported by", "Hand"), ("Date of birth", "77"), ("Geburtsdatum", "77"), ("Age", "94"),
        ("Patientenalter", "94"),
        ("Nombre", "Mano"), ("Accession number", "12"), ("Adresse", "Main"),
    ])
    func whatTheyHoldGoesWholly(meaning: String, value: String) throws {
        let items = try report([text(meaning, value), text("Finding", "fracture")])
        // The item stays: others may be counted by it.
        #expect(items.map { $0[tag: 0x0040_A160]?.text } == ["ANONYMIZED", "fracture"])
    }

    /// Words of medicine in the place of a name are nobody's, and stay wherever else they stand.
    @Test(arguments: [
        ("slow bolus", "slow bolus injected", "slow bolus injected"),
        ("Slow Bolus", "slow bolus injected", "slow bolus injected"),
        ("left hand", "fracture of left hand", "fracture of left hand"),
        ("Slow Varnholt", "slow bolus, varnholt seen", "slow bolus, seen"), ("Peter Bone", "bone window", "window"),
    ]) func wordsOfMedicineAreNoNames(value: String, other: String, expected: String) throws {
        let items = try report([text("Reported by", value), text("Finding", other)])
        #expect(items.map { $0[tag: 0x0040_A160]?.text } == ["ANONYMIZED", expected])
    }

    @Test(arguments: [
        ("Lesion ID", "chest"), ("Tracking Identifier", "chest"), ("Procedure name", "chest"), ("Age", "84"),
        ("Physician comment", "chest"), ("Birth weight", "900 g"), ("Finding", "chest"),
        ("Attending impression", "chest"),
    ])
    func otherConceptsKeepTheirs(meaning: String, value: String) throws {
        #expect(try report([text(meaning, value)]).first?[tag: 0x0040_A160]?.text == value)
    }

    /// What a file calls its people there goes from its other texts, too.
    @Test func whatTheyHoldGoesElsewhere() throws {
        let items = try report([
            text("Finding", "hand fracture 77123"), text("Radiologist", "Hand"), text("MRN", "77123"),
        ])
        #expect(items.map { $0[tag: 0x0040_A160]?.text } == ["fracture", "ANONYMIZED", "ANONYMIZED"])
    }

    @Test func daysAndNumbersOfBirthGo() throws {
        func number(_ meaning: String, _ value: String, _ unit: String?) -> [UInt8] {
            let units = unit.map {
                wire.sequence(
                    0x0040_08EA,
                    [
                        wire.item(
                            wire.element(0x0008_0100, "SH", $0) + wire.element(0x0008_0102, "SH", "UCUM")
                                + wire.element(0x0008_0104, "LO", $0))
                    ])
            }
            return item(
                "NUM ", meaning,
                wire.sequence(0x0040_A300, [wire.item((units ?? []) + wire.element(0x0040_A30A, "DS", value))]))
        }
        let items = try report([
            item("DATE", "Date of birth", wire.element(0x0040_A121, "DA", "19350101")),
            item("DATE", "Fecha de nacimiento", wire.element(0x0040_A121, "DA", "19350101")),
            number("Year of birth", "1935", nil), number("MRN", "77", "1"),
            number("Age", "94", nil), number("Edad", "94", "1"), number("Alter", "94", "{Jahre}"),
            number("Wiek", "94", "a"),
            number("Gestational age", "94", nil), number("Voltage", "94", nil),
        ])
        #expect(
            items.map { $0[tag: 0x0040_A300]?.items?.first?[tag: 0x0040_A30A]?.text }
                == ["90", "90", "90", "90", "94", "94"])
    }

    /// Specimen Preparation Step Content Item Sequence is of Type 1: a step of which nothing stays goes, and with the last one all of
    /// Specimen Preparation Sequence, of Type 2.
    @Test func stepsWithoutContentGo() throws {
        func step(_ items: [[UInt8]]) -> [UInt8] { wire.item(wire.sequence(0x0040_0612, items)) }
        func steps(_ steps: [[UInt8]]) throws -> Found? {
            let specimen = wire.item(wire.element(0x0040_0551, "LO", "S1") + wire.sequence(0x0040_0610, steps))
            let content = wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.sequence(0x0040_0560, [specimen])
            return try deidentify(content, wire, Self.research, sopClass: "1.2.840.10008.5.1.4.1.1.77.1.6")[
                tag: 0x0040_0560]?.items?.first?[tag: 0x0040_0610]
        }
        let person = item("DATE", "Date of birth", wire.element(0x0040_A121, "DA", "19510203"))
        let other = text("Finding", "tissue")
        let some = try steps([step([person]), step([person, other])])
        #expect(some?.items?.count == 1)
        #expect(some?.items?.first?[tag: 0x0040_0612]?.items?.count == 1)
        let none = try steps([step([person]), step([person])])
        #expect(none != nil && none?.items?.isEmpty == true)
    }
}
