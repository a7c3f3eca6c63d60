import Glibc

/// Walks JPEG 2000 and HTJ2K codestreams (ISO/IEC 15444-1 Annex A) and the boxes of JP2 around them (Annex I): comments,
/// boxes that no decoder needs, and what follows the end of the image.
struct JPEG2000MetadataScanner: Sendable {
    private enum State {
        case boxHeader
        case marker
        case code
        case length(UInt8)
        case sot
        case skip(left: Int, then: Next)
        /// A short comment, collected until all of it is known.
        case comment(left: Int)
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

    private enum Next {
        case marker, boxHeader
        /// So many bytes more than the box has room for, then the next box.
        case excess(Int)
    }

    private var state: State
    private var segment = CollectedSegment()
    private let isBoxed: Bool
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
    /// What Part 2 adds is nothing that the stream may have.
    private let isPart1: Bool
    /// Tile-parts by their tile: the next one's number, and how many the tile has, 0 where none of them has said so.
    private var tileParts: [Int: (next: Int, count: Int)] = [:]

    init(isBoxed: Bool, isPart1: Bool = false) {
        self.isBoxed = isBoxed
        self.isPart1 = isPart1
        state = isBoxed ? .boxHeader : .marker
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

    /// Bytes at the end of what was scanned that may still have to be blanked.
    var undecided: Int {
        switch state {
        case .comment, .fileType: segment.ranges.reduce(0) { $0 + $1.count }
        default: 0
        }
    }

    /// Counts offsets from `count` bytes further on.
    mutating func shift(by count: Int) { segment.shift(by: count) }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ blank: (Range<Int>) -> Void) {
        var index = 0
        while index < bytes.count {
            var step = 1
            switch state {
            case .skip(let left, let next):
                step = min(left, bytes.count - index)
                state = left > step ? .skip(left: left - step, then: next) : begin(next)
            case .blank(let left, let next):
                step = min(left, bytes.count - index)
                blank(offset + index..<offset + index + step)
                state = left > step ? .blank(left: left - step, then: next) : begin(next)
            case .after:
                let rest = unsafe bytes[index...]
                step = unsafe rest.count
                // Zeros, and the FF with which some writers make the length even, say nothing.
                if unsafe rest.contains(where: { $0 != 0 && $0 != 0xFF }) {
                    blank(offset + index..<offset + bytes.count)
                }
            case .data:
                if let found = unsafe memchr(bytes.baseAddress! + index, 0xFF, bytes.count - index) {
                    step = unsafe UnsafeRawPointer(found) - bytes.baseAddress! + 1 - index
                    state = .dataCode
                } else {
                    step = bytes.count - index
                }
            case .comment(let left):
                unsafe segment.append(bytes[index], at: offset + index)
                if left > 1 {
                    state = .comment(left: left - 1)
                } else {
                    if !isSignature { for range in segment.ranges { blank(range) } }
                    state = .marker
                }
            case .fileType(let left, let behind):
                unsafe segment.append(bytes[index], at: offset + index)
                state = .fileType(left: left - 1, behind: behind)
                if left == 1 {
                    for place in JP2Box.strangers(inFileType: segment.bytes) { segment.blank(place, blank) }
                    state = behind > 0 ? .blank(left: behind, then: .boxHeader) : .boxHeader
                }
            case .lost: return
            case .boxHeader, .marker, .code, .length, .sot, .dataCode: unsafe one(bytes[index])
            }
            index += step
            position += step
        }
    }

    private func begin(_ next: Next) -> State {
        switch next {
        case .marker: .marker
        case .boxHeader: .boxHeader
        case .excess(let count): .blank(left: count, then: .boxHeader)
        }
    }

    /// One byte of a header; `position` is still that of this byte.
    private mutating func one(_ byte: UInt8) {
        switch state {
        case .boxHeader: box(byte)
        case .marker: state = byte == 0xFF ? .code : .lost
        case .code: marker(byte)
        case .length(let code): length(byte, code)
        case .sot: startOfTilePart(byte)
        case .dataCode:
            switch byte {
            case 0xD9: endOfCodestream()
            case 0xFF: break
            default: state = .data
            }
        case .skip, .blank, .comment, .fileType, .data, .after, .lost: break  // dealt with in runs
        }
    }

    // MARK: Boxes

    private mutating func box(_ byte: UInt8) {
        head.append(byte)
        guard head.count >= 8 else { return }
        let short = number(0..<4)
        if short == 1, head.count < 16 { return }
        let size = short == 1 ? number(8..<16) : short
        let type = Array(head[4..<8])
        let header = head.count
        head.removeAll(keepingCapacity: true)
        guard size == 0 || size >= header, size < 1 << 48 else {
            state = .lost
            return
        }
        // Size 0 means to the end of the file.
        let left = size == 0 ? Int.max >> 1 : size - header
        // A box does not reach out of the one that it stands in: what follows could be blanked with it.
        while let end = superboxEnds.last, end <= position + 1 - header { superboxEnds.removeLast() }
        if let end = superboxEnds.last, position + 1 + left > end {
            state = .lost
            return
        }
        switch type {
        case Array("jp2c".utf8):
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
                state = .skip(left: min(left, most), then: left > most ? .excess(left - most) : .boxHeader)
            }
        }
    }

    private func number(_ range: Range<Int>) -> Int {
        // Eight bytes of a hostile file may not fit; what does not is refused by its size.
        range.reduce(0) { $0 >= 1 << 54 ? $0 : $0 << 8 | Int(head[$1]) }
    }

    // MARK: Markers

    private mutating func marker(_ code: UInt8) {
        head.removeAll(keepingCapacity: true)
        switch code {
        case 0x4F, 0x30...0x3F, 0x92: state = .marker  // SOC, and markers without a segment
        case 0x93:  // SOD: the data of the tile-part follow
            guard let tilePartEnd else {
                state = .data
                return
            }
            let left = tilePartEnd - (position + 1)
            state = left > 0 ? .skip(left: left, then: .marker) : left == 0 ? .marker : .lost
        case 0xD9: endOfCodestream()
        default: state = .length(code)
        }
    }

    private mutating func endOfCodestream() {
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
        let left = number(0..<2) - 2
        head.removeAll(keepingCapacity: true)
        guard left >= 0 else {
            state = .lost
            return
        }
        switch code {
        case _ where left == 0: state = .marker
        case 0x64 where left <= EncoderSignature.longest:  // COM
            segment.removeAll()
            state = .comment(left: left)
        case 0x90 where left == 8: state = .sot
        case 0x90: state = .lost
        // CRG: where samples lie, four bytes a component; it decides nothing.
        case 0x63 where left > 16 || left % 4 != 0: state = .blank(left: left, then: .marker)
        // What takes part in decoding and is no part of Part 1: nobody can say what samples come of it (Part 2 A.3).
        case _ where isPart1 && (0x74...0x78).contains(code) && code != 0x76: state = .lost
        case 0x72...0x79 where isPart1: state = .blank(left: left, then: .marker)
        // CAP: 32 bits and, for Part 15 alone, 16 more; CPF: a profile (Part 15 A.3.7, Part 1 A.5.2).
        case 0x50 where isPart1 && left > 6, 0x59 where isPart1 && left > 8: state = .blank(left: left, then: .marker)
        case _ where Self.isDecoded(code): state = .skip(left: left, then: .marker)
        default: state = .blank(left: left, then: .marker)
        }
    }

    /// Segments that decoders use: those of ISO/IEC 15444-1 Annex A, CAP and CPF of Part 15, those of Part 2 Annex A.
    private static func isDecoded(_ code: UInt8) -> Bool {
        switch code {
        case 0x50...0x53, 0x55, 0x57...0x59, 0x5C...0x61, 0x63, 0x72...0x79, 0x91: true
        default: false
        }
    }

    /// A comment of text (Rcom 1, A.9.2) in which an encoder names itself.
    private var isSignature: Bool {
        segment.bytes.starts(with: [0, 1]) && EncoderSignature.matches(segment.bytes.dropFirst(2))
    }

    /// Whether a tile-part is the next one of its tile, and not beyond those that the tile has (A.4.2). Decoders pass over
    /// others, and what is in them is part of no image.
    private mutating func isDeclared(tile: Int, part: Int, of count: Int) -> Bool {
        var tileState = tileParts[tile] ?? (0, 0)
        // All tile-parts that say how many there are say the same.
        guard count == 0 || tileState.count == 0 || count == tileState.count else { return false }
        if count > 0 { tileState.count = count }
        // Encoders that make several are known to say one less, and decoders to count on.
        let most = tileState.count > 1 ? tileState.count + 1 : tileState.count
        guard part == tileState.next, tileState.count == 0 || part < most else { return false }
        tileState.next = part + 1
        tileParts[tile] = tileState
        return true
    }

    /// Isot, Psot, TPsot, TNsot (A.4.2): Psot counts from the first byte of the SOT marker.
    private mutating func startOfTilePart(_ byte: UInt8) {
        head.append(byte)
        guard head.count == 8 else { return }
        let size = number(2..<6)
        let start = position + 1 - 12
        tilePartEnd = size == 0 ? nil : start + size
        state = isDeclared(tile: number(0..<2), part: Int(head[6]), of: Int(head[7])) ? .marker : .lost
        head.removeAll(keepingCapacity: true)
    }
}
