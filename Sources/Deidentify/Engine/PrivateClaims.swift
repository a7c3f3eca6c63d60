import DICOM
import Standard

/// What a file says of its own private elements in Private Data Element Characteristics Sequence (PS3.3 C.12.1.1.7).
///
/// That something is safe is not taken on trust: only the profile says what stays. That something identifies is believed: it
/// goes, whatever a list says.
struct PrivateClaims {
    private struct Block {
        var group: UInt16 = 0
        var rules: Int?
        var isUnsafe = false
        /// `nil`: nothing was said of single elements.
        var nonidentifying: Set<UInt16>?
        var identifying: Set<UInt16> = []
    }

    private var blocks: [Block] = []
    /// More than anybody would write: nothing private stays then.
    private var isOverfull = false
    private static let most = 256

    mutating func removeAll() {
        blocks.removeAll(keepingCapacity: true)
        isOverfull = false
    }

    /// Whether the file says that an element identifies somebody.
    ///
    /// - Parameter rules: those of its creator.
    func names(_ tag: Tag, _ rules: Int) -> Bool {
        if isOverfull { return true }
        if blocks.isEmpty { return false }
        let low = tag.element & 0xFF
        return blocks.contains { block in
            guard block.group == tag.group, block.rules == rules else { return false }
            return block.isUnsafe || block.identifying.contains(low) || block.nonidentifying.map { !$0.contains(low) } ?? false
        }
    }

    /// Takes the sequence that the first of `elements` begins.
    ///
    /// - Returns: for each item whether it is about a creator of which something may stay.
    mutating func read(
        _ elements: ArraySlice<Element>, _ buffer: borrowing HeaderBuffer, _ profile: PrivateRules
    ) -> [Bool] {
        var depth = 0
        var block: Block?
        var areNamed: [Bool] = []
        for element in elements {
            switch element.kind {
            case .sequence, .item, .fragments:
                depth += 1
                if depth == 2, element.kind == .item { block = Block() }
            case .itemEnd, .sequenceEnd:
                depth -= 1
                if depth == 1, let read = block {
                    areNamed.append(read.rules != nil && !read.isUnsafe)
                    if read.rules != nil {
                        if blocks.count < Self.most { blocks.append(read) } else { isOverfull = true }
                    }
                    block = nil
                }
            case .element where depth >= 2 && element.isResident:
                switch element.tag {
                case Tag(0x0008_0301): block?.group = Self.numbers(element, buffer).first ?? 0
                case Tag(0x0008_0302):
                    let group = block?.group ?? 0
                    block?.rules = profile.block(group: group, creator: element.trimmedValue(buffer))
                case Tag(0x0008_0303):
                    block?.isUnsafe = element.trimmedValue(buffer).elementsEqual("UNSAFE".utf8)
                case Tag(0x0008_0304): block?.nonidentifying = Set(Self.numbers(element, buffer))
                case Tag(0x0008_0306): block?.identifying.formUnion(Self.numbers(element, buffer))
                default: break
                }
            default: break
            }
            if depth == 0 { break }
        }
        return areNamed
    }

    /// Values of US; elements are named by their low byte, and more of them than there are mean nothing.
    private static func numbers(_ element: Element, _ buffer: borrowing HeaderBuffer) -> [UInt16] {
        guard element.isResident, element.lengthField <= 1024 else { return [] }
        var numbers: [UInt16] = []
        for offset in stride(from: 0, to: Int(element.lengthField) / 2 * 2, by: 2) {
            numbers.append(buffer.uint16(at: element.valuePosition + offset, bigEndian: element.encoding.isBigEndian))
        }
        return numbers
    }
}

extension Engine {
    /// The file's account of its private elements: it goes, but for items about creators of which something may stay.
    mutating func characteristics(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        let areNamed = claims.read(segment[place...], reader.buffer, profile.privateRules)
        guard areNamed.contains(true), frames[frames.count - 1].emptiness == .none else {
            return remove(element, &edits)
        }
        describedBlocks = (frames.count, areNamed.makeIterator())
        report.kept += 1
        open(element, places.items(of: element.tag, at: frames[frames.count - 1].place), .none, &edits)
    }

    /// Whether an item of that sequence is about elements that are all gone.
    mutating func isAboutWhatIsGone() -> Bool {
        guard frames.count - 1 == describedBlocks?.depth, frames[frames.count - 1].tag == .privateDataElementCharacteristics
        else { return false }
        return describedBlocks?.items.next() != true
    }
}

extension Engine {
    /// The name of a creator that the profile names itself, in an item that stays.
    func isReferenceThatStays(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        guard let depth = describedBlocks?.depth, frames.count == depth + 2, element.kind == .element, element.isResident,
            frames[frames.count - 1].tag == .privateDataElementCharacteristics
        else { return false }
        return profile.privateRules.namesCreator(element.trimmedValue(reader.buffer))
    }
}

extension Tag {
    static let privateCreatorReference = Tag(0x0008_0302)
    static let privateDataElementCharacteristics = Tag(0x0008_0300)
}
