import Standard

/// Walks a data set step by step, from first to last byte, without recursion and without allocating per element.
///
/// Headers and small values stay in `buffer`; large values are skipped (files) or handed through (streams). What does
/// not add up is an error: a data set that stops inside an element is never a short data set.
public struct DataSetReader: ~Copyable {
    /// Why `readSegment` came back.
    public enum SegmentEnd: Sendable {
        /// The data set is complete.
        case endOfDataSet
        /// There is more, and enough is held to be worth passing on.
        case pause
        /// There is more, and `Limits.batch` steps have been handed out; but what they stand in is not at its end, so
        /// that nothing can be passed on yet. The caller takes the steps and reads on in the same segment.
        case batch
        /// The last element's value (or fragment) of this many bytes comes next in the stream; see `passBulk`.
        case bulk(Int)
    }

    /// Values longer than this are skipped in files, unless they are text or already read.
    static let skipThreshold = 2048
    /// Top-level values longer than this pass through a stream without being held, but for text.
    static let streamThreshold = 1 << 20
    /// Likewise fragments, which are looked into as a whole where they are not huge.
    static let fragmentThreshold = 16 << 20
    static let pauseThreshold = 4 << 20

    public internal(set) var buffer = HeaderBuffer()
    public internal(set) var deviations: Deviations
    /// Runs of the source that lie in `buffer` without a gap: where each starts, in the file and in the buffer.
    public internal(set) var runs: [(offset: Int, position: Int)]

    let source: any ByteSource
    /// Bytes of the source; `nil` for a stream.
    let size: Int?
    let limits: Limits
    /// Whether the Transfer Syntax says that Pixel Data is fragments; `nil` where that is not to be checked.
    let isEncapsulated: Bool?
    /// The innermost frame. It stands apart from those around it because every step looks at it.
    var frame: Frame
    /// The frames around it, the data set first.
    var outer = FrameStack()
    /// Offset of the next byte to parse.
    public internal(set) var cursor: Int
    /// `offset - position` of the current run.
    var base: Int
    var sourceEnded = false
    var readAhead = 16 << 10
    var lastTag = Tag(0)
    var hasSeenPixelData = false
    var count = 0
    var repeated = RepeatedSequences()

    /// - Parameters:
    ///   - offset: where the data set starts in `source`.
    ///   - isEncapsulated: what the Transfer Syntax says of Pixel Data; `nil` accepts either form.
    public init(
        _ source: any ByteSource, at offset: Int, encoding: Encoding, isEncapsulated: Bool? = nil,
        deviations: Deviations = [], limits: Limits = Limits()
    ) {
        self.source = source
        size = source.size
        self.isEncapsulated = isEncapsulated
        self.limits = limits
        self.deviations = deviations
        cursor = offset
        base = offset
        runs = [(offset, 0)]
        let end = size ?? Int.max
        frame = Frame(
            end: end, limit: end, tag: Tag(0), kind: .dataSet, encoding: encoding, isInsideUN: false)
    }

    /// Takes a buffer over that already holds the bytes of `source` from offset 0 on, and starts at `offset`.
    public init(
        _ source: any ByteSource, taking buffer: consuming HeaderBuffer, at offset: Int, encoding: Encoding,
        isEncapsulated: Bool? = nil, deviations: Deviations = [], limits: Limits = Limits()
    ) {
        self.init(
            source, at: offset, encoding: encoding, isEncapsulated: isEncapsulated, deviations: deviations,
            limits: limits)
        self.buffer = buffer
        base = 0
        runs = [(0, 0)]
    }

    // MARK: Segments

    /// Appends the steps of the next stretch of the data set to `elements`.
    ///
    /// A file of usual size yields one segment. A stream yields as many as its bulk requires; between two segments the
    /// caller writes what it has, then calls `passBulk` if it was told to, and `beginSegment`.
    public mutating func readSegment(into elements: inout [Element]) throws(ParseError) -> SegmentEnd {
        if elements.isEmpty { beginRepeats() }
        while true {
            // As `next` has it, in place: a step is handed over from there at some cost.
            let element: Element
            if let usual = usualStep() {
                element = usual
            } else if let careful = try carefulStep() {
                element = careful
            } else {
                return .endOfDataSet
            }
            elements.append(element)
            count += 1
            if count > limits.elements { throw error(.tooManyElements, at: element.offset, element.tag) }
            takeRepeats(after: element.kind, into: &elements)
            if elements.count >= limits.batch, canDecide || elements.count >= limits.batch * 8 {
                return isBetweenSegments ? .pause : .batch
            }
            if size != nil { continue }
            if !element.isResident, element.kind == .element || element.kind == .fragment, element.lengthField > 0 {
                return .bulk(Int(element.lengthField))
            }
            if buffer.count > Self.pauseThreshold, hasSeenPixelData, isBetweenSegments { return .pause }
        }
    }

    /// Whether what decisions on the file depend on (its patient, its UIDs, the kind of its document) has been passed.
    private var canDecide: Bool { lastTag.group > 0x0042 }

    /// Whether nothing is open whose length could still change: the top level, or fragments.
    private var isBetweenSegments: Bool { outer.isEmpty || outer.count == 1 && frame.kind == .fragments }

    /// Forgets what is buffered of the segment that has been dealt with.
    public mutating func beginSegment() {
        buffer.removeFirst(cursor - base)
        base = cursor
        runs = [(cursor, 0)]
        beginRepeats()
    }

    /// Hands the next `length` bytes of a stream to `body`, in order, without holding them.
    public mutating func passBulk<E: Error>(
        _ length: Int, failure: (ParseError) -> E, _ body: (RawSpan) throws(E) -> Void
    ) throws(E) {
        var left = length
        while left > 0 {
            beginSegment()
            do throws(ParseError) {
                // The first piece is large enough to tell what the value is.
                if try !require(left == length ? min(left, CodestreamScrubber.headLength) : 1) {
                    throw error(.valuePastEnd, at: cursor, lastTag)
                }
            } catch { throw failure(error) }
            let count = min(left, buffer.count)
            try buffer.withBytes(0..<count, body)
            cursor += count
            left -= count
        }
    }

    // MARK: The walk

    /// The next step, or `nil` at the exact end of the data set.
    public mutating func next() throws(ParseError) -> Element? {
        if let element = usualStep() { return element }
        return try carefulStep()
    }

    /// Apart, so that the usual way need not save what only this one uses.
    @inline(never)
    mutating func carefulStep() throws(ParseError) -> Element? {
        if cursor == frame.end { return endOfFrame() }
        switch frame.kind {
        case .dataSet, .item: return try nextElement(frame)
        case .sequence, .fragments: return try nextItem(frame)
        }
    }

    mutating func endOfFrame() -> Element? {
        guard !outer.isEmpty else { return nil }
        return pop(headerLength: 0, length: 0, tag: .itemDelimitation)
    }

    @inline(__always)
    mutating func pop(headerLength: Int, length: UInt32, tag: Tag) -> Element {
        let element = Element(
            offset: cursor, position: cursor - base, lengthField: length, tag: frame.tag, vr: .sq,
            kind: frame.kind == .item ? .itemEnd : .sequenceEnd, headerLength: UInt8(headerLength), isResident: true,
            encoding: frame.encoding)
        cursor += headerLength
        frame = outer.pop()
        return element
    }

    mutating func nextItem(_ frame: Frame) throws(ParseError) -> Element? {
        guard try require(8) else {
            throw error(frame.end == Int.max ? .missingDelimiter : .truncatedHeader, at: cursor, frame.tag)
        }
        guard frame.limit - cursor >= 8 else { throw error(.truncatedHeader, at: cursor, frame.tag) }
        let big = frame.encoding.isBigEndian
        let position = cursor - base
        let tag = Tag(
            group: buffer.uint16(at: position, bigEndian: big), element: buffer.uint16(at: position + 2, bigEndian: big)
        )
        let length = buffer.uint32(at: position + 4, bigEndian: big)
        switch tag {
        case .sequenceDelimitation:
            if frame.end != Int.max {
                guard frame.end - cursor == 8 else { throw error(.unexpectedDelimiter, at: cursor, frame.tag) }
                deviations.insert(.delimiterInDefinedLength)
            }
            guard length == 0 else { throw error(.unexpectedDelimiter, at: cursor, frame.tag) }
            return pop(headerLength: 8, length: 0, tag: tag)
        case .item:
            self.frame.items &+= 1
            return frame.kind == .fragments
                ? try fragment(frame, position, length) : try item(frame, position, length)
        default:
            throw error(.notAnItem, at: cursor, frame.tag)
        }
    }

    mutating func item(_ frame: Frame, _ position: Int, _ length: UInt32) throws(ParseError) -> Element {
        let end = try self.end(ofLength: length, header: 8, frame, .item)
        var element = Element(
            offset: cursor, position: position, lengthField: length, tag: frame.tag, vr: .sq, kind: .item,
            headerLength: 8, isResident: true, encoding: frame.encoding)
        cursor += 8
        element.encoding = try encodingOfItem(frame, end: end)
        element.hasForeignEncoding = element.encoding != frame.encoding
        try push(.item, end: end, element.encoding, frame.tag, insideUN: frame.isInsideUN)
        return element
    }

    mutating func fragment(_ frame: Frame, _ position: Int, _ length: UInt32) throws(ParseError) -> Element {
        guard length != 0xFFFF_FFFF else { throw error(.undefinedLengthNotAllowed, at: cursor, frame.tag) }
        var element = Element(
            offset: cursor, position: position, lengthField: length, tag: frame.tag, vr: .ob, kind: .fragment,
            headerLength: 8, isResident: true, encoding: frame.encoding)
        _ = try end(ofLength: length, header: 8, frame, frame.tag)
        element.isResident = try skip(header: 8, Int(length), isText: false, tag: frame.tag, depth: 2)
        return element
    }

    mutating func nextElement(_ frame: Frame) throws(ParseError) -> Element? {
        guard try require(8), frame.limit - cursor >= 8 else {
            if frame.kind == .dataSet { return try trailing(frame) }
            throw error(
                frame.end == Int.max && available == 0 ? .missingDelimiter : .truncatedHeader, at: cursor, frame.tag)
        }
        let position = cursor - base
        let big = frame.encoding.isBigEndian
        let tag = Tag(
            group: buffer.uint16(at: position, bigEndian: big), element: buffer.uint16(at: position + 2, bigEndian: big)
        )
        if tag.group == 0xFFFE {
            // Delimiters that close nothing, after the pixels: some encoders write one too many.
            if frame.kind == .dataSet, hasSeenPixelData { return try trailing(frame) }
            return try delimiter(tag, frame, position)
        }
        if frame.kind == .dataSet {
            if isTrailing(tag, frame, position) { return try trailing(frame) }
            if tag < lastTag { deviations.insert(.unorderedElements) }
            if tag == lastTag { deviations.insert(.duplicateElements) }
            lastTag = tag
            if tag.group == 0x7FE0, tag.element >= 8 { hasSeenPixelData = true }
        }
        guard let header = try header(tag, frame, position) else {
            if frame.kind == .dataSet, hasSeenPixelData { return try trailing(frame) }
            throw error(.invalidVR, at: cursor, tag)
        }
        return try element(tag, header, frame, position)
    }

    mutating func delimiter(_ tag: Tag, _ frame: Frame, _ position: Int) throws(ParseError) -> Element {
        let length = buffer.uint32(at: position + 4, bigEndian: frame.encoding.isBigEndian)
        guard tag == .itemDelimitation, frame.kind == .item, length == 0 else {
            throw error(.unexpectedDelimiter, at: cursor, frame.tag)
        }
        if frame.end != Int.max {
            guard frame.end - cursor == 8 else { throw error(.unexpectedDelimiter, at: cursor, frame.tag) }
            deviations.insert(.delimiterInDefinedLength)
        }
        return pop(headerLength: 8, length: 0, tag: tag)
    }

    // MARK: Positions

    /// 1 in the data set itself.
    var depth: Int { outer.count + 1 }

    /// Where the value ends; `Int.max` for undefined length. Compared by what remains, so that nothing can overflow.
    func end(ofLength length: UInt32, header: Int, _ frame: Frame, _ tag: Tag) throws(ParseError) -> Int {
        if length == 0xFFFF_FFFF { return Int.max }
        guard Int(length) <= frame.limit - cursor - header else { throw error(.valuePastEnd, at: cursor, tag) }
        return cursor + header + Int(length)
    }

    mutating func push(
        _ kind: FrameKind, end: Int, _ encoding: Encoding, _ tag: Tag, insideUN: Bool
    ) throws(ParseError) {
        guard depth < limits.depth else { throw error(.nestedTooDeep, at: cursor, tag) }
        outer.push(frame)
        frame = Frame(
            end: end, limit: min(end, frame.limit), tag: tag, kind: kind, encoding: encoding, isInsideUN: insideUN)
    }

    /// Bytes from the cursor on that lie in the buffer.
    var available: Int { buffer.count - (cursor - base) }

    /// Whether `count` bytes from the cursor on lie in the buffer, after reading as needed.
    @inline(__always)
    mutating func require(_ count: Int) throws(ParseError) -> Bool {
        if cursor - base <= buffer.count - count { return true }
        return try fill(count)
    }

    mutating func fill(_ count: Int) throws(ParseError) -> Bool {
        let source = self.source
        while available < count, !sourceEnded {
            guard buffer.count < limits.bufferedBytes else { throw error(.headerTooLarge, at: cursor, lastTag) }
            let offset = base + buffer.count
            let wanted = max(readAhead, min(count - available, 1 << 20))
            readAhead = min(readAhead * 2, 64 << 10)
            let delivered = try unsafe buffer.append(upTo: wanted) { memory throws(ParseError) in
                try unsafe source.read(at: offset, into: memory)
            }
            if delivered == 0 { sourceEnded = true }
        }
        return available >= count
    }

    /// Moves past a value.
    ///
    /// - Returns: whether the value lies in the buffer.
    mutating func skip(
        header: Int, _ length: Int, isText: Bool, tag: Tag, depth: Int
    ) throws(ParseError) -> Bool {
        let need = header + length
        if available >= need {
            cursor += need
            return true
        }
        // Text is held whatever its length, so that files and streams are judged alike.
        if let size, length > Self.skipThreshold, !isText {
            // What was read ahead of the value is let go; the file still has it.
            guard need <= size - cursor else { throw error(.valuePastEnd, at: cursor, tag) }
            buffer.truncate(to: cursor - base + header)
            cursor += need
            base = cursor - buffer.count
            readAhead = 4 << 10
            if runs[runs.count - 1].position == buffer.count { runs.removeLast() }
            runs.append((cursor, buffer.count))
            return false
        }
        // What comes before waveforms and pixels is held in any case: it says whose and what the rest is.
        let streamThreshold = self.depth == 1 ? Self.streamThreshold : Self.fragmentThreshold
        if size == nil, length > streamThreshold, !isText, depth == self.depth, isBetweenSegments,
            lastTag.group >= 0x5000
        {
            cursor += header
            return false
        }
        guard try require(need) else { throw error(.valuePastEnd, at: cursor, tag) }
        cursor += need
        return true
    }

    func error(_ code: ParseError.Code, at offset: Int, _ tag: Tag? = nil) -> ParseError {
        var path: [ParseError.PathStep] = []
        for level in 0..<depth {
            let frame = level < outer.count ? outer[level] : self.frame
            if frame.kind == .sequence { path.append(.init(tag: frame.tag, item: frame.items)) }
        }
        return ParseError(code, at: offset, tag: tag == .item || tag?.rawValue == 0 ? nil : tag, path: path)
    }
}
