import DICOM
import Standard

/// The items of an Encrypted Attributes Sequence: what each is encrypted as, and the block itself.
struct EncryptedItems {
    struct Item {
        var transferSyntax: [UInt8] = []
        var content: [UInt8] = []
    }

    private(set) var items: [Item] = []
    private(set) var isPresent = false
    /// As many as there may be, and bytes of all.
    private static let maximum = 64
    private static let limit = 96 << 20

    /// Collects them from the top level of the steps of a segment.
    ///
    /// - Throws: `.tooMuchToKeep` beyond the limits.
    init(_ elements: [Element], _ reader: borrowing DataSetReader, _ source: any ByteSource) throws(ParseError) {
        let transcriber = ElementTranscriber(to: .explicitLittleEndian)
        var depth = StepDepth()
        var isInside = false
        var total = 0
        for element in elements {
            let place = depth.step(element)
            if place == 0 {
                isInside = element.kind == .sequence && element.tag == .encryptedAttributesSequence
                if isInside { isPresent = true }
            }
            guard isInside else { continue }
            switch element.kind {
            case .item where place == 1: items.append(Item())
            case .element where place == 2:
                total += Int(element.lengthField)
                guard total <= Self.limit, items.count <= Self.maximum else {
                    throw ParseError(.tooMuchToKeep, at: element.offset, tag: element.tag)
                }
                if element.tag == .encryptedContentTransferSyntaxUID, element.isResident {
                    items[items.count - 1].transferSyntax = element.trimmedValue(reader.buffer)
                } else if element.tag == .encryptedContent {
                    var bytes: [UInt8] = []
                    try transcriber.append(element, reader, source, to: &bytes)
                    items[items.count - 1].content = Array(bytes.dropFirst(12))
                }
            default: break
            }
        }
    }
}
