import DICOM
import Standard

/// What a file says of its own private elements in Private Data Element Characteristics Sequence (PS3.3 C.12.1.1.7).
///
/// That something is safe is not taken on trust: only the profile says what stays. That something identifies is believed: it
/// goes, whatever a list says.
struct PrivateClaims {
    /// What an item of the sequence says of the elements of a block. Each value counts in whatever order the item has them,
    /// and of several what says more.
    private struct Block {
        var groups: [UInt16] = []
        var creators: [[UInt8]] = []
        var isUnsafe = false
        /// Some elements identify, of which the item has to say which.
        var isMixed = false
        /// `nil`: nothing was said of single elements.
        var nonidentifying: Set<UInt16>?
        var identifying: Set<UInt16> = []
        /// Which blocks of the profile it is about.
        var rules: Set<Int> = []

        /// Nothing of the block stays.
        var identifiesAll: Bool { isUnsafe || isMixed && nonidentifying == nil }
    }

    private var blocks: [Block] = []
    /// More than anybody would write, or cut off: nothing private stays then.
    private var isOverfull = false
    private static let most = 256

    /// The file says nothing of its private elements that changes what becomes of them.
    var isEmpty: Bool { blocks.isEmpty && !isOverfull }

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
            guard block.rules.contains(rules) else { return false }
            return block.identifiesAll || block.identifying.contains(low)
                || block.nonidentifying.map { !$0.contains(low) } ?? false
        }
    }

    /// Takes what all such sequences of a segment say, before the first private element in it is decided on: one may stand in
    /// an item before them.
    mutating func gather(_ elements: [Element], _ buffer: borrowing HeaderBuffer, _ profile: PrivateRules) {
        for place in elements.indices where elements[place].tag == .privateDataElementCharacteristics {
            guard elements[place].kind == .sequence else { continue }
            let (items, isWhole) = Self.read(elements[place...], buffer, profile)
            blocks += items.filter { !$0.rules.isEmpty }
            if !isWhole || blocks.count > Self.most { isOverfull = true }
        }
    }

    /// For each item of the sequence that the first of `elements` begins, whether it is about a creator of which something may
    /// stay.
    static func areNamed(
        _ elements: ArraySlice<Element>, _ buffer: borrowing HeaderBuffer, _ profile: PrivateRules
    ) -> [Bool] {
        read(elements, buffer, profile).items.map { !$0.rules.isEmpty && !$0.identifiesAll }
    }

    private static func read(
        _ elements: ArraySlice<Element>, _ buffer: borrowing HeaderBuffer, _ profile: PrivateRules
    ) -> (items: [Block], isWhole: Bool) {
        var depth = 0
        var block = Block()
        var items: [Block] = []
        for element in elements {
            switch element.kind {
            case .sequence, .item, .fragments:
                depth += 1
                if depth == 2, element.kind == .item { block = Block() }
            case .itemEnd, .sequenceEnd:
                depth -= 1
                if depth == 1 {
                    block.rules = profile.blocks(groups: block.groups, creators: block.creators)
                    items.append(block)
                }
                if depth == 0 { return (items, true) }
            case .element where depth >= 2: take(element, buffer, into: &block)
            default: break
            }
        }
        return (items, false)
    }

    private static func take(_ element: Element, _ buffer: borrowing HeaderBuffer, into block: inout Block) {
        switch element.tag {
        case Tag(0x0008_0301): block.groups += numbers(element, buffer) ?? []
        case Tag(0x0008_0302):
            if element.isResident { block.creators.append(element.trimmedValue(buffer)) }
        case Tag(0x0008_0303):
            // Only what is plainly one of the other terms says that something may be safe (PS3.3 C.12.1.1.7.1).
            for value in element.isResident ? terms(element, buffer) : [[]] {
                if value.elementsEqual("MIXED".utf8) {
                    block.isMixed = true
                } else if !value.elementsEqual("SAFE".utf8) {
                    block.isUnsafe = true
                }
            }
        case Tag(0x0008_0304):
            let numbers = Set(numbers(element, buffer) ?? [])
            block.nonidentifying = block.nonidentifying?.intersection(numbers) ?? numbers
        case Tag(0x0008_0306):
            // By their low byte, or in full.
            guard let numbers = numbers(element, buffer) else { return block.isUnsafe = true }
            block.identifying.formUnion(numbers.map { $0 & 0xFF })
        default: break
        }
    }

    /// The values of a code string, in capitals; none where it is empty.
    private static func terms(_ element: Element, _ buffer: borrowing HeaderBuffer) -> [[UInt8]] {
        element.trimmedValue(buffer).split(separator: 0x5C).map { value in
            value.filter { $0 != 0x20 }.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        }
    }

    /// Values of US; `nil` where nobody can say which they are. In UL there are zeros between, which name nothing more than
    /// they should.
    private static func numbers(_ element: Element, _ buffer: borrowing HeaderBuffer) -> [UInt16]? {
        if element.lengthField == 0 { return [] }
        guard element.isResident, element.lengthField <= 1024, element.lengthField % 2 == 0, !element.vr.isText else {
            return nil
        }
        let isBigEndian = element.encoding.isBigEndian && element.vr != .un
        return stride(from: 0, to: Int(element.lengthField), by: 2).map {
            buffer.uint16(at: element.valuePosition + $0, bigEndian: isBigEndian)
        }
    }
}

extension Engine {
    /// The file's account of its private elements: it goes, but for items about creators of which something may stay.
    mutating func characteristics(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        let areNamed = PrivateClaims.areNamed(segment[place...], reader.buffer, profile.privateRules)
        guard areNamed.contains(true), frames[frames.count - 1].emptiness == .none else {
            return remove(element, &edits)
        }
        describedBlocks = (frames.count, areNamed.makeIterator())
        report.kept += 1
        open(element, places.items(of: element.tag, at: frames[frames.count - 1].place), .none, &edits)
    }

    /// Whether an item of that sequence is about elements that are all gone.
    mutating func isAboutWhatIsGone() -> Bool {
        guard frames.count - 1 == describedBlocks?.depth,
            frames[frames.count - 1].tag == .privateDataElementCharacteristics
        else { return false }
        return describedBlocks?.items.next() != true
    }
}

extension Engine {
    /// The name of a creator that the profile names itself, in an item that stays.
    func isReferenceThatStays(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        guard let depth = describedBlocks?.depth, frames.count == depth + 2, element.kind == .element,
            element.isResident,
            frames[frames.count - 1].tag == .privateDataElementCharacteristics
        else { return false }
        return profile.privateRules.namesCreator(element.trimmedValue(reader.buffer))
    }
}

extension Tag {
    static let privateCreatorReference = Tag(0x0008_0302)
    static let privateDataElementCharacteristics = Tag(0x0008_0300)
}
