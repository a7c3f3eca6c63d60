import Standard

/// The rules of all attributes that have one, made once per run.
struct RuleTable: Sendable {
    static let basicProfile = RuleTable()

    let privates: PrivateTable
    private let tags: [UInt32]
    private let rules: [Rule]
    private let masks: [(mask: TagMask, rule: Rule)]

    /// The Basic Profile, with what a profile allows or demands beside.
    init(_ expectations: Expectations? = nil) {
        var single: [UInt32: Rule] = [:]
        var masks: [(mask: TagMask, rule: Rule)] = []
        func add(_ mask: TagMask, _ rule: Rule) {
            if mask.mask == .max { single[mask.value] = rule } else { masks.append((mask, rule)) }
        }
        for entry in UngovernedText.entries where Self.isChosenText(entry.kind) {
            if ReviewedText.tags.contains(entry.mask.value), entry.mask.mask == .max { continue }
            var rule = Rule()
            rule.unlisted = .text
            add(entry.mask, rule)
        }
        // The table comes last: where both know an attribute, it decides.
        let modifiedDates = Confidentiality.Option.allCases.firstIndex(of: .retainLongitudinalModifiedDates)
        for row in Confidentiality.rows {
            let dates = modifiedDates.map { row.options[$0] == .c } ?? false
            add(row.mask, Rule(row.basic, acceptsModifiedDates: dates && expectations == nil))
        }
        if let expectations {
            func change(_ mask: TagMask, _ body: (inout Rule) -> Void) {
                if mask.mask == .max {
                    body(&single[mask.value, default: Rule()])
                } else {
                    let index = masks.firstIndex { $0.mask == mask } ?? masks.endIndex
                    if index == masks.endIndex { masks.append((mask, Rule())) }
                    body(&masks[index].rule)
                }
            }
            let keptTerms = Set(expectations.keptTerms)
            let names = Self.namesByNature
            for mask in expectations.kept where Self.needsRule(mask, single) || keptTerms.contains(mask) {
                change(mask) {
                    $0 = Rule()
                    $0.isKept = true
                    $0.isNameByNature = names.contains(mask)
                    $0.keepsTerms = keptTerms.contains(mask)
                    $0.mayHaveItems = true
                }
            }
            for mask in expectations.cleaned {
                change(mask) {
                    $0.isCleaned = true
                    $0.mayHaveItems = true
                }
            }
            for mask in expectations.moved { change(mask) { $0.acceptsModifiedDates = true } }
            for mask in expectations.removed {
                change(mask) {
                    $0.demand = .absent
                    $0.mayHaveItems = false
                }
            }
        }
        privates = PrivateTable(expectations?.privateAttributes ?? [])
        tags = single.keys.sorted()
        rules = tags.map { single[$0] ?? Rule() }
        // Curves are masked whole, so the mask with the fewest free digits must be asked first.
        self.masks = masks.sorted {
            (Self.rank($0.rule), 32 - $0.mask.mask.nonzeroBitCount) < (
                Self.rank($1.rule), 32 - $1.mask.mask.nonzeroBitCount
            )
        }
    }

    /// What a profile keeps by name comes before what the table demands of a whole group.
    private static func rank(_ rule: Rule) -> Int { rule.isKept || rule.isCleaned ? 0 : rule.demand != .none ? 1 : 2 }

    /// Whether it makes a difference that an attribute is kept.
    private static func needsRule(_ mask: TagMask, _ single: [UInt32: Rule]) -> Bool {
        if mask.mask != .max || single[mask.value] != nil { return true }
        switch DataDictionary.vr(of: Tag(mask.value)) {
        case .da?, .dt?, .tm?, .ui?, .sq?: return true
        default: return false
        }
    }

    /// The kinds of unlisted text that someone chose; the rest is technical, or says nothing about a person.
    private static func isChosenText(_ kind: UngovernedText.Kind) -> Bool {
        switch kind {
        case .person, .contact, .address, .institution, .location, .identifier, .device, .networkName, .url, .freeText,
            .descriptor:
            true
        case .characteristic, .technical: false
        }
    }

    /// What Table E.1-1 lists and no option cleans: descriptions, comments and reports it lets be cleaned of names.
    private static var namesByNature: Set<TagMask> {
        let cleaning: [Confidentiality.Option] = [.cleanDescriptors, .cleanStructuredContent]
        let places = cleaning.compactMap { Confidentiality.Option.allCases.firstIndex(of: $0) }
        return Set(
            Confidentiality.rows.lazy.filter { row in !places.contains { row.options[$0] == .c } }.map(\.mask))
    }

    func rule(for tag: Tag) -> Rule {
        var low = 0
        var high = tags.count
        while low < high {
            let middle = (low + high) / 2
            if tags[middle] < tag.rawValue { low = middle + 1 } else { high = middle }
        }
        if low < tags.count, tags[low] == tag.rawValue { return rules[low] }
        for (mask, rule) in masks where mask.matches(tag) { return rule }
        return Rule()
    }
}
