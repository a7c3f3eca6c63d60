import Standard

extension Rule {
    /// What happens, in words for people.
    func outcome(_ vr: VR) -> String {
        switch self {
        case .keep: vr == .sq ? "kept; its items are looked at by the same rules" : "kept"
        case .remove: "removed"
        case .empty: vr == .sq ? "kept without its items" : "emptied"
        case .dummy: vr == .sq ? "kept, with all text in its items replaced" : "replaced by a dummy"
        case .uid:
            vr == .sq ? "kept, with the UIDs in its items replaced" : "replaced by a keyed UID; a registered one stays"
        case .date: "moved by the patient's offset"
        case .pseudonym: "replaced by the patient's pseudonym"
        case .hash: "replaced by a keyed name, the same for the same value"
        case .known:
            vr == .sq
                ? "kept; its items are looked at by the same rules"
                : "kept where it is a term, a code or known words, else as X says"
        case .clean:
            vr == .sq
                ? "kept, with the text in its items cleaned"
                : "cleaned: words of medicine stay; names, dates and numbers of people go"
        case .codeX, .codeZ, .codeD, .codeU, .codeZD, .codeXZ, .codeXD, .codeXZD, .codeXZU: name
        }
    }

    /// What happens at each Type, where that makes a difference; otherwise once.
    func outcomes(_ vr: VR) -> String {
        let types: [(AttributeTypes.AttributeType?, String)] = [
            (nil, "Type 3"), (.type2, "Type 2"), (.type1, "Type 1"),
        ]
        let outcomes = types.map { (resolved($0.0).outcome(vr), $0.1) }
        if outcomes.allSatisfy({ $0.0 == outcomes[0].0 }) { return outcomes[0].0 }
        return outcomes.map { "\($0.1) \($0.0)" }.joined(separator: "; ")
    }
}

extension AttributeTypes.AttributeType {
    /// As PS3.5 prints it.
    var name: String {
        switch self {
        case .type1: "1"
        case .type1C: "1C"
        case .type2: "2"
        case .type2C: "2C"
        case .type3: "3"
        }
    }
}
