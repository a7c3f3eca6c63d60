import Standard
import Testing

@testable import Deidentify

/// What may stay under the action `known`: values of real files, and people in their place.
@Suite struct KnownTextTests {
    static func isKnown(_ text: String, _ use: KnownText.Use) -> Bool { KnownText.isKnown(Array(text.utf8)[...], use) }

    @Test(arguments: [
        "ORIGINAL", "PRIMARY", "CT_SOM5 SPI", "FAST_GEMS", "HELICAL MODE", "L_SPINE", "ECHO_00", "N/A", "T2_STAR", "B",
        "CR00", "FULL FIDELITY",
        "Echo Time", "Lead aVR", "Fluorodeoxyglucose F^18^", "Brain structure (body structure)",
    ]) func termsAndMeaningsStay(text: String) { #expect(Self.isKnown(text, .general)) }

    @Test(arguments: [
        "SMITH", "SMITH_JOHN", "JOHN", "DOE JANE", "Nguyen", "MRN 1234567", "A123456", "PHI021003X", "1961-04-19",
        "19.04.1961", "19/04/61",
        "555 123 4567", "123-45-6789", "S M I T H", "SM IT HJ OH NX", "a@b", "M\u{fc}ller", "SAINT MARYS", "x\u{1B}(B",
        "MRN4711X", "MRN4711", "ZZP00123", "A12345", "12345A", "CT_ABC1234", "03FEB1971", "3 Feb 71",
        "February 3, 1971", "12345  67890", "12 3 71",
        "94 year old male", "born 1951", "MRN 1234", "DOB 51", "95/F",
        "3. 2. 1971", "1971, 02, 03", "123 - 45 - 6789", "(030) 23125", "0171 / 23456",
    ]) func peopleGo(text: String) {
        #expect(!Self.isKnown(text, .general))
        #expect(!Self.isKnown(text, .technical))
    }

    @Test(arguments: [
        "ID 77", "March 15", "15 March", "CT Chest Dr Hand", "Dr Hand", "Patient ID 5", "Read by Hand",
        "Attending: Hand",
        "Radiologist Hand", "Nurse Long", "Prof Bone", "MRN12", "ID#12", "3 IV 2026", "12.III.2025", "LMP 3/1",
        "95.5 y", "94 lat", "over age 95", "\\\\server\\share\\head", "C:\\chest\\head", "/home/hand/chest",
        "2001:db8::1", "0011.2233.4455", "file:///home/hand",
    ]) func peopleOfKnownWordsGo(text: String) {
        #expect(!Self.isKnown(text, .general))
        #expect(!Self.isKnown(text, .technical))
    }

    @Test(arguments: [
        "SN 1234", "SN-98765", "SN:98765", "S/N 98765", "Serial 98765", "Serial No 98765", "Bed 7", "ROOM 12",
        "12 Elm St", "12 Main St", "5 Park Ave", "77 Lake Drive", "Subject 0017", "Patient 0017", "Site 042",
        "Case 1234", "Order 1234", "Phone 1234", "ext 4711", "Tel 12345", "zip 80331", "License 12345",
        "TEST-0017", "MARKER_0001", "192.168.0.10", "172.16.4.9", "169.254.1.2", "GENERAL HOSPITAL",
        "SIEMENS HOSPITAL", "ACME HOSPITAL", "Central Medical Center", "Hand MD", "J. Bone, MD", "Patient No 123",
    ]) func formsOfPeopleAndPlacesGo(text: String) {
        #expect(!Self.isKnown(text, .general))
        #expect(!Self.isKnown(text, .technical))
    }

    @Test(arguments: [
        "ECHO_00", "T-04000", "P1-03130", "R-00339", "Site 4", "Phone", "Serial 3D", "10.0.0.12",
        "SERIES 1234", "IMAGE 0017", "3D ST", "2.5 MM ST", "CT 172.5",
        "In hospital", "Outpatient clinic", "admission to hospital", "Hospital", "Order 2", "Bed", "MD",
        "Knee extension 120", "12 lead ST depression", "FA MD", "Visual Field, MD", "PET Bed 1", "Bed 2 of 7",
        "Pain Clinic",
        "Breast Clinic", "Psychiatric Hospital",
    ]) func formsOfTermsStay(text: String) { #expect(Self.isKnown(text, .general), "\(text)") }

    @Test func nobodyIsCalledByAHospital() {
        for text in ["REV-0012", "OsiriX MD", "Build-0102"] { #expect(Self.isKnown(text, .technical), "\(text)") }
        for text in ["In hospital", "Outpatient clinic", "Hospital"] { #expect(!Self.isKnown(text, .technical)) }
    }

    @Test func namesAreNoMeanings() {
        for text in ["Chest Pain Mark", "CHEST PAIN MARK", "Brain Mark"] { #expect(!Self.isKnown(text, .general)) }
        for text in [
            "Fiducial mark", "Attending physician", "Radiologist review", "HEAD FIRST-SUPINE", "LONG AXIS", "DR CHEST",
        ] {
            #expect(Self.isKnown(text, .general))
        }
    }

    @Test(arguments: [
        "SIEMENS", "GE MEDICAL SYSTEMS", "Philips Medical Systems", "FUJI PHOTO FILM CO. LTD.", "Biograph 16", "iU22",
        "LightSpeed VCT",
        "syngo MR 2004A 4VA25A", "17.60.011", "*tfl3d1_ns", "B30f", "H42s", "FC80", "OSEM2D 2i8s", "1H", "0.1Cu 1Al",
        "C5_1",
        "GE Vingmed Ultrasound", "Leica Biosystems", "3DHISTECH", "Hamamatsu Photonics", "Hyperfine", "NAEOTOM Alpha",
        "SOMATOM go.Top", "Biograph128_mCT", "Discovery STE", "Allura Xper", "Spectralis", "tse_vfl", "*spcir_278ns",
        "CERROBEND", "LUCITE", "WATER", "FFF", "A10", "W45R",
        "DR-ID 300CL APL Software V7.4.0017", "12.x.x VE", "application/pdf", "SlicerEditor", "DicomRTTool",
        "PatientName",
        "Philips MR Imaging DD 001",
    ]) func technicalTextStays(text: String) { #expect(Self.isKnown(text, .technical)) }

    @Test(arguments: [
        ("SCT", "69695003", true), ("SCT", "69695004", false), ("SCT", "433466003", true), ("LN", "11528-7", true),
        ("LN", "11528-6", false),
        ("SRT", "T-A0100", true), ("SRT", "SMITH-J", false), ("DCM", "113011", true), ("DCM", "19610419", false),
        ("UCUM", "[hnsf'U]", true),
        ("UCUM", "{Smith}", false), ("UCUM", "mm2/s", true), ("UCUM", "10*-6.mm2/s", true),
        ("UCUM", "g/ml{SUVbw}", true), ("UCUM", "{ratio}", true),
        ("UCUM", "{ANNA.DOE.1971-02-03}", false), ("UCUM", "DOE^JANE^71-2-3", false), ("UCUM", "JANE.DOE", false),
        ("UCUM", "[degF]", true),
        ("UCUM", "/min", true), ("UCUM", "mm[Hg]", true), ("UCUM", "kV", true), ("UCUM", "19710203", false),
        ("RFC5646", "DOE-ANNE", false),
        ("RFC5646", "zh-Hant-TW", true), ("I10", "C50.ANNA", false), ("I10", "S52.501A", true),
        ("I10", "M80.08XA", true),
        ("MDC", "19710203", false), ("MDC", "131329", true), ("RFC5646", "en-US", true),
        ("RFC5646", "Smith-John", false), ("I10", "I67.1", true),
        ("RADLEX", "RID10311", true), ("RADLEX", "SMITH", false), ("RADLEX", "RPID16", true),
        ("RADLEX", "RPID1234567", false),
        ("CPT", "71260", true), ("CPT", "0042T", true), ("CPT", "DOE01", false), ("CPT", "712600", false),
        ("HCPCS", "G0202", true), ("HCPCS", "71260", true), ("HCPCS", "Z0202", false), ("HCPCS", "DOE12", false),
        ("CDCREC", "2028-9", true), ("CDCREC", "1002-5", true), ("CDCREC", "2028-8", false),
        ("CDCREC", "71126-0", false),
        ("I10P", "B24BZZZ", true), ("I10P", "0DTJ4ZZ", true), ("I10P", "B471123", false), ("I10P", "MRN4711", false),
        ("I10P", "S52.501A", false),
        ("CCAM", "ZBQK006", true), ("CCAM", "DOUG123", false), ("CCAM", "ZBQ1006", false), ("CCAM", "A123456", false),
        ("UBERON", "UBERON:0002107", true), ("UBERON", "0002107", true), ("UBERON", "4711123", false),
        ("UBERON", "UBERON:DOE", false),
    ]) func codesHaveTheFormOfTheirScheme(scheme: String, code: String, fits: Bool) throws {
        #expect(try #require(CodeForm(scheme: Array(scheme.utf8))).fits(Array(code.utf8)) == fits)
    }

    @Test func emptyCodesFitNoScheme() {
        for scheme in [
            "SCT", "LN", "SRT", "DCM", "UCUM", "RFC5646", "I10", "RADLEX", "CPT", "HCPCS", "CDCREC", "I10P", "CCAM",
            "UBERON",
        ] {
            let fits = CodeForm(scheme: Array(scheme.utf8))?.fits([])
            #expect(fits == (scheme == "UCUM"), "\(scheme)")
        }
    }
}
