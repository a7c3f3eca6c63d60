import Foundation
import Testing

@testable import Deidentify

/// The cleaner alone: a text, what the file says of itself, and what is left.
@Suite struct TextCleanerTests {
    static func clean(_ text: String, _ context: CleaningContext = CleaningContext(), _ lexicon: Lexicon = Lexicon())
        -> String
    {
        var cleaner = TextCleaner(lexicon: lexicon)
        return cleaner.clean(Array(text.utf8)[...], context).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    @Test(arguments: [
        ("CT CHEST W CONTRAST for Smith, John MRN 123456 on 3/4/2026", "CT CHEST W CONTRAST"),
        ("MRI LUMBAR SPINE WITHOUT CONTRAST", "MRI LUMBAR SPINE WITHOUT CONTRAST"),
        ("t1_mpr_sag_p2_iso_1mm", "t1_mpr_sag_p2_iso_1mm"),
        ("Abdomen 3.0 Br40d", "Abdomen 3.0 Br40d"), ("DWI b50 b400 b800", "DWI b50 b400 b800"),
        ("AX T2 256x256 FOV 240", "AX T2 256x256 FOV 240"), ("volume 256 256 128", "volume 256 256 128"),
        ("volume 612 345 678", "volume"), ("tel 256 256 128", "tel"), ("Tc-99m MDP 740 MBq", "Tc-99m MDP 740 MBq"),
        ("XR ANKLE KOWALCZYK", "XR ANKLE"), ("KOWALCZYK^ANNA XR ANKLE", "XR ANKLE"),
        ("XR ANKLE (KOWALCZYK)", "XR ANKLE"),
        ("Patient of Dr. van der Meulen, stable", "Patient of, stable"),
        ("Seen with Mr Baker and Mrs White today", "Seen with today"),
        ("SMITH FRACTURE WRIST", "SMITH FRACTURE WRIST"), ("SMITH WRIST", "WRIST"), ("JOHN SMITH FRACTURE", "FRACTURE"),
        ("Paget disease of the pelvis", "Paget disease of the pelvis"),
        ("CT HEAD 2024-05-06 14:22:10", "CT HEAD"), ("CT HEAD 06MAY2024", "CT HEAD"), ("CT 6.5.24 HEAD", "CT HEAD"),
        ("follow up from May 2020", "follow up from"), ("may be normal", "may be normal"),
        ("call +1 (212) 555-0187 or mail a.b@c.example.org", "or mail"),
        ("see https://pacs.example.org/x?id=12", "see"),
        ("103 year old woman", "woman"), ("89 year old woman", "89 year old woman"), ("097Y", ""),
        ("TE 97 TR 100", "TE 97 TR 100"),
        ("MRN 123 456 CT HEAD", "CT HEAD"), ("CT HEAD ID: 77", "CT HEAD"), ("PATIENT123 CT HEAD", "CT HEAD"),
        ("CT HEAD 1.2.840.113619.2.55.3", "CT HEAD"), ("VERSION 7.0.0.25", "VERSION 7.0.0.25"),
        ("Mammografia bilaterale for john robert", "Mammografia bilaterale"),
        ("Head 4.0 H31s (White)", "Head 4.0 H31s"),
        ("ABC Hospital CT", "CT"), ("National Hospital", ""),
        ("hospital acquired pneumonia", "hospital acquired pneumonia"),
        ("120 KV 95 MAS", "120 KV 95 MAS"), ("ACC NO: 4711-0815 CT HEAD", "CT HEAD"), ("A12345678", ""),
        // Digits enough to overflow a number.
        ("CT CHEST 12345678901234567890A", "CT CHEST"), ("CT CHEST 99999999999999999999YO", "CT CHEST"),
        // Telephone, national and other numbers in groups; series of measured values are none.
        ("CT HEAD 912 345 678", "CT HEAD"), ("CT HEAD 12 34 56 78", "CT HEAD"), ("CT HEAD 12 345 678", "CT HEAD"),
        ("CT HEAD NIR 1 85 05 78 006 084 36", "CT HEAD"), ("CT HEAD SSN 123 45 6789", "CT HEAD SSN"),
        ("PAT 123 456 CT", "CT"), ("ACC 12 345 678", ""), ("CSN 4 711 CT", "CT"), ("VISIT 4711 CT", "CT"),
        ("VISIT 2 CT", "VISIT 2 CT"),
        ("DWI b 50 400 800", "DWI b 50 400 800"), ("CT 1 22 333 4444 55 66 77 88 99 11", "CT"),
        // Days with other signs than usual.
        ("CT_1967_04_23", "CT"), ("PRIOR 2020 03 15", "PRIOR"), ("CT HEAD 15 / 03 / 1967", "CT HEAD"),
        ("CT 15. 03. 1967", "CT"),
        ("2020\u{2013}03\u{2013}15 CT", "CT"), ("CT 1967:04:23", "CT"), ("CT 67-04-23", "CT"), ("CT_23_04_67", "CT"),
        ("CT 23 04 67", "CT"),
        ("DOB 23 04 67 CT", "CT"), ("geb. am 23 Apr 67 CT", "CT"), ("CT HEAD, born 1967, 04, 23", "CT HEAD"),
        ("born 5 12 67", ""),
        ("1.25-2.50-1.75 mm", "1.25-2.50-1.75 mm"), ("b 10, 20, 30", "b 10, 20, 30"), ("12 14 16 mm", "12 14 16 mm"),
        // Ages in words, apart and beside the sex; numbers in words.
        ("ninety-five year old male chest", "male chest"), ("Ninety five years old chest", "chest"),
        ("chest, aged ninety two", "chest"),
        ("one hundred and two years old chest", "chest"), ("chest in her nineties", "chest in her"),
        ("9 5 years old chest", "chest"),
        ("quatre-vingt-quinze ans poumon", "poumon"), ("noventa y dos anos torax", "torax"), ("F95 chest", "chest"),
        ("95F chest", "chest"),
        ("95M chest", "chest"), ("eighty-nine year old male", "eighty-nine year old male"),
        ("Tc 99M MDP", "Tc 99M MDP"),
        ("fever 101F", "fever 101F"), ("one hundred mg", "one hundred mg"), ("F18 FDG", "F18 FDG"),
        ("chest four seven one one", "chest"), ("tel five five five chest", "tel chest"),
        ("two or three small nodules", "two or three small nodules"),
        ("CT 7th of June, 1950", "CT"), ("CT seventh of June, 1950", "CT"), ("CT twenty first of May 2020", "CT"),
        ("CT 7th June 1950", "CT"),
        ("the 2nd may be normal", "the 2nd may be normal"),
        ("CT seventh of June", "CT"), ("the second may be normal", "the second may be normal"),
        ("chest 4 7 1 1", "chest"),
        // Letter by letter.
        ("CT K O W A L C Z Y K chest", "CT chest"), ("K.O.W.A.L.C.Z.Y.K chest", "chest"),
        ("series 1 2 3 4 5 6 7", "series 1 2 3 4 5 6 7"),
        ("A B C D E F", "A B C D E F"), ("C H E S T", "C H E S T"), ("CT R L A P", "CT R L A P"),
        ("山田^太郎 CT", "CT"), ("Иванов КТ", ""), ("CT \u{1F9E0}", "CT"), ("", ""), ("  ", "  "), ("???", "???"),
    ])
    func peopleGoAndMedicineStays(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("Head^Grace", "CT HEAD GRACE", "CT"), ("Lung^Li", "CT LI LUNG", "CT"),
        ("Müller^Jürgen", "MUELLER JUERGEN MRT KNIE", "MRT KNIE"),
        ("Mueller^Jurgen", "MRT KNIE Müller", "MRT KNIE"), ("O'Neill^Mary Jane", "ONEILL MJ US ABDOMEN", "US ABDOMEN"),
        ("Yamada^Tarou=山田^太郎=やまだ^たろう", "CT 山田 太郎 YAMADA", "CT"), ("Long^Short", "LONG AXIS SHORT AXIS", "AXIS AXIS"),
        ("de la Cruz^Rosa", "RX DE LA MANO CRUZ", "RX DE LA MANO"), ("Stone^Mark", "STONE PROTOCOL MARK", "PROTOCOL"),
        // Particles that are all of a name.
        ("Le^Van", "CT HEAD LE VAN", "CT HEAD"), ("Do^Van", "CT HEAD DO VAN", "CT HEAD"),
        ("El^Ben", "CT HEAD, EL BEN", "CT HEAD"),
        ("Smith^John", "chest S m i t h", "chest"), ("Smith^John", "chest S-M-I-T-H J O H N", "chest"),
        ("Ng^Li", "CT A P V", "CT A P V"),
        ("San Di", "CT HEAD SAN DI", "CT HEAD"), ("Lung^Head", "LUNG HEAD CT", "CT"),
    ])
    func aFilesOwnNamesGoAlways(name: String, text: String, expected: String) {
        var context = CleaningContext()
        context.identifiers.addPerson(Array(name.utf8)[...])
        #expect(Self.clean(text, context) == expected)
    }

    @Test(arguments: [
        ("LUNG-001", "LUNG 001 BASELINE", "BASELINE"), ("AB 12", "series ab12 T2", "series T2"),
        ("123", "CT 123 HEAD", "CT HEAD"), ("4711123", "CT 47-11-12.3 HEAD", "CT HEAD"),
        ("AB12CD", "CT AB 12CD HEAD", "CT HEAD"),
        ("CHEST", "CT CHEST", "CT"), ("4711", "chest 4 7 1 1", "chest"), ("PID-4711", "P I D 4 7 1 1 chest", "chest"),
        ("471", "chest 4 7 1", "chest"), ("472", "chest 4 7 1", "chest 4 7 1"),
    ])
    func aFilesOwnIdentifiersGo(identifier: String, text: String, expected: String) {
        var context = CleaningContext()
        context.identifiers.addValue(Array(identifier.utf8)[...], isSure: true)
        #expect(Self.clean(text, context) == expected)
    }

    @Test func placesOfTheFileGoWhereTheyAreNoMedicine() {
        var context = CleaningContext()
        context.identifiers.addPlace(Array("West Chest Hospital, Room 4".utf8)[...])
        #expect(Self.clean("CHEST AP WEST", context) == "CHEST AP")
    }

    /// Whole dates keep their form and move with the patient's others; what is not certain goes.
    @Test(arguments: [
        ("PRIOR 2020-03-15", "PRIOR 2020-02-14"), ("PRIOR 15.3.2020", "PRIOR 14.2.2020"),
        ("PRIOR 20200315", "PRIOR 20200214"),
        ("PRIOR 15 March 2020", "PRIOR 14 Feb 2020"), ("PRIOR MAR 15, 2020", "PRIOR FEB 14, 2020"),
        ("PRIOR 15/03/2020", "PRIOR 14/02/2020"),
        ("PRIOR 03/15/2020", "PRIOR 02/14/2020"), ("PRIOR 03/04/2020", "PRIOR"), ("PRIOR MAR 2020", "PRIOR"),
        ("PRIOR 15.03.20", "PRIOR"),
        // Forms that are not strict go, whatever the file has; so does a date of which a part goes.
        ("PRIOR 2020_03_15", "PRIOR"), ("PRIOR 2020 03 15", "PRIOR"), ("PRIOR 15 / 03 / 2020", "PRIOR"),
        ("WARD 15/03/2020 CT CHEST", "CT CHEST"), ("BED 13-05-2021", ""), ("PRIOR *15.03.2020", "PRIOR"),
        ("DOB 15.03.1960 PRIOR", "PRIOR"), ("PRIOR 1960-03-15", "PRIOR"), ("PRIOR 05/06/2021", "PRIOR 05/05/2021"),
    ])
    func datesMove(text: String, expected: String) {
        var context = CleaningContext(shift: DateShift(days: -30))
        context.identifiers.addDate(Array("19600315".utf8)[...], isBirth: true)
        context.identifiers.addDate(Array("20210605".utf8)[...], isBirth: false)
        context.identifiers.addDate(Array("20200315".utf8)[...], isBirth: false)
        if expected.contains("05/05") { context.shift = DateShift(days: -31) }
        #expect(Self.clean(text, context) == expected)
    }

    /// With a part of a date or UID that moved, all of it goes.
    @Test(arguments: [
        ("2020", "PRIOR 2020-03-15", "PRIOR"), ("15", "PRIOR 15 March 2020", "PRIOR 14 Feb 2020"),
        ("15032020", "PRIOR 15.03.2020", "PRIOR"),
        ("113619", "on 1.2.840.113619.2.55.3 CT", "on CT"), ("03", "PRIOR 2020-03-15 CT", "PRIOR 2020-02-14 CT"),
    ])
    func whatIsReplacedGoesAsAWhole(identifier: String, text: String, expected: String) {
        var context = CleaningContext(shift: DateShift(days: -30), pseudonyms: Pseudonyms(testKey))
        context.identifiers.addValue(Array(identifier.utf8)[...], isSure: true)
        #expect(Self.clean(text, context) == expected)
    }

    /// Nothing is looked for any more where somebody is named by more than is held.
    @Test func longIdentifiersAreTooMuch() {
        var identifiers = FileIdentifiers()
        identifiers.addValue(Array(Array(repeating: "Main Street", count: 12).joined(separator: " ").utf8)[...])
        #expect(!identifiers.isOverfull)
        identifiers.addValue(Array(Array(repeating: "Main Street", count: 13).joined(separator: " ").utf8)[...])
        #expect(identifiers.isOverfull)
    }

    /// 150,000 people take no more room than the limit, and hardly more time than a thousand.
    @Test func peopleAreCountedUpToALimit() {
        func person(_ number: Int) -> ArraySlice<UInt8> {
            Array((0..<8).map { "a\(number)x\($0)" }.joined(separator: "^").utf8)[...]
        }
        var identifiers = FileIdentifiers()
        for number in 0..<1000 { identifiers.addPerson(person(number)) }
        #expect(identifiers.isOverfull)
        let held = identifiers.count
        // One person more than the limit, of eight words.
        #expect(held <= FileIdentifiers.limit + 256)
        let time = cpuTime {
            for number in 0..<150_000 {
                identifiers.addPerson(Self.one)
                identifiers.addValue(Self.one, isSure: true)
                identifiers.addPlace(Self.one)
                identifiers.addDate(Self.one, isBirth: number % 2 == 0)
            }
        }
        #expect(identifiers.count == held)
        #expect(time < 2)
        for day in 0..<30_000 where !identifiers.isOverfull || day == 0 {
            if day == 0 { identifiers.removeAll() }
            identifiers.addDate(Array(String(20_000_000 + day).utf8)[...], isBirth: true)
        }
        #expect(identifiers.isOverfull && identifiers.count == FileIdentifiers.limit + 1)
    }

    private static let one = Array("20200315 Doe^Jane Maria".utf8)[...]

    @Test func wordsOfASiteStay() {
        var lexicon = Lexicon()
        #expect(Self.clean("XYZZYCOIL T2 BRUCE PROTOCOL") == "T2 PROTOCOL")
        #expect(lexicon.add(Array("# ours\nxyzzycoil\nBruce protocol\n\n".utf8)) == nil)
        #expect(Self.clean("XYZZYCOIL T2 BRUCE PROTOCOL", CleaningContext(), lexicon) == "XYZZYCOIL T2 BRUCE PROTOCOL")
        #expect(lexicon.add(Array("good\n12345\n".utf8)) == 2)
    }

    /// Linear: four times the text takes about four times as long, with all that a file may bring along.
    @Test(arguments: [
        "A^", "1 ", "a.", "@.", "12/", "DR ", "90 ", "x@y ", "é", "MAY ", "LONG, ", "\u{4E00}", "1.2.3.4.5.6@",
        "1.2.3.4.5.6 ", "2020-03-15/",
        "b 1 2 3 ", "DOB ", "MRN ", "12 34 ", "St. ", "A street ", "-", "2020_03", "RM 2020-03-15 ",
    ])
    func noTextTakesLong(piece: String) {
        var context = CleaningContext(shift: DateShift(days: -30), pseudonyms: Pseudonyms(testKey))
        context.identifiers.addPerson(Array("Long^May^A".utf8)[...])
        context.identifiers.addValue(Array("1 2 3 4 5 6 7 8 9 10 11 12".utf8)[...], isSure: true)
        context.identifiers.addDate(Array("20200315".utf8)[...], isBirth: false)
        var cleaner = TextCleaner(lexicon: Lexicon())
        func time(_ count: Int) -> Double {
            let text = Array(String(repeating: piece, count: count).utf8)
            return (0..<2).map { _ in cpuTime { _ = cleaner.clean(text[...], context) } }.min()!
        }
        let short = time(4000)
        let long = time(16_000)
        // Four times as long; sixteen times where each token is compared with all others.
        #expect(long < short * 8 + 0.05, "\(short) s, \(long) s")
    }

    /// Nothing of what must go is left, and there is no more than there was.
    @Test(arguments: 0..<200) func nothingThatMustGoIsLeft(seed: UInt64) {
        var generator = SplitMix(state: seed)
        let words = [
            "CT", "SMITH", "Baker", "HEAD", "2020-01-02", "^", ",", "Dr.", "é", "山", "12345", "(", ")", "J.", "long",
            "of", "-", "@", "97", "yo",
        ]
        let text = (0..<12).map { _ in words.randomElement(using: &generator)! }.joined(
            separator: Bool.random(using: &generator) ? " " : "")
        let once = Self.clean(text)
        #expect(once.utf8.count <= text.utf8.count, "\(text)")
        for word in ["12345", "2020", "山"] { #expect(!once.contains(word), "\(text) \(once)") }
    }
}
