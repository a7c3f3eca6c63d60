import Standard
import Testing

@testable import Verify

/// Drawings of implants, whose lettering no other check reads.
@Suite struct DrawingTests {
    private static let bytes = Bytes.explicit

    private static func ids(_ drawing: [UInt8], _ expectations: Expectations? = nil) -> [String] {
        let element = bytes.element(0x0068_6300, "OB", drawing)
        var file = CleanFile()
        file.changes[0x0068_62C0] = bytes.sequence(0x0068_62C0, [element])
        return Verifier(expectations: expectations).verify(bytes: file.file).map(\.id)
    }

    @Test(arguments: ["IN;SP1;LBDR DOE HAMBURG\u{3}PU;", "IN;LBA\u{3}", "LB  ", "IN; DOE "])
    func drawingsAreItemsToReview(text: String) {
        let drawing = Array(text.utf8) + (text.utf8.count % 2 == 0 ? [] : [0])
        #expect(Self.ids(drawing) == ["DV0232"])
        #expect(Check.drawing.severity == .review)
        var expectations = Expectations()
        expectations.kept = [TagMask(value: 0x0068_6300, mask: .max)]
        #expect(!Self.ids(drawing, expectations).contains("DV0232"))
    }

    @Test(arguments: ["IN; ", "IN;\0", ""]) func oneThatShowsNothingPasses(text: String) {
        #expect(Self.ids(Array(text.utf8)) == [])
    }
}
