import Standard

/// What a profile does with private data elements, worked out by creator: PS3.15 Table E.3.10-1 where the option Retain Safe
/// Private is named, then the profile's own rules, a later one before an earlier one, those with a condition before all.
struct PrivateRules: Sendable {
    struct Found: Sendable {
        var rule: Rule
        /// By the rule or the table; `nil`: what the file says counts.
        var vr: VR?
        /// As the table writes it; `nil`: nobody knows.
        var vm: String?
        /// No rule of the profile names the element.
        var isDefault: Bool
        var origin: Origin
    }

    enum Origin: Sendable {
        /// `private` of the profile: no creator is named.
        case general
        /// A row of Table E.3.10-1.
        case safe
        /// A subject of a statement of the profile, by their places.
        case statement(Int, subject: Int)
    }

    /// The rules for what one creator writes in one group.
    struct Block: Sendable {
        fileprivate(set) var elements: [UInt8: Found] = [:]
        /// For all other elements of the block.
        fileprivate(set) var others: Found?
        fileprivate(set) var conditionals: [Conditional] = []
    }

    struct Conditional: Sendable {
        var attribute: PrivateAttribute
        var found: Found
        var condition: RuleCondition
        /// The place of the statement that says so.
        var statement: Int
    }

    private struct Key: Hashable {
        var group: UInt16
        var creator: [UInt8]
    }

    /// What happens to elements that no block is about.
    let general: Found
    private(set) var blocks: [Block] = []
    private var places: [Key: Int] = [:]
    /// Everything that is named, in the order of the table, then of the profile, with the place of its block.
    private var named: [(attribute: PrivateAttribute, block: Int)] = []
    var namedAttributes: [PrivateAttribute] { named.map(\.attribute) }

    /// Whether private elements are looked at one by one.
    var isEmpty: Bool { blocks.isEmpty }

    init(_ profile: Profile) {
        let rule: Rule = profile.privateAttributes == .keep ? .keep : .remove
        general = Found(rule: rule, vr: nil, vm: nil, isDefault: true, origin: .general)
        if profile.options.contains(.retainSafePrivate), profile.usesTable, !profile.removesOptional {
            for entry in SafePrivate.entries {
                let rule = entry.vr.map { Self.safeRule($0, profile) } ?? .keep
                set(entry.attribute, Found(rule: rule, vr: entry.vr, vm: entry.vm, isDefault: true, origin: .safe))
            }
        }
        for (index, statement) in profile.statements.enumerated() {
            for (number, subject) in statement.subjects.enumerated() {
                guard case .privateAttribute(let attribute, let vr) = subject else { continue }
                let entry = SafePrivate.entry(for: attribute)
                let found = Found(
                    rule: statement.rule, vr: vr ?? entry?.vr, vm: entry?.vm, isDefault: false,
                    origin: .statement(index, subject: number))
                if let condition = statement.condition {
                    let place = place(of: attribute)
                    blocks[place].conditionals.append(
                        Conditional(attribute: attribute, found: found, condition: condition, statement: index))
                    named.append((attribute, place))
                } else {
                    set(attribute, found)
                }
            }
        }
    }

    private mutating func place(of attribute: PrivateAttribute) -> Int {
        // The table has the elements of a block next to each other.
        if let last = named.last, last.attribute.group == attribute.group, last.attribute.creator == attribute.creator {
            return last.block
        }
        let key = Key(group: attribute.group, creator: Array(attribute.creator.utf8))
        if let place = places[key] { return place }
        blocks.append(Block())
        places[key] = blocks.count - 1
        return blocks.count - 1
    }

    private mutating func set(_ attribute: PrivateAttribute, _ found: Found) {
        let place = place(of: attribute)
        if let element = attribute.element {
            blocks[place].elements[element] = found
        } else {
            blocks[place].elements.removeAll()
            blocks[place].others = found
        }
        named.append((attribute, place))
    }

    // MARK: What the option means

    /// What Retain Safe Private does to an element of a VR (C of the table's row for private attributes): numbers stay, what
    /// people or devices write is cleaned, and bytes go, for nobody can say whom they name.
    static func safeRule(_ vr: VR, _ profile: Profile) -> Rule {
        switch vr {
        case .at, .ds, .fd, .fl, .is, .sl, .sq, .ss, .sv, .ul, .us, .uv: .keep
        case .cs: .known
        case .lo, .lt, .sh, .st, .uc, .ut: .clean
        case .ui: profile.options.contains(.retainUIDs) ? .keep : .uid
        case .da, .dt, .tm:
            profile.options.contains(.retainLongitudinalFullDates)
                ? .keep : profile.options.contains(.retainLongitudinalModifiedDates) ? .date : .remove
        case .as: profile.options.contains(.retainPatientCharacteristics) ? .keep : .remove
        default: .remove
        }
    }

    /// Whether a rule does at least what the option asks for.
    static func isSafe(_ rule: Rule, _ vr: VR?, _ profile: Profile) -> Bool {
        if Conformance.isAsStrict(rule, as: .x, vr ?? .un) { return true }
        guard let vr else { return false }
        switch (safeRule(vr, profile), rule) {
        case (.keep, .keep), (.keep, .empty): return true
        case (.date, .date), (.keep, .date): return vr.isDateOrTime
        case (.known, .known), (.known, .clean), (.clean, .clean), (.clean, .known): return true
        case (.uid, .uid), (.keep, .uid): return vr == .ui
        // A value that says nothing, or is the same for the same original only, in the place of what would be cleaned.
        case (_, .empty), (_, .dummy): return vr != .sq
        case (_, .hash), (_, .pseudonym): return vr != .sq
        default: return false
        }
    }

    // MARK: Asking

    /// The rules for what `creator` writes in `group`, by their place; `nil`: none is named.
    func block(group: UInt16, creator: [UInt8]) -> Int? { places[Key(group: group, creator: creator)] }

    /// The blocks that a creator has in one of some groups; in all of its groups where none is named.
    func blocks(groups: [UInt16], creators: [[UInt8]]) -> Set<Int> {
        guard groups.isEmpty else {
            return Set(creators.flatMap { creator in groups.compactMap { block(group: $0, creator: creator) } })
        }
        return creators.isEmpty ? [] : Set(places.compactMap { creators.contains($0.key.creator) ? $0.value : nil })
    }

    /// Whether rules name a creator in any group.
    func namesCreator(_ creator: [UInt8]) -> Bool { places.keys.contains { $0.creator == creator } }

    /// The rule for an element of a block, without conditions.
    func find(_ element: UInt8, in block: Int?) -> Found {
        guard let block else { return general }
        if let found = blocks[block].elements[element] { return found }
        return blocks[block].others ?? general
    }

    /// The rule for an attribute, for those who ask about it; what is said of all the block for a whole block.
    func find(_ attribute: PrivateAttribute) -> Found {
        let block = block(group: attribute.group, creator: Array(attribute.creator.utf8))
        guard let element = attribute.element else { return block.flatMap { blocks[$0].others } ?? general }
        return withVR(find(element, in: block), attribute)
    }

    /// Rules about a whole block do not say what its elements are; the table may.
    private func withVR(_ found: Found, _ attribute: PrivateAttribute) -> Found {
        // What the table leaves open it does not know the second time.
        if case .safe = found.origin { return found }
        guard found.vr == nil, let entry = SafePrivate.entry(for: attribute) else { return found }
        var found = found
        (found.vr, found.vm) = (entry.vr, entry.vm)
        return found
    }

    /// The conditional rules that are about an attribute, in order.
    func conditionals(_ attribute: PrivateAttribute) -> [Conditional] {
        guard let block = block(group: attribute.group, creator: Array(attribute.creator.utf8)) else { return [] }
        return blocks[block].conditionals.filter {
            $0.attribute.element == nil || $0.attribute.element == attribute.element
        }
    }

    /// Whether something is true of a rule that an element may meet. No list is made of them: it is asked at every start.
    func contains(where isTrue: (PrivateAttribute, Found) -> Bool) -> Bool {
        named.contains { attribute, place in
            unconditional(attribute, blocks[place]).map { isTrue(attribute, withVR($0, attribute)) } ?? false
        } || blocks.contains { $0.conditionals.contains { isTrue($0.attribute, $0.found) } }
    }

    /// Every rule that an element may meet, in no order; one that is named twice comes twice.
    func forEach(_ body: (PrivateAttribute, Found) -> Void) {
        _ = contains {
            body($0, $1)
            return false
        }
    }

    /// What a block says of an attribute it names, or of all of itself, whatever the file.
    private func unconditional(_ attribute: PrivateAttribute, _ block: Block) -> Found? {
        guard let element = attribute.element else { return block.others }
        return block.elements[element] ?? block.others ?? general
    }

    /// All rules that an element may meet, ascending by group, creator and element; for those who ask about the profile.
    var all: [(attribute: PrivateAttribute, found: Found)] {
        var all: [(attribute: PrivateAttribute, found: Found)] = []
        var seen: Set<PrivateAttribute> = []
        for (attribute, place) in named where seen.insert(attribute).inserted {
            if let found = unconditional(attribute, blocks[place]) { all.append((attribute, withVR(found, attribute))) }
            for conditional in blocks[place].conditionals where conditional.attribute == attribute {
                all.append((attribute, conditional.found))
            }
        }
        return all.sorted { a, b in
            let (first, second) = (a.attribute, b.attribute)
            return (first.group, first.creator, first.element.map { Int($0) } ?? 256)
                < (second.group, second.creator, second.element.map { Int($0) } ?? 256)
        }
    }
}
