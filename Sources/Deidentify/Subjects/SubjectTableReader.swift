/// What is wrong with a subject table, and in which line; never what stands there.
public struct SubjectTableError: Error, Hashable, Sendable {
    public enum Code: Hashable, Sendable {
        case syntax, header, rowLength, missingPatientID, missingCode, notUTF8, controlCharacter, badCode, tooLong
        /// A patient would be called by a Patient ID of the table.
        case codeIsPatientID
        /// The patient has a row already: with the same code, or with another one.
        case duplicate, conflict
        case tooManyRows, empty
    }

    public var code: Code
    /// Counted from 1.
    public var line: Int
    public var message: String
    public var hint: String?
}

/// Makes a subject table of a CSV file (RFC 4180, UTF-8) whose first row names the columns.
public struct SubjectTableReader {
    /// Bytes of a file.
    public static let maximumSize = 256 << 20
    static let maximumRows = 5_000_000
    private static let longestValue = 1024

    private let columns: SubjectColumns
    private var reader: CSVReader
    private var fields: [CSVReader.Field] = []

    public static func read(_ bytes: [UInt8], columns: SubjectColumns = SubjectColumns()) throws(SubjectTableError)
        -> SubjectTable
    {
        var reader = SubjectTableReader(bytes, columns)
        var table = try reader.table()
        table.digest = SHA256Digest.bytes(of: bytes)
        return table
    }

    private init(_ bytes: [UInt8], _ columns: SubjectColumns) {
        self.columns = columns
        reader = CSVReader(bytes)
    }

    private mutating func table() throws(SubjectTableError) -> SubjectTable {
        guard try next() else { throw error(.empty, "the table is empty", hint: expected) }
        let width = fields.count
        let id = try column(columns.patientID, isNeeded: true) ?? 0
        let code = try column(columns.code, isNeeded: true) ?? 0
        let issuer = try column(columns.issuer, isNeeded: columns.needsIssuer)
        var table = SubjectTable(hasIssuers: issuer != nil)
        var lines: [UInt32] = []
        // Without issuers and case, for comparing with the codes when all are known.
        var ids = SubjectTable(hasIssuers: false)
        while try next() {
            // Spreadsheets leave such rows behind.
            if fields.allSatisfy({ $0.range.isEmpty }) { continue }
            guard fields.count == width else {
                throw error(.rowLength, "the row has \(fields.count) fields, and the header \(width)")
            }
            guard lines.count < Self.maximumRows else {
                throw error(.tooManyRows, "more than \(Self.maximumRows) patients")
            }
            let patient = try text(fields[id])
            let subject = try text(fields[code])
            if patient.isEmpty { throw error(.missingPatientID, "the row has no Patient ID") }
            if subject.isEmpty { throw error(.missingCode, "the row has no subject code") }
            guard SubjectCode.isMet(by: subject) else {
                throw error(
                    .badCode,
                    "the subject code is not 1 to \(SubjectCode.longest) letters a-z, digits and - _ . with no point first",
                    hint: "outputs and their folders are called by it")
            }
            let row = table.add(
                patientID: patient,
                issuer: try issuer.map { (place) throws(SubjectTableError) in try text(fields[place]) } ?? [],
                code: subject)
            if let row {
                let isSame = table.code(ofRow: row) == subject
                throw error(
                    isSame ? .duplicate : .conflict,
                    "the patient stands in line \(lines[row]) already, with \(isSame ? "the same" : "another") subject code",
                    hint: issuer == nil ? "where two sites use one Patient ID, add a column \"\(columns.issuer)\"" : nil
                )
            }
            lines.append(UInt32(reader.line))
            _ = ids.add(patientID: Self.folded(patient), issuer: [], code: [])
        }
        if table.count == 0 { throw error(.empty, "the table has no rows") }
        for row in lines.indices where ids.code(patientID: Self.folded(table.code(ofRow: row)), issuer: []) != nil {
            throw SubjectTableError(
                code: .codeIsPatientID, line: Int(lines[row]), message: "the subject code is a Patient ID of the table",
                hint: "outputs would be called by it: give the patient a code that no patient has as Patient ID")
        }
        return table
    }

    private mutating func next() throws(SubjectTableError) -> Bool {
        do throws(CSVReader.Failure) { return try reader.next(&fields) } catch {
            throw SubjectTableError(code: .syntax, line: error.line, message: error.message, hint: error.hint)
        }
    }

    /// The place of a column in the header, which is the record that was read last.
    private func column(_ name: String, isNeeded: Bool) throws(SubjectTableError) -> Int? {
        let wanted = SubjectColumns.folded(name.utf8)
        let places = fields.indices.filter { SubjectColumns.folded(reader.value(fields[$0])) == wanted }
        if places.count > 1 { throw error(.header, "two columns are called \"\(name)\"") }
        if places.isEmpty, isNeeded { throw error(.header, "no column is called \"\(name)\"", hint: expected) }
        return places.first
    }

    private var expected: String {
        "the first row names the columns, with commas between them: \(columns.patientID),\(columns.issuer),\(columns.code)"
            + (columns.needsIssuer ? "" : "; the second of them may be left out")
    }

    private static func folded(_ text: [UInt8]) -> [UInt8] { text.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 } }

    /// A value as Patient ID is compared: decoded, in Normalization Form C, without spaces around it (PS3.5 §6.2).
    private func text(_ field: CSVReader.Field) throws(SubjectTableError) -> [UInt8] {
        var value = reader.value(field)[...]
        while value.first == 0x20 { value.removeFirst() }
        while value.last == 0x20 { value.removeLast() }
        guard value.count <= Self.longestValue else {
            throw error(.tooLong, "a value has more than \(Self.longestValue) bytes")
        }
        if value.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw error(.controlCharacter, "a value holds a line break or another control character")
        }
        if value.allSatisfy({ $0 < 0x80 }) { return Array(value) }
        guard let text = String(validating: value, as: UTF8.self) else {
            throw error(.notUTF8, "a value is not UTF-8", hint: "save the table as \"CSV UTF-8\"")
        }
        return PatientText.normalized(text)
    }

    private func error(_ code: SubjectTableError.Code, _ message: String, hint: String? = nil) -> SubjectTableError {
        SubjectTableError(code: code, line: reader.line, message: message, hint: hint)
    }
}
