import DICOM
import Standard

/// Elements inside of sequences that a role may recover, though not the sequences: by the items that they stand in.
///
/// The engine takes no item out of a sequence that stays, so that its number finds it again in the output. Where a sequence
/// went altogether its elements find no place, and are not given back.
enum NestedElements {
    /// An item and what stood in it, encoded in Explicit VR Little Endian.
    struct Group {
        var path: [ParseError.PathStep]
        var elements: [(tag: Tag, bytes: Range<Int>)] = []
    }

    /// Those of a sequence of the top level.
    ///
    /// - Parameter sequence: in Explicit VR Little Endian.
    /// - Returns: ranges in `sequence`.
    static func find(in sequence: [UInt8], for scope: RecoveryScope) -> [Group] {
        var groups: [Group] = []
        let source = MemorySource(sequence)
        var reader = DataSetReader(source, at: 0, encoding: .explicitLittleEndian)
        var walk = PathWalk()
        // It was written here, and so reads well; were it otherwise, there would be nothing to give back.
        while let element = try? reader.next() {
            walk.step(element)
            guard element.kind == .element, walk.depth > 0, !walk.isForbidden, !element.tag.isPrivate,
                element.tag != .specificCharacterSet, scope.contains(element.tag, element.vr)
            else { continue }
            if groups.last?.path != walk.path { groups.append(Group(path: walk.path)) }
            groups[groups.count - 1].elements.append((element.tag, element.offset..<element.endOffset))
        }
        return groups
    }
}

/// Where a walk is: sequences and numbers of items from the top of the data set.
struct PathWalk {
    private(set) var path: [ParseError.PathStep] = []
    /// Sequences of which no item is open yet, or no more.
    private var open: [ParseError.PathStep] = []

    /// Whether no sequence is open.
    var isAtTop: Bool { open.isEmpty }

    /// Items that are open.
    var depth: Int { path.count }

    /// Whether it is inside of something from which single values are not taken: what a report says is its author's, whatever the
    /// attribute (a date of birth is a date there), and private sequences are of unknown meaning.
    var isForbidden: Bool { path.contains { $0.tag == Tag(0x0040_A730) || $0.tag.isPrivate || $0.tag.group == 0x0400 } }

    mutating func step(_ element: Element) {
        switch element.kind {
        case .sequence, .fragments: open.append(ParseError.PathStep(tag: element.tag, item: 0))
        case .item:
            open[open.count - 1].item += 1
            path.append(open[open.count - 1])
        case .itemEnd: path.removeLast()
        case .sequenceEnd: open.removeLast()
        case .element, .fragment, .trailing: break
        }
    }
}
