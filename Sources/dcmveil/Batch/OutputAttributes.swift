import DICOM
import Standard

/// The values of chosen attributes at the top of an output, as text.
struct OutputAttributes {
    let tags: [Tag]

    /// - Parameter source: an output, or the part of it that was kept.
    /// - Returns: a text for each tag, empty where the output has no value; several values with a backslash between them.
    func values(in source: any ByteSource) -> [String] {
        let collector = AttributeCollector(tags)
        guard var input = try? DICOMInput.open(source, checksPixels: false) else { return collector.texts }
        var walk = ElementWalk(TagNames())
        let bytes = input.source
        // What was not kept ends the walk; what was read before holds.
        try? walk.run(&input.reader, bytes, collector)
        return collector.texts
    }
}

private final class AttributeCollector: ElementPrinter {
    private let places: [Tag: [Int]]
    private var field = FieldText(TextCodec())
    private(set) var texts: [String]
    /// Longer values are no names and no columns.
    private static let limit = 16 << 10

    init(_ tags: [Tag]) {
        texts = Array(repeating: "", count: tags.count)
        places = Dictionary(grouping: tags.indices, by: { tags[$0] })
    }

    func element(_ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource) {
        let element = shown.element
        guard shown.depth == 0, let places = places[shown.tag], element.isResident, element.lengthField <= Self.limit
        else {
            return
        }
        let start = element.valuePosition
        let bytes = reader.buffer.copy(start..<start + Int(element.lengthField))
        var values: [String] = []
        if shown.meaning.isText {
            try? field.read(bytes, of: shown) { part in
                switch part {
                case .value(let value, _), .piece(let value): values.append(String(decoding: value, as: UTF8.self))
                case .empty(let count): values += Array(repeating: "", count: count)
                case .begin, .end: break
                }
            }
        } else if var numbers = NumberValue(shown.meaning, isBigEndian: element.encoding.isBigEndian) {
            numbers.read(bytes) { values.append(String(decoding: $0, as: UTF8.self)) }
        }
        let text = values.joined(separator: "\\")
        for place in places { texts[place] = text }
    }

    func begin(_ file: InspectedFile) {}
    func beginSequence(_ shown: ShownElement) {}
    func beginItem(_ element: Element, number: Int, depth: Int) {}
    func endItem() {}
    func endSequence() {}
    func beginFragments(_ shown: ShownElement) {}
    func fragment(
        _ element: Element, number: Int, depth: Int, _ reader: inout DataSetReader, _ source: any ByteSource
    ) {}
    func endFragments() {}
    func trailing(_ element: Element) {}
    func end(_ ending: InspectedFile.Ending) {}
}
