import Testing

@testable import Deidentify

/// Vectors made with Python's hmac and hashlib (RFC 2104, RFC 5869), not with this code.
@Suite struct KeyTests {
    static let digits = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    private func uid(_ text: String, release: String = "") -> String {
        String(decoding: Pseudonyms(testKey, release: release).uid(for: Array(text.utf8)), as: UTF8.self)
    }

    private func patient(_ identity: PatientIdentity) -> String {
        String(decoding: Pseudonyms(testKey).patient(identity), as: UTF8.self)
    }

    @Test func uidsFollowFromTheKey() {
        #expect(uid("1.2.3.4") == "2.25.332275734882345775319152187056061725357")
        #expect(uid("1.2.840.113619.2.55.3.1") == "2.25.264355594431924429997112162721599812027")
        #expect(uid("1.2.3.4", release: "2026-A") == "2.25.78667378993139577118084679968438884463")
    }

    /// PS3.5 §9.1: at most 64 characters; B.2: no component starts with a zero.
    @Test func uidsAreValid() {
        for number in 0..<500 {
            let new = uid("1.2.3.\(number)")
            #expect(new.count <= 44 && new.hasPrefix("2.25.") && (new.dropFirst(5).first != "0" || new.count == 6))
        }
    }

    @Test(arguments: [
        "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.4.1.1", "1.2.840.10008.2.16.4",
    ])
    func registeredUIDsStay(text: String) { #expect(uid(text) == text) }

    /// Below NEMA's root but not registered: an instance may pretend.
    @Test func unregisteredUIDsBelowTheRootAreReplaced() {
        #expect(uid("1.2.840.10008.5.1.4.1.1.2.99.1") != "1.2.840.10008.5.1.4.1.1.2.99.1")
    }

    @Test func patientsFollowFromTheKey() {
        let none = PatientIdentity(patientID: Array("12345".utf8), issuer: [])
        let hospital = PatientIdentity(patientID: Array("12345".utf8), issuer: Array("HOS".utf8))
        #expect(patient(none) == "P-6Z9ADPWW7QC11F6H")
        #expect(patient(hospital) == "P-VZ8F6ES1E40HM5NQ")
        #expect(patient(PatientIdentity(studyInstanceUID: Array("1.2.3".utf8))) == "P-5HDBJ5J2ZYH2D1MH")
        #expect(Pseudonyms(testKey).dateOffset(of: none) == -1620)
        #expect(Pseudonyms(testKey).dateOffset(of: hospital) == -3449)
        #expect(testKey.identifier == "7406fbac9fadb347")
    }

    @Test func issuerAndIdentifierCannotBeConfused() {
        let a = PatientIdentity(patientID: Array("C".utf8), issuer: Array("AB".utf8))
        let b = PatientIdentity(patientID: Array("BC".utf8), issuer: Array("A".utf8))
        #expect(a != b && patient(a) != patient(b))
        #expect(
            PatientIdentity(patientID: Array("1.2.3".utf8), issuer: [])
                != PatientIdentity(studyInstanceUID: Array("1.2.3".utf8)))
    }

    @Test func offsetsLieInThePast() {
        let pseudonyms = Pseudonyms(testKey)
        for number in 0..<500 {
            let offset = pseudonyms.dateOffset(of: PatientIdentity(patientID: Array("\(number)".utf8), issuer: []))
            #expect((-3680 ... -30).contains(offset))
        }
    }

    @Test func keysAre64Digits() {
        #expect(Self.hexadecimal(testKey) == Self.digits)
        #expect(StudyKey(hexadecimal: Array(Self.digits.utf8.dropLast())) == nil)
        #expect(StudyKey(hexadecimal: Array((Self.digits.dropLast() + "g").utf8)) == nil)
        #expect(StudyKey(hexadecimal: Array((Self.digits + "00").utf8)) == nil)
        #expect(Self.hexadecimal(.random()) != Self.hexadecimal(.random()))
    }

    static func hexadecimal(_ key: StudyKey) -> String {
        key.withHexadecimal { text in text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
    }

    /// "64 hexadecimal digits; nil for anything else": upper case ones are hexadecimal too.
    @Test func upperCaseDigitsAreDigits() {
        do {
            #expect(StudyKey(hexadecimal: Array(Self.digits.uppercased().utf8)) != nil)
        }
    }

    @Test func domainsAndReleasesHaveKeysOfTheirOwn() {
        let keys = [("uid", ""), ("patient", ""), ("date", ""), ("uid", "a"), ("uid", "b")].map {
            testKey.withDerived($0.0, release: $0.1) { key in key.withUnsafeBytes { Array($0) } }
        }
        #expect(Set(keys).count == keys.count)
    }
}
