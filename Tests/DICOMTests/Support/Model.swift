import DICOM
import Standard

/// A data set as a value: what a random test edits beside the code under test.
indirect enum Node {
    case value(UInt32, String, [UInt8])
    case sequence(UInt32, undefined: Bool, items: [(undefined: Bool, nodes: [Node])])

    var tag: UInt32 {
        switch self {
        case .value(let tag, _, _), .sequence(let tag, _, _): tag
        }
    }

    func encoded(_ wire: Wire) -> [UInt8] {
        switch self {
        case .value(let tag, let vr, let value): wire.element(tag, vr, value)
        case .sequence(let tag, let undefined, let items):
            wire.sequence(
                tag, items.map { wire.item($0.nodes.flatMap { $0.encoded(wire) }, undefined: $0.undefined) },
                undefined: undefined)
        }
    }
}

/// What happens to one element, in the order met.
enum Change {
    case keep, drop
    case replace([UInt8])
    /// A new element in front.
    case insert([UInt8])
}

struct ModelMaker {
    var random: Seeded
    static let values: [(UInt32, String)] = [
        (0x0008_0008, "CS"), (0x0008_0060, "CS"), (0x0010_0010, "PN"), (0x0010_4000, "LT"), (0x0018_0050, "DS"),
        (0x0020_000D, "UI"), (0x0028_0010, "US"), (0x0040_0007, "LO"),
    ]
    static let sequences: [UInt32] = [0x0008_1140, 0x0040_0275, 0x0040_A730, 0x5200_9230]

    mutating func nodes(_ depth: Int) -> [Node] {
        var nodes: [Node] = []
        for (tag, vr) in Self.values where random.chance(50) {
            let size =
                random.chance(3)
                ? Int.random(in: 1000...3000, using: &random) * 2 : Int.random(in: 0...8, using: &random) * 2
            nodes.append(.value(tag, vr, random.bytes(size)))
        }
        if depth < 4 {
            for tag in Self.sequences where random.chance(35) {
                let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    (undefined: random.chance(50), nodes: self.nodes(depth + 1))
                }
                nodes.append(.sequence(tag, undefined: random.chance(50), items: items))
            }
        }
        if depth == 0, random.chance(50) {
            nodes.append(.value(0x7FE0_0010, "OW", random.bytes(Int.random(in: 0...40_000, using: &random) * 2)))
        }
        return nodes.sorted { $0.tag < $1.tag }
    }

    /// Changes the nodes, and says what it did in the order of a walk.
    mutating func changed(_ nodes: [Node], _ wire: Wire, _ log: inout [Change]) -> [Node] {
        var out: [Node] = []
        for node in nodes {
            let draw = Int.random(in: 0..<10, using: &random)
            switch (node, draw) {
            case (_, 0), (_, 1):
                log.append(.drop)
            case (.value(let tag, let vr, _), 2), (.value(let tag, let vr, _), 3):
                let value = random.bytes(Int.random(in: 0...20, using: &random) * 2)
                log.append(.replace(wire.element(tag, vr, value)))
                out.append(.value(tag, vr, value))
            case (_, 4):
                let new = Node.value(node.tag - 1, "LO", random.bytes(6))
                log.append(.insert(new.encoded(wire)))
                out += [new, descend(node, wire, &log)]
            default:
                log.append(.keep)
                out.append(descend(node, wire, &log))
            }
        }
        return out
    }

    private mutating func descend(_ node: Node, _ wire: Wire, _ log: inout [Change]) -> Node {
        guard case .sequence(let tag, let undefined, let items) = node else { return node }
        var changedItems: [(undefined: Bool, nodes: [Node])] = []
        for item in items { changedItems.append((item.undefined, changed(item.nodes, wire, &log))) }
        return .sequence(tag, undefined: undefined, items: changedItems)
    }
}

/// Turns changes into edits as an engine does: by offsets, with the growth of what is inside added up.
func edits(_ elements: [Element], _ changes: [Change], _ wire: Wire, _ edits: inout EditList) {
    struct Frame {
        var place: Int?
        var length: UInt32
        var growth = 0
    }
    var frames = [Frame(place: nil, length: 0)]
    var next = changes.makeIterator()
    var dropping: (start: Int, depth: Int)?
    for element in elements {
        let opens = [.sequence, .item, .fragments].contains(element.kind)
        let closes = [.itemEnd, .sequenceEnd].contains(element.kind)
        if let from = dropping {
            dropping!.depth += opens ? 1 : closes ? -1 : 0
            guard dropping!.depth == 0 else { continue }
            edits.drop(from.start..<element.endOffset)
            frames[frames.count - 1].growth -= element.endOffset - from.start
            dropping = nil
            continue
        }
        func open(_ edits: inout EditList) {
            frames.append(
                Frame(
                    place: element.length == nil ? nil : edits.reserveLength(at: element.valueOffset - 4),
                    length: element.lengthField))
        }
        if element.kind == .item {
            open(&edits)
        } else if closes {
            let frame = frames.removeLast()
            frames[frames.count - 1].growth += frame.growth
            if let place = frame.place, frame.growth != 0 {
                edits.setLength(place, to: UInt32(Int(frame.length) + frame.growth), bigEndian: wire.isBig)
            }
        } else {
            switch next.next()! {
            case .keep:
                if opens { open(&edits) }
            case .drop:
                if opens {
                    dropping = (element.offset, 1)
                } else {
                    edits.drop(element.offset..<element.endOffset)
                    frames[frames.count - 1].growth -= element.endOffset - element.offset
                }
            case .replace(let bytes):
                frames[frames.count - 1].growth += edits.replace(element.offset..<element.endOffset) { $0 += bytes }
            case .insert(let bytes):
                frames[frames.count - 1].growth += edits.replace(element.offset..<element.offset) { $0 += bytes }
                if opens { open(&edits) }
            }
        }
    }
}
