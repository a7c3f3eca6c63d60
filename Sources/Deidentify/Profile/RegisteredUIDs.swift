import Standard

/// Attributes whose UIDs name classes, syntaxes and code systems: they are registered, by PS3.6 or by a maker, and
/// identify no instance.
enum RegisteredUIDs {
    private static let tags: Set<Tag> = {
        var tags: Set<Tag> = [Tag(0x0008_010C), Tag(0x0008_0117), Tag(0x0008_0118)]
        for position in 0..<DataDictionary.count where DataDictionary.vr(at: position) == .ui {
            let tag = DataDictionary.tag(at: position)
            let keyword = DataDictionary.keyword(of: tag) ?? ""
            if words.contains(where: { ASCII.contains(keyword, $0) }) { tags.insert(tag) }
        }
        return tags
    }()
    private static let words: [StaticString] = [
        "SOPClassUID", "SOPClassesIn", "SOPClassesSupported", "TransferSyntaxUID",
    ]

    static func contains(_ tag: Tag) -> Bool { tags.contains(tag) }
}
