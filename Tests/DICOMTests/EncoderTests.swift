import DICOM
import Standard
import Testing

/// PS3.5 §6.2 and §7.1: what is written new.
@Suite struct EncoderTests {
    @Test(arguments: Wire.allCases, HeaderTests.vrs) func elementsAreWrittenAsTheStandardSays(wire: Wire, vr: String) {
        let name = Array(vr.utf8)
        var bytes: [UInt8] = []
        ElementEncoder(wire.encoding).append(Tag(0x0020_4000), VR(name[0], name[1]), [0x31, 0x32, 0x33], to: &bytes)
        let isText = "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UR UT".contains(vr)
        #expect(bytes == wire.element(0x0020_4000, vr, [0x31, 0x32, 0x33, isText ? 0x20 : 0]))
    }

    @Test(arguments: Wire.allCases) func sequencesHaveKnownLengths(wire: Wire) {
        var bytes: [UInt8] = []
        ElementEncoder(wire.encoding).appendSequence(Tag(0x0012_0064), items: [[1, 2], []], to: &bytes)
        #expect(bytes == wire.sequence(0x0012_0064, [wire.item([1, 2]), wire.item([])]))
    }

    @Test func emptyValuesHaveNoPadding() {
        var bytes: [UInt8] = []
        ElementEncoder(.explicitLittleEndian).append(.patientName, .pn, [], to: &bytes)
        #expect(bytes == [0x10, 0, 0x10, 0, 0x50, 0x4E, 0, 0])
    }
}
