import DICOM
import Standard
import Testing

@testable import Deidentify

/// Conditions on the values of a file: of rules, and of the run.
@Suite struct ValueConditionTests {
    static let wire = Wire.explicitLittle

    static func content(_ wire: Wire = wire) -> [UInt8] {
        let region = wire.element(0x0008_0100, "SH", "T-D1100 ") + wire.element(0x0008_0102, "SH", "SRT ")
        return wire.element(0x0008_0005, "CS", "ISO_IR 100")
            + wire.element(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2") + wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.element(0x0008_0020, "DA", "20240229") + wire.element(0x0008_0060, "CS", "CT")
            + wire.element(0x0008_0070, "LO", Array("Acme M\u{FC}nchen".unicodeScalars.map { UInt8($0.value) }))
            + wire.sequence(0x0008_2218, [wire.item(region)])
            + wire.element(0x0010_0010, "PN", "Doe^Jane^^=Yamada^Tarou") + wire.element(0x0010_1010, "AS", "018M")
            + wire.element(0x0018_0010, "LO", "") + wire.element(0x0018_0050, "DS", "2.50")
            + wire.element(0x0018_0060, "DS", "kilo")
            + wire.element(0x0019_0010, "LO", "ACME 1.0") + wire.element(0x0019_100C, "IS", "1000")
            + wire.element(0x0020_0011, "IS", "7 ") + wire.element(0x0028_0010, "US", [0, 2])
            + wire.element(0x0028_0030, "DS", "0.5\\0.6 ")
    }

    /// Whether a rule under this condition holds, `nil` where the file is refused.
    private func holds(_ when: String, _ content: [UInt8] = content()) throws -> Bool? {
        let json =
            #"{"name":"t","extends":"basic","rules":[{"attributes":["SeriesNumber"],"action":"remove","when":\#(when)}]}"#
        do {
            return try deidentify(content, Self.wire, compiled(json))[tag: 0x0020_0011] == nil
        } catch DeidentifyError.refused(.undecidedCondition) { return nil }
    }

    private func holds(value test: String) throws -> Bool? { try holds(#"{"values":[{\#(test)}]}"#) }

    @Test(arguments: [
        (#""attribute":"Manufacturer","is":"Acme*""#, true),
        (#""attribute":"Manufacturer","is":["x","Acme M?nchen"]"#, true),
        (#""attribute":"Manufacturer","is":"Acme M\u00fcnchen""#, true),
        (#""attribute":"Manufacturer","is":"acme*""#, false),
        (#""attribute":"Manufacturer","isNot":["Acme*"]"#, false), (#""attribute":"StationName","isNot":["A"]"#, true),
        (#""attribute":"(0008,0070)","is":"Acme""#, false), (#""attribute":"PatientName","is":"Doe^Jane""#, true),
        (#""attribute":"PatientName","is":"Yamada*""#, true), (#""attribute":"SliceThickness","is":2.5"#, true),
        (#""attribute":"SliceThickness","is":["2.500"]"#, true), (#""attribute":"SliceThickness","from":2.5"#, true),
        (#""attribute":"SliceThickness","above":2.5"#, false),
        (#""attribute":"SliceThickness","from":1,"below":2.5"#, false),
        (#""attribute":"Rows","is":512"#, true), (#""attribute":"Rows","from":512,"to":512"#, true),
        (#""attribute":"PixelSpacing","above":0.55"#, true), (#""attribute":"PixelSpacing","is":["0.6"]"#, true),
        (#""attribute":"StudyDate","from":20240101,"below":20250101"#, true),
        (#""attribute":"StudyDate","to":20231231"#, false),
        (#""attribute":"PatientAge","from":1.4,"to":1.6"#, true), (#""attribute":"PatientAge","above":2"#, false),
        (#""attribute":"ContrastBolusAgent","present":true"#, true),
        (#""attribute":"ContrastBolusAgent","empty":true"#, true),
        (#""attribute":"ContrastBolusAgent","empty":false"#, false), (#""attribute":"StationName","empty":true"#, true),
        (#""attribute":"StationName","present":false"#, true), (#""attribute":"StationName","is":["*"]"#, false),
        (#""attribute":"AnatomicRegionSequence","empty":false"#, true),
        (#""attribute":"AnatomicRegionSequence.CodeValue","is":"T-D*""#, true),
        (#""attribute":"CodeValue","present":true"#, false),
        (#""attribute":"(0019,\"ACME 1.0\",0C)","from":1000"#, true),
        (#""attribute":"(0019,\"ACME 2.0\",0C)","present":true"#, false),
        (#""attribute":"(0019,\"ACME 1.0\",xx)","present":true"#, true),
        (#""attribute":"TransferSyntaxUID","is":"ExplicitVRLittleEndian""#, true),
        (#""attribute":"SOPClassUID","is":["MRImageStorage","1.2.840.10008.5.1.4.1.1.2"]"#, true),
    ]) func valuesAreTold(test: String, expected: Bool) throws {
        #expect(try holds(value: test) == expected, "\(test)")
    }

    @Test func allThatIsSaidMustBeTrue() throws {
        let thin = #"{"attribute":"SliceThickness","below":3}"#
        #expect(try holds(#"{"modalities":["CT"],"values":[\#(thin),{"attribute":"Rows","is":512}]}"#) == true)
        #expect(try holds(#"{"modalities":["CT"],"values":[\#(thin),{"attribute":"Rows","is":256}]}"#) == false)
        #expect(try holds(#"{"modalities":["MR"],"values":[\#(thin)]}"#) == false)
        // What is false by something else need not be decided.
        #expect(try holds(#"{"modalities":["MR"],"values":[{"attribute":"KVP","above":1}]}"#) == false)
    }

    @Test func whatCannotBeDecidedIsRefused() throws {
        #expect(try holds(value: #""attribute":"KVP","above":1"#) == nil)
        #expect(try holds(value: #""attribute":"KVP","is":["kilo"]"#) == true)
        // Bytes that mean nothing in ISO 2022 IR 87, which is announced.
        let wire = Self.wire
        let broken =
            wire.element(0x0008_0005, "CS", "ISO_IR 192") + wire.element(0x0008_0018, "UI", "1.2.3.4")
            + wire.element(0x0008_0060, "CS", "CT") + wire.element(0x0008_0070, "LO", [0x41, 0xFF, 0xFE, 0x20])
        #expect(try holds(#"{"values":[{"attribute":"Manufacturer","is":["B"]}]}"#, broken) == nil)
        #expect(
            try holds(
                #"{"values":[{"attribute":"Manufacturer","present":true}]}"#,
                broken + wire.element(0x0020_0011, "IS", "7 ")) == true)
    }

    @Test func theyAreAboutWhatTheFileHad() throws {
        // Patient's Name is replaced long before the rule for Series Number is asked, and stands behind what it decides on.
        let json =
            #"{"name":"t","extends":"basic","rules":[{"attributes":["Modality"],"action":"keep","when":{"values":[{"attribute":"PatientName","is":"Doe*"}]}},"#
            + #"{"attributes":["SeriesNumber"],"action":"remove","when":{"values":[{"attribute":"PatientName","is":"Doe*"}]}}]}"#
        #expect(try deidentify(Self.content(), Self.wire, compiled(json))[tag: 0x0020_0011] == nil)
    }

    @Test func privateRulesHaveThemToo() throws {
        func json(_ name: String) -> String {
            #"{"name":"t","extends":"basic","conforms":false,"rules":[{"private":[{"creator":"ACME 1.0","group":"0019"}],"action":"keep","when":{"values":[{"attribute":"Manufacturer","is":"\#(name)"}]}}]}"#
        }
        #expect(try deidentify(Self.content(), Self.wire, compiled(json("Acme*")))[tag: 0x0019_100C] != nil)
        #expect(try deidentify(Self.content(), Self.wire, compiled(json("Other")))[tag: 0x0019_100C] == nil)
    }

    // MARK: Streams

    /// Overlay data that no stream holds, in front of what is asked about.
    private func run(_ when: String, tail: [UInt8]) throws {
        let bulk = Self.wire.element(0x6000_3000, "OB", [UInt8](repeating: 0, count: 3 << 20))
        let head = Self.wire.element(0x0008_0018, "UI", "1.2.3.4") + Self.wire.element(0x0008_0060, "CS", "CT")
        let file = part10(head + bulk + tail, syntax: Self.wire.syntax, sopClass: "1.2.840.10008.5.1.4.1.1.2")
        let json =
            #"{"name":"t","extends":"basic","rules":[{"attributes":["SeriesNumber"],"action":"remove","when":{"values":[\#(when)]}}]}"#
        _ = try deidentify(TrickleSource(file, step: 65536), compiled(json))
    }

    @Test func whatMayStillComeInAStreamIsRefused() throws {
        let behind = #"{"attribute":"(6002,0040)","is":["G"]}"#
        #expect(throws: DeidentifyError.self) { try run(behind, tail: []) }
        try run(#"{"attribute":"SeriesNumber","is":["7"]}"#, tail: [])
        #expect(throws: DeidentifyError.self) {
            try run(#"{"attribute":"SeriesNumber","is":["7"]}"#, tail: Self.wire.element(0x0020_0011, "IS", "7 "))
        }
    }

    // MARK: Errors and explanations

    @Test(arguments: [
        (#"{"attribute":"KVPs","is":["1"]}"#, "unknown attribute \"KVPs\"", "KVP"),
        (#"{"attribute":"KVP","iss":["1"]}"#, "unknown key \"iss\"", "is"),
        (#"{"attribute":"KVP"}"#, "nothing is said", ""),
        (#"{"is":["1"]}"#, "no attribute", ""), (#"{"attribute":"KVP","is":[]}"#, "empty list", ""),
        (#"{"attribute":"KVP","is":["1"],"present":true}"#, "one thing", ""),
        (#"{"attribute":"KVP","from":"1"}"#, "is a number", ""),
        (#"{"attribute":"KVP","from":3,"to":1}"#, "nothing is in this range", ""),
        (#"{"attribute":"KVP","is":""}"#, "empty text", ""),
        (#"{"attribute":"Manufacturer","from":1}"#, "is LO", ""),
        (#"{"attribute":"PixelData","is":["1"]}"#, "no values to compare", ""),
        (#"{"attribute":"AnatomicRegionSequence","is":["1"]}"#, "no values to compare", "dot"),
        (#"{"attribute":"StudyDate","from":2024}"#, "eight digits", ""),
        (#"{"attribute":"KVP","present":1}"#, "true or false", ""),
        (#"{"attribute":"SOPClassUID","is":["CTImageStorag"]}"#, "unknown UID", "CTImageStorage"),
        (#"{"attribute":"(0019,100C)","is":["1"]}"#, "named by its creator", "0C"),
        (#"{"attribute":"Rows.KVP","is":["1"]}"#, "no sequence", ""),
        (#"{"attribute":"(0002,0016)","is":["1"]}"#, "in front of", ""),
        (#""KVP""#, "is an object", ""),
    ]) func badTestsAreRefused(test: String, message: String, hint: String) throws {
        let json =
            "{\"name\":\"t\",\"extends\":\"basic\",\"rules\":[\n{\"attributes\":[\"SeriesNumber\"],\"action\":\"remove\",\"when\":{\"values\":[\n\(test)]}}]}"
        do {
            _ = try profile(json)
            Issue.record("no error: \(test)")
        } catch let error as ProfileError {
            #expect(error.message.contains(message) && error.line == 3, "\(error)")
            #expect(hint.isEmpty || error.hint?.contains(hint) == true, "\(error)")
        }
    }

    @Test func explainSaysThemInWords() throws {
        let when =
            #"{"values":[{"attribute":"KVP","from":100,"to":120},{"attribute":"AnatomicRegionSequence.CodeValue","is":["A","B*"]},{"attribute":"(0019,\"ACME\",0C)","empty":false}]}"#
        let profile = try compiled(
            #"{"name":"t","extends":"basic","rules":[{"attributes":["SeriesNumber"],"action":"remove","when":\#(when)}]}"#
        )
        let lines = Explanation(profile, tag: Tag(0x0020_0011), sopClassUID: nil, path: []).lines
        let text =
            "remove when KVP from 100 to 120, AnatomicRegionSequence.CodeValue A or B*, (0019,\"ACME\",0C) with a value: profile t"
        #expect(lines.first { $0.name == "but" }?.text.hasPrefix(text) == true, "\(lines)")
    }

    // MARK: The short form

    @Test(arguments: [
        ("modalities=CT,MR", #"{"modalities":["CT","MR"]}"#),
        ("BodyPartExamined = HEAD, BRAIN*", #"{"values":[{"attribute":"BodyPartExamined","is":["HEAD","BRAIN*"]}]}"#),
        ("Manufacturer!=ACME", #"{"values":[{"attribute":"Manufacturer","isNot":["ACME"]}]}"#),
        ("KVP>=100", #"{"values":[{"attribute":"KVP","from":100}]}"#),
        ("KVP<0.5", #"{"values":[{"attribute":"KVP","below":0.5}]}"#),
        ("KVP", #"{"values":[{"attribute":"KVP","empty":false}]}"#),
        ("!KVP", #"{"values":[{"attribute":"KVP","empty":true}]}"#),
        (#"(0019,"A=B",0C)=x"#, #"{"values":[{"attribute":"(0019,\"A=B\",0C)","is":["x"]}]}"#),
    ]) func shortFormsAreTheirJSON(short: String, json: String) throws {
        #expect(try FileCondition(short).condition == FileCondition(json).condition)
    }

    @Test(arguments: [
        "KVP>=high", "KVPs=1", "modality=CT", "=CT", "", "KVP>", "paths=.", "within=RequestAttributesSequence",
    ])
    func whatIsNoConditionIsAnError(text: String) { #expect(throws: ProfileError.self) { try FileCondition(text) } }

    @Test func aRunTakesWhatIsIncludedAndNotExcluded() throws {
        func run(_ included: [String], _ excluded: [String]) throws -> FileSelection.LeftOut? {
            var deidentifier = FileDeidentifier(
                profile: basicProfile, pseudonyms: Pseudonyms(testKey, release: ""), versionName: "test",
                selection: FileSelection(
                    included: try included.map { try FileCondition($0) },
                    excluded: try excluded.map { try FileCondition($0) }))
            let file = part10(Self.content(), syntax: Self.wire.syntax, sopClass: "1.2.840.10008.5.1.4.1.1.2")
            do {
                _ = try deidentifier.run(MemorySource(file)) { _ in MemorySink() }
                return nil
            } catch DeidentifyError.leftOut(let reason) { return reason }
        }
        #expect(try run([], []) == nil)
        #expect(try run(["Manufacturer=Acme*"], []) == nil)
        #expect(try run(["Manufacturer=B*", "Rows>=512"], []) == nil)
        #expect(try run(["Manufacturer=B*"], []) == .notIncluded)
        #expect(try run(["Rows>=512"], ["modalities=MR", "PatientAge<2"]) == .excluded(2))
        #expect(throws: DeidentifyError.self) { try run(["KVP>1"], []) }
        #expect(throws: DeidentifyError.self) { try run([], ["KVP>1"]) }
        #expect(try run(["KVP>1"], ["modalities=CT"]) == .excluded(1))
    }
}
