import Standard

/// Walks a data set step by step, from first to last byte, without recursion and without allocating per element.
///
/// Headers and small values stay in `buffer`; large values are skipped (files) or handed through (streams). What does
/// not add up is an error: a data set that stops inside an element is never a short data set.
public struct DataSetReader: ~Copyable {
    /// Limits that keep hostile input from taking the machine. A file beyond them is refused, never cut.
    public struct Limits: Sendable {
        public var depth = 256
        public var elements = 16_000_000
        /// Bytes held in memory at once.
        public var bufferedBytes = 512 << 20
        public init() {}
    }

    /// Something that PS3.5 does not allow and that is read all the same.
    public struct Deviations: OptionSet, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        public static let oddLength = Deviations(rawValue: 1 << 0)
        public static let implicitItemInExplicit = Deviations(rawValue: 1 << 1)
        public static let explicitItemInImplicit = Deviations(rawValue: 1 << 2)
        public static let delimiterInDefinedLength = Deviations(rawValue: 1 << 3)
        public static let trailingBytes = Deviations(rawValue: 1 << 4)
        public static let unorderedElements = Deviations(rawValue: 1 << 5)
        public static let wrongTransferSyntax = Deviations(rawValue: 1 << 6)
        public static let sequenceInUN = Deviations(rawValue: 1 << 7)
        public static let missingPreamble = Deviations(rawValue: 1 << 8)
        public static let bareDataSet = Deviations(rawValue: 1 << 9)
        public static let badFileMeta = Deviations(rawValue: 1 << 10)
        public static let unknownVR = Deviations(rawValue: 1 << 11)
        public static let missingDelimiterAtEnd = Deviations(rawValue: 1 << 12)
        public static let duplicateElements = Deviations(rawValue: 1 << 13)

        /// Stable words for reports, in the order of their bits.
        public var names: [String] {
            let all = [
                "odd-length", "implicit-item-in-explicit", "explicit-item-in-implicit", "delimiter-in-defined-length",
                "trailing-bytes", "unordered-elements", "wrong-transfer-syntax", "sequence-in-un", "missing-preamble",
                "bare-data-set", "bad-file-meta", "unknown-vr", "missing-delimiter-at-end", "duplicate-elements",
            ]
            return all.indices.filter { rawValue & (1 << UInt32($0)) != 0 }.map { all[$0] }
        }
    }

    /// Why `readSegment` came back.
    public enum SegmentEnd: Sendable {
        /// The data set is complete.
        case endOfDataSet
        /// A stream has more, and enough is buffered to be worth passing on.
        case pause
        /// The last element's value (or fragment) of this many bytes comes next in the stream; see `passBulk`.
        case bulk(Int)
    }

    private enum FrameKind { case dataSet, sequence, item, fragments }

    private struct Frame {
        /// Where it ends; `Int.max` when its length is undefined.
        var end: Int
        /// The innermost known end around the cursor.
        var limit: Int
        var kind: FrameKind
        var encoding: Encoding
        /// The sequence; meaningless for the data set itself.
        var tag: Tag
        /// Items so far.
        var items: Int
        /// The frame is the value of a UN element: the encoding of its items is looked at anew.
        var isInsideUN: Bool
    }

    /// Values longer than this are skipped in files, unless they are text or already read.
    static let skipThreshold = 2048
    /// Top-level values longer than this pass through a stream without being held, but for text.
    static let streamThreshold = 1 << 20
    /// Likewise fragments, which are looked into as a whole where they are not huge.
    static let fragmentThreshold = 16 << 20
    private static let pauseThreshold = 4 << 20

    public private(set) var buffer = HeaderBuffer()
    public private(set) var deviations: Deviations
    /// Runs of the source that lie in `buffer` without a gap: where each starts, in the file and in the buffer.
    public private(set) var runs: [(offset: Int, position: Int)]

    private let source: any ByteSource
    private let limits: Limits
    /// Whether the Transfer Syntax says that Pixel Data is fragments; `nil` where that is not to be checked.
    private let isEncapsulated: Bool?
    private var frames: [Frame]
    /// Offset of the next byte to parse.
    public private(set) var cursor: Int
    /// `offset - position` of the current run.
    private var base: Int
    private var sourceEnded = false
    private var readAhead = 16 << 10
    private var lastTag = Tag(0)
    private var hasSeenPixelData = false
    private var count = 0

    /// - Parameters:
    ///   - offset: where the data set starts in `source`.
    ///   - isEncapsulated: what the Transfer Syntax says of Pixel Data; `nil` accepts either form.
    public init(
        _ source: any ByteSource, at offset: Int, encoding: Encoding, isEncapsulated: Bool? = nil,
        deviations: Deviations = [], limits: Limits = Limits()
    ) {
        self.source = source
        self.isEncapsulated = isEncapsulated
        self.limits = limits
        self.deviations = deviations
        cursor = offset
        base = offset
        runs = [(offset, 0)]
        let end = source.size ?? Int.max
        frames = [
            Frame(
                end: end, limit: end, kind: .dataSet, encoding: encoding, tag: Tag(0), items: 0, isInsideUN: false)
        ]
        frames.reserveCapacity(16)
    }

    /// Takes a buffer over that already holds the bytes of `source` from offset 0 on, and starts at `offset`.
    public init(
        _ source: any ByteSource, taking buffer: consuming HeaderBuffer, at offset: Int, encoding: Encoding,
        isEncapsulated: Bool? = nil, deviations: Deviations = [], limits: Limits = Limits()
    ) {
        self.init(
            source, at: offset, encoding: encoding, isEncapsulated: isEncapsulated, deviations: deviations, limits: limits)
        self.buffer = buffer
        base = 0
        runs = [(0, 0)]
    }

    // MARK: Segments

    /// Appends the steps of the next stretch of the data set to `elements`.
    ///
    /// A file yields one segment. A stream yields as many as its bulk requires; between two segments the caller writes
    /// what it has, then calls `passBulk` if it was told to, and `beginSegment`.
    public mutating func readSegment(into elements: inout [Element]) throws(ParseError) -> SegmentEnd {
        while let element = try next() {
            elements.append(element)
            count += 1
            if count > limits.elements { throw error(.tooManyElements, at: element.offset, element.tag) }
            if source.size != nil { continue }
            if !element.isResident, element.kind == .element || element.kind == .fragment, element.lengthField > 0 {
                return .bulk(Int(element.lengthField))
            }
            if buffer.count > Self.pauseThreshold, hasSeenPixelData, isBetweenSegments { return .pause }
        }
        return .endOfDataSet
    }

    /// Whether nothing is open whose length could still change: the top level, or fragments.
    private var isBetweenSegments: Bool { frames.count == 1 || frames.count == 2 && frames[1].kind == .fragments }

    /// Forgets what is buffered of the segment that has been dealt with.
    public mutating func beginSegment() {
        buffer.removeFirst(cursor - base)
        base = cursor
        runs = [(cursor, 0)]
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
                if try !require(left == length ? min(left, CodestreamScrubber.headLength) : 1) { throw error(.valuePastEnd, at: cursor, lastTag) }
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
        let frame = frames[frames.count - 1]
        if cursor == frame.end { return endOfFrame() }
        switch frame.kind {
        case .dataSet, .item: return try nextElement(frame)
        case .sequence, .fragments: return try nextItem(frame)
        }
    }

    private mutating func endOfFrame() -> Element? {
        guard frames.count > 1 else { return nil }
        return pop(headerLength: 0, length: 0, tag: .itemDelimitation)
    }

    private mutating func pop(headerLength: Int, length: UInt32, tag: Tag) -> Element {
        let frame = frames.removeLast()
        let element = Element(
            offset: cursor, position: cursor - base, lengthField: length, tag: frame.tag, vr: .sq,
            kind: frame.kind == .item ? .itemEnd : .sequenceEnd, headerLength: UInt8(headerLength), isResident: true,
            encoding: frame.encoding)
        cursor += headerLength
        return element
    }

    private mutating func nextItem(_ frame: Frame) throws(ParseError) -> Element? {
        guard try require(8) else {
            throw error(frame.end == Int.max ? .missingDelimiter : .truncatedHeader, at: cursor, frame.tag)
        }
        guard frame.limit - cursor >= 8 else { throw error(.truncatedHeader, at: cursor, frame.tag) }
        let big = frame.encoding.isBigEndian
        let position = cursor - base
        let tag = Tag(
            group: buffer.uint16(at: position, bigEndian: big), element: buffer.uint16(at: position + 2, bigEndian: big))
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
            frames[frames.count - 1].items += 1
            return frame.kind == .fragments
                ? try fragment(frame, position, length) : try item(frame, position, length)
        default:
            throw error(.notAnItem, at: cursor, frame.tag)
        }
    }

    private mutating func item(_ frame: Frame, _ position: Int, _ length: UInt32) throws(ParseError) -> Element {
        let end = try self.end(ofLength: length, header: 8, frame, .item)
        var element = Element(
            offset: cursor, position: position, lengthField: length, tag: frame.tag, vr: .sq, kind: .item,
            headerLength: 8, isResident: true, encoding: frame.encoding)
        cursor += 8
        element.encoding = try encodingOfItem(frame, end: end)
        try push(.item, end: end, element.encoding, frame.tag, insideUN: frame.isInsideUN)
        return element
    }

    private mutating func fragment(_ frame: Frame, _ position: Int, _ length: UInt32) throws(ParseError) -> Element {
        guard length != 0xFFFF_FFFF else { throw error(.undefinedLengthNotAllowed, at: cursor, frame.tag) }
        var element = Element(
            offset: cursor, position: position, lengthField: length, tag: frame.tag, vr: .ob, kind: .fragment,
            headerLength: 8, isResident: true, encoding: frame.encoding)
        _ = try end(ofLength: length, header: 8, frame, frame.tag)
        element.isResident = try skip(header: 8, Int(length), isText: false, tag: frame.tag, depth: 2)
        return element
    }

    private mutating func nextElement(_ frame: Frame) throws(ParseError) -> Element? {
        guard try require(8), frame.limit - cursor >= 8 else {
            if frame.kind == .dataSet { return try trailing(frame) }
            throw error(
                frame.end == Int.max && available == 0 ? .missingDelimiter : .truncatedHeader, at: cursor, frame.tag)
        }
        let position = cursor - base
        let big = frame.encoding.isBigEndian
        let tag = Tag(
            group: buffer.uint16(at: position, bigEndian: big), element: buffer.uint16(at: position + 2, bigEndian: big))
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

    private mutating func delimiter(_ tag: Tag, _ frame: Frame, _ position: Int) throws(ParseError) -> Element {
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

    // MARK: Headers

    private struct Header {
        var vr: VR
        var length: UInt32
        var size: Int
        var lacksVR = false
    }

    /// The VR and length of the element at the cursor (PS3.5 §7.1.2, §7.1.3); `nil` when the VR is none.
    private mutating func header(_ tag: Tag, _ frame: Frame, _ position: Int) throws(ParseError) -> Header? {
        let big = frame.encoding.isBigEndian
        guard frame.encoding.isExplicitVR else {
            return Header(
                vr: Self.implicitVR(of: tag), length: buffer.uint32(at: position + 4, bigEndian: big), size: 8)
        }
        let vr = VR(buffer[position + 4], buffer[position + 5])
        if !vr.isWellFormed { return try headerWithoutVR(tag, frame, position) }
        if !vr.isKnown { deviations.insert(.unknownVR) }
        guard vr.hasLongLength else {
            return Header(vr: vr, length: UInt32(buffer.uint16(at: position + 6, bigEndian: big)), size: 8)
        }
        guard try require(12), frame.limit - cursor >= 12 else { throw error(.truncatedHeader, at: cursor, tag) }
        return Header(vr: vr, length: buffer.uint32(at: cursor - base + 8, bigEndian: big), size: 12)
    }

    /// An element among explicit ones whose VR field is not letters: some writers leave blanks there before a 16-bit
    /// length, others a 32-bit length as in the implicit form. Read so when the length fits and is followed by a tag
    /// that does not step back, refused otherwise.
    private mutating func headerWithoutVR(
        _ tag: Tag, _ frame: Frame, _ position: Int
    ) throws(ParseError) -> Header? {
        guard DataDictionary.contains(tag) || tag.isPrivate else { return nil }
        let big = frame.encoding.isBigEndian
        let short = UInt32(buffer.uint16(at: position + 6, bigEndian: big))
        let long = buffer.uint32(at: position + 4, bigEndian: big)
        for length in [short, long] where length < 1 << 16 {
            guard try isFollowedByElement(8 + Int(length), tag, frame) else { continue }
            deviations.insert(.unknownVR)
            return Header(vr: Self.implicitVR(of: tag), length: length, size: 8, lacksVR: true)
        }
        return nil
    }

    /// Whether a believable next tag, or the end, stands `distance` bytes behind the cursor.
    private mutating func isFollowedByElement(
        _ distance: Int, _ tag: Tag, _ frame: Frame
    ) throws(ParseError) -> Bool {
        guard distance <= frame.limit - cursor, try require(distance) else { return false }
        guard frame.limit - cursor > distance, try require(distance + 4) else { return true }
        let position = cursor - base + distance
        let big = frame.encoding.isBigEndian
        let next = Tag(
            group: buffer.uint16(at: position, bigEndian: big), element: buffer.uint16(at: position + 2, bigEndian: big))
        return next > tag && (next.group == 0xFFFE || next.isPrivate || DataDictionary.contains(next))
    }

    /// The VR of an element in the implicit encoding (PS3.5 §6.2.2 note, A.1).
    static func implicitVR(of tag: Tag) -> VR {
        if tag.isPrivateCreator { return .lo }
        if let vr = DataDictionary.vr(of: tag), vr.isKnown { return vr }
        return tag.isGroupLength ? .ul : .un
    }

    private mutating func element(
        _ tag: Tag, _ header: Header, _ frame: Frame, _ position: Int
    ) throws(ParseError) -> Element {
        var element = Element(
            offset: cursor, position: cursor - base, lengthField: header.length, tag: tag, vr: header.vr,
            kind: .element, headerLength: UInt8(header.size), isResident: true, lacksVR: header.lacksVR,
            encoding: frame.encoding)
        if tag == .pixelData, frames.count == 1 { try checkPixels(header.length) }
        let end = try self.end(ofLength: header.length, header: header.size, frame, tag)

        if header.length == 0xFFFF_FFFF {
            cursor += header.size
            if isPixels(tag, header.vr) {
                element.kind = .fragments
                try push(.fragments, end: end, frame.encoding, tag, insideUN: false)
                return element
            }
            guard header.vr == .sq || header.vr == .un || !frame.encoding.isExplicitVR else {
                throw error(.undefinedLengthNotAllowed, at: element.offset, tag)
            }
            // PS3.5 §6.2.2: UN of undefined length is a sequence in Implicit VR Little Endian, whatever surrounds it.
            let isUN = header.vr == .un && frame.encoding.isExplicitVR
            element.kind = .sequence
            element.vr = isUN ? .un : .sq
            try push(
                .sequence, end: end, isUN ? .implicitLittleEndian : frame.encoding, tag, insideUN: header.vr == .un)
            return element
        }
        if header.vr == .sq {
            cursor += header.size
            element.kind = .sequence
            try push(.sequence, end: end, frame.encoding, tag, insideUN: false)
            return element
        }
        if header.vr == .un, try isSequenceInUN(tag, header, frame) {
            deviations.insert(.sequenceInUN)
            cursor += header.size
            element.kind = .sequence
            try push(
                .sequence, end: end, frame.encoding.isExplicitVR ? .implicitLittleEndian : frame.encoding, tag,
                insideUN: true)
            return element
        }
        if header.length & 1 != 0 { deviations.insert(.oddLength) }
        element.isResident = try skip(
            header: header.size, Int(header.length), isText: isText(tag, header.vr), tag: tag, depth: frames.count)
        return element
    }

    /// Fragments and encapsulated Transfer Syntaxes go together (PS3.5 A.4); a mixture cannot be decoded by anybody.
    private func checkPixels(_ length: UInt32) throws(ParseError) {
        guard let isEncapsulated, length != 0, (length == 0xFFFF_FFFF) != isEncapsulated else { return }
        throw error(.encodingContradictsTransferSyntax, at: cursor, .pixelData)
    }

    /// Whether the value is characters by the VR that stands there, or by the registered one where that is UN.
    private func isText(_ tag: Tag, _ vr: VR) -> Bool {
        vr.isText || vr == .un && DataDictionary.vr(of: tag)?.isText == true
    }

    /// Whether undefined length means fragments (PS3.5 A.4): Pixel Data, or another OB or OW.
    private func isPixels(_ tag: Tag, _ vr: VR) -> Bool { tag == .pixelData || vr == .ob || vr == .ow }

    /// Whether a UN of defined length holds a sequence: PS3.6 says the element is one, and the value starts with an item.
    private mutating func isSequenceInUN(_ tag: Tag, _ header: Header, _ frame: Frame) throws(ParseError) -> Bool {
        guard DataDictionary.vr(of: tag) == .sq, header.length >= 8, try require(header.size + 4) else { return false }
        let position = cursor - base + header.size
        return buffer.uint32(at: position, bigEndian: false) == 0xE000_FFFE
    }

    /// The encoding of the elements of the item at the cursor: usually that around it.
    ///
    /// Some writers put implicit items into explicit sequences, and UN may hold either; the first element tells.
    private mutating func encodingOfItem(_ frame: Frame, end: Int) throws(ParseError) -> Encoding {
        var encoding = frame.encoding
        let limit = min(end, frame.limit)
        guard limit - cursor >= 8, try require(8) else { return encoding }
        let position = cursor - base
        let big = encoding.isBigEndian
        let tag = Tag(
            group: buffer.uint16(at: position, bigEndian: big), element: buffer.uint16(at: position + 2, bigEndian: big))
        if tag.group == 0xFFFE { return encoding }
        let vr = VR(buffer[position + 4], buffer[position + 5])
        if encoding.isExplicitVR {
            if !vr.isWellFormed, try isImplicit(tag, buffer.uint32(at: position + 4, bigEndian: big), frame, limit) {
                deviations.insert(.implicitItemInExplicit)
                encoding.isExplicitVR = false
            }
        } else if frame.isInsideUN, vr.isKnown, try isExplicit(tag, vr, position, limit, big) {
            deviations.insert(.explicitItemInImplicit)
            encoding.isExplicitVR = true
        }
        return encoding
    }

    /// Whether the first element of an item, read as an implicit one, is followed by something believable.
    ///
    /// Judged by what stands there and not by what is left of the file, which a stream does not know.
    private mutating func isImplicit(
        _ tag: Tag, _ length: UInt32, _ frame: Frame, _ limit: Int
    ) throws(ParseError) -> Bool {
        if length == 0xFFFF_FFFF { return true }
        var frame = frame
        frame.limit = limit
        return length < 1 << 24 ? try isFollowedByElement(8 + Int(length), tag, frame) : false
    }

    /// Whether the first element of an item inside UN, read as an explicit one, is what PS3.6 says it is, or, private,
    /// is followed by something believable.
    private mutating func isExplicit(
        _ tag: Tag, _ vr: VR, _ position: Int, _ limit: Int, _ big: Bool
    ) throws(ParseError) -> Bool {
        if let registered = DataDictionary.vr(of: tag) { return registered == vr }
        let distance: Int
        if vr.hasLongLength {
            guard limit - cursor >= 12, try require(12) else { return false }
            distance = 12 + Int(buffer.uint32(at: cursor - base + 8, bigEndian: big))
        } else {
            distance = 8 + Int(buffer.uint16(at: position + 6, bigEndian: big))
        }
        guard distance < 1 << 20, distance <= limit - cursor, try require(distance) else { return false }
        if limit - cursor == distance { return true }
        guard try require(distance + 4) else { return false }
        let after = cursor - base + distance
        let next = Tag(
            group: buffer.uint16(at: after, bigEndian: big), element: buffer.uint16(at: after + 2, bigEndian: big))
        return next > tag && (next.group == 0xFFFE || next.group == tag.group)
    }

    // MARK: Positions

    /// Where the value ends; `Int.max` for undefined length. Compared by what remains, so that nothing can overflow.
    private func end(ofLength length: UInt32, header: Int, _ frame: Frame, _ tag: Tag) throws(ParseError) -> Int {
        if length == 0xFFFF_FFFF { return Int.max }
        guard Int(length) <= frame.limit - cursor - header else { throw error(.valuePastEnd, at: cursor, tag) }
        return cursor + header + Int(length)
    }

    private mutating func push(
        _ kind: FrameKind, end: Int, _ encoding: Encoding, _ tag: Tag, insideUN: Bool
    ) throws(ParseError) {
        guard frames.count < limits.depth else { throw error(.nestedTooDeep, at: cursor, tag) }
        let limit = min(end, frames[frames.count - 1].limit)
        frames.append(
            Frame(end: end, limit: limit, kind: kind, encoding: encoding, tag: tag, items: 0, isInsideUN: insideUN))
    }

    /// Bytes from the cursor on that lie in the buffer.
    private var available: Int { buffer.count - (cursor - base) }

    /// Whether `count` bytes from the cursor on lie in the buffer, after reading as needed.
    @inline(__always)
    private mutating func require(_ count: Int) throws(ParseError) -> Bool {
        if cursor - base <= buffer.count - count { return true }
        return try fill(count)
    }

    private mutating func fill(_ count: Int) throws(ParseError) -> Bool {
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
    private mutating func skip(
        header: Int, _ length: Int, isText: Bool, tag: Tag, depth: Int
    ) throws(ParseError) -> Bool {
        let need = header + length
        if available >= need {
            cursor += need
            return true
        }
        // Text is held whatever its length, so that files and streams are judged alike.
        if let size = source.size, length > Self.skipThreshold, !isText {
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
        let streamThreshold = frames.count == 1 ? Self.streamThreshold : Self.fragmentThreshold
        if source.size == nil, length > streamThreshold, !isText, depth == frames.count, isBetweenSegments,
            lastTag.group >= 0x5000
        {
            cursor += header
            return false
        }
        guard try require(need) else { throw error(.valuePastEnd, at: cursor, tag) }
        cursor += need
        return true
    }

    // MARK: The end

    /// Whether what follows at the top level is padding and no element: zeros, which are a tag only in group 0000.
    private func isTrailing(_ tag: Tag, _ frame: Frame, _ position: Int) -> Bool {
        tag.rawValue == 0 && lastTag.rawValue > 0 && buffer.uint32(at: position + 4, bigEndian: false) == 0
    }

    /// The rest of the file as one step: nothing, zeros, or bytes after Pixel Data that are no element.
    private mutating func trailing(_ frame: Frame) throws(ParseError) -> Element? {
        let start = cursor
        var isZero = true
        var length = 0
        let position = cursor - base
        // Less than a header that starts like one: the file was cut, and what the element was nobody knows.
        let beginsElement =
            (2..<8).contains(available)
            && buffer.uint16(at: position, bigEndian: frame.encoding.isBigEndian) >= max(lastTag.group, 0x7FE0)
            && buffer.uint16(at: position, bigEndian: frame.encoding.isBigEndian) != 0xFFFF
        while true {
            guard try require(1) else { break }
            let from = cursor - base
            for index in from..<buffer.count where buffer[index] != 0 { isZero = false }
            length += buffer.count - from
            cursor += buffer.count - from
            guard length < Int(UInt32.max) else { throw error(.trailingBytes, at: start) }
            if source.size != nil {
                // Bytes that never pass need not be held.
                buffer.truncate(to: position)
                base = cursor - position
            }
        }
        if length == 0 {
            if source.hasTrailingBytes { deviations.insert(.trailingBytes) }
            return nil
        }
        if !isZero, !hasSeenPixelData || beginsElement { throw error(length < 8 ? .truncatedHeader : .trailingBytes, at: start) }
        if source.size != nil { runs.append((cursor, position)) }
        deviations.insert(.trailingBytes)
        frames[0].end = cursor
        return Element(
            offset: start, position: position, lengthField: UInt32(length), tag: Tag(0xFFFF_FFFF), vr: .un,
            kind: .trailing, headerLength: 0, isResident: source.size == nil, encoding: frame.encoding)
    }

    private func error(_ code: ParseError.Code, at offset: Int, _ tag: Tag? = nil) -> ParseError {
        var path: [ParseError.PathStep] = []
        for frame in frames where frame.kind == .sequence { path.append(.init(tag: frame.tag, item: frame.items)) }
        return ParseError(code, at: offset, tag: tag == .item || tag?.rawValue == 0 ? nil : tag, path: path)
    }
}
