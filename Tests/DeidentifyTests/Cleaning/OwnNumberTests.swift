import Testing

@testable import Deidentify

/// The file's own numbers and days, however a text groups them.
@Suite struct OwnNumberTests {
    @Test(arguments: [
        ("555-1234", "call 555 12 34", ""), ("555-1234", "55 51 234 chest", "chest"), ("555-1234", "555 1234", ""),
        ("030 123 45 67", "chest 123 45 67", "chest"), ("030 123 45 67", "12 34 567", ""),
        ("+49 30 1234567", "chest 030 123 45 67", "chest"), ("+4930123456", "chest 12 34 56", "chest"),
        ("+4930123456", "12-34-56", ""), ("+4930123456", "Tel. 123 456", "Tel."),
        // Its first digits are anybody's.
        ("+4930123456", "FOV 493 012", "FOV 493 012"), ("555-1234", "matrix 555 123", "matrix 555 123"),
    ])
    func telephonesGoInWhateverGroups(number: String, text: String, expected: String) {
        var context = CleaningContext()
        context.identifiers.addTelephone(Array(number.utf8)[...])
        #expect(TextCleanerTests.clean(text, context) == expected)
    }

    /// A run of five digits and more is a number of the file, whatever stands around it and whichever attribute has it.
    @Test(arguments: [
        ("77123", "chest 77 123", "chest"), ("77123", "chest 77-123", "chest"), ("A20-77123", "chest 77 123", "chest"),
        ("77123", "chest 77 124", "chest 77 124"), ("4711", "matrix 47 11", "matrix 47 11"),
        // A day of a study is in many of its numbers.
        ("E20200315", "matrix 20 20", "matrix 20 20"),
    ])
    func numbersGoInWhateverGroups(number: String, text: String, expected: String) {
        var context = CleaningContext()
        context.identifiers.addValue(Array(number.utf8)[...])
        #expect(TextCleanerTests.clean(text, context) == expected)
    }

    /// The day of a study that moves, left in a text, tells by how much.
    @Test(arguments: [
        ("CT 15 MAR", "CT"), ("CT MAR 15", "CT"), ("CT 15. Mar", "CT"), ("compared to 03/15", "compared to"),
        ("since 15.03.", "since"), ("CT 15/03", "CT"), ("prior 3/15", "prior"), ("CT 0315", "CT"), ("CT 03-15", "CT"),
        ("CT 15.3. head", "CT head"), ("CT 15-03 head", "CT head"),
        // Measures, ranges and other days.
        ("15.03 mm", "15.03 mm"), ("3.15 mm", "3.15 mm"), ("3.15", "3.15"), ("3-15 mm", "3-15 mm"),
        ("3-15 nodules", "3-15 nodules"), ("03/16", "03/16"), ("15/3 %", "15/3 %"),
        ("15 mm", "15 mm"), ("grade 3 of 15", "grade 3 of 15"),
    ])
    func ownDaysGoWithoutTheirYear(text: String, expected: String) {
        var context = CleaningContext(shift: DateShift(days: -30))
        context.identifiers.addDate(Array("20200315".utf8)[...], isBirth: false)
        #expect(TextCleanerTests.clean(text, context) == expected)
    }

    /// Fractions of one digit each are none of a day.
    @Test func fractionsStayThoughTheySpellADay() {
        var context = CleaningContext()
        context.identifiers.addDate(Array("20200201".utf8)[...], isBirth: false)
        for text in ["L1/2 disc", "1/2 dose", "1.2 cm", "size 1.2.", "2.1", "1-2 weeks"] {
            #expect(TextCleanerTests.clean(text, context) == text)
        }
        #expect(TextCleanerTests.clean("seen on 1/2", context) == "seen")
    }
}
