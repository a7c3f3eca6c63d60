import DICOM
import Standard

/// Leads a printer through a data set, and knows for each element the character set, private creators and nesting.
///
/// Nothing of what has been printed is kept, so that memory does not grow with the file.
struct ElementWalk {
    private struct Level {
        var isItem: Bool
        var items = 0
        var characterSet: SpecificCharacterSet
        /// Creators by group and block.
        var creators: [UInt32: String] = [:]
        var context: VRContext
    }

    /// Bytes of printed elements that may lie in the reader's buffer.
    private static let heldBytes = 256 << 10

    private let names: TagNames
    private var levels: [Level]

    init(_ names: TagNames) {
        self.names = names
        levels = [Level(isItem: true, characterSet: .default, context: VRContext())]
    }

    /// Walks to the end of what `reader` reads.
    mutating func run(
        _ reader: inout DataSetReader, _ source: any ByteSource, _ printer: any ElementPrinter
    ) throws {
        while let element = try reader.next() {
            try step(element, &reader, source, printer)
            try ValueReader.finish(element, &reader, source)
            // Letting go moves what was read ahead, so not after every element.
            if reader.buffer.count > Self.heldBytes || reader.runs.count > 1024 { reader.beginSegment() }
        }
    }

    private mutating func step(
        _ element: Element, _ reader: inout DataSetReader, _ source: any ByteSource, _ printer: any ElementPrinter
    ) throws {
        let depth = levels.count / 2
        let top = levels.count - 1
        switch element.kind {
        case .element:
            let shown = shown(element)
            if element.isResident { learn(shown, reader) }
            try printer.element(shown, &reader, source)
        case .sequence:
            try printer.beginSequence(shown(element))
            push(isItem: false)
        case .item:
            levels[top].items += 1
            try printer.beginItem(element, number: levels[top].items, depth: depth)
            push(isItem: true)
        case .itemEnd:
            levels.removeLast()
            try printer.endItem()
        case .sequenceEnd:
            let isFragments = levels[top].items < 0
            levels.removeLast()
            if isFragments { try printer.endFragments() } else { try printer.endSequence() }
        case .fragments:
            try printer.beginFragments(shown(element))
            push(isItem: false)
            // Counted downwards, which tells a run of fragments from a sequence.
            levels[levels.count - 1].items = -1
        case .fragment:
            try printer.fragment(element, number: -1 - levels[top].items, depth: depth, &reader, source)
            levels[top].items -= 1
        case .trailing: try printer.trailing(element)
        }
    }

    private mutating func push(isItem: Bool) {
        let top = levels[levels.count - 1]
        levels.append(Level(isItem: isItem, characterSet: top.characterSet, context: top.context))
    }

    private func shown(_ element: Element) -> ShownElement {
        let top = levels.count - 1
        var creator: String?
        if element.tag.isPrivate, !element.tag.isPrivateCreator {
            creator = levels[top].creators[UInt32(element.tag.group) << 8 | UInt32(element.tag.element >> 8)]
        }
        return ShownElement(
            element: element, meaning: levels[top].context.meaning(of: element, names), creator: creator,
            characterSet: levels[top].characterSet, depth: levels.count / 2)
    }

    /// Takes up what later elements of the level depend on.
    private mutating func learn(_ shown: ShownElement, _ reader: borrowing DataSetReader) {
        let element = shown.element
        let top = levels.count - 1
        let start = element.valuePosition
        let range = start..<start + Int(element.lengthField)
        if element.tag == .specificCharacterSet {
            levels[top].characterSet = SpecificCharacterSet(
                value: reader.buffer.copy(range.prefix(SpecificCharacterSet.longestValue)))
        } else if element.tag.isPrivateCreator, element.lengthField <= 256 {
            let key = UInt32(element.tag.group) << 8 | UInt32(element.tag.element)
            levels[top].creators[key] = Self.creator(reader.buffer.copy(range))
        } else if element.lengthField >= 2 {
            let big = element.encoding.isBigEndian
            switch element.tag {
            case VRContext.pixelRepresentation:
                levels[top].context.isSigned = reader.buffer.uint16(at: start, bigEndian: big) == 1
            case VRContext.lutDescriptor:
                levels[top].context.lutEntries = reader.buffer.uint16(at: start, bigEndian: big)
            default: break
            }
        }
    }

    private static func creator(_ bytes: [UInt8]) -> String {
        var bytes = bytes[...]
        while let last = bytes.last, last == 0x20 || last == 0 { bytes.removeLast() }
        while let first = bytes.first, first == 0x20 { bytes.removeFirst() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
