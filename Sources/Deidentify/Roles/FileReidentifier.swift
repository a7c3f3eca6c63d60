import DICOM
import Standard

/// Gives back what encrypted items hold (PS3.15 E.1.2): reads, checks every item that opens, and only then writes.
///
/// For one thread. Memory is bounded by the headers of the largest file and by what was removed from it.
public struct FileReidentifier {
    private let openers: [@Sendable ([UInt8]) -> OpenedItem]
    private let versionName: String
    private var elements: [Element] = []
    private var edits = EditList()
    private var characterSetTerms = CharacterSetTermCache()
    /// Where the walk is, across segments.
    private var depth = StepDepth()
    private var next = 0
    /// What has been written in its place.
    private var replaced: Set<Tag> = []
    /// The element of the top level that is replaced or dropped, while its content passes.
    private var replacing: (start: Int, index: Int?)?
    /// Steps of one segment: a file of more is refused where it is in the middle of a sequence.
    private static let batch = 1 << 20

    /// - Parameter openers: each opens CMS EnvelopedData with one key of the person who called.
    public init(versionName: String, openers: [@Sendable ([UInt8]) -> OpenedItem]) {
        self.versionName = versionName
        self.openers = openers
    }

    /// Reads `source` and writes the result to what `output` returns.
    ///
    /// - Parameter output: called once it is known that something can be given back.
    public mutating func run(
        _ source: any ByteSource, output: () throws -> any ByteSink
    ) throws(RevealError) -> RevealReport {
        var input: DICOMInput
        var limits = DataSetReader.Limits()
        limits.batch = Self.batch
        do { input = try DICOMInput.open(source, limits: limits, checksPixels: false) } catch { throw .parse(error) }
        elements.removeAll(keepingCapacity: true)
        var segment: DataSetReader.SegmentEnd
        do { segment = try input.reader.readSegment(into: &elements) } catch { throw .parse(error) }
        let sopInstanceUID = try uid(.sopInstanceUID, input.reader)
        if sopInstanceUID.isEmpty { throw .refused(.noSOPInstanceUID) }
        var sopClassUID = try uid(.sopClassUID, input.reader)
        if sopClassUID.isEmpty { sopClassUID = input.meta.mediaStorageSOPClassUID }
        guard sopClassUID.isEmpty || UIDForm.isMet(by: sopClassUID) else { throw .refused(.badUID) }
        var isWhole = false
        if case .endOfDataSet = segment { isWhole = true }
        let restored = try restored(input, sopInstanceUID, isWhole: isWhole)
        let sink: any ByteSink
        do { sink = try output() } catch { throw .output(error) }
        do throws(TransferError) {
            var plain = Rewriter(to: sink)
            var fileMeta = FileMetaWriter(versionName: versionName)
            try plain.write(
                fileMeta.make(
                    sopClassUID: restored.sopClassUID ?? sopClassUID,
                    sopInstanceUID: restored.sopInstanceUID ?? sopInstanceUID,
                    transferSyntaxUID: input.meta.transferSyntax.uid))
            if input.meta.transferSyntax.isDeflated {
                try plain.flush()
                let deflate = DeflateSink(to: sink)
                var rewriter = Rewriter(to: deflate)
                try rewrite(&input, from: 0, &segment, restored, &rewriter)
                try deflate.finish()
            } else {
                try rewrite(&input, from: input.meta.dataSetOffset, &segment, restored, &plain)
            }
        } catch {
            if case .read(let error) = error { throw .parse(error) }
            throw .transfer(error)
        }
        return RevealReport(roles: restored.roles, elements: restored.count, isEverything: restored.isEverything)
    }

    /// What the object says of itself, to be written into File Meta; empty where it says nothing. Of an element that stands
    /// twice, the first counts.
    private func uid(_ tag: Tag, _ reader: borrowing DataSetReader) throws(RevealError) -> [UInt8] {
        for element in TopLevel(elements) where element.tag == tag {
            guard element.kind == .element, element.isResident else { throw .refused(.badUID) }
            let value = element.trimmedValue(reader.buffer)
            if value.isEmpty { continue }
            guard UIDForm.isMet(by: value) else { throw .refused(.badUID) }
            return value
        }
        return []
    }

    // MARK: What comes back

    private mutating func restored(
        _ input: borrowing DICOMInput, _ sopInstanceUID: [UInt8], isWhole: Bool
    ) throws(RevealError) -> RestoredElements {
        let found: EncryptedItems
        do { found = try EncryptedItems(elements, input.reader, input.source) } catch { throw .parse(error) }
        if !found.isPresent { throw .refused(isWhole ? .noEncryptedAttributes : .comesTooLate) }
        var restored = RestoredElements(input.meta.encoding)
        var hasOpened = false
        for item in found.items {
            for open in openers {
                guard let opened = try Self.opened(open(item.content), sopInstanceUID) else { continue }
                do { try restored.add(opened) } catch { throw .refused(.altered) }
                hasOpened = true
                break
            }
        }
        if !hasOpened { throw .refused(.notForThisKey) }
        if restored.hasBadUID { throw .refused(.badUID) }
        if restored.hasForeignText {
            let terms = standardTerms(restored.characterSet ?? [])
            guard terms == standardTerms(characterSet(input.reader)) else { throw .refused(.otherCharacterSet) }
        }
        do throws(ParseError) {
            try restored.addNestedSequences(elements, input.reader, input.source)
        } catch { throw .parse(error) }
        restored.addStatements()
        return restored
    }

    /// What an item holds, once it is known to be whole and of this object; `nil` where it is not for the key.
    private static func opened(_ item: OpenedItem, _ sopInstanceUID: [UInt8]) throws(RevealError) -> RoleContent.Opened?
    {
        switch item {
        case .closed: return nil
        case .altered, .malformed: throw .refused(.altered)
        case .content(let content, let isCertain):
            do { return try RoleContent.check(content, of: sopInstanceUID) } catch {
                switch error {
                case .ofAnotherObject: throw .refused(.ofAnotherObject)
                // libcrypto hands out noise for what is not for the key, so that nobody can try keys by its answers.
                case .altered where !isCertain && !RoleContent.isLikely(content): return nil
                case .altered: throw .refused(.altered)
                }
            }
        }
    }

    private mutating func standardTerms(_ value: [UInt8]) -> [UInt8] { characterSetTerms.terms(for: value) ?? value }

    private func characterSet(_ reader: borrowing DataSetReader) -> [UInt8] {
        for element in TopLevel(elements) where element.kind == .element && element.tag >= .specificCharacterSet {
            let isIt = element.tag == .specificCharacterSet && element.isResident
            return isIt ? element.trimmedValue(reader.buffer) : []
        }
        return []
    }

    // MARK: Writing

    private mutating func rewrite(
        _ input: inout DICOMInput, from start: Int, _ segment: inout DataSetReader.SegmentEnd,
        _ restored: RestoredElements,
        _ rewriter: inout Rewriter
    ) throws(TransferError) {
        var start = start
        edits.removeAll()
        (depth, next, replacing) = (StepDepth(), 0, nil)
        replaced.removeAll()
        // Of what is there already, so that unordered elements are not doubled.
        let present = Set(TopLevel(elements).map(\.tag))
        while true {
            var isLast = false
            if case .endOfDataSet = segment { isLast = true }
            if case .batch = segment { throw .read(ParseError(.tooManyElements, at: input.reader.cursor)) }
            let end = input.reader.cursor
            for element in elements { step(element, restored, present, input.meta.encoding) }
            if replacing != nil {
                // A sequence of which the rest is in the next segment.
                throw .read(ParseError(.tooManyElements, at: end))
            }
            if isLast { insert(before: nil, at: end, restored, present) }
            try rewriter.write(start..<end, of: input.reader, input.source, edits: edits)
            if isLast { break }
            if case .bulk(let length) = segment {
                // The value is still in the stream; it goes if an edit reaches into it.
                let isDropped = edits.end > end
                try rewriter.flush()
                try input.reader.passBulk(length, failure: { .read($0) }) { bytes throws(TransferError) in
                    if !isDropped { try rewriter.write(bytes) }
                }
            }
            input.reader.beginSegment()
            elements.removeAll(keepingCapacity: true)
            start = input.reader.cursor
            edits.removeAll()
            do { segment = try input.reader.readSegment(into: &elements) } catch { throw .read(error) }
        }
        try rewriter.flush()
    }

    private mutating func step(
        _ element: Element, _ restored: RestoredElements, _ present: Set<Tag>, _ encoding: Encoding
    ) {
        guard depth.step(element) == 0 else { return }
        switch element.kind {
        case .element:
            begin(element, restored, present)
            end(at: element.endOffset, restored)
        case .sequence, .fragments: begin(element, restored, present)
        case .sequenceEnd: end(at: element.endOffset, restored)
        case .trailing: edits.drop(element.offset..<element.endOffset)
        case .item, .itemEnd, .fragment: break
        }
    }

    private mutating func begin(_ element: Element, _ restored: RestoredElements, _ present: Set<Tag>) {
        insert(before: element.tag, at: element.offset, restored, present)
        if let index = restored.index(of: element.tag) {
            replacing = (element.offset, index)
            replaced.insert(element.tag)
        } else if restored.dropped.contains(element.tag) {
            replacing = (element.offset, nil)
        }
    }

    private mutating func end(at offset: Int, _ restored: RestoredElements) {
        guard let (start, index) = replacing else { return }
        replacing = nil
        guard let index else { return edits.drop(start..<offset) }
        edits.replace(start..<offset) { $0.append(contentsOf: restored.bytes[restored.elements[index].range]) }
    }

    /// Inserts what comes before `tag` and is nowhere in the data set yet; all that is left when it is `nil`.
    private mutating func insert(before tag: Tag?, at offset: Int, _ restored: RestoredElements, _ present: Set<Tag>) {
        while next < restored.elements.count {
            let element = restored.elements[next]
            if let tag, element.tag >= tag { return }
            next += 1
            if present.contains(element.tag) || replaced.contains(element.tag) { continue }
            edits.replace(offset..<offset) { $0.append(contentsOf: restored.bytes[element.range]) }
        }
    }
}
