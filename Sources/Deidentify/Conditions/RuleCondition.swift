import Standard

/// When a rule holds, or which files a run takes. What is not said does not matter; all that is said must be true.
struct RuleCondition: Hashable, Sendable {
    /// UIDs, of which the file's SOP Class is one.
    var sopClasses: Set<String> = []
    /// What is said of values of the file, as they were before anything was done to it.
    var values: [ValueTest] = []
    /// Sequences, of which one is around the attribute at any distance.
    var within: Set<Tag> = []
    /// Sequences from the top of the data set, of which one list is all that is around the attribute; empty: the top.
    var paths: Set<[Tag]> = []

    /// Whether the file is one that it is about; `nil` where that cannot be told.
    ///
    /// - Parameter sopClass: `nil` where it is not known.
    func isTrue(ofFile sopClass: String?, _ answer: (ValueTest) -> Bool?) -> Bool? {
        var isKnown = true
        if !sopClasses.isEmpty {
            guard let sopClass else { return values.contains { answer($0) == false } ? false : nil }
            if !sopClasses.contains(sopClass) { return false }
        }
        for test in values {
            switch answer(test) {
            case false?: return false
            case true?: break
            case nil: isKnown = false
            }
        }
        return isKnown ? true : nil
    }

    /// Whether the place is one that it is about; `path` is asked for only when it matters.
    @inline(__always)
    func isTrue(at path: () -> [Tag]) -> Bool {
        if within.isEmpty, paths.isEmpty { return true }
        let path = path()
        if !paths.isEmpty, !paths.contains(path) { return false }
        return within.isEmpty || !within.isDisjoint(with: path)
    }
}

extension RuleCondition: CustomStringConvertible {
    var description: String {
        var parts: [String] = []
        if !sopClasses.isEmpty {
            parts.append(
                "SOP Class \(sopClasses.sorted().map { UIDRegistry.entry(for: $0)?.keyword ?? $0 }.joined(separator: " or "))"
            )
        }
        parts += values.map(\.description)
        if !within.isEmpty {
            parts.append(
                "within \(within.sorted().map { DataDictionary.keyword(of: $0) ?? $0.description }.joined(separator: " or "))"
            )
        }
        if !paths.isEmpty {
            let names = paths.map { path in
                path.isEmpty
                    ? "the top level"
                    : path.map { DataDictionary.keyword(of: $0) ?? $0.description }.joined(separator: ".")
            }
            parts.append("in \(names.sorted().joined(separator: " or "))")
        }
        return parts.joined(separator: ", ")
    }
}
