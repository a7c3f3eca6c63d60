/// A JPEG 2000 or HTJ2K codestream (ISO/IEC 15444-1 Annex A), bare or in the boxes of JP2 (Annex I), piece by piece.
/// The data of tile-parts are jumped over, not read.
struct JPEG2000Stream {
    /// The part of the standard that the Transfer Syntax names: what others add has no meaning in it (PS3.5 §A.4.4).
    enum Part { case one, two, fifteen }

    private enum State {
        case boxHeader
        /// A box that a decoder has no need of: nothing but zeros may stand in it.
        case box(left: Int)
        /// The content of a box that is looked at as a whole.
        case judged(String, left: Int)
        case marker, code
        case lengthHigh(UInt8)
        case lengthLow(UInt8, UInt8)
        case payload(UInt8, left: Int)
        case skip(left: Int, then: Next)
        /// The data of a tile-part that does not say how long it is, and behind an FF in them.
        case data, dataCode
        case after
        case lost
    }

    private enum Next { case marker, boxHeader }

    private var state: State
    private let isBoxed: Bool
    /// The header or segment being read: at most 65,533 bytes.
    private var head: [UInt8] = []
    private var headOffset = 0
    /// Bytes of the stream so far, whatever fragments they lie in.
    private var position = 0
    /// Where the last marker lies in those.
    private var markerPosition = 0
    /// Where the current tile-part ends in those; `nil` when it reaches to the end of the codestream.
    private var tilePartEnd: Int?
    /// Where the box of the codestream ends in those.
    private var boxEnd: Int?
    private var hasCodestream = false
    private var pointers: TilePartPointers
    private var coding: CodingSegments
    private var boxes = FileFormatBoxes()
    /// Rows and Columns of the data set; `nil` when not known.
    private let frame: FrameSize?
    private var wordy = WordySegments()
    private var saidAfter = false

    init(isBoxed: Bool, _ part: Part, frame: FrameSize?) {
        self.isBoxed = isBoxed
        self.frame = frame
        pointers = TilePartPointers(part)
        coding = CodingSegments(part)
        state = isBoxed ? .boxHeader : .marker
    }

    var isFinished: Bool {
        switch state {
        case .after, .lost: true
        // A file format has no end mark: the next box would begin here.
        case .boxHeader: hasCodestream && head.allSatisfy { $0 == 0 }
        default: false
        }
    }

    var isLost: Bool {
        if case .lost = state { return true }
        return false
    }

    /// Takes a piece of the stream.
    ///
    /// - Parameter left: the bytes of the fragment from `offset` on; `bytes` are the first of them.
    /// - Returns: how many were taken: all of `bytes` at least, and not more than `left`.
    mutating func step(
        _ bytes: ArraySlice<UInt8>, at offset: Int, left: Int, _ flaws: inout [CodestreamFlaw]
    ) -> Int {
        var taken = 0
        while taken < bytes.count {
            let count = take(
                bytes[(bytes.startIndex + taken)...], at: offset + taken, left: left - taken, &flaws)
            position += count
            taken += count
        }
        return taken
    }

    /// Takes bytes as far as one state goes: 1 at least.
    private mutating func take(
        _ bytes: ArraySlice<UInt8>, at offset: Int, left: Int, _ flaws: inout [CodestreamFlaw]
    ) -> Int {
        let first = bytes[bytes.startIndex]
        switch state {
        case .lost: return left
        case .skip(let wanted, let next):
            let count = min(wanted, left)
            state = count < wanted ? .skip(left: wanted - count, then: next) : next == .marker ? .marker : .boxHeader
            return count
        case .box(let wanted):
            let count = min(wanted, bytes.count)
            if !saidAfter, bytes.prefix(count).contains(where: { $0 != 0 }) {
                saidAfter = true
                flaws.append(CodestreamFlaw(check: .fileFormatBox, offset: headOffset))
            }
            state = count < wanted ? .box(left: wanted - count) : .boxHeader
            return count
        case .judged(let type, let wanted):
            let count = min(wanted, bytes.count)
            head.append(contentsOf: bytes.prefix(count))
            state = .judged(type, left: wanted - count)
            if count == wanted { endBox(type, &flaws) }
            return count
        case .after:
            guard !saidAfter, let index = bytes.firstIndex(where: { $0 != 0 && $0 != 0xFF }) else { return bytes.count }
            saidAfter = true
            flaws.append(CodestreamFlaw(check: .bytesAfterCodestream, offset: offset + (index - bytes.startIndex)))
            return bytes.count
        case .data:
            guard let index = bytes.firstIndex(of: 0xFF) else { return bytes.count }
            state = .dataCode
            return index - bytes.startIndex + 1
        case .payload(let code, let wanted):
            let count = min(wanted, bytes.count)
            head.append(contentsOf: bytes.prefix(count))
            state = .payload(code, left: wanted - count)
            if count == wanted { endSegment(code, at: offset, &flaws) }
            return count
        case .boxHeader: box(first, at: offset, &flaws)
        case .marker:
            headOffset = offset
            markerPosition = position
            if first == 0xFF { state = .code } else { lose(at: offset, &flaws) }
        case .code: marker(first, at: offset, &flaws)
        // Up to 8F the byte belongs to the data; 91 and 92 are markers inside them.
        case .dataCode: state = first == 0xD9 ? endOfCodestream(&flaws) : first == 0xFF ? .dataCode : .data
        case .lengthHigh(let code): state = .lengthLow(code, first)
        case .lengthLow(let code, let high):
            let length = Int(high) << 8 | Int(first)
            guard length >= 2 else {
                lose(at: offset, &flaws)
                return 1
            }
            head.removeAll(keepingCapacity: true)
            state = .payload(code, left: length - 2)
            if length == 2 { endSegment(code, at: offset, &flaws) }
        }
        return 1
    }

    private mutating func lose(at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        flaws.append(CodestreamFlaw(check: .codestreamDamaged, offset: offset))
        state = .lost
    }

    private mutating func marker(_ code: UInt8, at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        switch code {
        case 0x4F, 0x30...0x3F: state = .marker  // SOC, and markers without a segment
        case 0x93:  // SOD: the data of the tile-part follow
            let left = tilePartEnd.map { $0 - (position + 1) }
            if let left, left < 0 { return lose(at: offset, &flaws) }
            if let other = pointers.beginData(left) { unneeded(at: other, &flaws) }
            for other in coding.settle() { unneeded(at: other, &flaws) }
            guard let left else {
                state = .data
                return
            }
            state = left > 0 ? .skip(left: left, then: .marker) : .marker
        case 0xD9: state = endOfCodestream(&flaws)
        case 0x50...0x79, 0x90: state = .lengthHigh(code)
        default: lose(at: offset, &flaws)
        }
    }

    private func unneeded(at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        flaws.append(wordy.flaw(at: offset))
    }

    private mutating func endOfCodestream(_ flaws: inout [CodestreamFlaw]) -> State {
        for offset in pointers.end() { unneeded(at: offset, &flaws) }
        hasCodestream = true
        guard isBoxed, let boxEnd else { return .after }
        head.removeAll(keepingCapacity: true)
        let left = boxEnd - (position + 1)
        return left > 0 ? .box(left: left) : .boxHeader
    }

    private mutating func endSegment(_ code: UInt8, at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        state = .marker
        switch code {
        case 0x64:  // COM: two bytes say whether text follows (A.9.2)
            if let check = EncoderSignatures.flaw(ofComment: head.dropFirst(2)) {
                flaws.append(CodestreamFlaw(check: check, offset: headOffset))
            }
        case 0x90:  // SOT: Isot, Psot, TPsot, TNsot (A.4.2); Psot counts from the first byte of the marker
            guard head.count == 8 else { return lose(at: offset, &flaws) }
            let size = head[2..<6].reduce(0) { $0 << 8 | Int($1) }
            tilePartEnd = size == 0 ? nil : markerPosition + size
            let tile = Int(head[0]) << 8 | Int(head[1])
            if let other = pointers.beginPart(tile: tile, length: size) { unneeded(at: other, &flaws) }
            for other in coding.beginPart() { unneeded(at: other, &flaws) }
            if !pointers.countPart(tile: tile, of: Int(head[7])) {
                unneeded(at: headOffset, &flaws)
            }
        default:
            wordy.note(head, at: headOffset)
            // Both take note of it.
            let (isTrue, isNeeded) = (
                pointers.take(code, head, at: headOffset), coding.take(code, head, at: headOffset)
            )
            if !isTrue || !isNeeded { unneeded(at: headOffset, &flaws) }
            if code == 0x51 { compareSizes(&flaws) }
        }
        head.removeAll(keepingCapacity: true)
    }

    /// The codestream says how large the image is; so do the box before it and the data set.
    private mutating func compareSizes(_ flaws: inout [CodestreamFlaw]) {
        guard let size = coding.size else { return }
        if let frame, frame != size { flaws.append(CodestreamFlaw(check: .streamSize, offset: headOffset)) }
        if let header = boxes.header, header.size != size || header.components != coding.components {
            flaws.append(CodestreamFlaw(check: .fileFormatBox, offset: header.offset))
        }
    }

    // Boxes (I.4)

    private mutating func box(_ byte: UInt8, at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        if head.isEmpty { headOffset = offset }
        head.append(byte)
        guard head.count >= 8 else { return }
        let short = head[0..<4].reduce(0) { $0 << 8 | Int($1) }
        if short == 1, head.count < 16 { return }
        let size = short == 1 ? head[8..<16].reduce(0) { $0 >= 1 << 48 ? $0 : $0 << 8 | Int($1) } : short
        let type = String(decoding: head[4..<8], as: UTF8.self)
        let header = head.count
        head.removeAll(keepingCapacity: true)
        // Size 0 means to the end of the file.
        guard size == 0 || size >= header, size < 1 << 48 else { return lose(at: offset, &flaws) }
        let left = size == 0 ? 1 << 48 : size - header
        saidAfter = false
        switch type {
        case "jp2c":
            // Of several, readers show one.
            if hasCodestream { flaws.append(CodestreamFlaw(check: .fileFormatBox, offset: headOffset)) }
            boxEnd = size == 0 ? nil : position + 1 + left
            state = .marker
        // Boxes of boxes: what they hold is judged one by one.
        case "jp2h", "res ": state = .boxHeader
        case _ where FileFormatBoxes.isJudged(type) && left <= FileFormatBoxes.longest:
            state = .judged(type, left: left)
            if left == 0 { endBox(type, &flaws) }
        default:
            if !FileFormatBoxes.isRegistered(type) {
                flaws.append(CodestreamFlaw(check: .fileFormatBox, offset: headOffset))
            }
            state = left > 0 ? .box(left: left) : .boxHeader
        }
    }

    private mutating func endBox(_ type: String, _ flaws: inout [CodestreamFlaw]) {
        if let check = boxes.flaw(type, head, at: headOffset) {
            flaws.append(CodestreamFlaw(check: check, offset: headOffset))
        }
        head.removeAll(keepingCapacity: false)
        state = .boxHeader
    }
}
