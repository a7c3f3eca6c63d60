import Standard

/// What files are held to: the rules of all attributes, and what a profile says beside. Made once per run.
final class RuleTable: Sendable {
    static let basicProfile = RuleTable()

    /// `nil` for the Basic Profile.
    let expectations: Expectations?
    let privates: PrivateTable
    /// By the places of the dictionary: every element of every file is looked up.
    private let rules: [Rule]
    /// Of what has no place there.
    private let masks: [(mask: TagMask, rule: Rule)]

    /// The Basic Profile, with what a profile allows or demands beside.
    init(_ expectations: Expectations? = nil) {
        var placed = [Rule?](repeating: nil, count: DataDictionary.count)
        var masks: [(mask: TagMask, rule: Rule)] = []
        func place(of mask: TagMask) -> Int? {
            mask.mask == .max ? DataDictionary.position(of: Tag(mask.value)) : nil
        }
        func add(_ mask: TagMask, _ rule: Rule) {
            if let place = place(of: mask) { placed[place] = rule } else { masks.append((mask, rule)) }
        }
        for entry in UngovernedText.entries where RuleTable.isChosenText(entry.kind) {
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
                if let place = place(of: mask) {
                    var rule = placed[place] ?? Rule()
                    body(&rule)
                    placed[place] = rule
                } else {
                    let index = masks.firstIndex { $0.mask == mask } ?? masks.endIndex
                    if index == masks.endIndex { masks.append((mask, Rule())) }
                    body(&masks[index].rule)
                }
            }
            let keptTerms = Set(expectations.keptTerms)
            let names = Self.namesByNature
            for mask in expectations.kept
            where RuleTable.needsRule(mask, place(of: mask).flatMap { placed[$0] }) || keptTerms.contains(mask) {
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
        // Curves are masked whole, so the mask with the fewest free digits must be asked first.
        masks.sort {
            (RuleTable.rank($0), $1.mask.mask.nonzeroBitCount) < (RuleTable.rank($1), $0.mask.mask.nonzeroBitCount)
        }
        for (mask, rule) in masks {
            for place in DataDictionary.positions(matching: mask) where placed[place] == nil { placed[place] = rule }
        }
        self.expectations = expectations
        privates = PrivateTable(expectations?.privateAttributes ?? [])
        rules = placed.map { $0 ?? Rule() }
        self.masks = masks
    }

    /// What a profile keeps by name comes before what the table demands of a whole group, and a tag before all masks.
    private static func rank(_ entry: (mask: TagMask, rule: Rule)) -> Int {
        if entry.mask.mask == .max { return 0 }
        return entry.rule.isKept || entry.rule.isCleaned ? 1 : entry.rule.demand != .none ? 2 : 3
    }

    /// Whether it makes a difference that an attribute is kept.
    private static func needsRule(_ mask: TagMask, _ rule: Rule?) -> Bool {
        if mask.mask != .max || rule != nil || mask.value == Tag.hpglDocument.rawValue { return true }
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

    /// What Table E.1-1 lists and no option cleans: descriptions, comments and reports it lets be cleaned of names. What a patient is
    /// like (ethnic group, smoking) is no name either.
    private static var namesByNature: Set<TagMask> {
        let cleaning: [Confidentiality.Option] = [
            .cleanDescriptors, .cleanStructuredContent, .retainPatientCharacteristics,
        ]
        let places = cleaning.compactMap { Confidentiality.Option.allCases.firstIndex(of: $0) }
        return Set(
            Confidentiality.rows.lazy.filter { row in
                !places.contains { row.options[$0] == .c || row.options[$0] == .k && $0 == places.last }
            }.map(\.mask))
    }

    func rule(for tag: Tag) -> Rule {
        if let place = DataDictionary.position(of: tag) { return rules[place] }
        for (mask, rule) in masks where mask.matches(tag) { return rule }
        return Rule()
    }
}
