import Standard
import Testing

/// PS3.15 Table E.3.10-1 and the names of private attributes (PS3.5 §7.8.1).
@Suite struct SafePrivateTests {
    @Test func theTableIsThere() throws {
        #expect(SafePrivate.entries.count == 479)
        #expect(Set(SafePrivate.entries.map(\.attribute)).count == 479)
        let entry = try #require(
            SafePrivate.entry(for: PrivateAttribute(group: 0x0019, creator: "SIEMENS MR HEADER", element: 0x0C)))
        #expect(entry.vr == .is && entry.vm == "1" && entry.meaning == "B Value")
        // Two VRs, or none, are open.
        #expect(SafePrivate.entries.count { $0.vr == nil } == 7)
        #expect(SafePrivate.entries.allSatisfy { PrivateAttribute.isCreator($0.attribute.creator) })
    }

    @Test func sequencesAreKnownByGroupAndLowByte() {
        #expect(SafePrivate.mayBeSequence(Tag(0x2001_105F)) && SafePrivate.mayBeSequence(Tag(0x2001_FF5F)))
        #expect(!SafePrivate.mayBeSequence(Tag(0x2001_005F)) && !SafePrivate.mayBeSequence(Tag(0x2003_105F)))
    }

    @Test(arguments: [
        "(0019,\"SIEMENS MR HEADER\",0C)", "(0019,SIEMENS MR HEADER,0c)", "(0019,'SIEMENS MR HEADER',0C)",
    ]) func namesAreReadAsPeopleWriteThem(text: String) {
        #expect(PrivateAttribute(text)?.description == "(0019,\"SIEMENS MR HEADER\",0C)")
    }

    @Test func aCommaBelongsToTheCreator() {
        #expect(PrivateAttribute("(7E01,\"HOLOGIC, Inc.\",01)")?.creator == "HOLOGIC, Inc.")
        #expect(PrivateAttribute("(7E01,\"HOLOGIC, Inc.\",xx)")?.element == nil)
    }

    @Test(arguments: [
        "(0018,\"A\",01)", "(0007,\"A\",01)", "(FFFF,\"A\",01)", "(0019,\"\",01)", "(0019,01)", "(0019,\"A\",1)",
        "(0019,\"A\",001)",
        "(0019,\"A\\B\",01)", "0019,\"A\",01", "(+019,\"A\",01)", "(0019,\"A\",+1)", "(0019,\" A\",01)", "(0010,0010)",
        "()", "",
    ]) func whatIsNoNameIsNone(text: String) { #expect(PrivateAttribute(text) == nil) }
}
