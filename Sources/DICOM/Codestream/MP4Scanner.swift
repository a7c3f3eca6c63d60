/// Walks a video in an MP4 or QuickTime file (ISO/IEC 14496-12, 14496-15): boxes that no decoder needs become zero, and so do
/// times and names in those it needs; the units of the samples are looked at as those of a byte stream are.
///
/// The samples are followed by the lengths of their units, which have to stand one behind the other, as those of one track of
/// video do. Where they do not, as beside a track of sound, the file is not followed: nobody could say what is in it.
struct MP4Scanner: Sendable {
    typealias Blank = (_ range: Range<Int>, _ fill: UInt8) -> Void

    /// A box that has begun.
    private struct Open {
        var type: String
        /// Where it ends in the stream.
        var end: Int
        var box: MP4Box
        /// Bytes of its content so far.
        var place = 0
        /// What is used of it, once it is known.
        var used: MP4Box.Used?
        /// Of its first bytes, which tell.
        var told: [UInt8] = []
        /// Before the boxes that it holds, or behind them where no other has room.
        var isBetween = false
    }

    private(set) var isLost = false
    private var format: VideoScanner.Format
    private var video: VideoScanner
    /// Bytes of the stream so far.
    private var position = 0
    private var open: [Open] = []
    private var head: [UInt8] = []
    private var collected = CollectedSegment()
    /// The length of a unit, so far, and how many bytes of it there are.
    private var length = 0
    private var digits = 0
    private var unitLeft = 0
    private var unitLengthSize = 4
    private var hasSamples = false

    private static let deepest = 12

    init(_ format: VideoScanner.Format) {
        self.format = format
        video = VideoScanner(format)
    }

    static func isStart(_ head: UnsafeRawBufferPointer) -> Bool {
        guard head.count >= 8 else { return false }
        let type = unsafe String(decoding: head[4..<8], as: UTF8.self)
        return ["ftyp", "styp", "moov", "mdat", "free", "skip", "wide"].contains(type)
    }

    /// Bytes at the end of what was scanned that may still have to be blanked.
    var undecided: Int { collected.bytes.isEmpty ? video.undecided : collected.bytes.count }

    /// Whether a decoder may need some of those.
    var mayNeedUndecided: Bool { !collected.bytes.isEmpty }

    mutating func shift(by count: Int) {
        collected.shift(by: count)
        video.shift(by: count)
    }

    /// The stream has ended: no box is cut, but one that goes to the end.
    mutating func finish() {
        if head.contains(where: { $0 != 0 }) || open.contains(where: { $0.end < Int.max >> 2 }) || unitLeft > 0 {
            isLost = true
        }
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ blank: Blank) {
        var index = 0
        while index < bytes.count, !isLost {
            let left = (open.last?.end ?? Int.max) - position
            let piece = unsafe UnsafeRawBufferPointer(rebasing: bytes[index..<index + min(bytes.count - index, left)])
            let taken =
                unsafe isInHeader(left: left) ? header(piece[0], left: left) : content(piece, offset + index, blank)
            index += taken
            position += taken
            // Decided on where it ends, not when more comes.
            while !isLost, let last = open.last, last.end == position { close(blank) }
        }
    }

    // MARK: Boxes

    /// Whether the next bytes are the header of a box.
    private mutating func isInHeader(left: Int) -> Bool {
        guard let last = open.last else { return true }
        guard case .container(let prefix, _) = last.box, last.place >= prefix else { return false }
        if head.isEmpty, left < 8 { open[open.count - 1].isBetween = true }
        return !open[open.count - 1].isBetween
    }

    /// - Parameter left: bytes of the box around it, from here on.
    private mutating func header(_ byte: UInt8, left: Int) -> Int {
        head.append(byte)
        let isLong = head.count >= 4 && head[..<4].elementsEqual([0, 0, 0, 1])
        guard head.count == (isLong ? 16 : 8) else { return 1 }
        defer { head.removeAll(keepingCapacity: true) }
        // Padding behind the last box.
        if open.isEmpty, head.allSatisfy({ $0 == 0 }) { return 1 }
        let size = (isLong ? head[8..<16] : head[0..<4]).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // At the top, 0 means to the end.
        let content = size == 0 && open.isEmpty ? Int.max >> 1 : Int(min(size, 1 << 48)) - head.count
        guard content >= 0, content <= left - 1, open.count < Self.deepest else {
            isLost = true
            return 1
        }
        begin(String(decoding: head[4..<8], as: UTF8.self), end: position + 1 + content)
        return 1
    }

    private mutating func begin(_ type: String, end: Int) {
        let parent = open.last?.type
        let box = MP4Box(type, in: parent)
        open.append(Open(type: type, end: end, box: box))
        switch box {
        case .container: if parent == "stsd" { begin(samplesOf: type) }
        case .collected: if end - position > MP4Box.longestCollected { isLost = true }
        case .samples: (hasSamples, unitLeft, digits, length) = (true, 0, 0, 0)
        case .foreign: isLost = true
        case .kept, .told, .blank: break
        }
    }

    private mutating func begin(samplesOf type: String) {
        let format = MP4Box.format(of: type)
        if format == self.format { return }
        // They were taken for something else.
        if hasSamples { isLost = true }
        self.format = format
        video = VideoScanner(format)
    }

    /// Ends the innermost box.
    private mutating func close(_ blank: Blank) {
        guard let last = open.popLast() else { return }
        switch last.box {
        case .collected(let content):
            judge(content, blank)
            collected.removeAll()
        case .samples:
            // A unit that is cut: what was followed were no units.
            if unitLeft > 0 || digits > 0 { isLost = true }
            video.decide { blank($0, VideoScanner.fill) }
        case .told(let count, _): if last.told.count < count { isLost = true }
        default: break
        }
    }

    // MARK: Content

    /// Looks at bytes of the innermost box, and tells how many it took.
    private mutating func content(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ blank: Blank) -> Int {
        let box = open[open.count - 1]
        var count = bytes.count
        switch box.box {
        case .container(let prefix, let blanks):
            if !box.isBetween { count = min(count, prefix - box.place) }
            unsafe zero(bytes, count, offset, box.place, box.isBetween ? [0..<Int.max] : blanks, blank)
        case .kept(let end): unsafe zero(bytes, count, offset, box.place, [end..<Int.max], blank)
        case .told(let first, let telling):
            count = unsafe told(by: first, telling, bytes, offset, box, blank)
        case .collected:
            unsafe collected.append(bytes[...], at: offset)
        case .samples: count = unsafe samples(bytes, offset, blank)
        case .blank, .foreign: unsafe zero(bytes, count, offset, box.place, [0..<Int.max], blank)
        }
        open[open.count - 1].place += count
        return count
    }

    private mutating func told(
        by first: Int, _ telling: MP4Box.Telling, _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ box: Open,
        _ blank: Blank
    ) -> Int {
        if let used = box.used {
            unsafe zero(bytes, bytes.count, offset, box.place, used.blanks + [used.end..<Int.max], blank)
            return bytes.count
        }
        let count = min(bytes.count, first - box.told.count)
        unsafe open[open.count - 1].told += bytes[..<count]
        guard box.told.count + count == first else { return count }
        let parent = open.count > 1 ? open[open.count - 2].type : nil
        open[open.count - 1].used = MP4Box.used(telling, open[open.count - 1].told, in: parent)
        if open[open.count - 1].used == nil { isLost = true }
        return count
    }

    /// Blanks what of `count` bytes lies in `blanks`, which count from the start of the content, of which these are at `place`.
    private func zero(
        _ bytes: UnsafeRawBufferPointer, _ count: Int, _ offset: Int, _ place: Int, _ blanks: [Range<Int>],
        _ blank: Blank
    ) {
        for range in blanks {
            let part = range.clamped(to: place..<place + count)
            let first = part.lowerBound - place
            guard unsafe bytes[first..<first + part.count].contains(where: { $0 != 0 }) else { continue }
            blank(offset + first..<offset + first + part.count, 0)
        }
    }

    private mutating func samples(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ blank: Blank) -> Int {
        if format == .mpeg2 {
            unsafe video.scan(bytes, at: offset) { blank($0, VideoScanner.fill) }
            return bytes.count
        }
        if unitLeft == 0 {
            unsafe length = length << 8 | Int(bytes[0])
            digits += 1
            guard digits == unitLengthSize else { return 1 }
            unitLeft = length
            (length, digits) = (0, 0)
            // Behind these bytes as many have to come.
            if unitLeft > open[open.count - 1].end - position - 1 { isLost = true }
            video.decide { blank($0, VideoScanner.fill) }
            video.beginUnit()
            return 1
        }
        let count = min(bytes.count, unitLeft)
        unsafe video.scan(UnsafeRawBufferPointer(rebasing: bytes[..<count]), at: offset) {
            blank($0, VideoScanner.fill)
        }
        unitLeft -= count
        return count
    }

    private mutating func judge(_ content: MP4Box.Content, _ blank: Blank) {
        let bytes = collected.bytes
        func zero(_ places: Range<Int>) { collected.overwrite(places, with: 0, blank) }
        switch content {
        case .brands:
            // The second is a version.
            for place in stride(from: 0, to: bytes.count, by: 4) where place != 4 {
                let brand = place..<min(place + 4, bytes.count)
                if !MP4Box.brands.contains(String(decoding: bytes[brand], as: UTF8.self)) { zero(brand) }
            }
        case .avc, .hevc:
            guard let record = content == .avc ? MP4Configuration(avc: bytes) : MP4Configuration(hevc: bytes),
                !hasSamples || record.unitLengthSize == unitLengthSize
            else {
                isLost = true
                return
            }
            unitLengthSize = record.unitLengthSize
            for unit in record.units { look(at: unit, of: bytes, as: format, blank) }
            if record.end < bytes.count { zero(record.end..<bytes.count) }
        // Headers of the video, which have start codes.
        case .descriptors:
            if !MP4Configuration.isMPEG2(descriptors: bytes) { isLost = true }
            look(at: 0..<bytes.count, of: bytes, as: .mpeg2, blank)
        }
    }

    /// Looks at a unit in the box that was collected, or at several with start codes.
    private func look(at unit: Range<Int>, of bytes: [UInt8], as format: VideoScanner.Format, _ blank: Blank) {
        var scanner = VideoScanner(format)
        if format != .mpeg2 { scanner.beginUnit() }
        func fill(_ places: Range<Int>) { collected.overwrite(places, with: VideoScanner.fill, blank) }
        // Sound: the pointer does not leave this call.
        unsafe bytes[unit].withUnsafeBytes { unsafe scanner.scan($0, at: unit.lowerBound) { fill($0) } }
        scanner.decide { fill($0) }
    }
}
