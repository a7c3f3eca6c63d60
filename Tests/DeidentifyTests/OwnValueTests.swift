import DICOM
import Standard
import Testing

@testable import Deidentify

/// What is kept is what its attribute is about: no identifier of the file, no form of another VR, no items where a value belongs.
@Suite struct OwnValueTests {
    private static let shipped = ShippedProfiles.names.map { CompiledProfile(try! ShippedProfiles.profile(named: $0)) }
    private static let limited = shipped.first { $0.profile.name == "limited-data-set" }!
    private static let research = shipped.first { $0.profile.name == "research" }!
    private let wire = Wire.explicitLittle

    /// A CT slice of Smith^John, A12345678, with an element more; in the order of the tags.
    private func value(
        _ tag: UInt32, _ vr: String, _ text: String, _ profile: CompiledProfile? = nil, id: String = "A12345678"
    ) throws -> String? {
        var parts: [UInt32: [UInt8]] = [:]
        for (tag, vr, text) in [
            (0x0008_0018, "UI", "1.2.3.4.5"), (0x0010_0010, "PN", "Smith^John"), (0x0010_0020, "LO", id),
            (0x0020_000D, "UI", "1.2.3.4.5.77"),
            (0x0020_0052, "UI", "1.2.3.4.5.79"), (tag, vr, text),
        ] as [(UInt32, String, String)] { parts[tag] = wire.element(tag, vr, text) }
        return try deidentify(parts.sorted { $0.key < $1.key }.flatMap(\.value), wire, profile)[tag: tag]?.text
    }

    /// DS may write the same number with an exponent (PS3.5 §6.2).
    @Test func ownNumbersWithExponentsGo() throws {
        for (text, isKept) in [
            ("1.234567e6", false), ("1.234567E+6", false), ("12.34567e5", false), ("1234567", false),
            ("1.234568e6", true),
            ("1.5e-3", true),
        ] {
            let ds = try value(0x0018_1100, "DS", text, id: "1234567")
            #expect((ds == text) == isKept, "\(text)")
        }
    }

    // MARK: Items

    /// Some attributes of each VR, as the three things that are no value.
    @Test func itemsInThePlaceOfValuesAreNeverKept() throws {
        var seen: [VR: Int] = [:]
        let inside = wire.element(0x0010_0010, "PN", "SMITH^JOHN") + wire.element(0x0040_A160, "UT", "SMITH JOHN")
        for position in 0..<DataDictionary.count {
            let (tag, vr) = (DataDictionary.tag(at: position), DataDictionary.vr(at: position))
            guard vr != .sq, vr.isKnown, vr != .un, tag.group >= 8 else { continue }
            seen[vr, default: 0] += 1
            let isNamed =
                StructuralAttributes.contains(tag)
                || [0x0010_1010, 0x0010_0010, 0x0042_0011, 0x0400_0520].contains(tag.rawValue)
            guard seen[vr]! <= 6 || isNamed else { continue }
            let forms = [
                wire.sequence(tag.rawValue, [wire.item(inside)]),
                wire.sequence(tag.rawValue, [wire.item(inside, undefined: true)], undefined: true),
                wire.sequence(tag.rawValue, [wire.item(inside)], undefined: true, vr: "UN"),
                wire.fragments(tag.rawValue, [[], Array("SMITH^JOHN".utf8)]),
            ]
            for (number, form) in forms.enumerated() where tag != .pixelData || number < 3 {
                for content in [form, wire.sequence(0x0040_9096, [wire.item(form)])] {
                    for profile in Self.shipped {
                        // Quarantined, or without the items; never a trap.
                        guard let found = try? deidentify(content, wire, profile) else { continue }
                        if !profile.profile.usesTable { continue }
                        #expect(
                            !found.flattened.contains { $0.tag == tag.rawValue && $0.items?.isEmpty == false },
                            "\(tag) \(number) \(profile.profile.name)")
                    }
                }
            }
        }
        #expect(seen.count > 25 && seen[.as]! > 0)
    }

    @Test func aNameThatIsASequenceBecomesThePseudonym() throws {
        let found = try deidentify(
            wire.sequence(0x0010_0010, [wire.item(wire.element(0x0008_0104, "LO", "SMITH "))]), wire)
        #expect(found[tag: 0x0010_0010]?.vr == "PN" && found[tag: 0x0010_0010]?.text.hasPrefix("P-") == true)
    }

    @Test(arguments: [0x0020_000D, 0x0028_0010] as [UInt32]) func withoutWhatNamesAndDecodesThereIsNoFile(tag: UInt32) {
        #expect(throws: (any Error).self) { try deidentify(wire.sequence(tag, [wire.item([])]), wire) }
    }

    // MARK: Identifiers

    @Test(
        arguments: [
            (0x0020_3100, "CS", "SMITHJOHN", "strict"), (0x0020_3102, "CS", "A12345678", "basic"),
            (0x0028_0800, "CS", "SMITH", "basic"),
            (0x0010_0040, "CS", "SMITH", "research"), (0x0010_0040, "CS", "A12345678", "limited-data-set"),
            (0x0010_21A0, "CS", "SMITH", "research"),
            (0x0010_2203, "CS", "JOHN", "limited-data-set"), (0x0010_0040, "CS", "X", "research"),
            (0x0020_0013, "IS", "A12345678", "strict"),
            (0x0018_0060, "DS", "A12345678", "basic"), (0x0018_0060, "DS", "12345678A", "basic"),
            (0x0008_0020, "DA", "A12345678", "limited-data-set"), (0x0008_0020, "DA", "20201301", "limited-data-set"),
            (0x0008_0020, "DA", "555-123-4567", "limited-data-set"), (0x0008_0030, "TM", "471147", "limited-data-set"),
            (0x0008_0030, "TM", "471147", "research"), (0x0008_002A, "DT", "20200315471147.471147+4711", "research"),
            (0x0008_002A, "DT", "20200315101112+4711", "research"),
            (0x0008_002A, "DT", "S-M-I-T-H 123456789", "limited-data-set"),
        ] as [(UInt32, String, String, String)]) func identifiersDoNotStay(
            tag: UInt32, vr: String, text: String, name: String
        ) throws
    {
        let profile = Self.shipped.first { $0.profile.name == name }!
        let id = text == "12345678A" ? "12345678A" : "A12345678"
        let left = try value(tag, vr, text, profile, id: id) ?? ""
        #expect(
            left.isEmpty || left == "ANONYMIZED" || left == "O" || left.hasPrefix("190001") || left == "000000",
            "\(left)")
    }

    @Test(
        arguments: [
            (0x0010_0040, "CS", "M", "1"), (0x0010_0040, "CS", "O", "O"), (0x0010_21A0, "CS", "UNKNOWN", "UNKNOWN"),
            (0x0010_2203, "CS", "ALTERED", "1"),
            (0x0020_0013, "IS", "1", "1"), (0x0020_0013, "IS", "12345", "12345"), (0x0018_0060, "DS", "120.5", "1205"),
            (0x0018_0060, "DS", "0.1234567", "1234567"),
            (0x0008_0020, "DA", "20200229", "1"), (0x0008_0020, "DA", "2020.02.29", "1"),
            (0x0008_0030, "TM", "235960.999", "1"), (0x0008_0030, "TM", "10", "1"),
            (0x0008_002A, "DT", "2020", "1"), (0x0008_002A, "DT", "20200315101112.123+1400", "1"),
        ] as [(UInt32, String, String, String)]) func whatIsSoundStays(
            tag: UInt32, vr: String, text: String, id: String
        ) throws
    {
        #expect(try value(tag, vr, text, Self.limited, id: id) == text)
    }

    @Test func anIdentifierOfDigitsGoesFromNumbersOnlyWhenItIsLong() throws {
        #expect(try value(0x0020_0013, "IS", "471147", id: "471147") == "")
        #expect(try value(0x0020_0013, "IS", "471147", id: "00471147") == "")
        #expect(try value(0x0020_0013, "IS", "471147", id: "4711471") == "471147")
        #expect(try value(0x0020_0013, "IS", "47114", id: "47114") == "47114")
        let site = try compiled(
            #"{"name":"t","extends":"basic","conforms":false,"rules":[{"attributes":["InstanceNumber"],"action":"keep"}]}"#
        )
        #expect(try value(0x0020_0013, "IS", "471147", site, id: "471147") == "471147")
    }

    // MARK: UIDs

    @Test(
        arguments: [0x0008_010C, 0x0008_0117, 0x0008_001A, 0x0008_0062] as [UInt32],
        ["1.2.3.4.5", "1.2.3.4.5.77", "1.2.3.4.5.79"])
    func uidsOfTheFileBecomeNewOnesWhereverTheyStand(tag: UInt32, uid: String) throws {
        let new = Pseudonyms(testKey, release: "").uid(for: Array(uid.utf8))
        #expect(try value(tag, "UI", uid) == String(decoding: new, as: UTF8.self))
        #expect(try value(tag, "UI", "1.2.840.99999.5.80") == "1.2.840.99999.5.80")
        #expect(try value(tag, "UI", "1.2.840.10008.2.16.4") == "1.2.840.10008.2.16.4")
    }

    /// Where UIDs of classes and code systems belong, those of instances become new ones, whosever they are.
    @Test(
        arguments: [
            (0x0008_010C, "1.2.840.99999.19500607.4711", false), (0x0008_0117, "1.2.840.99999.1234567890", false),
            (0x0008_001A, "4711471147114711", false), (0x0008_0062, "1.2.276.0.7230010.3.1.19500607.4711", false),
            (0x0008_040E, "1.2.3.4.5.6.7", false), (0x0008_010C, "1.2.840.10008.19500607", false),
            (0x0008_040E, "1.2.840.10008.1.2.1", true), (0x0008_0062, "1.2.276.0.7230010.3.1.4", true),
            (0x0008_001A, "1.3.12.2.1107.5.9.1", true), (0x0008_0062, "1.2.826.0.1.3680043.2.93.1.0.1", true),
            (0x0008_010C, "2.16.840.1.113883.6.1", true),
            (0x0400_0010, "1.2.826.0.1.3680043.9.9999.71002103", false),
            (0x0008_0062, "1.2.840.113619.4.710021", false),
            (0x0008_0062, "1.2.840.113619.4.27", true),
        ] as [(UInt32, String, Bool)])
    func uidsOfInstancesAreNoClasses(tag: UInt32, uid: String, stays: Bool) throws {
        let new = Pseudonyms(testKey, release: "").uid(for: Array(uid.utf8))
        #expect(try value(tag, "UI", uid) == (stays ? uid : String(decoding: new, as: UTF8.self)))
    }

    @Test func theUIDsOfEarlierSegmentsAreRemembered() {
        var uids = UIDMarks()
        #expect(!uids.contains(Array("1.2.3".utf8)))
        uids.add(Array("1.2.3".utf8))
        #expect(uids.contains(Array("1.2.3".utf8)))
        #expect(!uids.contains(Array("1.2.4".utf8)) && !uids.contains([]))
        uids.removeAll()
        #expect(!uids.contains(Array("1.2.3".utf8)))
    }

    @Test(arguments: [
        ("https://h/p?id=A-1", "https://h/p?id=*"), ("https://h/p?id=A%2D1&x", "https://h/p?id=*&x"), ("a%2d1", "*"),
        ("%41-1/x", "*/x"),
        ("A-1%2Fx", "*%2Fx"), ("A-1%32", nil), ("%42A-1", nil), ("A-12", nil), ("A%1", nil), ("A-1%", "*%"),
        ("/1%2E2%2e3%2E4/", "/#/"), ("/%31.2.3.4.dcm", "/#.dcm"), ("1.2.3.4%2E", "#%2E"),
    ]) func whatIsEscapedInAddressesIsRead(text: String, expected: String?) {
        var own = EmbeddedUIDs([Array("1.2.3.4".utf8)])
        own.patient = (Array("A-1".utf8), Array("*".utf8))
        let new = own.replaced(in: Array(text.utf8)) { _ in Array("#".utf8) }
        #expect(new.map { String(decoding: $0, as: UTF8.self) } == expected, "\(text)")
    }

    @Test func ownUIDsInTextMayTouchLetters() {
        let own = EmbeddedUIDs([Array("1.2.3.4.5.77".utf8)])
        for (text, expected) in [
            ("uid1.2.3.4.5.77", "uid*"), ("1.2.3.4.5.77x", "*x"), ("%201.2.3.4.5.77", "%20*"), ("1.2.3.4.5.777x", nil),
        ] {
            let new = own.replaced(in: Array(text.utf8)) { _ in Array("*".utf8) }
            #expect(new.map { String(decoding: $0, as: UTF8.self) } == expected, "\(text)")
        }
    }

    @Test func longPatientIDsInAddressesTakeNoTime() throws {
        let site = try compiled(
            #"{"name":"t","extends":"basic","conforms":false,"rules":[{"attributes":["RetrieveURL"],"action":"keep"}]}"#
        )
        let id = String(repeating: "a/", count: 15_000)
        let content =
            wire.element(0x0008_1190, "UR", String(repeating: "a/", count: 200_000))
            + wire.element(0x0010_0020, "LO", id)
        var found: [Found] = []
        let seconds = try {
            var error: (any Error)?
            let seconds = cpuTime {
                do { found = try deidentify(content, wire, site) } catch let caught { error = caught }
            }
            if let error { throw error }
            return seconds
        }()
        #expect(found[tag: 0x0008_1190] == nil && seconds < 5)
    }

    // MARK: Others

    @Test func samplesOfNoWaveformGo() throws {
        #expect(try value(0x5400_1010, "OW", "SMITH JOHN SMITH") == nil)
        #expect(try value(0x5400_1006, "CS", "SMITH") == nil)
        #expect(try value(0x5400_1006, "CS", "SB") == "SB")
    }

    @Test(arguments: [("SRT", true), ("99SMI", false)]) func daysAreVersionsOfKnownSchemesOnly(
        scheme: String, stays: Bool
    ) throws {
        let item =
            wire.element(0x0008_0100, "SH", "T-D1100 ")
            + wire.element(0x0008_0102, "SH", scheme + (scheme.utf8.count % 2 == 0 ? "" : " "))
            + wire.element(0x0008_0103, "SH", "19930203") + wire.element(0x0008_0104, "LO", "Head")
        let found = try deidentify(wire.sequence(0x0008_2218, [wire.item(item)]), wire)
        #expect((found.flattened.first { $0.tag == 0x0008_0103 }?.text == "19930203") == stays)
    }

    @Test(arguments: ["7,S1\nPID-1,pid-1\n", "7,S1\nB,7\n", "S1,X\n7,S1\n"]) func noPatientIsCalledByAPatientID(
        rows: String
    ) {
        do throws(SubjectTableError) {
            _ = try SubjectTableReader.read(Array(("Patient ID,Subject code\n" + rows).utf8))
            Issue.record("it was accepted")
        } catch {
            #expect(error.code == .codeIsPatientID && error.line == 3 && !error.message.contains("PID"))
        }
    }
}
