import Standard
import Testing

@testable import Deidentify

/// Rules that make no sense are refused at their place, with a reason and a suggestion.
@Suite struct RuleFitTests {
    static let nonsense: [(subject: String, action: String, reason: String)] = [
        ("Rows", "uid", "cannot be decoded"), ("SliceThickness", "uid", "only UI"), ("PatientID", "uid", "only UI"),
        ("PatientID", "date", "only DA, DT and TM"), ("RequestAttributesSequence", "date", "only DA, DT and TM"),
        ("PixelData", "dummy", "samples"), ("PixelData", "empty", "samples"), ("PixelData", "pseudonym", "samples"),
        ("PixelData", "X", "samples"), ("FloatPixelData", "Z", "samples"), ("WaveformData", "D", "samples"),
        ("SliceThickness", "pseudonym", "a pseudonym is text"), ("StudyDate", "pseudonym", "a pseudonym is text"),
        ("AccessionNumber", "pseudonym", "too short"), ("StationAETitle", "pseudonym", "too short"),
        ("RequestAttributesSequence", "pseudonym", "a pseudonym is text"), ("OverlayRows", "date", "only DA"),
        ("0009xxxx", "keep", "matches no attribute"), ("9998xxxx", "remove", "matches no attribute"),
        ("TransferSyntaxUID", "remove", "group 0002"), ("(0002,0016)", "keep", "group 0002"),
        ("0002xxxx", "remove", "group 0002"),
        ("(0000,0100)", "keep", "never pass"), ("OffsetOfTheNextDirectoryRecord", "keep", "never pass"),
        ("(0008,0000)", "keep", "group lengths"),
        ("DataSetTrailingPadding", "keep", "padding"), ("(FFFE,E000)", "remove", "items"),
        ("Columns", "remove", "cannot be decoded"), ("BitsAllocated", "empty", "cannot be decoded"),
        ("PixelRepresentation", "X", "cannot be decoded"),
        ("NumberOfFrames", "dummy", "cannot be decoded"), ("0028xxxx", "remove", "of (0028,0002) SamplesPerPixel"),
        ("SpecificCharacterSet", "remove", "no text"), ("SOPClassUID", "uid", "kind of object"),
        ("SOPClassUID", "remove", "kind of object"),
        ("SOPInstanceUID", "remove", "called by it"), ("SOPInstanceUID", "empty", "called by it"),
        ("StudyInstanceUID", "X", "called by it"),
        ("ReferencedSOPClassUID", "uid", "class, a syntax"), ("AvailableTransferSyntaxUID", "U", "class, a syntax"),
        ("ContextUID", "dummy", "class, a syntax"), ("SOPClassesInStudy", "D", "class, a syntax"),
        ("(0010,9999)", "dummy", "does not know"), ("(0010,9999)", "pseudonym", "does not know"),
    ]

    @Test(arguments: nonsense.indices) func nonsenseIsRefused(index: Int) throws {
        let (subject, action, reason) = Self.nonsense[index]
        try expectError(
            "{\"name\":\"t\",\"extends\":\"basic\",\"conforms\":false,\"rules\":[\n{\"action\":\"\(action)\", \"attributes\":[\"\(subject)\"]}]}",
            reason, "\(action)")
    }

    @Test(arguments: [
        ("vrs", "US", "uid", "only UI"), ("vrs", "LO", "date", "only DA"), ("vrs", "OB", "pseudonym", "text"),
        ("vrs", "UI", "date", "only DA"),
        ("text", "free text", "date", "only DA"), ("text", "identifier", "uid", "only UI"),
    ]) func generalRulesToo(key: String, subject: String, action: String, reason: String) throws {
        try expectError(
            "{\"name\":\"t\",\"extends\":\"basic\",\"rules\":[\n{\"action\":\"\(action)\", \"\(key)\":[\"\(subject)\"]}]}",
            reason, action)
    }

    private func expectError(_ json: String, _ reason: String, _ action: String) throws {
        do {
            _ = try profile(json)
            Issue.record("no error: \(json)")
        } catch let error as ProfileError {
            #expect(error.message.contains(reason) && error.message.contains("\"\(action)\""), "\(error.message)")
            #expect(error.line == 2 && error.column > 20 && error.hint != nil, "\(error)")
        }
    }

    @Test(arguments: [
        ("PixelData", "remove"), ("SOPInstanceUID", "uid"), ("SOPInstanceUID", "D"), ("StudyDate", "date"),
        ("PatientName", "pseudonym"),
        ("60xxxxxx", "remove"), ("0018xxxx", "X"), ("ReferencedSOPClassUID", "remove"), ("(0010,9999)", "remove"),
        ("OverlayData", "remove"),
        ("SOPClassUID", "keep"), ("RequestAttributesSequence", "uid"), ("OriginalAttributesSequence", "dummy"),
        ("xxxxxxxx", "keep"), ("Rows", "keep"),
    ]) func sensibleOnesAreNot(subject: String, action: String) throws {
        _ = try profile(
            "{\"name\":\"t\",\"extends\":\"basic\",\"conforms\":false,\"rules\":[{\"action\":\"\(action)\", \"attributes\":[\"\(subject)\"]}]}"
        )
    }

    /// A rule about a VR does not mean what the data set cannot be without.
    @Test func generalRulesLeaveTheStructure() throws {
        let compiled = try compiled(
            #"{"name":"t","table":"PS3.15 E.1-1","rules":[{"vrs":["US","CS","UI"],"action":"remove"},{"vrs":["UI"],"action":"uid"}]}"#
        )
        for keyword in ["Rows", "SpecificCharacterSet", "SOPClassUID"] {
            let tag = try #require(DataDictionary.pattern(forKeyword: keyword).flatMap { Tag(hexadecimal: $0) })
            #expect(compiled.find(tag).rule == .keep, "\(keyword)")
        }
        #expect(compiled.find(Tag(0x0008_1150)).rule == .remove, "a later rule by VR does not replace what it names")
        #expect(compiled.find(.modality).rule == .remove)
    }
}
