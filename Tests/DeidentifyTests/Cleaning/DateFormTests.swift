import Testing

@testable import Deidentify

/// Ages over 89 and days in forms of many languages.
@Suite struct DateFormTests {
    @Test(arguments: [
        "95.5 y", "95,5 Jahre", "age 95.5", ">90 y/o", "90+ y", "94 lat", "94 let", "94 \u{E5}r", "94 ans", "94 anni",
        "94 \u{E9}ves", "94 roku", "94 vuotta", "94 ya\u{15F}\u{131}nda", "94-letni", "94 godina", "94 ani",
        "94 \u{5C81}",
        "95.5yo", "95 \u{BD} years", "95 lata", "wiek 95", "95-ro\u{10D}n\u{E1}",
        "95-\u{43B}\u{435}\u{442}\u{43D}\u{438}\u{439}",
    ])
    func highAgesGo(text: String) { #expect(TextCleanerTests.clean(text) == "") }

    @Test(arguments: [
        "85.5 y", "LAO 90 LAT", "0.95 y", "stenosis >90%", "84 lat", "95.5 mm", "1.95 years",
    ])
    func otherNumbersStay(text: String) { #expect(TextCleanerTests.clean(text) == text) }

    @Test(arguments: [
        ("3 IV 2026", ""), ("CT 12.III.2025", "CT"), ("12. III. 2025", ""), ("12-III-2025", ""), ("12/III/25", ""),
        ("XII 2024", ""), ("III.2025", ""), ("H31.4.30", ""), ("CT R6.3.4", "CT"), ("S20/3/4", ""),
        ("\u{4EE4}\u{548C}6\u{5E74}3\u{6708}4\u{65E5}", ""), ("\u{662D}\u{548C}20\u{5E74}", ""),
        ("2026.III.12", ""), ("2026 III 12", ""), ("12.iii.2026", ""), ("12 kwietnia 2026", ""),
        ("Reiwa 6 March 4", ""),
        ("Showa 20", ""), ("seen on 3/1", "seen"), ("since 3/1", "since"), ("EDD by US 6/12", "EDD by US"),
        ("LMP 3/1", "LMP"), ("d.o.b. 3/1", ""),
        ("LMP: 01/03", "LMP"), ("EDD 6/12", "EDD"), ("due 6/12", "due"), ("LMP 3.1.26", "LMP"),
        ("grade III", "grade III"), ("type II 20 mm", "type II 20 mm"),
        ("cranial nerves III IV", "cranial nerves III IV"),
        ("version R6.3.4", "version R6.3.4"), ("due to 3/12 nodes", "due to 3/12 nodes"),
        ("due 3 weeks", "due 3 weeks"),
    ])
    func daysGo(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }

    /// A day with a Roman month moves as others do.
    @Test func romanMonthsMove() {
        let context = CleaningContext(shift: DateShift(days: -30))
        #expect(TextCleanerTests.clean("CT 12.III.2025", context) == "CT 10.FEB.2025")
    }
}
