/// A JPEG or JPEG-LS stream (ITU-T T.81 Annex B, T.87), piece by piece from SOI to EOI, all scans of it.
struct JPEGStream {
    private enum State {
        case startOfImage
        /// Between segments: an FF comes.
        case marker
        /// Behind an FF between segments.
        case code
        case lengthHigh(UInt8)
        case lengthLow(UInt8, UInt8)
        case payload(UInt8, left: Int)
        /// Entropy-coded data, and behind an FF in it.
        case scan, scanCode
        case after
        /// Something that cannot be followed.
        case lost
    }

    private var state = State.startOfImage
    /// The segment being read: at most 65,533 bytes.
    private var payload: [UInt8] = []
    /// Where the last marker lies.
    private var markerOffset = 0
    private var isLossless = false  // JPEG-LS, where FF is stuffed with a bit and not with a byte
    /// A restart interval has been announced (T.81 B.2.4.4).
    private var hasIntervals = false
    private var process = JPEGProcess()
    private var tables = JPEGTables()
    /// Application segments that said something: each stands once.
    private var applications: Set<UInt8> = []
    /// Rows and Columns of the data set; `nil` when not known.
    private let frame: FrameSize?
    private var wordy = WordySegments()
    private var saidAfter = false

    init(frame: FrameSize?) { self.frame = frame }

    var isFinished: Bool {
        switch state {
        case .after, .lost: true
        default: false
        }
    }

    var isLost: Bool {
        if case .lost = state { return true }
        return false
    }

    /// Whether the next fragment may be a new stream by its look.
    var isInScan: Bool {
        if case .scan = state { return true }
        return isFinished
    }

    /// Takes a piece of the stream.
    ///
    /// - Parameter left: the bytes of the fragment from `offset` on; `bytes` are the first of them.
    /// - Returns: how many were taken, all of `bytes` at least.
    mutating func step(
        _ bytes: ArraySlice<UInt8>, at offset: Int, left: Int, _ flaws: inout [CodestreamFlaw]
    ) -> Int {
        var taken = 0
        while taken < bytes.count {
            taken += take(
                bytes[(bytes.startIndex + taken)...], at: offset + taken, left: left - taken, &flaws)
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
        case .scan:
            guard let index = bytes.firstIndex(of: 0xFF) else { return bytes.count }
            state = .scanCode
            markerOffset = offset + (index - bytes.startIndex)
            return index - bytes.startIndex + 1
        case .payload(let code, let wanted):
            let count = min(wanted, bytes.count)
            payload.append(contentsOf: bytes.prefix(count))
            state = .payload(code, left: wanted - count)
            if count == wanted { endSegment(code, &flaws) }
            return count
        case .after:
            // Fill tells nothing, however long it is.
            guard !saidAfter, let index = bytes.firstIndex(where: { $0 != 0 && $0 != 0xFF }) else {
                return bytes.count
            }
            saidAfter = true
            flaws.append(CodestreamFlaw(check: .bytesAfterCodestream, offset: offset + (index - bytes.startIndex)))
            return bytes.count
        case .startOfImage:
            // The caller has seen FF D8; each may lie in a piece of its own.
            if first == 0xD8 { state = .marker }
        case .marker:
            markerOffset = offset
            if first == 0xFF { state = .code } else { lose(at: offset, &flaws) }
        case .code: betweenSegments(first, at: offset, &flaws)
        case .scanCode: insideScan(first, at: offset, &flaws)
        case .lengthHigh(let code): state = .lengthLow(code, first)
        case .lengthLow(let code, let high):
            let length = Int(high) << 8 | Int(first)
            guard length >= 2 else {
                lose(at: offset, &flaws)
                return 1
            }
            payload.removeAll(keepingCapacity: true)
            state = .payload(code, left: length - 2)
            if length == 2 { endSegment(code, &flaws) }
        }
        return 1
    }

    private mutating func betweenSegments(_ code: UInt8, at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        switch code {
        case 0xFF: break  // fill
        case 0x01, 0xD0...0xD7: state = .marker
        case 0xD9: endImage(&flaws)
        case 0x00, 0xD8: lose(at: offset, &flaws)
        default: state = .lengthHigh(code)
        }
    }

    private mutating func insideScan(_ code: UInt8, at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        switch code {
        case 0xFF: break  // fill before a marker
        case 0x00: state = .scan
        case 0xD0...0xD7 where hasIntervals: state = .scan
        case 0x01...0x7F where isLossless: state = .scan
        case 0xD9: endImage(&flaws)
        case 0x01...0xBF, 0xD0...0xD8: lose(at: offset, &flaws)
        default: state = .lengthHigh(code)
        }
    }

    private mutating func endImage(_ flaws: inout [CodestreamFlaw]) {
        for offset in tables.atEnd() { flaws.append(wordy.flaw(at: offset)) }
        state = .after
    }

    private mutating func endSegment(_ code: UInt8, _ flaws: inout [CodestreamFlaw]) {
        if code == 0xF7 { isLossless = true }
        if code == 0xDD { hasIntervals = payload.contains { $0 != 0 } }
        if let check = JPEGSegment.flaw(of: code, payload) {
            flaws.append(CodestreamFlaw(check: check, offset: markerOffset))
        } else if payload.contains(where: { $0 != 0 }) {
            if !(0xE0...0xEF).contains(code), code != 0xFE { wordy.note(payload, at: markerOffset) }
            let unneeded = process.take(code, length: payload.count, at: markerOffset)
            for offset in unneeded { flaws.append(wordy.flaw(at: offset)) }
            if unneeded.isEmpty { tables.take(code, payload, at: markerOffset) }
            if (0xE0...0xEF).contains(code), !applications.insert(code).inserted {
                flaws.append(CodestreamFlaw(check: .codestreamApplication, offset: markerOffset))
            }
            compareSize(code, &flaws)
        }
        state = code == 0xDA ? .scan : .marker
    }

    /// A frame header has the size of the image, where it does not leave the number of lines, or both, to a segment
    /// behind it (T.81 B.2.2, T.87 C.2.4.1.4).
    private func compareSize(_ code: UInt8, _ flaws: inout [CodestreamFlaw]) {
        guard JPEGSegment.isFrame(code), payload.count > 5, let frame else { return }
        let rows = Int(payload[1]) << 8 | Int(payload[2])
        let columns = Int(payload[3]) << 8 | Int(payload[4])
        if rows > 0 && rows != frame.rows || columns > 0 && columns != frame.columns {
            flaws.append(CodestreamFlaw(check: .streamSize, offset: markerOffset))
        }
    }

    private mutating func lose(at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        flaws.append(CodestreamFlaw(check: .codestreamDamaged, offset: offset))
        state = .lost
    }
}
