/// Walks the segments of RLE frames (PS3.5 Annex G): what stands behind the last sample of each is no sample.
struct RLEScanner: Sendable {
    /// Bytes of each segment before compression.
    private let segmentSize: Int
    /// How many segments there are: one for each byte of a pixel (PS3.5 §G.2). Further ones are none.
    private let segmentCount: Int
    /// Which of them the current one is.
    private var segment = 0
    private var header: [UInt8] = []
    /// Where the segments behind the current one begin, from the start of the fragment, the next one last.
    private var starts: [Int] = []
    /// Bytes of the fragment so far.
    private var position = 0
    /// Samples that the current segment still lacks.
    private var missing = 0
    private var state = State.header

    private enum State {
        case header
        /// A byte that says what follows.
        case control
        /// Bytes that stand for themselves.
        case literal(Int)
        /// The byte that a run repeats.
        case run(Int)
        case slack
    }

    init(segmentSize: Int, segmentCount: Int) {
        self.segmentSize = segmentSize
        self.segmentCount = segmentCount
    }

    /// Starts a fragment, which is a frame.
    mutating func beginFragment() {
        header.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        position = 0
        state = .header
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ blank: (Range<Int>) -> Void) {
        var index = 0
        while index < bytes.count {
            if case .header = state {
                unsafe header.append(bytes[index])
                index += 1
                position += 1
                if header.count == RLEHeader.size { readHeader() }
                continue
            }
            // A segment ends where the next one begins, whatever its runs say.
            let left = (starts.last ?? Int.max) - position
            if left <= 0 {
                beginSegment()
                continue
            }
            let room = min(bytes.count - index, left)
            let step: Int
            switch state {
            case .header: return
            case .control:
                step = 1
                let control = unsafe Int(bytes[index])
                if control < 128 { state = .literal(control + 1) } else if control > 128 { state = .run(257 - control) }
            case .literal(let count):
                step = min(count, room)
                // What a run has more than the segment lacks is no sample either.
                if step > missing { unsafe blankUnlessZero(bytes, index + missing..<index + step, offset, blank) }
                missing = max(0, missing - step)
                state = count > step ? .literal(count - step) : next
            case .run(let count):
                step = 1
                missing = max(0, missing - count)
                state = next
            case .slack:
                step = room
                unsafe blankUnlessZero(bytes, index..<index + step, offset, blank)
            }
            index += step
            position += step
        }
    }

    private var next: State { missing == 0 ? .slack : .control }

    private func blankUnlessZero(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ offset: Int, _ blank: (Range<Int>) -> Void
    ) {
        if unsafe bytes[range].contains(where: { $0 != 0 }) {
            blank(offset + range.lowerBound..<offset + range.upperBound)
        }
    }

    private mutating func readHeader() {
        func number(_ index: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(header[index * 4 + $1]) << ($1 * 8) }
        }
        let count = min(number(0), 15)
        starts = count > 1 ? (2...count).map(number).reversed() : []
        segment = 0
        missing = segmentSize
        state = .control
    }

    private mutating func beginSegment() {
        starts.removeLast()
        segment += 1
        missing = segment < segmentCount ? segmentSize : 0
        state = next
    }
}
