import Standard

/// What a profile lets outputs hold, for those who check them without asking the engine.
public struct Allowances: Sendable {
    /// Attributes that keep their values, in some places at least.
    public private(set) var kept: [TagMask] = []
    /// Of those, the code strings that keep whatever they hold; others keep terms and known words.
    public private(set) var keptTerms: [TagMask] = []
    /// Text that is cleaned, in some places at least, and kept as it is in none.
    public private(set) var cleaned: [TagMask] = []
    /// Dates and times that are moved, in some places at least.
    public private(set) var moved: [TagMask] = []
    /// Attributes that a rule of the profile removes by name, wherever they stand.
    public private(set) var removed: [TagMask] = []
    public let keepsPrivate: Bool
    /// Private elements that stay, in some places at least: a VR where it is known, and whether the values are the original
    /// ones whatever they are.
    public private(set) var privateAttributes: [(attribute: PrivateAttribute, vr: VR?, isOriginal: Bool)] = []
    public let keepsUnknown: Bool
    public let keepsCodestreams: Bool
    /// Recordings of voices stay: the site names Waveform Data, or nothing is de-identified.
    public let keepsVoices: Bool

    public init(_ profile: CompiledProfile) {
        keepsPrivate = profile.privateAttributes == .keep
        for (attribute, found) in profile.privateRules.all where ![.remove, .empty, .codeX].contains(found.rule) {
            let isOriginal = found.rule == .keep && found.vr.map { !Self.isNumber($0) } ?? true
            privateAttributes.append((attribute, found.vr, isOriginal && !(found.isDefault && found.vr == nil)))
        }
        keepsUnknown = profile.unknown == .keep
        keepsCodestreams = !profile.profile.scrubsCodestreams
        keepsVoices = !profile.profile.usesTable || profile.isVouchedFor(RecordedVoice.waveformData)
        for position in 0..<DataDictionary.count {
            let tag = DataDictionary.tag(at: position)
            add(TagMask(value: tag.rawValue, mask: .max), profile, tag)
        }
        for mask in DataDictionary.repeatingElements { add(mask, profile, Tag(mask.value)) }
    }

    private static func isNumber(_ vr: VR) -> Bool {
        switch vr {
        case .at, .ds, .fd, .fl, .is, .sl, .sq, .ss, .sv, .ul, .us, .uv: true
        default: false
        }
    }

    /// Whether content items of some concepts keep their UIDs (Table E.3.4-1).
    private static func keepsUIDsOfContent(_ profile: CompiledProfile) -> Bool {
        let options = profile.profile.options
        return profile.find(Tag(0x0040_A730)).rule == .clean
            && (options.contains(.retainUIDs) || options.contains(.retainDeviceIdentity))
    }

    private mutating func add(_ mask: TagMask, _ profile: CompiledProfile, _ tag: Tag) {
        let rules = [profile.find(tag).rule] + profile.conditionalRules(for: tag).map(\.rule)
        // What nothing names, and the engine lets go all the same.
        if tag == DummyValue.drawing, rules.count == 1, profile.find(tag).isDefault, profile.profile.usesTable {
            return
        }
        if rules.contains(.keep) || rules.contains(.known) || tag == .uidValue && Self.keepsUIDsOfContent(profile) {
            kept.append(mask)
            if rules.contains(.keep), DataDictionary.vr(of: tag) == .cs { keptTerms.append(mask) }
        } else if rules.contains(.clean) || tag == .textValue && profile.find(Tag(0x0040_A730)).rule == .clean {
            // What content items say is cleaned with them, whatever else becomes of text (PS3.15 E.3.5).
            cleaned.append(mask)
        } else if rules.contains(.date) {
            moved.append(mask)
        } else if rules == [.remove], case .statement = profile.origin(of: tag) {
            removed.append(mask)
        }
    }
}
