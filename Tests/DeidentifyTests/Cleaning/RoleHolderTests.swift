import Testing

@testable import Deidentify

/// People behind roles and deeds, though their names are words of medicine.
@Suite struct RoleHolderTests {
    @Test(arguments: [
        ("Attending: Hand", ""), ("Radiologist: Hand", ""), ("Referring Physician: Hand", "Referring"),
        ("Referring: Long", ""), ("Signed: Hand", ""), ("Resident: Bone", ""), ("Physician: Chest", ""),
        ("Arzt: Hand", ""), ("M\u{E9}decin: Main", ""), ("Medico: Mano", ""),
        ("interpreted by: Hand", "interpreted by"),
        ("Radiologist Hand", "Radiologist"), ("Radiologist Young", "Radiologist"), ("ATTENDING HAND", "ATTENDING"),
        ("Referring physician Hand", "Referring physician"), ("Surgeon Bone", "Surgeon"),
        ("ATTENDING HAND CT", "ATTENDING CT"),
        ("read by Hand", "read by"), ("Read By HAND", "Read By"), ("read by hand", "read by"),
        ("Requested by Brain", "Requested by"), ("dictated by Bone and Hand", "dictated by"),
        ("ATTENDING: DR HAND", ""), ("Rad: Hand", ""), ("Tech Hand", ""), ("Radiologist, Hand", "Radiologist"),
        ("Radiologist (Hand)", "Radiologist"), ("Radiologist is Hand", "Radiologist is"),
        ("Radiologist: Hand, Bone", ""), ("Read by: Hand/Bone", "Read by"), ("read by H. Bone", "read by"),
        ("Discussed with Hand", "Discussed with"), ("results given to Hand", "results given to"),
        ("Patient: Hand", "Patient"), ("Patient name: Hand", "Patient"), ("Name: Hand", ""), ("Mother: Hand", "Mother"),
        ("Fr. Hand", ""), ("Dr. med. Hand", ""), ("Mme Main", ""), ("Checked by: Bone", "Checked by"),
        ("Unterschrift: Hand", ""),
        // What stands there else.
        ("practitioner: bone scan", "practitioner: bone scan"),
        ("Reader: left lung nodule", "Reader: left lung nodule"),
        ("TECH: MOTION", "TECH: MOTION"), ("READER: NODULE", "READER: NODULE"), ("RAD HAND", "RAD HAND"),
        ("Protocol name: Hand", "Protocol name: Hand"), ("verified by CT", "verified by CT"),
        ("referred for chest pain", "referred for chest pain"), ("Doctor Notes", "Doctor Notes"), ("Fr. 20", "Fr. 20"),
        ("Attending physician", "Attending physician"), ("Radiologist review", "Radiologist review"),
        ("Radiologist Review", "Radiologist Review"), ("Radiologist: none", "Radiologist: none"),
        ("Radiologist: no fracture", "Radiologist: no fracture"),
        ("Radiologist: see report", "Radiologist: see report"),
        ("reviewed by radiologist", "reviewed by radiologist"), ("read by radiology", "read by radiology"),
        ("performed by hand", "performed by hand"), ("SURGEON HAND FRACTURE", "SURGEON HAND FRACTURE"),
        ("Patient: chest pain", "Patient: chest pain"), ("patient hand", "patient hand"),
    ])
    func holdersGo(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }
}
