import Testing

@testable import Deidentify

/// Forms in which people, days and ages stand in texts, and measures that look like numbers of people.
@Suite struct TextFormTests {
    private static func clean(_ text: String, _ add: (inout FileIdentifiers) -> Void = { _ in }) -> String {
        var context = CleaningContext()
        add(&context.identifiers)
        return TextCleanerTests.clean(text, context)
    }

    /// A day whose month is also a word of the list.
    @Test(arguments: [
        ("CT 15MAR20", "CT"), ("15Mar20 CT chest", "CT chest"), ("prior 15 MAR 20", "prior"), ("18OCT51", ""),
        ("DOB 18OCT51", ""), ("DOB 18DEC51 CT", "CT"), ("CT_15MAR20", "CT"), ("CT MAR20", "CT"), ("CT Oct 51", "CT"),
        ("CT 15MAR 1011", "CT"), ("CT15MAR20", ""), ("CT 15-MAR20", "CT"), ("CT 15MAR 2020", "CT"),
        ("CT 15AGO20", "CT"),
        ("CT 15 OCT 20", "CT"), ("CT 2020MAR15", "CT"), ("CT Feb 3 71", "CT"), ("Feb 3, 71 chest", "chest"),
        ("Feb 3 12 mm", "12 mm"),
        ("OCT macula", "OCT macula"), ("OCT 5.5 mm", "OCT 5.5 mm"), ("AVR 23 mm", "AVR 23 mm"), ("T2 MAR", "T2 MAR"),
    ])
    func daysGoWhateverTheirMonthMeans(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("CT 18 10 51", "CT"), ("CT 51 10 18", "CT"), ("MAR 20 CT", "CT"), ("12 14 16 mm", "12 14 16 mm"),
        ("ROI 1018 HU", "ROI"), ("ROI 1112 HU", "ROI 1112 HU"),
    ])
    func datesOfTheFileGoInAnyForm(text: String, expected: String) {
        let found = Self.clean(text) {
            $0.addDate(Array("19511018".utf8)[...], isBirth: true)
            $0.addDate(Array("20200315".utf8)[...], isBirth: false)
        }
        #expect(found == expected)
    }

    @Test(arguments: [
        ("95/F with cough", "with cough"), ("95 M chest", "chest"), ("F/95 chest", "chest"), ("M 95 chest", "chest"),
        ("chest (95/F)", "chest"), ("95-F chest", "chest"), ("95_F chest", "chest"), ("Age95 chest", "chest"),
        ("ninety five F chest", "chest"), ("chest, pt is 93", "chest, pt is"), ("95 female chest", "chest"),
        ("95/w chest", "chest"), ("95f with cough", "with cough"),
        ("89/F chest", "89/F chest"), ("at 95 m distance", "at 95 m distance"), ("fever 101 F", "fever 101 F"),
        ("Tc 99 M MDP", "Tc 99 M MDP"), ("pt is 93 kg", "pt is 93 kg"), ("6 F 100 cm sheath", "6 F 100 cm sheath"),
        ("FOV 95 M", "FOV 95 M"),
    ])
    func agesGoBesideTheSex(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("Dr Rao", ""), ("DR RAO", ""), ("CT per Dr Rao", "CT"), ("Mr Rao", ""), ("CT Dr Ray", "CT"),
        ("CT Dr Le", "CT"),
        ("CT Dr Art Long", "CT"), ("CT Dr Max Long", "CT"), ("CT Dr Das", "CT"), ("CT Dr Van Das", "CT"),
        ("CT CHEST DR RAO", "CT CHEST"), ("seen today by Dr Summers for the chest", "seen today by for the chest"),
        ("was discussed today with dr young", "was discussed today with"),
        ("CT, YOUNG MD", "CT, MD"), ("CT, Young, MD", "CT, MD"), ("Hart MD", "MD"),
        ("Dictated by Young M.D.", "Dictated by"),
        ("CT Max Young, PA-C", "CT, PA-C"), ("CT read by: Young", "CT read by"), ("read by YOUNG", "read by"),
        ("signed by Young", "signed by"),
        ("Radiologist Young", "Radiologist"), ("attending Young", "attending"), ("Pt Young", "Pt"),
        ("baby of YOUNG", "baby of"), ("BB Young", "BB"), ("husband Art", "husband"),
        ("Reviewed with White and Black", "Reviewed with"),
    ])
    func namesThatAreWordsGoBesideATitle(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        "DR RAO 30", "DR CHEST", "Mr Brain W/Wo", "MR HEAD", "MR HAND LEFT", "DR FOOT", "HAND DR LAT", "MR ANGLE",
        "DR LE",
        "DTI FA MD", "CHEST PA", "KNEE RT", "POSTERIOR HORN, RT", "Thorax p.a.", "Patient Head First",
        "PATIENT LONG TERM FOLLOW UP", "PATIENT YOUNG ADULT", "reviewed with white matter", "performed by CT",
        "RADIOLOGIST COMMENT",
    ])
    func modalitiesAndViewsAreNoTitles(text: String) { #expect(Self.clean(text) == text) }

    @Test(arguments: [
        ("CT RUT 12.345.678-5", "CT"), ("CT 12.345.678-5", "CT"), ("CT 99-88-77", "CT"), ("CT MR# 99-88-77", "CT MR"),
        ("CT UR 12 34 56", "CT"), ("CT chart 12 345", "CT"), ("CT H-12-345", "CT H"), ("CT 123.456.789-09", "CT"),
        ("CT 12 Main Street", "CT"), ("lives Main St 12", "lives"), ("CT PO Box 12", "CT"), ("CT P.O. Box 12", "CT"),
        ("Am Ring 5", ""), ("x1234 call", "call"),
        ("30-60-90 sec", "30-60-90 sec"), ("L-4-5", "L-4-5"), ("32-34-37 mm", "32-34-37 mm"),
        ("3 view chest ST", "3 view chest ST"), ("ST elevation 3 mm", "ST elevation 3 mm"),
    ])
    func numbersOfRecordsAndStreetsGo(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    @Test(arguments: [
        ("4711", "P4711 CT S4711 x4711 b4711 TE4711 4711x4711", "CT"), ("4711", "chest TE 4711", "chest TE"),
        ("471", "S471 chest P471", "chest"),
        ("472", "S471 chest P471", "S471 chest P471"), ("MR8834571", "CT 88 34 571", "CT"),
        ("0004711", "CT 47 11", "CT"),
    ])
    func ownNumbersGoBesideLetters(identifier: String, text: String, expected: String) {
        #expect(Self.clean(text) { $0.addValue(Array(identifier.utf8)[...], isSure: true) } == expected)
    }

    @Test(arguments: [
        "TI 2500 ms", "TR=4500ms", "b=1000", "b 1000", "b-value 2000", "b 50 400 800 1000", "ep2d_diff_b0_1000_TRACEW",
        "3000 s/mm2", "HU 1012", "-1024 HU", "Mean: 1034.2 HU", "DLP 1432.5 mGy*cm", "Volume 1234 ml", "5040 cGy",
        "VENC 1500 mm/s", "1.2345 mm", "2048 x 1536", "PTV_5040", "PTV7000", "T2N1M0", "pT3 pN1", "Lung-RADS 4B",
        "BI-RADS 4a", "LI-RADS LR-5", "GTVp1", "SpinalCord_PRV05", "OpticNrv_PRV03_L", "Glnd_Submand_L",
        "Musc_Constrict_S", "V_Venacava_I", "nnUNet", "T2 TSE DIXON_opp",
    ])
    func measuresAndTermsStay(text: String) { #expect(Self.clean(text) == text) }

    @Test(arguments: [
        ("b. 1950", "b."), ("CT 4711 MS", "CT MS"), ("2019 MS", "MS"), ("b 1951", "b"), ("PTV_1950", "PTV"),
        ("CT 4711", "CT"),
        ("P4711 CT", "CT"),
    ])
    func otherNumbersOfFourDigitsGo(text: String, expected: String) { #expect(Self.clean(text) == expected) }

    /// Logins and rooms in the place of a person name.
    @Test(arguments: ["CT TECH", "CT^CHEST", "CHEST CLINIC", "MAMMO ROOM 1", "MR"])
    func functionsTakeNoWords(name: String) {
        for text in ["CT CHEST W", "MAMMO R CC", "MR BRAIN"] {
            #expect(Self.clean(text) { $0.addPerson(Array(name.utf8)[...], isPatient: false) } == text)
        }
        #expect(Self.clean("CT CHEST W") { $0.addPerson(Array("Chest^Anna".utf8)[...], isPatient: false) } == "CT W")
        #expect(Self.clean("CT CHEST W") { $0.addPerson(Array("CT^CHEST".utf8)[...]) } == "W")
    }

    @Test(arguments: [
        ("Peterson^Anna", "CHEST PA", "CHEST PA"), ("Peterson^Anna", "CHEST AP/LAT", "CHEST AP/LAT"),
        ("Peterson^Anna", "seen by PA", "seen by"), ("Peterson^Anna", "PA", ""),
        ("Evans^Tara", "TE 30 TR 200", "TE 30 TR 200"),
        ("Evans^Tara", "chest TE", "chest"),
    ])
    func initialsYieldToViews(name: String, text: String, expected: String) {
        #expect(Self.clean(text) { $0.addPerson(Array(name.utf8)[...]) } == expected)
    }

    // MARK: What stands where a name is missing

    @Test(arguments: [
        ("NO^REFERRING", "NO FRACTURE"), ("NO REFERRING PHYSICIAN", "No fracture"),
        ("NOT^APPLICABLE", "DOES NOT ENHANCE"),
        ("NOT GIVEN", "CONTRAST NOT GIVEN"), ("NONE", "CONTRAST NONE"), ("UNKNOWN^PHYSICIAN", "UNKNOWN PRIMARY"),
        ("TRAUMA^TEAM", "CT TRAUMA CHEST"), ("LIVER^TRANSPLANT", "CT LIVER TRANSPLANT"),
        ("LUNG^SCREENING", "LUNG SCREENING LOW DOSE"), ("PRIMARY^CARE", "PRIMARY TUMOR"),
    ]) func placeholdersTakeNothingAway(staff: String, text: String) {
        #expect(Self.clean(text) { $0.addPerson(Array(staff.utf8)[...], isPatient: false) } == text)
    }

    @Test(arguments: [
        ("No^Kim", "NO FRACTURE", "NO FRACTURE"), ("No^Kim", "No Kim fracture", "fracture"),
        ("No^Kim", "CT HEAD NO", "CT HEAD"),
        ("NO^NAME", "NO FRACTURE", "NO FRACTURE"), ("NA^On", "CT NA ON", "CT"),
    ]) func namesThatAreNegations(patient: String, text: String, cleaned: String) {
        #expect(Self.clean(text) { $0.addPerson(Array(patient.utf8)[...]) } == cleaned)
    }

    @Test(arguments: [
        ("Whitehead^Bill", "CT chest White Head", "CT chest"), ("Whitehead^Bill", "CT chest WHITE-HEAD", "CT chest"),
        ("Whitehead^Bill", "CT chest white_head", "CT chest"), ("Legrand^Jean", "CT Le Grand", "CT"),
        ("Armstrong^Neil", "CT ARM STRONG", "CT"), ("Handley^Joy", "CT Hand-\r\nley", "CT"),
        ("Whitehead^Bill", "white matter, head", "white matter, head"),
    ]) func namesInSeveralWords(patient: String, text: String, cleaned: String) {
        #expect(Self.clean(text) { $0.addPerson(Array(patient.utf8)[...]) } == cleaned)
    }

    @Test(arguments: ["01-007", "S20-123", "12/345", "C3-12", "007"])
    func numbersWithSignsAreNoWords(value: String) {
        #expect(Self.clean("CT CHEST \(value)") { $0.addValue(Array(value.utf8)[...]) } == "CT CHEST")
        #expect(Self.clean("CT CHEST 5 mm") { $0.addValue(Array(value.utf8)[...]) } == "CT CHEST 5 mm")
    }

    @Test(arguments: ["I-131 3700 MBq", "dose 2000 cGy", "Y-90 1200 MBq"])
    func dosesStay(text: String) { #expect(Self.clean(text) == text) }
}
