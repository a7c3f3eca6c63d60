import Standard

/// Attributes whose UIDs name classes, syntaxes and code systems: they are registered, by PS3.6 or by a maker, and
/// identify no instance.
enum RegisteredUIDs {
    private static let tags: Set<Tag> = {
        var tags: Set<Tag> = [Tag(0x0008_010C), Tag(0x0008_0117), Tag(0x0008_0118)]
        for position in DataDictionary.positions(of: .ui)
        where DataDictionary.keyword(at: position, contains: words) {
            tags.insert(DataDictionary.tag(at: position))
        }
        return tags
    }()
    private static let words: [StaticString] = [
        "SOPClassUID", "SOPClassesIn", "SOPClassesSupported", "TransferSyntaxUID",
    ]

    static func contains(_ tag: Tag) -> Bool { tags.contains(tag) }
}
