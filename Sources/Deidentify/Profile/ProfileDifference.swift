import Standard

/// What two profiles do differently, or one by the tables of two editions.
public enum ProfileDifference {
    public static func lines(_ a: CompiledProfile, _ b: CompiledProfile, sopClassUID: String? = nil) -> [String] {
        let all = ProfileActions(a, with: ProfileActions(b).masks).masks
        let (first, second) = [a, b].map { ProfileActions($0, with: all, sopClassUID: sopClassUID) }.both
        return lines(first, second, sopClassUID: sopClassUID)
    }

    /// One line an attribute, ascending by tag, then what is about no single attribute.
    ///
    /// - Parameter sopClassUID: what the actions are about; of attributes that its IOD does not have there is one line for each
    ///   difference.
    public static func lines(_ a: ProfileActions, _ b: ProfileActions, sopClassUID: String? = nil) -> [String] {
        attributeLines(a, b, sopClassUID)
            + onlyIn(a.conditionals, b.conditionals, "first") + onlyIn(b.conditionals, a.conditionals, "second")
            + privateLines(a, b) + wholeLines(a, b)
    }

    private static func attributeLines(_ a: ProfileActions, _ b: ProfileActions, _ sopClassUID: String?) -> [String] {
        let place = sopClassUID.flatMap { AttributeTypes.place(forSOPClass: Array($0.utf8)) }
        var lines: [String] = []
        var others: [String: Int] = [:]
        let masks = Set(a.attributes.keys).union(b.attributes.keys)
        for mask in masks.sorted(by: { ($0.value, $0.mask) < ($1.value, $1.mask) }) {
            // An edition may have attributes that another one lacks.
            let first = a.attributes[mask] ?? "not in \(a.edition)"
            let second = b.attributes[mask] ?? "not in \(b.edition)"
            if first == second { continue }
            if let place, AttributeTypes.type(of: Tag(mask.value), at: place) == nil {
                others["\(first) -> \(second)", default: 0] += 1
            } else {
                lines.append("\(ProfileActions.name(mask)): \(first) -> \(second)")
            }
        }
        return lines
            + others.sorted { $0.key < $1.key }.map { "\($0.value) attributes that the IOD does not have: \($0.key)" }
    }

    private static func onlyIn(_ lines: [String], _ others: [String], _ side: String) -> [String] {
        let others = Set(others)
        return lines.filter { !others.contains($0) }.map { "\($0) (in the \(side) only)" }
    }

    /// Private attributes that a rule of one of the profiles names; those of Table E.3.10-1 in one line.
    private static func privateLines(_ a: ProfileActions, _ b: ProfileActions) -> [String] {
        func general(_ actions: ProfileActions) -> String {
            actions.whole.first { $0.name == ProfileActions.general }?.text ?? "?"
        }
        var lines: [String] = []
        var safe: (first: String, second: String)?
        for name in Set(a.privates.keys).union(b.privates.keys).sorted() {
            let (first, second) = (a.privates[name] ?? general(a), b.privates[name] ?? general(b))
            if first == second { continue }
            let isByRule = [a.privates[name], b.privates[name]].contains { $0 != nil && $0 != ProfileActions.asSafe }
            if isByRule { lines.append("\(name): \(first) -> \(second)") } else { safe = (first, second) }
        }
        if let safe {
            lines.append("safe private attributes (Table E.3.10-1): \(safe.first) -> \(safe.second)")
        }
        return lines
    }

    private static func wholeLines(_ a: ProfileActions, _ b: ProfileActions) -> [String] {
        var names = a.whole.map(\.name)
        for (name, _) in b.whole where !names.contains(name) { names.append(name) }
        return names.compactMap { name in
            let (first, second) = [a, b].map { actions in actions.whole.first { $0.name == name }?.text ?? "none" }.both
            return first == second ? nil : "\(name): \(first) -> \(second)"
        }
    }
}

extension Array {
    /// Of an array of two.
    fileprivate var both: (Element, Element) { (self[0], self[1]) }
}
