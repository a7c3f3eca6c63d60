import Standard

/// The keyed replacements of one study and release: UIDs, patient pseudonyms, date offsets.
///
/// Stateless: any worker on any machine gives the same answers. Not for use by two threads at the same time.
public final class Pseudonyms {
    private let uids: KeyedFunction
    private let patients: KeyedFunction
    private let dates: KeyedFunction
    private let labels: KeyedFunction
    private let names: KeyedFunction
    /// Studies, series and frames of reference are named in every file of a folder, and the object itself many times.
    private var knownUIDs = [(uid: [UInt8], new: [UInt8])](repeating: ([], []), count: 256)
    private var knownPatient: (identity: [UInt8], pseudonym: [UInt8]) = ([], [])
    private var knownOffset: (identity: [UInt8], days: ClosedRange<Int>, offset: Int) = ([], 0...0, 0)
    /// What pseudonyms of patients look like.
    private let form: PseudonymForm

    /// - Parameters:
    ///   - release: a label; outputs under different labels cannot be linked without the key.
    ///   - form: of a profile; by default `P-` and 16 characters.
    public init(_ key: StudyKey, release: String = "", form: PseudonymForm? = nil) {
        self.form = form ?? .usual
        uids = KeyedFunction(key, domain: "uid", release: release)
        patients = KeyedFunction(key, domain: "patient", release: release)
        dates = KeyedFunction(key, domain: "date", release: release)
        labels = KeyedFunction(key, domain: "label", release: release)
        names = KeyedFunction(key, domain: "hash", release: release)
    }

    /// The replacement of a UID: `2.25.` and 128 bits (PS3.5 B.2). UIDs that PS3.6 registers stay as they are.
    ///
    /// - Parameter uid: characters without padding.
    public func uid(for uid: [UInt8]) -> [UInt8] {
        var slot: UInt32 = 0
        for byte in uid { slot = slot &* 31 &+ UInt32(byte) }
        let place = Int((slot &* 0x9E37_79B1) >> 24)
        if !uid.isEmpty, knownUIDs[place].uid == uid { return knownUIDs[place].new }
        let new = UIDRegistry.contains(uid) ? uid : Self.oid(Self.number(uids(uid)))
        // What is longer is no UID, and a hostile file could have 256 of any length.
        if uid.count <= 64 { knownUIDs[place] = (uid, new) }
        return new
    }

    private static func number(_ hash: [UInt8]) -> UInt128 {
        hash.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// `2.25.` and the number in decimal digits. Written out, for the description of a 128-bit number takes longer than
    /// its HMAC.
    private static func oid(_ value: UInt128) -> [UInt8] {
        // Two parts of 19 digits leave at most one digit.
        let (high, low) = value.quotientAndRemainder(dividingBy: 10_000_000_000_000_000_000)
        let (first, middle) = high.quotientAndRemainder(dividingBy: 10_000_000_000_000_000_000)
        var parts = (UInt64(low), UInt64(middle))
        var digits = InlineArray<39, UInt8>(repeating: UInt8(ascii: "0") + UInt8(first))
        for place in stride(from: 38, through: 20, by: -1) {
            (digits[place], digits[place - 19]) = (
                UInt8(ascii: "0") + UInt8(truncatingIfNeeded: parts.0 % 10),
                UInt8(ascii: "0") + UInt8(truncatingIfNeeded: parts.1 % 10)
            )
            parts = (parts.0 / 10, parts.1 / 10)
        }
        var start = 0
        while start < 38, digits[start] == UInt8(ascii: "0") { start += 1 }
        var uid: [UInt8] = []
        uid.reserveCapacity(44)
        uid.append(contentsOf: "2.25.".utf8)
        for place in start..<39 { uid.append(digits[place]) }
        return uid
    }

    /// One per patient, in the form of the profile; usually `P-` and 16 characters of 80 bits. A patient is a Patient ID
    /// with its issuer.
    public func patient(_ identity: PatientIdentity) -> [UInt8] {
        if knownPatient.identity == identity.bytes { return knownPatient.pseudonym }
        knownPatient = (identity.bytes, form.text(of: patients(identity.bytes)))
        return knownPatient.pseudonym
    }

    /// `X` and 15 characters of 75 bits, which fit CS and SH, for a term, code or name that one part of an object calls
    /// another by: alike wherever the same value stands.
    public func label(for value: [UInt8]) -> [UInt8] {
        [UInt8(ascii: "X")] + Self.letters(labels(value), count: 15)
    }

    /// Five bits a character, of the first ten bytes of a hash.
    private static func letters(_ hash: [UInt8], count: Int) -> [UInt8] {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var value: UInt128 = 0
        for byte in hash.prefix(10) { value = value << 8 | UInt128(byte) }
        return (0..<count).map { alphabet[Int((value >> UInt128(75 - 5 * $0)) & 31)] }
    }

    /// `H` and 15 characters of 75 bits: one name for each value, short enough for SH and CS.
    public func name(of value: [UInt8]) -> [UInt8] {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var number: UInt128 = 0
        for byte in names(value).prefix(10) { number = number << 8 | UInt128(byte) }
        var text = [UInt8(ascii: "H")]
        for shift in stride(from: 70, through: 0, by: -5) {
            text.append(alphabet[Int((number >> UInt128(shift)) & 31)])
        }
        return text
    }

    /// Days by which the dates of a patient move, the same for all of them.
    func dateOffset(of identity: PatientIdentity, within days: ClosedRange<Int> = DateShift.usualDays) -> Int {
        if knownOffset.identity == identity.bytes, knownOffset.days == days { return knownOffset.offset }
        let hash = dates(identity.bytes)
        var value: UInt64 = 0
        for byte in hash.prefix(8) { value = value << 8 | UInt64(byte) }
        // From the later end, so that the usual range gives what it gave before it could be chosen.
        knownOffset = (identity.bytes, days, days.upperBound - Int(value % UInt64(days.count)))
        return knownOffset.offset
    }
}

/// Who a patient is for the purpose of pseudonyms: Patient ID with Issuer of Patient ID, or the study where the file
/// names no patient; for that of dates also a subject code, so that all that has one code moves together.
public struct PatientIdentity: Hashable, Sendable {
    let bytes: [UInt8]

    public init(patientID: [UInt8], issuer: [UInt8]) {
        // The length keeps (ab, c) and (a, bc) apart.
        bytes = [UInt8(ascii: "p")] + Array(String(issuer.count).utf8) + [UInt8(ascii: ":")] + issuer + patientID
    }

    /// What a site calls the patient, whose IDs may be several.
    public init(subjectCode: [UInt8]) { bytes = [UInt8(ascii: "c")] + subjectCode }

    public init(studyInstanceUID: [UInt8]) {
        bytes = [UInt8(ascii: "s")] + studyInstanceUID
    }
}
