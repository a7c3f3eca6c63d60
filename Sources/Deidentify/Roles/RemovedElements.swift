import DICOM
import Standard

/// The elements of the top level that the output does not have as they were, in Explicit VR Little Endian.
///
/// A sequence is written down as it is read and forgotten if nothing in it was changed: only at its end is that known.
struct RemovedElements {
    struct Kept {
        var tag: Tag
        var vr: VR
        /// In `bytes`.
        var range: Range<Int>
        /// A sequence that the output has, too, with other things in it.
        var remains = false
    }

    private(set) var bytes: [UInt8] = []
    private(set) var kept: [Kept] = []
    /// (0008,0005) and (0008,0018) of the original, whether they were changed or not.
    private(set) var characterSet: [UInt8] = []
    private(set) var sopInstanceUID: [UInt8] = []
    private let limit: Int
    /// Bytes of (0008,0005): all defined terms together have fewer.
    private static let longestCharacterSet = 1 << 10
    private let transcriber = ElementTranscriber(to: .explicitLittleEndian)
    private var depth = StepDepth()
    /// The element of the top level that is open: its header, where it starts in `bytes`, and whether it grew too large.
    private var open: (element: Element, start: Int, isTooLarge: Bool)?
    private var place = 0
    /// The sequence has been written; nothing can be added to it.
    var isWritten = false

    init(limit: Int) { self.limit = limit }

    /// Takes the steps that have just been decided on.
    ///
    /// - Parameter isNewSegment: `edits` begins anew.
    mutating func collect(
        _ elements: [Element], _ reader: borrowing DataSetReader, _ source: any ByteSource, edits: EditList,
        isNewSegment: Bool
    ) throws(ParseError) {
        if isNewSegment { place = 0 }
        for element in elements {
            let isAtTop = depth.step(element) == 0
            switch element.kind {
            case .element where isAtTop: try value(element, reader, source, edits)
            case .sequence where isAtTop, .fragments where isAtTop:
                if Self.isKept(element.tag) { open = (element, bytes.count, false) }
                try append(element, reader, source)
            case .sequenceEnd where isAtTop:
                try append(element, reader, source)
                try close(end: element.endOffset, edits)
            case .element, .sequence, .fragments, .fragment, .item, .itemEnd, .sequenceEnd:
                try append(element, reader, source)
            case .trailing: break
            }
        }
    }

    private mutating func value(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource, _ edits: EditList
    ) throws(ParseError) {
        switch element.tag {
        case .specificCharacterSet:
            characterSet = try value(of: element, reader) { $0.count <= Self.longestCharacterSet }
        // `reveal` puts it into File Meta.
        case .sopInstanceUID: sopInstanceUID = try value(of: element, reader) { $0.isEmpty || UIDForm.isMet(by: $0) }
        default: break
        }
        guard Self.isKept(element.tag), edits.concern(element.offset..<element.endOffset, from: &place) else { return }
        if isWritten { throw ParseError(.tooLateToKeep, at: element.offset, tag: element.tag) }
        guard bytes.count + ElementTranscriber.size(of: element) <= limit else {
            throw ParseError(.tooMuchToKeep, at: element.offset, tag: element.tag)
        }
        let start = bytes.count
        try transcriber.append(element, reader, source, to: &bytes)
        kept.append(Kept(tag: element.tag, vr: element.vr, range: start..<bytes.count))
    }

    /// A value that stands in what is sealed whether it was changed or not.
    private func value(
        of element: Element, _ reader: borrowing DataSetReader, _ isSuitable: ([UInt8]) -> Bool
    ) throws(ParseError) -> [UInt8] {
        if element.isResident {
            let value = element.trimmedValue(reader.buffer)
            if isSuitable(value) { return value }
        }
        throw ParseError(.unexpectedContent, at: element.offset, tag: element.tag)
    }

    /// A step inside of a sequence. Whether it is too much is decided where it ends: it may not have been changed.
    private mutating func append(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource
    ) throws(ParseError) {
        guard let open, !open.isTooLarge else { return }
        if isWritten || bytes.count + ElementTranscriber.size(of: element) > limit
            || !element.isResident && source.size == nil
        {
            bytes.removeLast(bytes.count - open.start)
            self.open?.isTooLarge = true
            return
        }
        try transcriber.append(element, reader, source, to: &bytes)
    }

    private mutating func close(end: Int, _ edits: EditList) throws(ParseError) {
        guard let open else { return }
        self.open = nil
        // A sequence that goes, goes from its tag on; the length of one that stays may change.
        let goes = edits.concern(open.element.offset..<open.element.offset + 4, from: &place)
        guard edits.concern(open.element.offset..<end, from: &place) else {
            bytes.removeLast(bytes.count - open.start)
            return
        }
        if isWritten { throw ParseError(.tooLateToKeep, at: open.element.offset, tag: open.element.tag) }
        if open.isTooLarge { throw ParseError(.tooMuchToKeep, at: open.element.offset, tag: open.element.tag) }
        kept.append(Kept(tag: open.element.tag, vr: .sq, range: open.start..<bytes.count, remains: !goes))
    }

    /// What comes back never: pixels are blanked and not removed, statements of an earlier de-identification are not those of
    /// this one, what an earlier tool sealed is not ours to pass on, and some elements have no place in a data set.
    static func isKept(_ tag: Tag) -> Bool {
        if Engine.neverPasses(tag) || tag.group == 0x7FE0 || tag == .encryptedAttributesSequence { return false }
        return !MarkerAttributes.tags.contains(tag) && tag != .specificCharacterSet
    }
}

extension Tag {
    static var encryptedAttributesSequence: Tag { Tag(0x0400_0500) }
    static var encryptedContentTransferSyntaxUID: Tag { Tag(0x0400_0510) }
    static var encryptedContent: Tag { Tag(0x0400_0520) }
    static var modifiedAttributesSequence: Tag { Tag(0x0400_0550) }
}
