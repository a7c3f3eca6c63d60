import DICOM
import Standard

/// Changes of the bytes, and of the lengths around them.
extension Engine {
    mutating func push(
        _ element: Element, _ place: PlaceCache.ID, _ emptiness: Emptiness, _ edits: inout EditList
    ) {
        let hasLength = element.length != nil
        frames.append(
            Frame(
                place: place, tag: element.tag,
                lengthPlace: hasLength ? edits.reserveLength(at: element.valueOffset - 4) : nil,
                length: element.lengthField,
                isBigEndian: element.encoding.isBigEndian,
                emptiness: emptiness, content: element.valueOffset,
                headerLength: element.headerLength))
        inheritCleaning()
    }

    /// What is inside is cleaned by what holds around it.
    private mutating func inheritCleaning() {
        guard cleansText, frames.count > 1 else { return }
        frames[frames.count - 1].isCleaned = frames[frames.count - 2].isCleaned
    }

    /// Whether the header is written anew, for what stands in it is not what PS3.5 §7.1.2 says.
    func hasOddHeader(_ element: Element) -> Bool {
        element.lacksVR || element.hasReservedBytes && usesTable
    }

    /// A sequence that stays. Where its header is written anew its length may have had 16 bits: it becomes undefined.
    mutating func open(
        _ element: Element, _ place: PlaceCache.ID, _ emptiness: Emptiness, _ edits: inout EditList
    ) {
        guard hasOddHeader(element) else { return push(element, place, emptiness, &edits) }
        let encoder = ElementEncoder(element.encoding)
        frames[frames.count - 1].growth += edits.replace(element.offset..<element.valueOffset) {
            encoder.appendHeader(element.tag, element.vr, length: 0xFFFF_FFFF, to: &$0)
        }
        frames.append(
            Frame(
                place: place, tag: element.tag, lengthPlace: nil, length: 0xFFFF_FFFF,
                isBigEndian: element.encoding.isBigEndian, emptiness: emptiness, lacksDelimiter: element.length != nil,
                content: element.valueOffset,
                headerLength: element.headerLength))
        inheritCleaning()
    }

    /// - Parameter element: the end of the item or sequence.
    mutating func pop(_ element: Element, _ edits: inout EditList) {
        if frames[frames.count - 1].growth < 0, goesEmptied(end: element) { return removeOpen(end: element, &edits) }
        if frames[frames.count - 1].lacksDelimiter, element.headerLength == 0 {
            frames[frames.count - 1].growth += edits.replace(element.offset..<element.offset) {
                ElementEncoder(element.encoding).appendSequenceDelimitation(to: &$0)
            }
        }
        // A delimiter where a length says the end (PS3.5 §7.5.2): most readers take it for damage.
        if frames[frames.count - 1].lengthPlace != nil, element.headerLength > 0, usesTable {
            drop(element.offset..<element.endOffset, &edits)
        }
        let frame = frames.removeLast()
        while let last = characterSets.last, last.depth > frames.count { characterSets.removeLast() }
        privateBlocks.close(to: frames.count)
        guard frame.growth != 0 else {
            if let place = frame.lengthPlace { edits.releaseLength(place) }
            return
        }
        if let place = frame.lengthPlace {
            let length = Int(frame.length) + frame.growth
            if length < 0 || length >= 0xFFFF_FFFF {
                failure = failure ?? ParseError(.resultTooLong, at: 0, tag: frame.tag)
                return
            }
            edits.setLength(place, to: UInt32(length), bigEndian: frame.isBigEndian)
        }
        frames[frames.count - 1].growth += frame.growth
    }

    var path: [Tag] {
        // Items stand between sequences; each sequence is named once.
        stride(from: 1, to: frames.count, by: 2).map { frames[$0].tag }
    }

    mutating func drop(_ range: Range<Int>, _ edits: inout EditList) {
        if range.isEmpty { return }
        edits.drop(range)
        frames[frames.count - 1].growth -= range.count
    }

    mutating func replace(
        _ element: Element, _ vr: VR, with value: [UInt8], _ edits: inout EditList
    ) {
        // Of items and fragments the ends come later, and would end what is around them.
        guard element.kind == .element else { return remove(element, &edits) }
        if element.encoding.isExplicitVR, !vr.hasLongLength, value.count > 0xFFFE {
            failure = failure ?? ParseError(.resultTooLong, at: element.offset, tag: element.tag)
            return
        }
        let encoder = ElementEncoder(element.encoding)
        frames[frames.count - 1].growth += edits.replace(element.offset..<element.endOffset) {
            encoder.append(element.tag, vr, value, to: &$0)
        }
    }

    /// - Parameter write: appends the value, of `length` bytes; an even number, which fits the VR.
    mutating func replace(
        _ element: Element, _ vr: VR, length: UInt32, _ edits: inout EditList, _ write: (inout [UInt8]) -> Void
    ) {
        guard element.kind == .element else { return remove(element, &edits) }
        let encoder = ElementEncoder(element.encoding)
        frames[frames.count - 1].growth += edits.replace(element.offset..<element.endOffset) {
            encoder.appendHeader(element.tag, vr, length: length, to: &$0)
            write(&$0)
        }
    }

    /// Inserts what comes before `tag`, all that is left when it is `nil`.
    mutating func insert(
        before tag: Tag?, at offset: Int, _ encoding: Encoding, _ edits: inout EditList
    ) {
        while nextInsertion < insertions.count {
            let insertion = insertions[nextInsertion]
            if let tag, insertion.tag > tag { return }
            nextInsertion += 1
            if insertion.tag == .encryptedAttributesSequence {
                rolesPlace = edits.reserveInsertion(at: offset)
                continue
            }
            if let uid = insertion.uid {
                edits.replace(offset..<offset) { ElementEncoder(encoding).append(insertion.tag, .ui, uid, to: &$0) }
            } else {
                let element = markers.element(insertion.tag, encoding)
                edits.replace(offset..<offset) { $0.append(contentsOf: element) }
            }
        }
    }
}
