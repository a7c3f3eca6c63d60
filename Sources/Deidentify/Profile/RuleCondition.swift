import Standard

/// When a rule holds. What is not said does not matter; all that is said must be true.
struct RuleCondition: Hashable, Sendable {
    /// UIDs, of which the file's SOP Class is one.
    var sopClasses: Set<String> = []
    /// Of which the file's Modality is one.
    var modalities: Set<String> = []
    /// Sequences, of which one is around the attribute at any distance.
    var within: Set<Tag> = []
    /// Sequences from the top of the data set, of which one list is all that is around the attribute; empty: the top.
    var paths: Set<[Tag]> = []

    /// Whether the condition is true of a place; `path` is asked for only when it matters.
    func holds(sopClass: [UInt8], modality: [UInt8], path: () -> [Tag]) -> Bool {
        if !sopClasses.isEmpty, !sopClasses.contains(String(decoding: sopClass, as: UTF8.self)) { return false }
        if !modalities.isEmpty, !modalities.contains(String(decoding: modality, as: UTF8.self)) { return false }
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
        if !modalities.isEmpty { parts.append("Modality \(modalities.sorted().joined(separator: " or "))") }
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
