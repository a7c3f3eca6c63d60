import Standard

/// Refuses a profile that is weaker than Table E.1-1 and does not say so.
struct ConformanceCheck {
    private let profile: Profile
    /// The text of the profile itself, for what has no place of its own.
    private let text: ProfileText

    init(_ profile: Profile, _ text: ProfileText) {
        self.profile = profile
        self.text = text
    }

    func check() throws(ProfileError) {
        guard profile.usesTable, profile.conforms else { return }
        let compiled = CompiledProfile(profile)
        guard let weakness = compiled.weaknesses.first else { return }
        let escape = "or write \"conforms\": false, and outputs will not say that they conform to the Basic Profile"
        switch weakness.subject {
        case .row(let row):
            throw place(weakness.origin).error(
                "\(row.shownName): \"\(weakness.rule.name)\" is weaker than PS3.15 Table E.1-1, which says \(row.basic.rawValue)",
                hint: "\(advice(row)), \(escape)")
        case .privateAttributes:
            throw (profile.privatePlace ?? start).error(
                "keeping private attributes is weaker than PS3.15 Table E.1-1, which says X",
                hint: "remove them, \(escape)")
        case .privateAttribute(let attribute):
            throw place(weakness.origin).error(
                "\(attribute): \"\(weakness.rule.name)\" is weaker than PS3.15 Table E.1-1, which says X",
                hint: "\(advice(attribute)), \(escape)")
        case .unknownAttributes:
            throw (profile.unknownPlace ?? start).error(
                "nobody can say that attributes which PS3.6 does not know name nobody", hint: "remove them, \(escape)")
        }
    }

    private var start: ProfilePlace { ProfilePlace(text: text, offset: 0) }

    private func place(_ origin: CompiledProfile.Origin) -> ProfilePlace {
        guard case .statement(let index, let subject) = origin else { return start }
        return profile.statements[index].place(ofSubject: subject)
    }

    private func advice(_ attribute: PrivateAttribute) -> String {
        guard profile.options.contains(.retainSafePrivate) else {
            return "remove it, name the option \"retain-safe-private\" if it is known to be safe"
        }
        guard attribute.element != nil else {
            return "name the elements that are known to be safe, not the whole block"
        }
        let found = PrivateRules(profile).find(attribute)
        let safe = found.vr.map { PrivateRules.safeRule($0, profile) } ?? .remove
        return found.vr == nil ? "say with \"vr\" what it is" : "use \"\(safe.name)\""
    }

    private func advice(_ row: Confidentiality.Row) -> String {
        let options = Confidentiality.Option.allCases.filter {
            row.action(under: $0) == .k && !profile.options.contains($0)
        }
        let names = options.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        return options.isEmpty
            ? "use \"\(row.basic.rawValue)\" or a stricter action"
            : "use \"\(row.basic.rawValue)\", name the option \(names)"
    }
}
