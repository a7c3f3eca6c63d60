import Standard
import Testing

/// The columns of Table E.1-1 are numbered by hand, since a search in all cases takes too long.
@Suite struct OptionColumnTests {
    @Test func eachHasThePlaceOfItsCase() {
        #expect(Confidentiality.Option.allCases.map(\.column) == Array(Confidentiality.Option.allCases.indices))
    }
}
