import Deidentify

/// A row of a linkage table: one for each study of each patient, as a line of JSON.
enum LinkageRow {
    /// Names of its columns, new values first.
    static let columns = [
        "patient", "study", "patient_id", "issuer", "patient_name", "birth_date", "sex", "study_instance_uid",
        "study_date",
        "accession_number",
    ]

    /// The first line of each table.
    static func first(keyIdentifier: String?, release: String) -> [UInt8] {
        var line = JSONText()
        line.open("{")
        line.member("linkage", "dcmveil 1")
        line.member("release", release)
        if let keyIdentifier { line.member("key", keyIdentifier) }
        line.close("}")
        line.endLine()
        return line.bytes
    }

    /// What `first` begins with.
    static let start = Array("{\"linkage\":\"dcmveil 1\"".utf8)

    static func line(_ identity: LinkedIdentity) -> [UInt8] {
        let values = [
            identity.patient, identity.study, identity.patientID, identity.issuer, identity.patientName,
            identity.birthDate,
            identity.sex, identity.studyInstanceUID, identity.studyDate, identity.accessionNumber,
        ]
        var line = JSONText()
        line.open("{")
        for (name, value) in zip(columns, values) { line.member(name, value) }
        line.close("}")
        line.endLine()
        return line.bytes
    }

    /// The columns of a line; `nil` when it is none.
    static func values(_ line: ArraySlice<UInt8>) -> [String]? {
        guard let value = try? JSONReader.read(Array(line)), let pairs = value.object else { return nil }
        var values = [String](repeating: "", count: columns.count)
        for (key, value) in pairs {
            guard let name = key.string, let text = value.string, let index = columns.firstIndex(of: name) else {
                return nil
            }
            values[index] = text
        }
        return values
    }
}
