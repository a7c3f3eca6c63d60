import Standard

/// What a profile does, in words, attribute by attribute: something to compare with what another one does, or this one does by
/// the tables of another edition.
public struct ProfileActions: Sendable {
    /// The profile, the edition and the digest, in one line.
    let title: String
    let edition: String
    /// By what is named: `(0008,0050) AccessionNumber`.
    var attributes: [TagMask: String] = [:]
    /// Rules with conditions, each as a line.
    var conditionals: [String] = []
    /// Private attributes that something names; others are as `general`.
    var privates: [String: String] = [:]
    /// What is about no single attribute, in the order in which it is told.
    var whole: [(name: String, text: String)] = []

    /// What happens by the option that knows safe private attributes.
    static let asSafe = "as safe"
    static let general = "private attributes"

    /// - Parameters:
    ///   - masks: that something else names, and that are told of as well.
    ///   - sopClassUID: of the objects that it is about; then actions are those of the Type that the attribute has at the top level
    ///     of their IOD, and of no others.
    public init(_ profile: CompiledProfile, with masks: [TagMask] = [], sopClassUID: String? = nil) {
        edition = DataDictionary.edition
        title = "profile \(profile.profile.name), PS3.15 \(edition), sha256 \(profile.profile.digest)"
        let place = sopClassUID.flatMap { AttributeTypes.place(forSOPClass: Array($0.utf8)) }
        for mask in Set(masks).union(Self.masks(profile)) {
            let tag = Tag(mask.value)
            if RuleFit.neverPasses(tag) != nil, mask.mask == 0xFFFF_FFFF { continue }
            attributes[mask] = Self.action(tag, profile, sopClassUID == nil ? nil : .some(place))
        }
        conditionals =
            profile.conditionals.map { rule in
                "\(rule.vr.map { "VR \($0)" } ?? Self.name(rule.mask)): \(rule.rule.name) when \(rule.condition)"
            }
            + profile.privateRules.blocks.flatMap(\.conditionals).map {
                "\($0.attribute): \($0.found.rule.name) when \($0.condition)"
            }
        for attribute in profile.privateRules.namedAttributes {
            let found = profile.privateRules.find(attribute)
            if case .safe = found.origin {
                privates[attribute.description] = Self.asSafe
            } else {
                privates[attribute.description] = found.rule.name
            }
        }
        whole = Self.whole(profile)
    }

    /// An attribute as lines have it.
    static func name(_ mask: TagMask) -> String {
        "\(mask)\(DataDictionary.keyword(of: Tag(mask.value)).map { " \($0)" } ?? "")"
    }

    /// - Parameter place: in an IOD; `.some(nil)`: of a SOP Class that the tables do not have; `nil`: wherever.
    private static func action(_ tag: Tag, _ profile: CompiledProfile, _ place: AttributeTypes.Place??) -> String {
        let found = profile.find(tag)
        let goes = profile.profile.removesOptional && isRemovedWhereOptional(tag, found)
        guard let place else {
            return goes && found.rule.resolved(nil) != .remove ? "\(found.rule.name) if needed" : found.rule.name
        }
        let type = place.flatMap { AttributeTypes.type(of: tag, at: $0) }
        if goes, type == nil || type == .type3 { return Rule.remove.name }
        return found.rule.resolved(type).name
    }

    /// Whether `"optional": "remove"` is about the attribute.
    private static func isRemovedWhereOptional(_ tag: Tag, _ found: CompiledProfile.Found) -> Bool {
        if StructuralAttributes.contains(tag) || StructuralAttributes.identifies(tag) { return false }
        return !ConditionAttributes.contains(tag) && (found.rule != .keep || found.isDefault)
    }

    /// Every attribute of PS3.6, and the tags and masks beside it that the profile names.
    private static func masks(_ profile: CompiledProfile) -> Set<TagMask> {
        var masks = Set(DataDictionary.repeatingElements)
        for position in 0..<DataDictionary.count {
            masks.insert(TagMask(value: DataDictionary.tag(at: position).rawValue, mask: 0xFFFF_FFFF))
        }
        for mask in profile.namedMasks where DataDictionary.positions(matching: mask).isEmpty { masks.insert(mask) }
        return masks
    }

    private static func whole(_ profile: CompiledProfile) -> [(name: String, text: String)] {
        let form = profile.profile.pseudonym
        let codes = profile.methodCodes
        return [
            ("attributes that the IOD does without", profile.profile.removesOptional ? "remove" : "by the rules"),
            (general, profile.privateAttributes.name), ("unknown attributes", profile.unknown.name),
            ("codestreams", profile.profile.codestreams.rawValue),
            ("days of shift", "\(profile.profile.shift.lowerBound) to \(profile.profile.shift.upperBound)"),
            (
                "pseudonyms",
                "\(String(decoding: form.prefix, as: UTF8.self)) and \(form.length) of \(form.alphabet.rawValue)"
            ),
            ("subject codes", profile.profile.subjects?.file ?? "none"),
            ("(0012,0064)", codes.isEmpty ? "none" : codes.map(\.value).joined(separator: " ")),
        ]
    }
}
