import Standard

/// Reads what a profile says of the names of patients: `pseudonym` and `subjects`.
struct SubjectsReader {
    private let words: ProfileWords

    init(_ words: ProfileWords) { self.words = words }

    /// `{"prefix": "TRIAL-", "alphabet": "digits", "length": 15}`; what is left out is as usual.
    func pseudonym(_ value: JSONValue) throws(ProfileError) -> PseudonymForm {
        var form = PseudonymForm.usual
        var length: JSONValue?
        for (key, value) in try pairs(value) {
            switch key.string {
            case "prefix": form.prefix = try prefix(value)
            case "alphabet":
                guard let alphabet = PseudonymForm.Alphabet(rawValue: try words.text(value, "alphabet")) else {
                    throw words.unknown("alphabet", value, among: PseudonymForm.Alphabet.allCases.map(\.rawValue))
                }
                form.alphabet = alphabet
            case "length": length = value
            default: throw words.unknown("key", key, among: ["prefix", "alphabet", "length"])
            }
        }
        if let length { form.length = try characters(length, form.alphabet) }
        return form
    }

    private func prefix(_ value: JSONValue) throws(ProfileError) -> [UInt8] {
        let prefix = Array(try words.text(value, "prefix").utf8)
        guard prefix.count <= PseudonymForm.longestPrefix, prefix.isEmpty || SubjectCode.isMet(by: prefix) else {
            throw words.failure(
                "a prefix is at most \(PseudonymForm.longestPrefix) letters a-z, digits and - _ . with no point first",
                at: value.offset,
                hint: "outputs and their folders are called by it")
        }
        return prefix
    }

    private func characters(_ value: JSONValue, _ alphabet: PseudonymForm.Alphabet) throws(ProfileError) -> Int {
        let allowed = alphabet.fewest...PseudonymForm.mostCharacters
        guard case .number(let number) = value.kind, number.rounded() == number, number.magnitude <= 1000,
            allowed.contains(Int(number))
        else {
            throw words.failure(
                "pseudonyms of \(alphabet.rawValue) have \(allowed.lowerBound) to \(allowed.upperBound) characters behind the prefix",
                at: value.offset, hint: "with fewer than 2^48 different ones, two patients may get the same")
        }
        return Int(number)
    }

    /// `{"file": "trial.csv", "patientID": "MRN", "issuer": "Site", "code": "Subject"}`
    ///
    /// - Parameter path: makes of a name in the profile a path from where the program runs.
    func source(_ value: JSONValue, path: (String) -> String) throws(ProfileError) -> SubjectSource {
        var source = SubjectSource(file: "")
        for (key, value) in try pairs(value) {
            switch key.string {
            case "file":
                let name = try words.text(value, "file")
                guard !name.isEmpty, name != "-" else {
                    throw words.failure("the table of subjects is a file", at: value.offset)
                }
                source.file = path(name)
            case "patientID": source.columns.patientID = try column(value)
            case "issuer":
                source.columns.issuer = try column(value)
                source.columns.needsIssuer = true
            case "code": source.columns.code = try column(value)
            default: throw words.unknown("key", key, among: ["file", "patientID", "issuer", "code"])
            }
        }
        if source.file.isEmpty {
            throw words.failure(
                "subjects need a file", at: value.offset, hint: "as {\"file\": \"subjects.csv\"}, beside the profile")
        }
        return source
    }

    private func column(_ value: JSONValue) throws(ProfileError) -> String {
        let name = try words.text(value, "the name of a column")
        guard !SubjectColumns.folded(name.utf8).isEmpty, words.shown(name) == name, name.utf8.count <= 200 else {
            throw words.failure("a column has a name of one line", at: value.offset)
        }
        return name
    }

    private func pairs(_ value: JSONValue) throws(ProfileError) -> [(key: JSONValue, value: JSONValue)] {
        guard let pairs = value.object else { throw words.failure("a JSON object was expected here", at: value.offset) }
        return pairs
    }
}
