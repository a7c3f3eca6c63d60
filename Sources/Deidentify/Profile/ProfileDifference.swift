import Standard

/// What two profiles do differently.
public enum ProfileDifference {
    /// One line an attribute, ascending by tag, then what is about no single attribute.
    public static func lines(_ a: CompiledProfile, _ b: CompiledProfile) -> [String] {
        var lines: [String] = []
        for mask in masks(a, b) {
            let tag = Tag(mask.value)
            let (first, second) = (a.find(tag).rule, b.find(tag).rule)
            guard first != second, RuleFit.neverPasses(tag) == nil || mask.mask != 0xFFFF_FFFF else { continue }
            let keyword = DataDictionary.keyword(of: tag).map { " \($0)" } ?? ""
            lines.append("\(mask)\(keyword): \(first.name) -> \(second.name)")
        }
        func compare(_ name: String, _ first: String, _ second: String) {
            if first != second { lines.append("\(name): \(first) -> \(second)") }
        }
        for (profile, other, sign) in [(a, b, "first"), (b, a, "second")] {
            let others = Set(other.conditionals.map(conditional))
            for line in profile.conditionals.map(conditional) where !others.contains(line) {
                lines.append("\(line) (in the \(sign) only)")
            }
        }
        lines += privateLines(a, b)
        compare("attributes that the IOD does without", optional(a), optional(b))
        compare("private attributes", a.privateAttributes.name, b.privateAttributes.name)
        compare("unknown attributes", a.unknown.name, b.unknown.name)
        compare("codestreams", codestreams(a), codestreams(b))
        compare("days of shift", days(a), days(b))
        compare("pseudonyms", pseudonym(a), pseudonym(b))
        compare("subject codes", a.profile.subjects?.file ?? "none", b.profile.subjects?.file ?? "none")
        compare("(0012,0064)", codes(a), codes(b))
        return lines
    }

    /// Private attributes that a rule of one of the profiles names; those of Table E.3.10-1 in one line.
    private static func privateLines(_ a: CompiledProfile, _ b: CompiledProfile) -> [String] {
        func rule(_ profile: CompiledProfile, _ attribute: PrivateAttribute) -> String {
            let found = profile.privateRules.find(attribute)
            if case .safe = found.origin { return "as safe" }
            return found.rule.name
        }
        var lines: [String] = []
        var isSafeInOne = (a: false, b: false)
        for attribute in Set(a.privateRules.namedAttributes + b.privateRules.namedAttributes).sorted(by: {
            $0.description < $1.description
        }) {
            let (first, second) = (rule(a, attribute), rule(b, attribute))
            if first == second { continue }
            let byRules = [a, b].contains { profile in
                if case .statement = profile.privateRules.find(attribute).origin { return true }
                return false
            }
            if byRules {
                lines.append("\(attribute): \(first) -> \(second)")
            } else if first == "as safe" {
                isSafeInOne.a = true
            } else {
                isSafeInOne.b = true
            }
        }
        func safe(_ profile: CompiledProfile, _ isSafe: Bool) -> String {
            isSafe ? "as safe" : profile.privateAttributes.name
        }
        if isSafeInOne.a || isSafeInOne.b {
            lines.append(
                "safe private attributes (Table E.3.10-1): \(safe(a, isSafeInOne.a)) -> \(safe(b, isSafeInOne.b))")
        }
        for (profile, other, sign) in [(a, b, "first"), (b, a, "second")] {
            let others = Set(other.privateRules.blocks.flatMap(\.conditionals).map(conditional))
            for line in profile.privateRules.blocks.flatMap(\.conditionals).map(conditional)
            where !others.contains(line) {
                lines.append("\(line) (in the \(sign) only)")
            }
        }
        return lines
    }

    private static func conditional(_ rule: PrivateRules.Conditional) -> String {
        "\(rule.attribute): \(rule.found.rule.name) when \(rule.condition)"
    }

    /// Every attribute of PS3.6, and the tags and masks beside it that one of the profiles names.
    private static func masks(_ a: CompiledProfile, _ b: CompiledProfile) -> [TagMask] {
        var masks = Set(DataDictionary.repeatingElements)
        for position in 0..<DataDictionary.count {
            masks.insert(TagMask(value: DataDictionary.tag(at: position).rawValue, mask: 0xFFFF_FFFF))
        }
        for profile in [a, b] {
            for mask in profile.namedMasks where DataDictionary.positions(matching: mask).isEmpty { masks.insert(mask) }
        }
        return masks.sorted { ($0.value, $0.mask) < ($1.value, $1.mask) }
    }

    private static func conditional(_ rule: CompiledProfile.ConditionalRule) -> String {
        let keyword = DataDictionary.keyword(of: Tag(rule.mask.value)).map { " \($0)" } ?? ""
        return "\(rule.mask)\(keyword): \(rule.rule.name) when \(rule.condition)"
    }

    private static func codestreams(_ profile: CompiledProfile) -> String {
        profile.profile.codestreams.rawValue
    }

    private static func days(_ profile: CompiledProfile) -> String {
        "\(profile.profile.shift.lowerBound) to \(profile.profile.shift.upperBound)"
    }

    private static func pseudonym(_ profile: CompiledProfile) -> String {
        let form = profile.profile.pseudonym
        return "\(String(decoding: form.prefix, as: UTF8.self)) and \(form.length) of \(form.alphabet.rawValue)"
    }

    private static func optional(_ profile: CompiledProfile) -> String {
        profile.profile.removesOptional ? "remove" : "by the rules"
    }

    private static func codes(_ profile: CompiledProfile) -> String {
        profile.methodCodes.isEmpty ? "none" : profile.methodCodes.map(\.value).joined(separator: " ")
    }
}
