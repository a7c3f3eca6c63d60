import DICOM
import Standard

/// What a walk met, without where in memory it lay: comparable between kinds of sources.
struct Met: Equatable, CustomStringConvertible {
    var kind: Element.Kind
    var tag: UInt32
    var vr: String
    var length: UInt32
    var offset: Int

    init(_ kind: Element.Kind, _ tag: UInt32, _ vr: String, _ length: UInt32, at offset: Int) {
        (self.kind, self.tag, self.vr, self.length, self.offset) = (kind, tag, vr, length, offset)
    }

    init(_ element: Element) {
        self.init(element.kind, element.tag.rawValue, element.vr.description, element.lengthField, at: element.offset)
    }

    var description: String { "\(kind) \(Tag(tag)) \(vr) \(length)@\(offset)" }
}

/// A short form for tables: kind, tag, VR, length.
func brief(_ steps: [Met]) -> [String] {
    steps.map { step in
        switch step.kind {
        case .itemEnd, .sequenceEnd: "\(step.kind)"
        case .item, .fragment: "\(step.kind) \(step.length == 0xFFFF_FFFF ? "?" : String(step.length))"
        default:
            "\(Tag(step.tag)) \(step.vr) \(step.length == 0xFFFF_FFFF ? "?" : String(step.length))"
                + (step.kind == .element ? "" : " \(step.kind)")
        }
    }
}

/// Walks a bare run of elements.
func walk(
    _ bytes: [UInt8], _ encoding: Encoding, limits: DataSetReader.Limits = .init()
) throws(ParseError) -> [Met] {
    var reader = DataSetReader(MemorySource(bytes), at: 0, encoding: encoding, limits: limits)
    var steps: [Met] = []
    while let element = try reader.next() { steps.append(Met(element)) }
    return steps
}

/// Walks a whole file of any kind, passing bulk on as a writer would.
func walkFile(
    _ source: any ByteSource, limits: DataSetReader.Limits = .init()
) throws(ParseError) -> (steps: [Met], deviations: DataSetReader.Deviations) {
    var input = try DICOMInput.open(source, limits: limits)
    var steps: [Met] = []
    while true {
        var elements: [Element] = []
        let end = try input.reader.readSegment(into: &elements)
        steps += elements.map(Met.init)
        switch end {
        case .endOfDataSet: return (steps, input.reader.deviations)
        case .batch: break
        case .pause: input.reader.beginSegment()
        case .bulk(let length):
            try input.reader.passBulk(length, failure: { $0 }) { _ throws(ParseError) in }
            input.reader.beginSegment()
        }
    }
}

/// The code of the error that `body` throws, or `nil`.
func code(_ body: () throws -> Void) -> ParseError.Code? {
    do { try body() } catch {
        if case .read(let error) = error as? TransferError { return error.code }
        return (error as? ParseError)?.code
    }
    return nil
}

extension Wire {
    var encoding: Encoding { Encoding(isExplicitVR: isExplicit, isBigEndian: isBig) }
}
