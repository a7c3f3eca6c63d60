/// What of a person a concept name is about, by the words of its meaning: Table E.3.4-1 lists codes of the standard, and sites have
/// their own (PS3.16 §8, 99xxx). What stands behind such a name goes wholly, as behind a label in a text.
enum PersonalConcept: Equatable, Sendable {
    /// A number of a patient, an order or a visit.
    case identifier
    case person, address, telephone, birth

    /// - Parameter meaning: Code Meaning, without padding.
    init?(meaning: [UInt8]) {
        var tokens = TextTokens()
        tokens.cut(Self.decoded(meaning)[...])
        let words = tokens.list.map(\.hash)
        func has(_ set: Set<WordHash>) -> Bool { words.contains { set.contains($0) } }
        guard !words.isEmpty, !has(Self.others) else { return nil }
        if has(Self.births) || has(Self.born) && has(Self.days) {
            self = .birth
        } else if has(Self.telephones) {
            self = .telephone
        } else if has(Self.addresses) {
            self = .address
        } else if has(Self.identifiers) || has(Self.owners) && has(Self.numbers) || words.count == 1 && has(Self.ids) {
            self = .identifier
        } else if has(Self.names) && (words.count == 1 || has(Self.people)) || Self.isRole(words) {
            self = .person
        } else {
            return nil
        }
    }

    /// A role, and nothing that would make it another thing: `Reporting Radiologist`, not `Physician Comment`.
    private static func isRole(_ words: [WordHash]) -> Bool {
        words.contains { RoleWords.staff.contains($0) || RoleWords.readings.contains($0) || people.contains($0) }
            && words.contains { RoleWords.staff.contains($0) || behindDeeds.contains($0) }
            && words.allSatisfy {
                RoleWords.labels.contains($0) || people.contains($0) || roleParts.contains($0)
                    || behindDeeds.contains($0)
            }
    }

    /// Meanings have no character set here: UTF-8, or each byte a letter of Latin-1.
    static func decoded(_ meaning: [UInt8]) -> [UInt8] {
        if meaning.allSatisfy({ $0 < 0x80 }) || String(validating: meaning, as: UTF8.self) != nil { return meaning }
        var text = ""
        for byte in meaning { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        return Array(text.utf8)
    }

    /// Words by which a number or name is of a thing.
    private static let others = WordHash.set(
        "device equipment lesion tracking roi segment finding protocol procedure series image instance coil probe detector weight height defect drug product medication station software scanner ip network comment comments note"
    )
    private static let births = WordHash.set(
        "dob yob birthdate birthyear birthday geburtsdatum geburtsjahr gebdat geburtstag jahrgang geboortedatum geboortejaar ddn"
    )
    private static let born = WordHash.set(
        "birth born naissance nacimiento nascita nascimento geburt geboorte urodzenia narozeni fodelse")
    private static let days = WordHash.set(
        "date year day datum data fecha jour annee ano anno dia jahr rok rocznik time on in")
    private static let telephones = WordHash.set(
        "phone telephone tel fax mobile telefon telefono telefoon telefone email mail pager handy")
    private static let addresses = WordHash.set(
        "address street postcode zip postal residence adresse anschrift wohnort direccion indirizzo adres ulica endereco domicile domicilio strasse plz"
    )
    private static let identifiers = WordHash.set(
        "mrn ssn nhs nhi accession pesel dni rut cpf nir csn pid patid patientid emrn hrn ahv avs insee sozialversicherungsnummer versichertennummer patientennummer fallnummer"
    )
    private static let owners = WordHash.set(
        "patient patients subject person participant client medical record chart hospital insurance national social security health card passport order requisition encounter visit case episode admission placer filler employee staff member account"
    )
    private static let numbers = WordHash.set(
        "id ids identifier number no nr num nummer numero number code identification")
    private static let ids = WordHash.set("id identifier identification")
    private static let names = WordHash.set(
        "name names nom nombre nome naam vorname nachname prenom apellido apellidos cognome imie nazwisko surname forename initials firstname lastname"
    )
    private static let people = WordHash.set(
        "patient patients subject person participant physician radiologist operator observer reader surgeon nurse referring performing requesting attending mother father spouse guardian technologist author contact emergency family given last first full maiden middle relative doctor"
    )
    private static let roleParts = WordHash.set("of the name primary secondary assisting responsible performing")
    private static let behindDeeds = WordHash.set("by")
}
