import Glibc

/// Walks JPEG 2000 and HTJ2K codestreams (ISO/IEC 15444-1 Annex A) and the boxes of JP2 around them (Annex I): comments,
/// boxes that no decoder needs, what the others hold beyond what it goes by, and what follows the end of the image.
struct JPEG2000MetadataScanner: Sendable {
    private enum State {
        case boxHeader
        case marker
        case code
        case length(UInt8)
        /// A segment of which something may stay, collected until all of it is known.
        case collect(UInt8, left: Int)
        case sot
        case skip(left: Int, then: Next)
        /// A short comment, collected until all of it is known.
        case comment(left: Int)
        /// A box that decoders go by, collected, and bytes that it has beyond what there is room for.
        case judged(left: Int, behind: Int)
        /// The File Type box, collected.
        case fileType(left: Int, behind: Int)
        /// The data of a tile-part of unstated length: ended by EOC, for packets have no code beyond FF 8F in them.
        case data
        /// Behind an FF in those.
        case dataCode
        case blank(left: Int, then: Next)
        case after
        case lost
    }

    private enum Next { case marker, boxHeader }

    private var state: State
    /// Of the box that is collected. Not in the state, which then is plain bytes.
    private var boxType = ""
    private var segment = CollectedSegment()
    private var isBoxed: Bool
    /// Bytes of a header that is being collected.
    private var head: [UInt8] = []
    /// Bytes of the image so far, whatever fragments they lie in.
    private var position = 0
    /// Where the current tile-part ends in those; `nil` when it reaches to the end of the codestream.
    private var tilePartEnd: Int?
    /// Where the codestream's box ends in those.
    private var boxEnd: Int?
    /// Where the boxes of boxes end that are open.
    private var superboxEnds: [Int] = []
    /// Where the current tile-part begins in those, and of which tile it is.
    private var tilePart: (start: Int, tile: Int)?
    private let part: JPEG2000Parameters.Part
    private var parameters: JPEG2000Parameters
    private var pointers = JPEG2000Pointers()
    private var header = JP2Header()
    private var isMainHeader = true
    /// Where what has been looked at ends.
    private var end = 0
    /// Tile-parts by their tile: the next one's number, and how many the tile has, 0 where none of them has said so.
    /// A list as long as the highest tile met, of which most images have one.
    private var tileParts: [(next: UInt16, count: UInt8)] = []

    init(isBoxed: Bool, _ part: JPEG2000Parameters.Part) {
        self.isBoxed = isBoxed
        self.part = part
        parameters = JPEG2000Parameters(part)
        state = isBoxed ? .boxHeader : .marker
    }

    /// Begins with another stream. What memory it holds it keeps, for a file may have one after the other.
    mutating func begin(isBoxed: Bool) {
        self.isBoxed = isBoxed
        state = isBoxed ? .boxHeader : .marker
        boxType = ""
        segment.removeAll()
        head.removeAll(keepingCapacity: true)
        position = 0
        tilePartEnd = nil
        boxEnd = nil
        superboxEnds.removeAll(keepingCapacity: true)
        tilePart = nil
        parameters.begin()
        pointers.begin()
        header = JP2Header()
        isMainHeader = true
        end = 0
        tileParts.removeAll(keepingCapacity: true)
    }

    var isAfterImage: Bool {
        switch state {
        case .after, .lost: true
        // A file format has no end mark of its own: the next box would begin here.
        case .boxHeader: head.isEmpty && position > 0
        default: false
        }
    }

    var isLost: Bool {
        if case .lost = state { true } else { false }
    }

    /// Bytes at the end of what was scanned that may still have to be changed.
    var undecided: Int {
        let first = firstHeld
        return switch state {
        case .length, .collect, .comment, .judged, .fileType: end - min(first, segment.places.start)
        default: end - first
        }
    }

    /// Whether a decoder may need some of those.
    var mayNeedUndecided: Bool {
        switch state {
        case .length, .collect, .judged: true
        default: firstHeld < end
        }
    }

    private var firstHeld: Int {
        header.earliest(before: min(parameters.earliest(before: end), pointers.earliest(before: end)))
    }

    /// Counts offsets from `count` bytes further on.
    mutating func shift(by count: Int) {
        segment.shift(by: count)
        parameters.shift(by: count)
        pointers.shift(by: count)
        header.shift(by: count)
        end -= count
    }

    /// The stream has ended, with or without its end mark.
    mutating func finish(_ overwrite: Overwrite) {
        switch state {
        case .lost, .after, .boxHeader: return
        default: if !endParts(at: position, overwrite) { state = .lost }
        }
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ overwrite: Overwrite) {
        var index = 0
        end = offset + bytes.count
        while index < bytes.count {
            var step = 1
            switch state {
            case .skip(let left, let next):
                step = min(left, bytes.count - index)
                state = left > step ? .skip(left: left - step, then: next) : begin(next)
            case .blank(let left, let next):
                step = min(left, bytes.count - index)
                if unsafe bytes[index..<index + step].contains(where: { $0 != 0 }) {
                    overwrite(offset + index..<offset + index + step, 0)
                }
                state = left > step ? .blank(left: left - step, then: next) : begin(next)
            case .after:
                // Zeros, and the FF with which some writers make the length even, say nothing.
                let isFill = unsafe bytes[index] == 0 || bytes[index] == 0xFF
                var next = index + 1
                while next < bytes.count, unsafe (bytes[next] == 0 || bytes[next] == 0xFF) == isFill { next += 1 }
                if !isFill { overwrite(offset + index..<offset + next, 0) }
                step = next - index
            case .data:
                if let found = unsafe memchr(bytes.baseAddress! + index, 0xFF, bytes.count - index) {
                    step = unsafe UnsafeRawPointer(found) - bytes.baseAddress! + 1 - index
                    state = .dataCode
                } else {
                    step = bytes.count - index
                }
            case .collect(let code, let left):
                step = min(left, bytes.count - index)
                unsafe segment.append(bytes[index..<index + step], at: offset + index)
                state = .collect(code, left: left - step)
                if left == step { endSegment(code, overwrite) }
            case .comment(let left):
                step = min(left, bytes.count - index)
                unsafe segment.append(bytes[index..<index + step], at: offset + index)
                state = left > step ? .comment(left: left - step) : .marker
                if left == step, !isSignature { segment.blankAll(overwrite) }
            case .judged(let left, let behind):
                step = min(left, bytes.count - index)
                unsafe segment.append(bytes[index..<index + step], at: offset + index)
                state = .judged(left: left - step, behind: behind)
                if left == step {
                    let isSound = header.take(boxType, segment, overwrite)
                    state = !isSound ? .lost : behind > 0 ? .blank(left: behind, then: .boxHeader) : .boxHeader
                }
            case .fileType(let left, let behind):
                unsafe segment.append(bytes[index], at: offset + index)
                state = .fileType(left: left - 1, behind: behind)
                if left == 1 {
                    for place in JP2Box.strangers(inFileType: segment.bytes) { segment.blank(place, overwrite) }
                    state = behind > 0 ? .blank(left: behind, then: .boxHeader) : .boxHeader
                }
            case .lost: return
            case .marker where bytes.count - index >= 4:
                step = unsafe wholeHead(bytes, index, at: offset + index, overwrite)
            case .sot where head.isEmpty && bytes.count - index >= 8:
                let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[index..<index + 8])
                unsafe startOfTilePart(part, from: position - 4, overwrite)
                step = 8
            case .boxHeader, .marker, .code, .length, .sot, .dataCode:
                unsafe one(bytes[index], at: offset + index, overwrite)
            }
            index += step
            position += step
        }
    }

    /// A marker that stands in one piece, with the length of its segment where it has one.
    ///
    /// - Returns: how many bytes of it are dealt with.
    private mutating func wholeHead(
        _ bytes: UnsafeRawBufferPointer, _ index: Int, at offset: Int, _ overwrite: Overwrite
    ) -> Int {
        guard unsafe bytes[index] == 0xFF else {
            state = .lost
            return 1
        }
        let code = unsafe bytes[index + 1]
        guard Self.hasSegment(code) else {
            // `marker` is told by where its code stands.
            position += 1
            marker(code, at: offset + 1, overwrite)
            position -= 1
            return 2
        }
        segment.begin(at: offset + 1)
        beginSegment(code, count: unsafe Int(bytes[index + 2]) << 8 | Int(bytes[index + 3]))
        return 4
    }

    /// All have but SOC, SOD, EOC and some that stand for themselves (A.2).
    private static func hasSegment(_ code: UInt8) -> Bool {
        switch code {
        case 0x4F, 0x30...0x3F, 0x92, 0x93, 0xD9: false
        default: true
        }
    }

    private func begin(_ next: Next) -> State {
        switch next {
        case .marker: .marker
        case .boxHeader: .boxHeader
        }
    }

    /// One byte of a header; `position` is still that of this byte.
    private mutating func one(_ byte: UInt8, at offset: Int, _ overwrite: Overwrite) {
        switch state {
        case .boxHeader: box(byte, overwrite)
        case .marker: state = byte == 0xFF ? .code : .lost
        case .code: marker(byte, at: offset, overwrite)
        case .length(let code):
            segment.appendHead(at: offset)
            length(byte, code)
        case .sot: startOfTilePart(byte, overwrite)
        case .dataCode:
            switch byte {
            case 0xD9: endOfCodestream(overwrite)
            case 0xFF: break
            default: state = .data
            }
        case .skip, .blank, .collect, .comment, .judged, .fileType, .data, .after, .lost: break  // dealt with in runs
        }
    }

    // MARK: Boxes

    private mutating func box(_ byte: UInt8, _ overwrite: Overwrite) {
        head.append(byte)
        guard head.count >= 8 else { return }
        let short = number(0..<4)
        if short == 1, head.count < 16 { return }
        let size = short == 1 ? number(8..<16) : short
        let type = Array(head[4..<8])
        let headLength = head.count
        head.removeAll(keepingCapacity: true)
        guard size == 0 || size >= headLength, size < 1 << 48 else {
            state = .lost
            return
        }
        // Size 0 means to the end of the file.
        let left = size == 0 ? Int.max >> 1 : size - headLength
        // A box does not reach out of the one that it stands in: what follows could be blanked with it.
        while let end = superboxEnds.last, end <= position + 1 - headLength { superboxEnds.removeLast() }
        if let end = superboxEnds.last, position + 1 + left > end {
            state = .lost
            return
        }
        switch type {
        case Array("jp2c".utf8):
            header.end(overwrite)
            boxEnd = size == 0 ? nil : position + 1 + left
            state = .marker
        case _ where JP2Box.holdsBoxes(type):
            if size > 0 { superboxEnds.append(position + 1 + left) }
            state = superboxEnds.count > JP2Box.deepest ? .lost : .boxHeader
        case Array("ftyp".utf8) where left > 0:
            segment.removeAll()
            let most = min(left, JP2Box.longestFileType)
            state = .fileType(left: most, behind: left - most)
        default:
            let most = JP2Box.room(of: type, left)
            if left == 0 {
                state = .boxHeader
            } else if most == 0 {
                state = .blank(left: left, then: .boxHeader)
            } else {
                segment.removeAll()
                let room = min(left, most)
                boxType = String(decoding: type, as: UTF8.self)
                state = .judged(left: room, behind: left - room)
            }
        }
    }

    private func number(_ range: Range<Int>) -> Int {
        // Eight bytes of a hostile file may not fit; what does not is refused by its size.
        range.reduce(0) { $0 >= 1 << 54 ? $0 : $0 << 8 | Int(head[$1]) }
    }

    // MARK: Markers

    private mutating func marker(_ code: UInt8, at offset: Int, _ overwrite: Overwrite) {
        head.removeAll(keepingCapacity: true)
        switch code {
        case 0x4F, 0x30...0x3F, 0x92: state = .marker  // SOC, and markers without a segment
        case 0x93:  // SOD: the data of the tile-part follow
            let left = tilePartEnd.map { $0 - (position + 1) }
            pointers.beginData(left, overwrite)
            guard parameters.settle(overwrite) else {
                state = .lost
                return
            }
            guard let left else {
                state = .data
                return
            }
            state = left > 0 ? .skip(left: left, then: .marker) : left == 0 ? .marker : .lost
        case 0xD9: endOfCodestream(overwrite)
        default:
            segment.removeAll()
            segment.appendHead(at: offset)
            state = .length(code)
        }
    }

    /// The last tile-part, if it does not say how long it is, ends at a position.
    private mutating func endParts(at end: Int, _ overwrite: Overwrite) -> Bool {
        if tilePartEnd == nil, let tilePart { pointers.meet(tilePart.tile, end - tilePart.start, overwrite) }
        tilePart = nil
        return pointers.end(overwrite) && parameters.settle(overwrite)
    }

    private mutating func endOfCodestream(_ overwrite: Overwrite) {
        // The mark is of two bytes.
        guard endParts(at: position - 1, overwrite) else {
            state = .lost
            return
        }
        guard isBoxed else {
            state = .after
            return
        }
        guard let boxEnd else {
            state = .after
            return
        }
        let left = boxEnd - (position + 1)
        state = left > 0 ? .blank(left: left, then: .boxHeader) : .boxHeader
    }

    private mutating func length(_ byte: UInt8, _ code: UInt8) {
        head.append(byte)
        guard head.count == 2 else { return }
        let count = number(0..<2)
        head.removeAll(keepingCapacity: true)
        beginSegment(code, count: count)
    }

    /// - Parameter count: what the segment says of its length, the two bytes of which count.
    private mutating func beginSegment(_ code: UInt8, count: Int) {
        let left = count - 2
        guard left >= 0 else {
            state = .lost
            return
        }
        switch code {
        case _ where left == 0: state = .marker
        case 0x64 where left <= EncoderSignature.longest:  // COM
            state = .comment(left: left)
        case 0x90 where left == 8: state = .sot
        case 0x90: state = .lost
        case _ where JPEG2000Parameters.isJudged(code) || JPEG2000Pointers.isPointer(code):
            state = .collect(code, left: left)
        // What takes part in decoding and is no part of Part 1: nobody can say what samples come of it (Part 2 A.3).
        case _ where part != .any && (0x74...0x78).contains(code) && code != 0x76: state = .lost
        case 0x72...0x79 where part != .any: state = .blank(left: left, then: .marker)
        // Headers of packets (A.7.5), the markers in the data (A.8), and what Part 2 adds.
        case 0x61, 0x72...0x79: state = .skip(left: left, then: .marker)
        default: state = .blank(left: left, then: .marker)
        }
    }

    /// The end of a collected segment.
    private mutating func endSegment(_ code: UInt8, _ overwrite: Overwrite) {
        state = .marker
        guard JPEG2000Parameters.isJudged(code) else {
            if !pointers.take(code, segment, isMainHeader: isMainHeader, overwrite) { state = .lost }
            return
        }
        switch parameters.take(code, segment) {
        case .needed(let count):
            segment.blank(count..<segment.bytes.count, overwrite)
            if code == 0x51, let size = parameters.size,
                !header.describes(rows: size.rows, columns: size.columns, components: size.components)
            {
                state = .lost
            }
        case .open: break
        case .unneeded: segment.places.makeComment(0x64, count: segment.bytes.count, overwrite)
        case .broken: state = .lost
        }
    }

    /// A comment of text (Rcom 1, A.9.2) in which an encoder names itself.
    private var isSignature: Bool {
        segment.bytes.starts(with: [0, 1]) && EncoderSignature.matches(segment.bytes.dropFirst(2))
    }

    /// Whether a tile-part is the next one of its tile, and not beyond those that the tile has (A.4.2). Decoders pass over
    /// others, and what is in them is part of no image.
    private mutating func isDeclared(tile: Int, part: Int, of count: Int) -> Bool {
        while tileParts.count <= tile { tileParts.append((0, 0)) }
        let next = Int(tileParts[tile].next)
        var known = Int(tileParts[tile].count)
        // All tile-parts that say how many there are say the same.
        guard count == 0 || known == 0 || count == known else { return false }
        if count > 0 { known = count }
        // Encoders that make several are known to say one less, and decoders to count on.
        let most = known > 1 ? known + 1 : known
        guard part == next, known == 0 || part < most else { return false }
        tileParts[tile] = (UInt16(part + 1), UInt8(known))
        return true
    }

    /// Isot, Psot, TPsot, TNsot (A.4.2): Psot counts from the first byte of the SOT marker.
    private mutating func startOfTilePart(_ byte: UInt8, _ overwrite: Overwrite) {
        head.append(byte)
        guard head.count == 8 else { return }
        let content = head
        unsafe content.withUnsafeBytes { unsafe startOfTilePart($0, from: position + 1 - 12, overwrite) }
        head.removeAll(keepingCapacity: true)
    }

    /// - Parameter start: of the marker.
    private mutating func startOfTilePart(
        _ content: UnsafeRawBufferPointer, from start: Int, _ overwrite: Overwrite
    ) {
        let tile = unsafe Int(content[0]) << 8 | Int(content[1])
        let size = unsafe Int(content[2]) << 24 | Int(content[3]) << 16 | Int(content[4]) << 8 | Int(content[5])
        tilePartEnd = size == 0 ? nil : start + size
        tilePart = (start, tile)
        isMainHeader = false
        pointers.beginPart(tile: tile, length: size == 0 ? nil : size, overwrite)
        let isSettled = parameters.beginPart(overwrite)
        let isDeclared = unsafe isDeclared(tile: tile, part: Int(content[6]), of: Int(content[7]))
        state = isDeclared && isSettled ? .marker : .lost
    }
}
