/// Which subject code stands for which patient: Patient ID, and its issuer where the table has one.
///
/// Holds patients. All of it in three arrays, so that a million of them take tens of megabytes and no time to let go; looked up
/// by comparing the text itself, for a hash that two patients share would make one of them.
public struct SubjectTable: Sendable {
    /// Keys and codes, one after the other.
    private var text: [UInt8] = []
    /// Where the key of each row begins, and where its code does.
    private var starts: [UInt32] = []
    private var codes: [UInt32] = []
    /// Rows by hash, open addressing: their number and one more, 0 for none. A power of two, at most half full.
    private var slots: [UInt32] = Array(repeating: 0, count: 16)
    /// Nobody who writes a table knows where rows will lie.
    private let seed = UInt64.random(in: .min ... .max)
    let hasIssuers: Bool
    /// SHA-256 of the file. Of patients, so that it must not be written anywhere but under a key.
    public internal(set) var digest: [UInt8] = []

    init(hasIssuers: Bool) { self.hasIssuers = hasIssuers }

    public var count: Int { starts.count }

    /// What the patient is called; `nil` where no row names the patient.
    ///
    /// - Parameters: decoded and in Normalization Form C, without padding.
    func code(patientID: [UInt8], issuer: [UInt8]) -> [UInt8]? {
        let key = key(patientID, issuer)
        guard case .row(let row) = find(key[...]) else { return nil }
        return code(ofRow: row)
    }

    /// All codes, each once.
    public var allCodes: Set<[UInt8]> { Set(starts.indices.map { code(ofRow: $0) }) }

    func code(ofRow row: Int) -> [UInt8] {
        let end = row + 1 < starts.count ? Int(starts[row + 1]) : text.count
        return Array(text[Int(codes[row])..<end])
    }

    /// - Returns: the row that the patient has already; `nil` when the row was added.
    mutating func add(patientID: [UInt8], issuer: [UInt8], code: [UInt8]) -> Int? {
        let key = key(patientID, issuer)
        guard case .free(var slot) = find(key[...]) else {
            if case .row(let row) = find(key[...]) { return row }
            return nil
        }
        if (starts.count + 1) * 2 > slots.count {
            grow()
            if case .free(let other) = find(key[...]) { slot = other }
        }
        starts.append(UInt32(text.count))
        text += key
        codes.append(UInt32(text.count))
        text += code
        slots[slot] = UInt32(starts.count)
        return nil
    }

    /// No value of a table holds NUL.
    private func key(_ patientID: [UInt8], _ issuer: [UInt8]) -> [UInt8] {
        hasIssuers ? patientID + [0] + issuer : patientID
    }

    private enum Place { case row(Int), free(Int) }

    private func find(_ key: ArraySlice<UInt8>) -> Place {
        var slot = Int(truncatingIfNeeded: hash(key)) & (slots.count - 1)
        while slots[slot] != 0 {
            let row = Int(slots[slot]) - 1
            let range = Int(starts[row])..<Int(codes[row])
            if range.count == key.count, text[range].elementsEqual(key) { return .row(row) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return .free(slot)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for row in starts.indices {
            guard case .free(let slot) = find(text[Int(starts[row])..<Int(codes[row])]) else { continue }
            slots[slot] = UInt32(row + 1)
        }
    }

    /// FNV-1a from a random start, mixed at the end.
    private func hash(_ key: ArraySlice<UInt8>) -> UInt64 {
        var hash = seed
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
        return hash ^ hash >> 32
    }
}
