/// Words that announce a person or a number, of the languages in which descriptions are written most.
enum Announcement {
    case title, shortTitle, particle, personLabel, recordLabel, numberLabel
    /// Of a patient's number, and of that of a coil or a process: in cleaned text no number stands behind it.
    case patientLabel

    /// - Parameter hash: `SpelledWord.hash`.
    static func of(_ hash: UInt64) -> Announcement? { all[hash] }

    private static let all: [UInt64: Announcement] = {
        let lists: [(Announcement, String)] = [
            (
                .title,
                "herr herrn frau fraeulein prof professor professeur mrs mme mlle madame monsieur dott dottore dottssa sig signor "
                    + "signora senor senora doktor doctor docteur dhr mevr mevrouw"
            ),
            (.shortTitle, "dr mr ms dra miss sir hr fr sra"),
            (.particle, "von van vom zu zum zur de der den del della di da dos du la le ten ter el al bin ben med"),
            (
                .personLabel,
                "patient patientin pat name patientname surname lastname firstname nachname vorname familienname nom prenom nombre "
                    + "apellido apellidos cognome physician operator technician technologist radiologist surgeon author referrer "
                    + "arzt untersucher"
            ),
            (
                .recordLabel,
                "mrn mrno patientid patid patno patnr patientennummer patientnumber fallnummer ssn nhs uhid ahv nir "
                    + "versichertennummer dossier accession"
            ),
            (.patientLabel, "id pid"),
            (.numberLabel, "no nr num number nummer numero ident acc case"),
        ]
        var all: [UInt64: Announcement] = [:]
        for (kind, text) in lists {
            for word in text.utf8.split(separator: 0x20) { all[SpelledWord.hash(of: word)] = kind }
        }
        return all
    }()
}
