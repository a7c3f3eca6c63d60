import Testing

@testable import Deidentify

/// Signs of names, ages and numbers that were not looked at; beside each what looks the same and is none.
@Suite struct ForgottenSignTests {
    private static func clean(_ text: String, _ context: CleaningContext = CleaningContext()) -> String {
        TextCleanerTests.clean(text, context)
    }

    @Test(arguments: [
        ("emergency contact Will Power", "emergency contact"), ("Signed, M Case", "Signed"),
        ("attending Best", "attending"),
        ("Fellow: Small", ""), ("dr=stone", ""), ("B. L. seen today", "seen today"), ("Mrs. M", ""),
        ("Chefarzt Bein", ""),
        ("mail john at hospital dot org", "mail"),
        ("emergency contact was called", "emergency contact was called"), ("Signed, read", "Signed, read"),
        ("attending best care", "attending best care"),
        ("Chefarzt Chirurgie", "Chirurgie"), ("MR T1", "MR T1"), ("A. B. C", "A. B. C"),
        ("T. B. seen in the lobe", "T. B. seen in the lobe"),
    ]) func names(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("aet 94", ""), ("95+", ""), ("90-plus", ""), ("man in his 90s", "man in his"),
        ("woman in her late 90s", "woman in her late"),
        ("values in the 90s", "values in the 90s"), ("CD4 95+", "CD4 95+"), ("80+", "80+"),
    ]) func ages(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("path # 19-332", "path"), ("serial no 4A-77", "serial"), ("subject 001-023", "subject"),
        ("trial ABC-123", "trial"), ("# 77", ""),
        ("subject 7-8 scans", "subject 7-8 scans"), ("# 5 metatarsal", "# 5 metatarsal"),
        ("serial CT scans", "serial CT scans"),
        ("trial of CT", "trial of CT"), ("serial 3 mm slices", "serial 3 mm slices"),
    ]) func numbers(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test func theFilesOwnNameGoesWithDigitsAndInPlural() {
        var context = CleaningContext()
        context.identifiers.addPerson(Array("HAND^LONG".utf8)[...])
        #expect(Self.clean("CT Hand7", context) == "CT")
        #expect(Self.clean("spoke to the Hands about their son", context) == "spoke to the about their son")
        #expect(Self.clean("pain in both hands", context) == "pain in both hands")
        #expect(Self.clean("CT T12", context) == "CT T12")
    }
}
