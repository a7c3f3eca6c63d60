import Standard

/// What a profile does with a private attribute of a creator, and why.
public struct PrivateExplanation {
    private let profile: CompiledProfile
    private let attribute: PrivateAttribute

    public init(_ profile: CompiledProfile, _ attribute: PrivateAttribute) {
        self.profile = profile
        self.attribute = attribute
    }

    /// What it is, what happens and why, each under its name.
    public var lines: [(name: String, text: String)] {
        let found = profile.privateRules.find(attribute)
        let entry = SafePrivate.entry(for: attribute)
        let vr = found.vr
        var lines = [("attribute", name(entry, vr)), ("place", "wherever its creator has reserved a block")]
        lines.append(("action", "\(found.rule.name): \(outcome(found))"))
        lines.append(("decided by", reason(found)))
        for conditional in profile.privateRules.conditionals(attribute) {
            lines.append(
                ("but", "\(conditional.found.rule.name) when \(conditional.condition): \(reason(conditional.found))"))
        }
        let table = "X: private attributes; \(Confidentiality.Option.retainSafePrivate.rawValue) C"
        lines.append(
            ("table", table + (entry == nil ? "; Table E.3.10-1 does not list it" : "; Table E.3.10-1 lists it")))
        return lines
    }

    private func name(_ entry: SafePrivate.Entry?, _ vr: VR?) -> String {
        var text = attribute.description
        if let entry, !entry.meaning.isEmpty { text += ", \(entry.meaning)" }
        if let vr { text += ", VR \(vr)" }
        if let entry { text += ", VM \(entry.vm)" }
        return text
    }

    private func outcome(_ found: PrivateRules.Found) -> String {
        if case .safe = found.origin, found.vr == nil {
            return "numbers stay, by the VR that the file says; anything else goes"
        }
        switch found.rule {
        case .keep:
            return found.vr == .sq ? "kept; its items are looked at by the same rules" : "kept, if it is of its form"
        case .clean: return "kept where it is made of known words, else cleaned"
        case .known: return "kept where it is made of known words, else removed"
        case .remove
        where Self.isBytes(found.vr) && !profile.privateRules.isEmpty && SafePrivate.entry(for: attribute) != nil:
            return "removed: bytes, of which nobody can say whom they name"
        default: return found.rule.resolved(nil).outcome(found.vr ?? .un)
        }
    }

    private static func isBytes(_ vr: VR?) -> Bool {
        switch vr {
        case .ob?, .od?, .of?, .ol?, .ov?, .ow?, .un?: true
        default: false
        }
    }

    private func reason(_ found: PrivateRules.Found) -> String {
        switch found.origin {
        case .general: "\"private\": \"\(profile.privateAttributes.name)\": no rule names it"
        case .safe: "PS3.15 Table E.3.10-1 with \(Confidentiality.Option.retainSafePrivate.rawValue)"
        case .statement(let index, let number): profile.reason(ofStatement: index, subject: number)
        }
    }
}
