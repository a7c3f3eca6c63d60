import Standard

/// Whether an action makes sense for what a rule names: rules that can have no good effect are errors, not surprises.
struct RuleFit {
    struct Complaint {
        var reason: String
        var suggestion: String
    }

    private let rule: Rule

    init(_ rule: Rule) { self.rule = rule }

    // MARK: Attributes

    /// What is wrong with a rule for an attribute or a mask; `nil` when nothing is.
    func complaint(about mask: TagMask) -> Complaint? {
        if mask.mask == 0xFFFF_FFFF { return complaint(about: Tag(mask.value)) }
        let positions = DataDictionary.positions(matching: mask)
        let repeating = Self.repeatingElements.filter { $0.meets(mask) }
        guard !positions.isEmpty || !repeating.isEmpty else {
            return Complaint(
                reason: "the mask matches no attribute of PS3.6", suggestion: "x stands for one hexadecimal digit")
        }
        // Lengths and groups that never pass are in the way of no mask that means others too.
        let tags = positions.map { DataDictionary.tag(at: $0) }
        let passing = tags.filter { Self.neverPasses($0) == nil }
        for tag in passing.isEmpty && repeating.isEmpty ? tags : passing {
            if let complaint = complaint(about: tag) { return complaint.about(Self.name(tag)) }
        }
        for element in repeating {
            let tag = Tag(element.value | mask.value)
            if let complaint = complaintAboutPassing(tag) { return complaint.about(Self.name(tag)) }
        }
        return nil
    }

    private func complaint(about tag: Tag) -> Complaint? {
        if let reason = Self.neverPasses(tag) {
            return Complaint(reason: reason, suggestion: "leave the rule out")
        }
        return complaintAboutPassing(tag)
    }

    private func complaintAboutPassing(_ tag: Tag) -> Complaint? {
        if rule == .keep { return nil }
        if let reason = StructuralAttributes.reason(tag) {
            return Complaint(
                reason: "\(reason), so it can only be kept", suggestion: "use \"keep\", or leave the rule out")
        }
        if let complaint = complaintAboutIdentifier(tag) { return complaint }
        guard let vr = DataDictionary.vr(of: tag) else {
            return rule == .remove || rule == .empty || rule == .codeX
                ? nil
                : Complaint(
                    reason: "PS3.6 does not know the attribute, so no value can be made for it",
                    suggestion: "use \"remove\", \"empty\" or \"keep\"")
        }
        if Self.isBulk(tag), rule != .remove {
            return Complaint(
                reason: "samples cannot be replaced or emptied without breaking the object",
                suggestion: "use \"keep\" or \"remove\"")
        }
        return complaint(about: vr)
    }

    /// UIDs that say what an object is called, and those that name what is known to all.
    private func complaintAboutIdentifier(_ tag: Tag) -> Complaint? {
        if StructuralAttributes.identifies(tag) {
            switch rule {
            case .uid, .codeU, .dummy, .codeD: return nil
            default:
                return Complaint(
                    reason: "the object is called by it, so it cannot go",
                    suggestion: "use \"uid\", or \"keep\" with retain-uids")
            }
        }
        guard RegisteredUIDs.contains(tag) else { return nil }
        switch rule {
        case .uid, .codeU, .dummy, .codeD, .codeZD, .codeXD, .codeXZD, .codeXZU:
            return Complaint(
                reason: "it names a class, a syntax or a code system, which a new UID would make unknown",
                suggestion: "use \"keep\" or \"remove\"")
        default: return nil
        }
    }

    // MARK: VRs

    /// What is wrong with a rule for all attributes of a VR.
    func complaint(about vr: VR) -> Complaint? {
        switch rule {
        case .uid, .codeU, .codeXZU:
            if vr == .ui || vr == .sq { return nil }
            return Complaint(reason: "it is \(vr), and only UI holds UIDs", suggestion: Self.instead(vr))
        case .date:
            if vr.isDateOrTime { return nil }
            return Complaint(reason: "it is \(vr), and only DA, DT and TM can be moved", suggestion: Self.instead(vr))
        case .pseudonym:
            switch vr {
            case .lo, .lt, .pn, .st, .uc, .ut: return nil
            case .ae, .cs, .sh:
                return Complaint(
                    reason: "it is \(vr), whose values are too short for a pseudonym", suggestion: Self.instead(vr))
            default: return Complaint(reason: "it is \(vr), and a pseudonym is text", suggestion: Self.instead(vr))
            }
        case .hash:
            switch vr {
            case .ae, .cs, .lo, .lt, .pn, .sh, .st, .uc, .ut: return nil
            default: return Complaint(reason: "it is \(vr), and a keyed name is text", suggestion: Self.instead(vr))
            }
        case .known:
            switch vr {
            case .cs, .lo, .lt, .sh, .sq, .st, .uc, .ur, .ut: return nil
            default:
                return Complaint(
                    reason: "it is \(vr), which holds neither terms nor words", suggestion: Self.instead(vr))
            }
        case .clean:
            if Self.isCleanable(vr) || vr == .sq { return nil }
            return Complaint(reason: "it is \(vr), and only text can be cleaned", suggestion: Self.instead(vr))
        default: return nil
        }
    }

    /// VRs in which people write words that may stay. Names of people may not, nor addresses of the net.
    static func isCleanable(_ vr: VR) -> Bool {
        switch vr {
        case .cs, .lo, .lt, .sh, .st, .uc, .ut: true
        default: false
        }
    }

    /// Actions that fit a VR.
    private static func instead(_ vr: VR) -> String {
        switch vr {
        case .ui: "use \"uid\", \"remove\" or \"empty\""
        case .da, .dt, .tm: "use \"date\", \"remove\" or \"empty\""
        default: "use \"remove\", \"empty\", \"dummy\" or \"keep\""
        }
    }

    // MARK: Private elements

    /// What is wrong with a rule for private elements; only of some is it known what they are.
    func complaint(about attribute: PrivateAttribute, _ vr: VR?) -> Complaint? {
        if let vr = vr ?? SafePrivate.entry(for: attribute)?.vr { return complaint(about: vr) }
        switch rule {
        case .keep, .remove, .empty, .codeX: return nil
        default:
            return Complaint(
                reason: "nobody knows what it is, so no value can be made for it",
                suggestion: "say it with \"vr\", or use \"remove\", \"empty\" or \"keep\"")
        }
    }

    // MARK: Kinds of text

    /// What is wrong with a rule for a kind of text; the first attribute of the kind that it does not fit counts.
    func complaint(about kind: UngovernedText.Kind) -> Complaint? {
        for entry in UngovernedText.entries where entry.kind == kind && entry.mask.value >> 16 >= 0x0008 {
            let tag = Tag(entry.mask.value)
            guard let vr = DataDictionary.vr(of: tag), let complaint = complaint(about: vr) else { continue }
            return complaint.about(Self.name(tag))
        }
        return nil
    }

    // MARK: Facts

    private static let repeatingElements = DataDictionary.repeatingElements

    /// Why no data set that is written has the attribute, whatever a profile says.
    static func neverPasses(_ tag: Tag) -> String? {
        switch tag.group {
        case 0x0002: "group 0002 is made anew for every output, whatever a profile says"
        case 0x0000..<0x0008: "groups below 0008 never pass, whatever a profile says"
        default:
            if tag.isGroupLength {
                "group lengths never pass, whatever a profile says"
            } else if tag == .dataSetTrailingPadding {
                "padding never passes, whatever a profile says"
            } else if tag.group == 0xFFFE {
                "items are no attributes"
            } else {
                nil
            }
        }
    }

    private static func isBulk(_ tag: Tag) -> Bool {
        switch tag {
        case .pixelData, .floatPixelData, .doubleFloatPixelData, Tag(0x5400_1010), Tag(0x5600_0020): true
        default: false
        }
    }

    private static func name(_ tag: Tag) -> String {
        "\(tag)\(DataDictionary.keyword(of: tag).map { " \($0)" } ?? "")"
    }
}

extension RuleFit.Complaint {
    /// The same, of one attribute of many.
    fileprivate func about(_ name: String) -> Self {
        Self(reason: "of \(name): \(reason)", suggestion: suggestion)
    }
}
