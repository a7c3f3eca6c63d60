import Standard

/// A profile worked out for every element of the dictionary: one look-up an element, no conditions left.
public struct CompiledProfile: Sendable {
    public let profile: Profile
    /// One rule for each place of `DataDictionary`.
    private var rules: [Rule]
    /// Why the rule holds where Table E.1-1 is silent: such decisions are reported.
    private var isDefault: [Bool]
    /// Rules for repeating groups and masks; the first match holds.
    private var masks: [(mask: TagMask, rule: Rule, isDefault: Bool)] = []
    /// For VRs of text in places where PS3.6 has none.
    let smuggledText: Rule
    let unknown: Rule
    let privateAttributes: Rule

    public enum Dates: Sendable { case removed, modified, unmodified }
    /// What (0028,0303) says of the result.
    public let dates: Dates

    /// What is known of one attribute.
    struct Found {
        var rule: Rule
        /// The VR by PS3.6; UN for what it does not know.
        var vr: VR
        /// Table E.1-1 does not list the attribute.
        var isDefault: Bool
    }

    public init(_ profile: Profile) {
        self.profile = profile
        unknown = profile.unknownAttributes == .keep ? .keep : .remove
        privateAttributes = profile.privateAttributes == .keep ? .keep : .remove
        smuggledText = profile.usesTable ? .codeX : .keep
        if !profile.usesTable || profile.options.contains(.retainLongitudinalFullDates) {
            dates = .unmodified
        } else {
            dates = profile.options.contains(.retainLongitudinalModifiedDates) ? .modified : .removed
        }
        rules = Array(repeating: .keep, count: DataDictionary.count)
        isDefault = Array(repeating: true, count: DataDictionary.count)
        for position in rules.indices where !DataDictionary.vr(at: position).isKnown { rules[position] = unknown }
        // In ascending weight: VRs and kinds of text, then the table, then rules about attributes. Within each, order.
        for statement in profile.statements { applyGeneral(statement) }
        if profile.usesTable { applyTable() }
        for statement in profile.statements {
            for subject in statement.subjects {
                if case .attribute(let mask) = subject { set(mask, statement.rule, isDefault: false) }
            }
        }
    }

    private mutating func applyGeneral(_ statement: Profile.Statement) {
        for subject in statement.subjects {
            switch subject {
            case .attribute: break
            case .vr(let vr):
                for position in rules.indices where DataDictionary.vr(at: position) == vr {
                    rules[position] = generalRule(statement.rule, vr)
                }
            case .text(let kind):
                for entry in UngovernedText.entries where entry.kind == kind {
                    set(entry.mask, statement.rule, isDefault: true)
                }
            }
        }
    }

    /// Dates that the table does not list follow the date options like those that it does.
    private func generalRule(_ rule: Rule, _ vr: VR) -> Rule {
        guard vr == .da || vr == .dt || vr == .tm else { return rule }
        return switch dates {
        case .removed: rule
        case .modified: .date
        case .unmodified: .keep
        }
    }

    private mutating func applyTable() {
        let options = Confidentiality.Option.allCases
        for row in Confidentiality.rows {
            var rule = Rule(row.basic) ?? .codeX
            for (option, code) in zip(options, row.options) where profile.options.contains(option) {
                guard let code else { continue }
                if code != .c {
                    rule = Rule(code) ?? rule
                } else if option == .retainLongitudinalModifiedDates {
                    rule = cleanedDate(row.mask) ?? rule
                }
                // Cleaning of what else the retain options mark with C is not there yet: the basic action stands.
            }
            set(row.mask, rule, isDefault: false)
        }
    }

    /// Dates in other forms (timestamps in OB, the offset from UTC as text) cannot be moved: the basic action stands.
    private func cleanedDate(_ mask: TagMask) -> Rule? {
        switch DataDictionary.vr(of: Tag(mask.value)) {
        case .da?, .dt?, .tm?: .date
        default: nil
        }
    }

    private mutating func set(_ mask: TagMask, _ rule: Rule, isDefault: Bool) {
        if mask.mask == 0xFFFF_FFFF {
            if let position = DataDictionary.position(of: Tag(mask.value)) {
                rules[position] = rule
                self.isDefault[position] = isDefault
                return
            }
        } else {
            // A kind of text is about the repeating elements alone, not about those that PS3.6 registers one by one.
            for position in rules.indices where !isDefault && mask.matches(DataDictionary.tag(at: position)) {
                rules[position] = rule
                self.isDefault[position] = isDefault
            }
        }
        masks.insert((mask, rule, isDefault), at: 0)
    }

    /// The rule for an attribute that is not private.
    @inline(__always)
    func find(_ tag: Tag) -> Found {
        if let position = DataDictionary.position(of: tag) {
            let vr = DataDictionary.vr(at: position)
            return Found(rule: rules[position], vr: vr.isKnown ? vr : .un, isDefault: isDefault[position])
        }
        return findRepeating(tag)
    }

    private func findRepeating(_ tag: Tag) -> Found {
        let vr = DataDictionary.vr(of: tag)
        for entry in masks where entry.mask.matches(tag) {
            return Found(rule: entry.rule, vr: vr ?? .un, isDefault: entry.isDefault)
        }
        return Found(rule: vr == nil ? unknown : .keep, vr: vr ?? .un, isDefault: true)
    }
}
