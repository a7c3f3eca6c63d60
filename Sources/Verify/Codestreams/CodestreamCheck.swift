import Standard

/// Something in a compressed stream that has no need to be there.
struct CodestreamFlaw {
    var check: Check
    /// Offset in bytes from the start of the file.
    var offset: Int
}

/// The fragments of one Pixel Data (PS3.5 §A.4): every byte belongs to a stream of the kind that the Transfer Syntax
/// promises, and every segment of it is one that a decoder needs. A stream may be spread over fragments.
struct CodestreamCheck {
    private enum Kind {
        case none
        case jpeg(JPEGStream)
        case jpeg2000(JPEG2000Stream)
        case video(VideoStream)
        case movie(MovieFile)
        case transport(TransportStream)
    }

    private let promise: CodestreamPromise
    /// What the attributes say of the image.
    private let layout: SampleLayout
    /// Frames so far: streams, and fragments of RLE.
    private var frames = 0
    private var kind = Kind.none
    /// Offset of the fragment that began the stream now open.
    private var start = 0
    private var table = OffsetTable()
    private var saidUnchecked = false

    init(_ promise: CodestreamPromise = .unknown, layout: SampleLayout = SampleLayout()) {
        self.promise = promise
        self.layout = layout
    }

    /// What JPEG 2000 may hold; where nobody says, all of it.
    private var part: JPEG2000Stream.Part {
        if case .jpeg2000(let part) = promise { return part }
        return .two
    }

    /// Fragments hold samples as they are, a frame each.
    var holdsSamples: Bool { promise == .samples }

    /// Whether a fragment begins as compressed streams do.
    static func isCompressed(at offset: Int, _ length: Int, in walker: inout Walker) throws(ReadFailure) -> Bool {
        let wanted = min(12, length)
        guard try walker.load(offset, wanted) >= wanted else { throw .damaged(.truncated, offset: offset) }
        return kind(of: walker.source.slice(offset, wanted), .two, nil) != nil
    }

    /// Notes a fragment that somebody else looks at, and that is a frame.
    mutating func pass(_ offset: Int, to end: Int, _ report: (CodestreamFlaw) -> Void) {
        table.extend(to: end)
        countFrame(at: offset, report)
    }

    /// Says once that there are more frames than the attributes say.
    private mutating func countFrame(at offset: Int, _ report: (CodestreamFlaw) -> Void) {
        frames += 1
        guard layout.size != nil, layout.frames > 0, frames == layout.frames + 1 else { return }
        report(CodestreamFlaw(check: .surplusFrames, offset: offset))
    }

    /// Looks at a fragment, whose number counts from 0, the Basic Offset Table.
    ///
    /// - Parameter report: called with each flaw, in the order of the file.
    mutating func check(
        fragmentAt offset: Int, length: Int, number: Int, in walker: inout Walker, _ report: (CodestreamFlaw) -> Void
    ) throws(ReadFailure) {
        guard number > 0 else { return try table.check(at: offset, length: length, in: &walker, report) }
        table.extend(to: offset + length)
        guard length > 0 else { return }
        let end = offset + length
        if promise == .runLength {
            countFrame(at: offset, report)
            var frame = RunLengthFrame(layout)
            return try frame.check(from: offset, to: end, in: &walker, report)
        }
        guard let first = try begin(at: offset, end, in: &walker, report) else { return }

        var position = first
        var flaws: [CodestreamFlaw] = []
        while position < end {
            let available = min(try walker.load(position, 1), end - position)
            guard available > 0 else { throw .damaged(.truncated, offset: position) }
            position += step(walker.source.slice(position, available), at: position, left: end - position, &flaws)
            for flaw in flaws { report(flaw) }
            flaws.removeAll(keepingCapacity: true)
        }
    }

    /// Closes the stream that is open, if any, and the offset table.
    mutating func end(_ report: (CodestreamFlaw) -> Void) {
        if !isFinished { report(CodestreamFlaw(check: .codestreamDamaged, offset: start)) }
        var flaws: [CodestreamFlaw] = []
        if case .video(var stream) = kind { stream.end(&flaws) }
        if case .movie(var stream) = kind { stream.end(&flaws) }
        if case .transport(var stream) = kind { stream.end(&flaws) }
        for flaw in flaws { report(flaw) }
        table.end(report)
        kind = .none
    }

    private var isFinished: Bool {
        switch kind {
        case .none, .video, .movie, .transport: true
        case .jpeg(let stream): stream.isFinished
        case .jpeg2000(let stream): stream.isFinished
        }
    }

    private var isLost: Bool {
        switch kind {
        case .none, .video, .movie, .transport: false
        case .jpeg(let stream): stream.isLost
        case .jpeg2000(let stream): stream.isLost
        }
    }

    private var mayRestart: Bool {
        if case .jpeg(let stream) = kind { return stream.isInScan }
        return isFinished
    }

    /// Decides what a fragment is: a new stream or the next piece of one.
    ///
    /// - Returns: the offset to go on from; `nil` when there is nothing to follow.
    private mutating func begin(
        at offset: Int, _ end: Int, in walker: inout Walker, _ report: (CodestreamFlaw) -> Void
    ) throws(ReadFailure) -> Int? {
        if !isFinished, !mayRestart { return offset }
        // A video goes on in the next fragment.
        switch kind {
        case .video, .movie, .transport: return offset
        case .none, .jpeg, .jpeg2000: break
        }
        let wanted = min(12, end - offset)
        guard try walker.load(offset, wanted) >= wanted else { throw .damaged(.truncated, offset: offset) }
        if case .video(let format) = promise, let video = Self.video(walker.source.slice(offset, wanted), format) {
            (kind, start) = (video, offset)
            return offset
        }
        let found = Self.kind(of: walker.source.slice(offset, wanted), part, layout.size)
        if !isFinished {
            guard case .jpeg? = found else { return offset }
            // A marker that entropy-coded data cannot hold: the stream before has no end.
            report(CodestreamFlaw(check: .codestreamDamaged, offset: start))
        }
        if let found {
            countFrame(at: offset, report)
            (kind, start) = (found, offset)
            return offset
        }
        if isLost { return nil }  // said once; its other pieces cannot be told from anything else
        if case .none = kind {
        } else if try walker.isFilled(offset, end - offset, { $0 == 0 || $0 == 0xFF }) {
            return nil  // fill behind a finished stream
        }
        switch promise {
        case .samples, .runLength: return nil
        case .unknown, .other, .video:
            if !saidUnchecked { report(CodestreamFlaw(check: .uncheckedStream, offset: offset)) }
            saidUnchecked = true
            return nil
        case .jpeg, .jpeg2000:
            let signature: [UInt8] = promise == .jpeg ? [0xFF, 0xD8, 0xFF] : [0xFF, 0x4F, 0xFF, 0x51]
            guard let first = try walker.offset(of: signature, from: offset, to: end) else {
                report(CodestreamFlaw(check: .noCodestream, offset: offset))
                return nil
            }
            report(CodestreamFlaw(check: .bytesBeforeCodestream, offset: offset))
            countFrame(at: first, report)
            kind =
                promise == .jpeg
                ? .jpeg(JPEGStream(frame: layout.size))
                : .jpeg2000(JPEG2000Stream(isBoxed: false, part, frame: layout.size))
            start = first
            return first
        }
    }

    private static func video(_ head: ArraySlice<UInt8>, _ format: VideoStream.Format) -> Kind? {
        if VideoStream.isStart(head) { return .video(VideoStream(format)) }
        if MovieFile.isStart(head) { return .movie(MovieFile(format)) }
        if TransportStream.isStart(head) { return .transport(TransportStream()) }
        return nil
    }

    private static func kind(of head: ArraySlice<UInt8>, _ part: JPEG2000Stream.Part, _ frame: FrameSize?) -> Kind? {
        if head.starts(with: [0xFF, 0xD8]) { return .jpeg(JPEGStream(frame: frame)) }
        if head.starts(with: [0xFF, 0x4F]) { return .jpeg2000(JPEG2000Stream(isBoxed: false, part, frame: frame)) }
        // The signature box of JP2 (ISO/IEC 15444-1 §I.5.1).
        if head.count >= 12, head.starts(with: [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) {
            return .jpeg2000(JPEG2000Stream(isBoxed: true, part, frame: frame))
        }
        return nil
    }

    private mutating func step(
        _ bytes: ArraySlice<UInt8>, at offset: Int, left: Int, _ flaws: inout [CodestreamFlaw]
    ) -> Int {
        // The stream is taken out while it changes, so that its buffer is not copied.
        switch kind {
        case .none: return left
        case .video(var stream):
            kind = .none
            defer { kind = .video(stream) }
            return stream.step(bytes, at: offset, left: left, &flaws)
        case .movie(var stream):
            kind = .none
            defer { kind = .movie(stream) }
            return stream.step(bytes, at: offset, left: left, &flaws)
        case .transport(var stream):
            kind = .none
            defer { kind = .transport(stream) }
            return stream.step(bytes, at: offset, left: left, &flaws)
        case .jpeg(var stream):
            kind = .none
            defer { kind = .jpeg(stream) }
            return stream.step(bytes, at: offset, left: left, &flaws)
        case .jpeg2000(var stream):
            kind = .none
            defer { kind = .jpeg2000(stream) }
            return stream.step(bytes, at: offset, left: left, &flaws)
        }
    }
}

extension Walker {
    /// The first place of a few bytes in a range; memory is constant.
    mutating func offset(of signature: [UInt8], from start: Int, to end: Int) throws(ReadFailure) -> Int? {
        var position = start
        while end - position >= signature.count {
            let available = min(try load(position, signature.count), end - position)
            guard available >= signature.count else { throw .damaged(.truncated, offset: position) }
            let last = available - signature.count
            for step in 0...last where source.byte(position + step) == signature[0] {
                if source.slice(position + step, signature.count).elementsEqual(signature) { return position + step }
            }
            position += last + 1
        }
        return nil
    }
}
