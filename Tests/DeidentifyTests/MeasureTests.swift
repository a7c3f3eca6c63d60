import DICOM
import Standard
import Testing

@testable import Deidentify

/// Ages, weights and heights as numbers of content items: what becomes of Patient's Age, Weight and Size becomes of them.
@Suite struct MeasureTests {
    static let retaining = try! compiled([.retainPatientCharacteristics])
    static let research = CompiledProfile(try! ShippedProfiles.profile(named: "research"))

    private func code(_ wire: Wire, _ tag: UInt32, _ code: (String, String, String)) -> [UInt8] {
        wire.sequence(
            tag,
            [
                wire.item(
                    wire.element(0x0008_0100, "SH", code.0) + wire.element(0x0008_0102, "SH", code.1)
                        + wire.element(0x0008_0104, "LO", code.2))
            ])
    }

    /// A NUM item of a report (PS3.3 C.18.1).
    private func number(
        _ wire: Wire, _ concept: (String, String, String), _ value: String, _ unit: String?, fd: [UInt8] = []
    ) -> [UInt8] {
        let measured =
            (unit.map { code(wire, 0x0040_08EA, ($0, "UCUM", $0)) } ?? [])
            + (fd.isEmpty ? [] : wire.element(0x0040_A161, "FD", fd)) + wire.element(0x0040_A30A, "DS", value)
        return wire.item(
            wire.element(0x0040_A010, "CS", "CONTAINS") + wire.element(0x0040_A040, "CS", "NUM ")
                + code(wire, 0x0040_A043, concept) + wire.sequence(0x0040_A300, [wire.item(measured)]))
    }

    private func report(_ wire: Wire, _ items: [[UInt8]], _ profile: CompiledProfile) throws -> [[Found]] {
        let content =
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x0010_0020, "LO", "12345 ")
            + wire.sequence(0x0040_A730, items)
        let found = try deidentify(content, wire, profile, sopClass: "1.2.840.10008.5.1.4.1.1.88.33")
        return found[tag: 0x0040_A730]?.items ?? []
    }

    private func value(_ item: [Found]?) -> String? {
        item?[tag: 0x0040_A300]?.items?.first?[tag: 0x0040_A30A]?.text
    }

    static let age = ("121033", "DCM", "Subject Age")

    @Test(
        arguments: [
            ("94", "a", "90"), ("89", "a", "89"), ("89.9", "a", "89.9"), ("90", "a", "90"), ("1130", "mo", "1080"),
            ("1079", "mo", "1079"), ("34500", "d", "32872"), ("32871", "d", "32871"), ("4700", "wk", "4696"),
            ("40", "wk", "40"), ("94", "year", "90"), ("94", nil, "90"), ("94", "{x}", "90"), ("9.4E1", "a", "90"),
            ("800000", "h", "788928"),
        ] as [(String, String?, String)])
    func agesOver89AreNinety(value: String, unit: String?, expected: String) throws {
        for wire in Wire.allCases {
            for profile in [Self.retaining, Self.research] {
                let items = try report(wire, [number(wire, Self.age, value, unit)], profile)
                #expect(self.value(items.first) == expected)
            }
        }
    }

    /// An item out of order: the number or its unit stand before what they are about.
    @Test(arguments: Wire.allCases) func agesBeforeTheirConceptAreNinety(wire: Wire) throws {
        let unit = code(wire, 0x0040_08EA, ("a", "UCUM", "a"))
        let number = wire.element(0x0040_A30A, "DS", "94")
        let concept = code(wire, 0x0040_A043, Self.age)
        let head = wire.element(0x0040_A010, "CS", "CONTAINS") + wire.element(0x0040_A040, "CS", "NUM ")
        for item in [
            head + wire.sequence(0x0040_A300, [wire.item(unit + number)]) + concept,
            head + concept + wire.sequence(0x0040_A300, [wire.item(number + unit)]),
            head + wire.sequence(0x0040_A300, [wire.item(number + unit)]) + concept,
        ] {
            let items = try report(wire, [wire.item(item)], Self.retaining)
            #expect(value(items.first) == "90")
        }
        // What comes behind is of the next item.
        let heart = (code: "8867-4", scheme: "LN", meaning: "Heart rate")
        let items = try report(
            wire,
            [self.number(wire, (heart.code, heart.scheme, heart.meaning), "94", "/min"), wire.item(head + concept)],
            Self.retaining)
        #expect(value(items.first) == "94")
    }

    /// By its words, where the code is nobody's that we know; and only as far as it is a time.
    @Test(
        arguments: [
            (("99A", "99X", "Patient age"), "94", "a", "90"), (("99A", "99X", "Alter"), "94", "a", "90"),
            (("30525-0", "LN", "Age"), "94", "a", "90"), (("397669002", "SCT", "Age"), "94", "a", "90"),
            (("18185-9", "LN", "Gestational Age"), "280", "d", "280"),
            (("99B", "99X", "Percentile for age"), "95", "%", "95"), (("99C", "99X", "Voltage"), "94", "a", "94"),
            (("122322", "DCM", "Calibration Factor"), "94", "a", "94"),
        ] as [((String, String, String), String, String, String)])
    func agesByAnyName(concept: (String, String, String), value: String, unit: String, expected: String) throws {
        let wire = Wire.explicitLittle
        let items = try report(wire, [number(wire, concept, value, unit)], Self.research)
        #expect(self.value(items.first) == expected)
    }

    @Test(arguments: Wire.allCases) func theFloatingPointValueIsCappedToo(wire: Wire) throws {
        func bytes(_ number: Double) -> [UInt8] {
            let big = (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> UInt64(56 - 8 * $0)) }
            return wire.isBig ? big : big.reversed()
        }
        for (age, expected) in [(94.5, 90.0), (47.25, 47.25)] {
            let items = try report(
                wire, [number(wire, Self.age, String(age), "a", fd: bytes(age))], Self.retaining)
            let found = items.first?[tag: 0x0040_A300]?.items?.first
            #expect(found?[tag: 0x0040_A161]?.value == bytes(expected))
        }
    }

    /// Table E.3.4-1 says X of Subject Age, Table E.1-1 of age, weight and size: without the option nothing of them stays, and the item
    /// says so with an empty Measured Value Sequence (Type 2).
    @Test(
        arguments: [age, ("30525-0", "LN", "Age"), ("29463-7", "LN", "Weight"), ("50373000", "SCT", "Height")],
        ["basic", "strict", "basic-modified-dates"])
    func withoutTheOptionTheyGo(concept: (String, String, String), name: String) throws {
        let wire = Wire.explicitLittle
        let profile = CompiledProfile(try ShippedProfiles.profile(named: name))
        let other = number(wire, ("122322", "DCM", "Calibration Factor"), "1.5 ", "1")
        let items = try report(wire, [number(wire, concept, "47", "a"), other], profile)
        #expect(items.count == 2 && items[0][tag: 0x0040_A300]?.items?.isEmpty == true)
        #expect(value(items[1]) == "1.5")
        // Weight and size stay with the characteristics of the patient.
        let kept = try report(wire, [number(wire, concept, "47", "a")], Self.retaining)
        #expect(value(kept.first) == "47")
    }

    /// A number beside its concept, as in the annotations of a waveform: in a place of Type 1C it says nothing.
    @Test func annotationsOfWaveforms() throws {
        let wire = Wire.explicitLittle
        func found(_ profile: CompiledProfile) throws -> String? {
            let annotation = wire.item(
                code(wire, 0x0040_08EA, ("a", "UCUM", "year")) + code(wire, 0x0040_A043, Self.age)
                    + wire.element(0x0040_A30A, "DS", "94"))
            let content =
                wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.sequence(0x0040_B020, [annotation])
            return try deidentify(content, wire, profile, sopClass: "1.2.840.10008.5.1.4.1.1.9.1.1")[
                tag: 0x0040_B020]?.items?.first?[tag: 0x0040_A30A]?.text
        }
        let basic = try found(basicProfile)
        #expect(basic == nil || basic == "0" || basic == "")
        #expect(try found(Self.retaining) == "90")
    }

    /// A rule of a site that names the attribute is obeyed.
    @Test func aSiteMayKeepThem() throws {
        let wire = Wire.explicitLittle
        let own = try compiled(
            #"{"name":"t","extends":"basic","rules":[{"attributes":["NumericValue","MeasuredValueSequence"],"action":"keep"}]}"#
        )
        #expect(value(try report(wire, [number(wire, Self.age, "94", "a")], own).first) == "94")
    }
}
