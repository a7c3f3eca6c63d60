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
        case blank(left: Int, then: Next)
        case after
        case lost
    }

    private enum Next { case marker, boxHeader }

    private var state: State
    private let isBoxed: Bool
    /// Bytes of a header that is being collected.
    private var head: [UInt8] = []
    /// Bytes of the image so far, whatever fragments they lie in.
    private var position = 0
    /// Where the current tile-part ends in those; `nil` when it reaches to the end of the codestream.
    private var tilePartEnd: Int?
    /// Where the codestream's box ends in those.
    private var boxEnd: Int?

    init(isBoxed: Bool) {
        self.isBoxed = isBoxed
        state = isBoxed ? .boxHeader : .marker
    }

    var isAfterImage: Bool {
        switch state {
        case .after, .lost: true
        // A last tile-part of unstated length (Psot 0) reaches to the end of its fragment.
        case .skip(let left, _) where left > 1 << 48: true
        // A file format has no end mark of its own: the next box would begin here.
        case .boxHeader: head.isEmpty && position > 0
        default: false
        }
    }

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
                if unsafe rest.contains(where: { $0 != 0 }) { blank(offset + index..<offset + bytes.count) }
            case .lost: return
            case .boxHeader, .marker, .code, .length, .sot: unsafe one(bytes[index])
            }
            index += step
            position += step
        }
    }

    private func begin(_ next: Next) -> State {
        switch next {
        case .marker: .marker
        case .boxHeader: .boxHeader
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
        case .skip, .blank, .after, .lost: break  // dealt with in runs
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
        switch type {
        case Array("jp2c".utf8):
            boxEnd = size == 0 ? nil : position + 1 + left
            state = .marker
        case Array("jP  ".utf8), Array("ftyp".utf8), Array("jp2h".utf8):
            state = left > 0 ? .skip(left: left, then: .boxHeader) : .boxHeader
        default: state = left > 0 ? .blank(left: left, then: .boxHeader) : .boxHeader
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
        case 0x4F, 0x30...0x3F: state = .marker  // SOC, and markers without a segment
        case 0x93:  // SOD: the data of the tile-part follow
            guard let tilePartEnd else {
                // Up to the end of the codestream, where only EOC follows.
                state = .skip(left: Int.max >> 1, then: .marker)
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
        case 0x64: state = left > 0 ? .blank(left: left, then: .marker) : .marker  // COM
        case 0x90 where left == 8: state = .sot
        case 0x90: state = .lost
        default: state = left > 0 ? .skip(left: left, then: .marker) : .marker
        }
    }

    /// Isot, Psot, TPsot, TNsot (A.4.2): Psot counts from the first byte of the SOT marker.
    private mutating func startOfTilePart(_ byte: UInt8) {
        head.append(byte)
        guard head.count == 8 else { return }
        let size = number(2..<6)
        let start = position + 1 - 12
        tilePartEnd = size == 0 ? nil : start + size
        head.removeAll(keepingCapacity: true)
        state = .marker
    }
}
