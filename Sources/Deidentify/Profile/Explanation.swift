import Standard

/// What a profile does with an attribute at one place of an object, and why: for those who write and review profiles.
public struct Explanation {
    private let profile: CompiledProfile
    private let tag: Tag
    /// `nil`: for whatever object.
    private let sopClassUID: String?
    private let path: [Tag]

    public init(_ profile: CompiledProfile, tag: Tag, sopClassUID: String?, path: [Tag]) {
        self.profile = profile
        self.tag = tag
        self.sopClassUID = sopClassUID
        self.path = path
    }

    /// What it is, where it stands, what happens and why, each under its name.
    public var lines: [(name: String, text: String)] {
        let (place, around) = walk()
        let type = place.flatMap { AttributeTypes.type(of: tag, at: $0) }
        var lines = [("attribute", Self.attribute(tag)), ("place", placeName(place, type))]
        if let around, around.rule != .dummy {
            lines.append(("action", "goes with \(Self.name(around.tag)), which is \(around.rule.outcome(.sq))"))
            let before = path.prefix { $0 != around.tag }
            lines.append(("decided by", reason(around.tag, rule(for: around.tag, Array(before)).origin)))
        } else {
            let vr = DataDictionary.vr(of: tag) ?? .un
            if let fixed = fixedOutcome {
                lines.append(("action", fixed))
            } else {
                let (rule, origin) = self.rule(for: tag, path)
                let isTyped = rule.dependsOnType && sopClassUID != nil
                let outcome = isTyped ? rule.resolved(type).outcome(vr) : rule.outcomes(vr)
                let isPlain = ["kept", "removed", "emptied"].contains(outcome) && !rule.dependsOnType
                lines.append(("action", isPlain ? rule.name : "\(rule.name): \(outcome)"))
                lines.append(("decided by", reason(tag, origin)))
                if profile.profile.removesOptional, rule != .keep || profile.find(tag).isDefault, rule != .remove,
                    !StructuralAttributes.contains(tag),
                    !StructuralAttributes.identifies(tag), !ConditionAttributes.contains(tag),
                    type == nil || type == .type3
                {
                    let isKnown = sopClassUID != nil
                    lines.append(
                        ("but", "removed\(isKnown ? "" : " where the IOD does without it"): \"optional\": \"remove\""))
                }
                for rule in open(tag) {
                    lines.append(("but", "\(rule.rule.name) when \(rule.condition): \(reason(tag, rule.origin))"))
                }
            }
            if let around {
                lines.append(
                    (
                        "around",
                        "\(Self.name(around.tag)) is kept without its text: what is text here gets a dummy, if it stays"
                    ))
            }
        }
        lines.append(("table", Self.table(tag)))
        return lines
    }

    // MARK: Where

    /// The attribute lists at the end of the path, and the outermost sequence that does not let its items pass as they are.
    private func walk() -> (place: AttributeTypes.Place?, around: (tag: Tag, rule: Rule)?) {
        var place = sopClassUID.flatMap { AttributeTypes.place(forSOPClass: Array($0.utf8)) }
        var around: (tag: Tag, rule: Rule)?
        for (depth, sequence) in path.enumerated() {
            let type = place.flatMap { AttributeTypes.type(of: sequence, at: $0) }
            let rule = rule(for: sequence, Array(path[..<depth])).rule.resolved(type)
            if around == nil || around?.rule == .dummy && (rule == .remove || rule == .empty),
                [.remove, .empty, .dummy].contains(rule)
            {
                around = (sequence, rule)
            }
            let items = place.map { AttributeTypes.items(of: sequence, at: $0) }
            place = items.flatMap { $0.isEmpty ? nil : $0 }
        }
        return (place, around)
    }

    private func placeName(_ place: AttributeTypes.Place?, _ type: AttributeTypes.AttributeType?) -> String {
        var parts: [String] = []
        if let sopClassUID {
            parts.append(UIDRegistry.entry(for: sopClassUID)?.name ?? sopClassUID)
        } else {
            parts.append("any SOP Class")
        }
        parts.append(path.isEmpty ? "top level" : "items of \(path.map(Self.name).joined(separator: ", "))")
        if sopClassUID != nil {
            let iod = sopClassUID.flatMap { AttributeTypes.iod(forSOPClass: $0) }
            parts.append(
                type.map { "Type \($0.name)" }
                    ?? (iod == nil ? "no IOD in the tables: like Type 3" : "not in the IOD here: like Type 3"))
        }
        return parts.joined(separator: "; ")
    }

    // MARK: What

    private func rule(for tag: Tag, _ path: [Tag]) -> (rule: Rule, origin: CompiledProfile.Origin) {
        if tag.isPrivate { return (profile.privateAttributes, .unlisted) }
        let holding = profile.conditionalRules(for: tag).last { isKnownToHold($0.condition, path) }
        if let holding { return (holding.rule, holding.origin) }
        return (profile.find(tag).rule, profile.origin(of: tag))
    }

    private func isKnownToHold(_ condition: RuleCondition, _ path: [Tag]) -> Bool {
        isTrue(condition) == true && condition.isTrue(at: { path })
    }

    /// Conditional rules of which it is not known whether they hold.
    private func open(_ tag: Tag) -> [CompiledProfile.ConditionalRule] {
        profile.conditionalRules(for: tag).filter { isTrue($0.condition) == nil && $0.condition.isTrue(at: { path }) }
    }

    /// `nil` where it depends on the file.
    private func isTrue(_ condition: RuleCondition) -> Bool? { condition.isTrue(ofFile: sopClassUID) { _ in nil } }

    // MARK: Why

    /// What happens whatever the profile's rules are.
    private var fixedOutcome: String? {
        if let reason = RuleFit.neverPasses(tag) { return "removed: \(reason)" }
        if path.isEmpty, profile.profile.usesTable, MarkerAttributes.tags.contains(tag) {
            return "replaced: dcmveil says here what was done"
        }
        return nil
    }

    private func reason(_ tag: Tag, _ origin: CompiledProfile.Origin) -> String {
        if tag.isPrivate {
            let others = profile.privateRules.isEmpty ? "" : "; what a creator's elements become: (gggg,\"CREATOR\",ee)"
            return "\"private\": \"\(profile.privateAttributes.name)\"\(others)"
        }
        switch origin {
        case .unlisted:
            if StructuralAttributes.contains(tag) { return "its meaning: \(StructuralAttributes.reason(tag) ?? "")" }
            if !DataDictionary.contains(tag) {
                return "\"unknown\": \"\(profile.unknown.name)\": PS3.6 does not know it"
            }
            return "nothing names it: \"unlisted\": \"\(profile.unlisted.name)\""
        case .row(let index):
            let row = Confidentiality.rows[index]
            let options = profile.profile.options.filter {
                row.action(under: $0) != nil && Rule(row.basic) != profile.find(tag).rule
            }
            let names = options.map { " with \($0.rawValue)" }.joined()
            return "PS3.15 \(DataDictionary.edition) Table E.1-1, \(row.name)\(names)"
        case .statement(let index, let number):
            return profile.reason(ofStatement: index, subject: number)
        }
    }

    // MARK: Facts

    private static func table(_ tag: Tag) -> String {
        if tag.isPrivate { return "X: private attributes" }
        guard let row = Confidentiality.rows.first(where: { $0.mask.matches(tag) }) else {
            return "Table E.1-1 does not list it"
        }
        let options = Confidentiality.Option.allCases.compactMap { option in
            row.action(under: option).map { "; \(option.rawValue) \($0.rawValue)" }
        }
        return row.basic.rawValue + options.joined()
    }

    private static func attribute(_ tag: Tag) -> String {
        guard let entry = DataDictionary.entry(for: tag) else {
            return tag.isPrivate ? "\(tag), private" : "\(tag), not in PS3.6"
        }
        let vrs = entry.vrs.map(\.description).joined(separator: " or ")
        return "\(name(tag)), \(entry.name), VR \(vrs), VM \(entry.vm)\(entry.isRetired ? ", retired" : "")"
    }

    private static func name(_ tag: Tag) -> String {
        "\(tag)\(DataDictionary.keyword(of: tag).map { " \($0)" } ?? "")"
    }
}
