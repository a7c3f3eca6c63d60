import Standard

/// Forms in which known words and short numbers say who, where or which device it is: `SN 1234`, `Patient 0017`, `Bed 7`,
/// `12 Main St`, `General Hospital`, `Hand MD`.
///
/// Of values that are looked at as a whole: codes, terms, makers and products. What is said of people in sentences is found by the
/// cleaner of texts.
enum PersonalForm {
    static func stands(in text: ArraySlice<UInt8>, _ use: KnownText.Use) -> Bool {
        let parts = ValuePart.parts(of: text)
        return parts.indices.contains { place in
            isLabelledNumber(place, parts) || isStreet(place, parts) || isHospital(place, parts, use)
                || isPrivateAddress(place, parts)
        } || endsWithDegree(parts)
    }

    // MARK: Numbers

    /// A number behind what it is the number of.
    private static func isLabelledNumber(_ place: Int, _ parts: [ValuePart]) -> Bool {
        let number = parts[place]
        guard number.isNumber, place > 0, number.separator.count <= 3 else { return false }
        var label = place - 1
        let isSerial =
            label > 0 && parts[label].bytes.elementsEqual("n".utf8) && parts[label - 1].bytes.elementsEqual("s".utf8)
            && parts[label].separator.elementsEqual("/".utf8)
        if !isSerial, label > 0, LabelWords.numberSigns.contains(parts[label].hash), parts[label].separator.count <= 3 {
            label -= 1
        }
        guard !parts[label].isNumber else { return false }
        // S/N
        let hash = isSerial ? serial : parts[label].hash
        // `Bed 7`, and not `PET Bed 1`, `Bed 2 of 7`.
        if places.contains(hash) { return label == 0 && place == parts.count - 1 }
        if codes.contains(hash) { return true }
        let isLong = number.bytes.count >= 4
        if owners.contains(hash) {
            return isLong || number.beginsWithZero || number.bytes.count == 3 && label < place - 1
        }
        if devices.contains(hash) { return number.bytes.count >= 3 || number.beginsWithZero }
        if sites.contains(hash) { return number.beginsWithZero }
        // XYZ-0017; codes of the standard have one or two letters before such a number: T-04000.
        return isLong && number.beginsWithZero && parts[place - 1].bytes.count >= 3
            && !versions.contains(parts[place - 1].hash)
            && (number.separator.elementsEqual("-".utf8) || number.separator.elementsEqual("_".utf8))
    }

    private static let serial = WordHash("sn".utf8)
    /// Where somebody lies, or lives.
    private static let places = WordHash.set("bed room ward bett zimmer lit chambre cama")
    private static let codes = WordHash.set("zip plz")
    private static let owners = WordHash.set(
        "patient patients subject participant volunteer proband case order accession acc visit admission account license licence customer client member employee user"
    )
    private static let devices = WordHash.set("sn serial phone telephone tel fax pager ext ssn mrn")
    private static let versions = WordHash.set("rel rev ver version release revision build patch")
    private static let sites = WordHash.set("site center centre")

    /// Four groups of a network of its own; those that begin with 10 may be a version, as other ones.
    private static func isPrivateAddress(_ place: Int, _ parts: [ValuePart]) -> Bool {
        guard place + 3 < parts.count, place == 0 || !parts[place - 1].isNumber || parts[place].separator != [0x2E],
            parts[place..<place + 4].allSatisfy({ $0.isNumber && $0.bytes.count <= 3 }),
            parts[place + 1..<place + 4].allSatisfy({ $0.separator == [0x2E] })
        else { return false }
        let groups = parts[place..<place + 4].map { $0.bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        guard groups.allSatisfy({ $0 < 256 }) else { return false }
        return groups[0] != 10 && PrivateNetwork.contains(groups[0], groups[1])
    }

    // MARK: Names

    /// `12 Main St`: a number, one to three words, and a word for a street.
    private static func isStreet(_ place: Int, _ parts: [ValuePart]) -> Bool {
        guard parts[place].isNumber, parts[place].bytes.count <= 4 else { return false }
        for next in place + 1..<min(place + 5, parts.count) {
            guard !parts[next].isNumber,
                parts[next].separator.elementsEqual(" ".utf8) || parts[next].separator.elementsEqual(". ".utf8)
            else { return false }
            // `12 lead ST depression`
            if next > place + 1, TextCleaner.streets.contains(parts[next].hash), parts[place + 1].bytes.count > 2 {
                return !counted.contains(parts[place + 1].hash)
                    && (next == parts.count - 1 || parts[next + 1].separator.first != 0x20)
            }
        }
        return false
    }

    private static let counted = WordHash.set("lead leads slice slices channel channels view views")

    /// A hospital with a name. A maker or product is called by none; a term may say that somebody was in one.
    private static func isHospital(_ place: Int, _ parts: [ValuePart], _ use: KnownText.Use) -> Bool {
        let isCenter =
            HospitalWords.centers.contains(parts[place].hash) && place > 0
            && parts[place - 1].bytes.elementsEqual("medical".utf8)
        guard isCenter || hospitals.contains(parts[place].hash) else { return false }
        if use == .technical { return true }
        let name = isCenter ? place - 2 : place - 1
        guard name >= 0, place == parts.count - 1 || parts[place].isCapitalized, parts[name].isCapitalized else {
            return false
        }
        // `Pain Clinic`, `Psychiatric Hospital` are kinds of them.
        return HospitalWords.places.contains(parts[name].hash) || HospitalWords.kinds.contains(parts[name].hash)
            || isTechnical(parts[name])
    }

    private static func isTechnical(_ part: ValuePart) -> Bool {
        let word = part.bytes
        return KnownWords.kind(of: word.span) == .technical
    }

    private static let hospitals = HospitalWords.heads.union(HospitalWords.houses).union(
        WordHash.set("klinik spital clinique clinica"))

    /// A name with a degree behind it, and initials before it: `Hand MD`, `J. Hand, MD`. Not `OsiriX MD`, nor `FA MD`.
    private static func endsWithDegree(_ parts: [ValuePart]) -> Bool {
        guard (2...4).contains(parts.count), let last = parts.last, degrees.contains(last.hash), last.isCapitalized,
            last.separator.elementsEqual(" ".utf8) || last.separator.elementsEqual(", ".utf8)
        else { return false }
        let name = parts[parts.count - 2]
        return !name.isNumber && name.isCapitalized && name.bytes.count > 3
            && !isTechnical(name)
            && parts.dropLast(2).allSatisfy { !$0.isNumber && $0.bytes.count == 1 }
    }

    private static let degrees = WordHash.set("md phd dds dvm frcr facr")
}
