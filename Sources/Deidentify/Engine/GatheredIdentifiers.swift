import DICOM

/// What a file says of its people, gathered while it is surveyed, and the identifiers that follow from it.
///
/// The files of a series say the same, so that it is compared with what the file before said, and worked out anew only
/// where it differs.
struct GatheredIdentifiers {
    private(set) var identifiers = FileIdentifiers()
    /// Changes with the identifiers.
    private(set) var mark = 0
    /// Entries of this file: the kind, three bytes of length, the text.
    private var gathered: [UInt8] = []
    /// The entries that `identifiers` follow from.
    private var applied: [UInt8] = []
    /// More than is worth being held for the next file: entries are applied as they come.
    private var isDirect = false

    private static let most = 1 << 20

    /// What one file, or a part of it, said.
    struct Entries {
        fileprivate var bytes: [UInt8] = []
        var count: Int { bytes.count }
    }

    /// Of this file; `nil` where they were more than is held.
    var entries: Entries? { isDirect || isOverfull ? nil : Entries(bytes: gathered) }

    /// Adds what was gathered from the same bytes of another file.
    mutating func add(_ entries: Entries, _ range: Range<Int>) {
        if !isDirect {
            gathered.append(contentsOf: entries.bytes[range])
            return bound()
        }
        if isOverfull { return }
        mark += 1
        apply(entries.bytes, from: range.lowerBound, to: range.upperBound)
    }

    /// Starts a file.
    mutating func begin() {
        gathered.removeAll(keepingCapacity: true)
        if isDirect || identifiers.isOverfull { forget() }
        isDirect = false
    }

    /// - Parameter text: one value, in UTF-8.
    mutating func add(_ kind: IdentifierKind, _ text: ArraySlice<UInt8>) {
        if isDirect {
            mark += 1
            return apply(kind, text)
        }
        begin(kind, text.count)
        gathered.append(contentsOf: text)
        bound()
    }

    /// - Parameter range: of `buffer`, one value, in ASCII.
    mutating func add(_ kind: IdentifierKind, _ range: Range<Int>, of buffer: borrowing HeaderBuffer) {
        if isDirect { return add(kind, buffer.copy(range)[...]) }
        begin(kind, range.count)
        buffer.append(range, to: &gathered)
        bound()
    }

    private mutating func begin(_ kind: IdentifierKind, _ count: Int) {
        gathered.append(kind.rawValue)
        gathered.append(UInt8(truncatingIfNeeded: count))
        gathered.append(UInt8(truncatingIfNeeded: count >> 8))
        gathered.append(UInt8(truncatingIfNeeded: count >> 16))
    }

    private mutating func bound() {
        if gathered.count <= Self.most { return }
        settle()
        isDirect = true
    }

    var isOverfull: Bool { identifiers.isOverfull }

    /// More may come, so that what texts are cleaned of is not all.
    var isIncomplete: Bool {
        get { identifiers.isIncomplete }
        set { identifiers.isIncomplete = newValue }
    }

    /// Something identifies somebody that is too long to be looked for.
    mutating func giveUp() {
        settle()
        isDirect = true
        mark += 1
        identifiers.giveUp()
    }

    /// The walk has come to where texts are decided on: `identifiers` now follow from all that was added.
    mutating func settle() {
        if isDirect || gathered == applied { return }
        if !gathered.starts(with: applied) { forget() }
        mark += 1
        apply(gathered, from: applied.count, to: gathered.count)
        applied = gathered
    }

    private mutating func forget() {
        identifiers.removeAll()
        applied.removeAll(keepingCapacity: true)
        mark += 1
    }

    private mutating func apply(_ entries: [UInt8], from start: Int, to end: Int) {
        var start = start
        while start < end {
            let length = Int(entries[start + 1]) | Int(entries[start + 2]) << 8 | Int(entries[start + 3]) << 16
            let next = start + 4 + length
            if let kind = IdentifierKind(rawValue: entries[start]) { apply(kind, entries[start + 4..<next]) }
            start = next
        }
    }

    private mutating func apply(_ kind: IdentifierKind, _ text: ArraySlice<UInt8>) {
        switch kind {
        case .person: identifiers.addPerson(text)
        case .staff: identifiers.addPerson(text, isPatient: false)
        case .place: identifiers.addPlace(text)
        case .value: identifiers.addValue(text, isSure: false)
        case .sureValue: identifiers.addValue(text, isSure: true)
        case .telephone: identifiers.addTelephone(text)
        case .date: identifiers.addDate(text, isBirth: false)
        case .birthDate: identifiers.addDate(text, isBirth: true)
        case .none: break
        }
    }
}
