import DICOM
import Standard

/// What the value of an attribute tells of the people of a file, for finding it again in texts.
enum IdentifierKind: UInt8, Sendable {
    case none, person, value
    /// An identifier of the patient or the order: it goes even when it is a word.
    case sureValue
    case place, date, birthDate
    /// A person who is not the patient: what names a function or a room only, names nobody.
    case staff
    /// A number of a telephone, which people write in groups, and without what their own begins with.
    case telephone

    @inline(__always)
    static func of(_ element: Element) -> IdentifierKind {
        if let position = DataDictionary.position(of: element.tag) { return kinds[position] }
        return element.vr == .pn ? .person : .none
    }

    private static let kinds: [IdentifierKind] = {
        var kinds = [IdentifierKind](repeating: .none, count: DataDictionary.count)
        let ungoverned = Dictionary(
            UngovernedText.entries.map { ($0.mask.value, $0.kind) }, uniquingKeysWith: { first, _ in first })
        let rows = Dictionary(
            Confidentiality.rows.filter { $0.mask.mask == 0xFFFF_FFFF }.map { (Tag($0.mask.value), $0) },
            uniquingKeysWith: { first, _ in first })
        for position in kinds.indices {
            let tag = DataDictionary.tag(at: position)
            let vr = DataDictionary.vr(at: position)
            switch vr {
            case .pn: kinds[position] = isStaff(tag) ? .staff : .person
            case .da, .dt: kinds[position] = tag == Tag(0x0010_0030) ? .birthDate : .date
            case .ae, .lo, .lt, .sh, .st, .uc, .ut:
                if let row = rows[tag] {
                    let isCleaned =
                        row.action(under: .cleanDescriptors) != nil || row.action(under: .cleanGraphics) != nil
                    if !isCleaned { kinds[position] = kind(tag) }
                } else if let kind = ungoverned[tag.rawValue] {
                    switch kind {
                    case .person: kinds[position] = .person
                    case .address, .institution, .location: kinds[position] = .place
                    case .contact: kinds[position] = .telephone
                    case .identifier: kinds[position] = .value
                    default: break
                    }
                }
            default: break
            }
        }
        return kinds
    }()

    private static func kind(_ tag: Tag) -> IdentifierKind {
        if isSure(tag) { return .sureValue }
        let name = DataDictionary.keyword(of: tag) ?? ""
        if phoneWords.contains(where: { ASCII.contains(name, $0) }) { return .telephone }
        return placeWords.contains(where: { ASCII.contains(name, $0) }) ? .place : .value
    }

    private static let placeWords: [StaticString] = [
        "Institution", "Address", "Department", "Location", "Organization", "Residence", "Site", "Center",
    ]

    private static let phoneWords: [StaticString] = ["Phone", "phone", "Telecom"]

    private static func isStaff(_ tag: Tag) -> Bool {
        let name = DataDictionary.keyword(of: tag) ?? ""
        return tag.group != 0x0010 && staffWords.contains { ASCII.contains(name, $0) }
    }

    private static let staffWords: [StaticString] = [
        "Physician", "Operator", "Reviewer", "Author", "Creator", "EnteredBy", "Recorder", "Transcriber", "Approver",
    ]

    private static func isSure(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0008_0050, 0x0010_0020, 0x0010_1000, 0x0038_0010, 0x0040_2016, 0x0040_2017: true
        default: false
        }
    }

    /// Whether the attribute numbers a patient, an order, a visit or a place in a trial. Asked of every element.
    @inline(__always)
    static func isNumber(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0010_1090, 0x0012_0040, 0x0020_0010, 0x0038_0060, 0x0040_0009, 0x0040_1001: true
        default: isSure(tag)
        }
    }
}
