import DICOM
import Standard
import Testing

@testable import Deidentify

/// Values that are kept, and looked at all the same.
@Suite struct KeptValueTests {
    private static let limited = CompiledProfile(try! ShippedProfiles.profile(named: "limited-data-set"))
    private let wire = Wire.explicitLittle

    private func value(_ tag: UInt32, _ vr: String, _ text: String, _ profile: CompiledProfile = limited) throws
        -> String?
    {
        let padded = text.utf8.count % 2 == 0 ? text : text + (vr == "UI" ? "\0" : " ")
        let start = tag < 0x0008_0018 ? wire.element(tag, vr, padded) : []
        let end = tag < 0x0008_0018 ? [] : wire.element(tag, vr, padded)
        let found = try deidentify(start + wire.element(0x0008_0018, "UI", "1.2.3\0") + end, wire, profile)
        return found[tag: tag]?.text
    }

    @Test(arguments: [
        ("+0100", true), ("-1200", true), ("+1400", true), ("+1401", false), ("-1201", false), ("+0160", false),
        ("DOE", false), ("+01:00", false), ("0100", false), ("UTC", false),
    ])
    func timezonesHaveOneForm(text: String, stays: Bool) throws {
        #expect(try value(0x0008_0201, "SH", text) == (stays ? text : nil))
    }

    @Test(arguments: [
        ("Caucasian", true), ("HISPANIC OR LATINO", true), ("W", true), ("unknown", true), ("DOE JANE", false),
        ("White, Jones", false), ("4711123", false),
    ])
    func ethnicGroupsAreWords(text: String, stays: Bool) throws {
        #expect(try value(0x0010_2160, "SH", text) == (stays ? text : nil))
    }

    @Test(
        arguments: [
            ("042Y", "042Y"), ("42Y", "042Y"), ("6M", "006M"), ("42", nil), ("42y", nil), ("Y", nil),
            ("042Y\\43Y", "042Y\\043Y"),
            ("042Y\\43", nil), ("95Y", "090Y"), ("0042Y", "042Y"), ("4 2Y", nil), ("95", nil), ("1000Y", "090Y"),
        ] as [(String, String?)])
    func agesHaveOneForm(text: String, stays: String?) throws {
        #expect(try value(0x0010_1010, "AS", text) == stays)
    }

    @Test(arguments: [
        ("M", "M"), ("F", "F"), ("O", "O"), ("m", "M"), ("N/A", ""), ("MALE", ""), ("X", ""), ("M\\N/A", ""),
    ])
    func sexesAreThoseOfTheStandard(text: String, stays: String) throws {
        #expect(try value(0x0010_0040, "CS", text) == stays)
    }

    @Test func aRuleOfASiteIsObeyed() throws {
        let own = try compiled(
            #"{"name":"t","extends":"basic","conforms":false,"rules":[{"attributes":["PatientSex","PatientAge"],"action":"keep"}]}"#
        )
        #expect(try value(0x0010_0040, "CS", "N/A", own) == "N/A")
        #expect(try value(0x0010_1010, "AS", "42", own) == "42")
        let site = try compiled(
            #"{"name":"t","extends":"basic","conforms":false,"rules":[{"attributes":["EthnicGroup"],"action":"keep"}]}"#
        )
        #expect(try value(0x0010_2160, "SH", "Dunkerque") == nil)
        #expect(try value(0x0010_2160, "SH", "Dunkerque", site) == "Dunkerque")
    }

    @Test(arguments: [
        ("1.2.840.10008.2.16.4", true), ("2.16.840.1.113883.6.96", true), ("1.2.840.99.20240315", false),
        ("1.2.840.99.20240315101112.7", false), ("1.2.840.99.99999999", true), ("1.2.840.99.19991332", true),
    ])
    func uidsOfCodingSchemesHaveNoDays(uid: String, stays: Bool) throws {
        #expect(DatedUID.isOne(Array(uid.utf8)) == !stays)
    }

    @Test(arguments: [
        ("http://x/studies/1.2.840.99999.1.2.33/s", "http://x/studies/*/s"),
        ("oid%3D1.2.840.99999.1.2.33&", "oid%3D*&"),
        ("1.2.840.99999.1.2.33.dcm", "*.dcm"), ("v1.2.840.99999.1.2.33", nil), ("1.2.840.99999.1.2.33rc1", nil),
        ("(1.2.3)", "(*)"), ("1.2.4", nil), ("Version 10.0.17763.1457.2219", nil), ("2.25.123456789012", "*"),
        ("1.2.840.99999.1.2.33, 1.2.840.99999.1.2.34.", "*, *."), ("1.2.840.99999.01.2.33", nil),
        ("192.168.100.100", nil),
    ]) func uidsInTextAreFound(text: String, expected: String?) {
        let new = EmbeddedUIDs([Array("1.2.3".utf8)]).replaced(in: Array(text.utf8)) { _ in Array("*".utf8) }
        #expect(new.map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test func addressesThatStayNameNewInstances() throws {
        let site = try compiled(
            #"{"name":"t","extends":"basic","conforms":false,"rules":[{"attributes":["RetrieveURL"],"action":"keep"}]}"#
        )
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3\0")
                + wire.element(0x0008_1190, "UR", "https://h/wado?o=1.2.3&p=PAT77 ")
                + wire.element(0x0010_0020, "LO", "PAT77 "), wire, site)
        let uid = found[tag: 0x0008_0018]?.text ?? "", patient = found[tag: 0x0010_0020]?.text ?? ""
        #expect(found[tag: 0x0008_1190]?.text == "https://h/wado?o=\(uid)&p=\(patient)")
    }

    @Test func whatNothingNamesIsReported() throws {
        let site = try compiled(#"{"name":"t","extends":"basic","unlisted":"remove"}"#)
        let content = wire.element(0x0008_0018, "UI", "1.2.3\0") + wire.element(0x0018_0050, "DS", "1 ")
        let report = try deidentify(MemorySource(part10(content, syntax: wire.syntax)), site).report
        #expect(report.notes.contains { $0.path == [Standard.Tag(0x0018_0050)] && $0.reason == .unlisted })
    }
}
