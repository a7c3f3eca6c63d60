import Standard

/// An attribute whose values a condition asks about, at one place of the data set: in the items of `sequences`, or at the top.
struct AskedAttribute: Hashable, Sendable {
    enum Name: Hashable, Sendable {
        /// One of PS3.6, or a repeating one.
        case standard(TagMask)
        /// Of the block that its creator has reserved at that place (PS3.5 §7.8.1).
        case ofCreator(PrivateAttribute)
    }

    /// From the top of the data set.
    var sequences: [Tag] = []
    var name: Name

    /// (0002,0010), which stands in front of the data set.
    static let transferSyntax = Tag(0x0002_0010)
    var isTransferSyntax: Bool { name == .standard(TagMask(value: Self.transferSyntax.rawValue, mask: 0xFFFF_FFFF)) }

    /// What PS3.6 allows; empty where it does not know the attribute.
    var vrs: [VR] {
        guard case .standard(let mask) = name else { return [] }
        if isTransferSyntax { return [.ui] }
        return DataDictionary.entry(for: Tag(mask.value))?.vrs ?? []
    }

    /// Whether `tag` may be what is asked about, or what it stands in; `isAtTop`: in the data set itself.
    func begins(at tag: Tag) -> Bool {
        if let first = sequences.first { return first == tag }
        return switch name {
        case .standard(let mask): mask.matches(tag)
        case .ofCreator(let attribute): attribute.group == tag.group && !tag.isPrivateCreator
        }
    }

    /// The last tag that it, or what it stands in, can have at the top level: once a greater one has come, it does not.
    var lastTag: Tag {
        if let first = sequences.first { return first }
        return switch name {
        case .standard(let mask): Tag(mask.value | ~mask.mask)
        case .ofCreator(let attribute): Tag(group: attribute.group, element: 0xFFFF)
        }
    }
}

extension AskedAttribute: CustomStringConvertible {
    var description: String {
        let own =
            switch name {
            case .standard(let mask): DataDictionary.keyword(of: Tag(mask.value)) ?? mask.description
            case .ofCreator(let attribute): attribute.description
            }
        return (sequences.map { DataDictionary.keyword(of: $0) ?? $0.description } + [own]).joined(separator: ".")
    }
}
