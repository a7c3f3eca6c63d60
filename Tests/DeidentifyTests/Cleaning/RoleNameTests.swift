import Testing

@testable import Deidentify

/// Words that are names too, by the titles and roles before them, and ages and births however they are told.
@Suite struct RoleNameTests {
    @Test(arguments: [
        ("mrs. stone had pain", "had pain"), ("Mrs. stone had pain", "had pain"), ("mr. young had pain", "had pain"),
        ("ms. white had pain", "had pain"), ("dr. long was called", "was called"), ("per dr. young", ""),
        ("Dr. brown was called", "was called"), ("mrs brown had pain", "had pain"), ("DR. RAO CALLED", "CALLED"),
        ("MRS. RAO HAD PAIN", "HAD PAIN"), ("DR. GREY CALLED", "CALLED"), ("Mr. Brown had pain", "had pain"),
        // Units, views, and what no title stands before.
        ("TE 30 ms. white matter is normal", "TE 30 ms. white matter is normal"),
        ("we may miss stones here", "we may miss stones here"), ("DR RAO 30", "DR RAO 30"),
        ("the white matter is normal", "the white matter is normal"),
        ("mr brain with contrast", "mr brain with contrast"),
        ("frau mit pain", "frau mit pain"),
    ])
    func titlesInSmallLetters(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }

    @Test(arguments: [
        ("BABY BOY YOUNG", "BABY BOY"), ("BABY GIRL STONE", "BABY GIRL"), ("baby girl Young", "baby girl"),
        ("baby of Young", "baby of"), ("twin A Young", "twin"), ("NURSE YOUNG CALLED", "NURSE CALLED"),
        ("nurse Long called", "nurse called"), ("resident Young", "resident"), ("Resident: Long", ""),
        ("technologist YOUNG", "technologist"), ("MD: LONG", ""), ("consultant Young", "consultant"),
        ("n\u{E9}e Young", ""), ("nee Stone", ""), ("son Young", "son"), ("family of Young", "family of"),
        ("ref. by Young", "ref. by"), ("name Young", ""), ("Radiologist Young", "Radiologist"),
        ("last name Stone", "last"),
        // What those words mean elsewhere.
        ("BABY BOY LONG BONES", "BABY BOY LONG BONES"), ("INFANT HEAD ULTRASOUND", "INFANT HEAD ULTRASOUND"),
        ("Infant Hip", "Infant Hip"), ("PATIENT LONG TERM", "PATIENT LONG TERM"), ("CHILD PUGH", "CHILD PUGH"),
        ("protocol name Stone Protocol", "protocol name Stone Protocol"), ("nee, geen fractuur", "nee, geen fractuur"),
        ("nurse practitioner", "nurse practitioner"),
    ])
    func rolesWithNames(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }

    @Test(arguments: [
        ("at the age of 95", "at the"), ("age of 94", ""), ("patient is ninety-five", "patient is"),
        ("Patientin, 95-j\u{E4}hrig", "Patientin"), ("95-j\u{E4}hrig", ""), ("95-\u{E5}rig", ""), ("95 ys old", ""),
        ("95 J.", ""), ("im 95. Lebensjahr", "im"), ("age 95", ""), ("95-j\u{E4}hrige Patientin", "Patientin"),
        ("the 95th birthday", "the"), ("in her 96th year", "in her"),
        ("at the age of 85", "at the age of 85"), ("95th percentile", "95th percentile"),
        ("im 85. Lebensjahr", "im 85. Lebensjahr"),
        ("patient is ninety kg", "patient is ninety kg"),
    ])
    func highAges(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }

    @Test(arguments: [
        ("birth year: 51", "birth year"), ("born in '51", "born in"), ("nacido en 51", "nacido en"),
        ("nata nel 51", "nata nel"), ("YOB 51", ""),
        ("Jahrgang 51", ""), ("Geburtsjahr 51", ""), ("birthday 18/10", ""), ("Geburtstag 18.10.", ""),
        ("born 51", ""),
        ("geb. 51", ""), ("born in 28 weeks", "born in 28 weeks"), ("birth weight 900 g", "birth weight 900 g"),
    ])
    func numbersOfBirth(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }

    @Test(arguments: [
        ("10.1.20.34", ""), ("host 10.44.3.7", "host"), ("192.168.1.5", ""), ("from 192.168.1.5:104 sent", "from sent"),
        ("4C:34:88:1E:5F:20", ""), ("00:1A:2B:3C:4D:5E", ""), ("aa:bb:cc:dd:ee:ff", ""), ("00-1A-2B-3C-4D-5E", ""),
        ("server 84.112.33.201", "server"),
        ("VERSION 7.0.0.25", "VERSION 7.0.0.25"), ("1.2.3.4", "1.2.3.4"),
    ])
    func addressesOfMachines(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }

    /// Systems tell two of a name apart by a digit.
    @Test(arguments: [("Stone1^Grace", "STONE CHEST"), ("Young2^X", "YOUNG CHEST"), ("Stone^Grace", "STONE CHEST")])
    func digitsTouchNames(name: String, text: String) {
        var context = CleaningContext()
        context.identifiers.addPerson(Array(name.utf8)[...])
        #expect(TextCleanerTests.clean(text, context) == "CHEST")
    }
}
