/// A video in an MP4 or QuickTime file: boxes that hold what no decoder needs, and the units of the samples (ISO/IEC 14496-12,
/// 14496-15).
struct MovieFile {
    private struct Box {
        var type: String
        var offset: Int
        /// Bytes of it that are still to come; those at the top may go on to the end.
        var left: Int
        /// The first bytes of its content.
        var head: [UInt8] = []
        var place = 0
        /// Bytes that have to be zero, once it is known which.
        var reserved: [Range<Int>]?
        var isJudged = false
        var isReported = false
    }

    private var format: VideoStream.Format
    private var units: VideoStream
    private var boxes: [Box] = []
    private var header: [UInt8] = []
    private var isLost = false
    private var unitLeft = 0
    private var length: [UInt8] = []
    private var lengthSize = 4

    init(_ format: VideoStream.Format) {
        self.format = format
        units = VideoStream(format)
    }

    static func isStart(_ head: ArraySlice<UInt8>) -> Bool {
        let type = String(decoding: head.dropFirst(4).prefix(4), as: UTF8.self)
        return ["ftyp", "styp", "moov", "mdat", "free", "skip", "wide"].contains(type)
    }

    mutating func step(_ bytes: ArraySlice<UInt8>, at offset: Int, left: Int, _ flaws: inout [CodestreamFlaw]) -> Int {
        let bytes = bytes.prefix(left)
        var place = bytes.startIndex
        while place < bytes.endIndex {
            if isLost { return bytes.count }
            let here = offset + place - bytes.startIndex
            let inner = boxes.last.map { min($0.left, bytes.endIndex - place) } ?? bytes.endIndex - place
            let taken = take(bytes[place..<place + inner], at: here, &flaws)
            place += taken
            for index in boxes.indices { boxes[index].left -= taken }
            while let box = boxes.last, box.left == 0, !isLost { close(box, &flaws) }
        }
        return bytes.count
    }

    /// The end of the stream: no box is cut.
    mutating func end(_ flaws: inout [CodestreamFlaw]) {
        units.end(&flaws)
        if let box = boxes.first(where: { $0.left < Int.max >> 2 }) { lose(at: box.offset, &flaws) }
    }

    private mutating func lose(at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        if !isLost { flaws.append(CodestreamFlaw(check: .uncheckedStream, offset: offset)) }
        isLost = true
    }

    /// Bytes of the innermost box, of which there is at least one.
    private mutating func take(_ bytes: ArraySlice<UInt8>, at offset: Int, _ flaws: inout [CodestreamFlaw]) -> Int {
        guard let box = boxes.last else { return takeHeader(bytes[bytes.startIndex], at: offset, &flaws) }
        let parent = boxes.count > 1 ? boxes[boxes.count - 2].type : nil
        if let before = MovieBox.bytesBeforeBoxes(box.type, in: parent) {
            if box.place >= before {
                if header.isEmpty, box.left < 8 { return takeReserved(bytes, [0..<Int.max], at: offset, &flaws) }
                boxes[boxes.count - 1].place += 1
                return takeHeader(bytes[bytes.startIndex], at: offset, &flaws)
            }
            return takeReserved(
                bytes.prefix(before - box.place), before == 78 ? MovieBox.reservedInEntry : [], at: offset, &flaws)
        }
        if box.type == "mdat", parent == nil { return takeSamples(bytes, at: offset, box.left, &flaws) }
        if MovieBox.isConfiguration(box.type) {
            boxes[boxes.count - 1].head += bytes
            boxes[boxes.count - 1].place += bytes.count
            if box.head.count > 1 << 16 { lose(at: offset, &flaws) }
            return bytes.count
        }
        if box.isJudged { return takeReserved(bytes, box.reserved ?? [0..<Int.max], at: offset, &flaws) }
        // All that the judgement may need, or all that there is.
        let count = min(bytes.count, MovieBox.prefix - box.head.count)
        boxes[boxes.count - 1].head += bytes.prefix(count)
        if boxes[boxes.count - 1].head.count == MovieBox.prefix || count == box.left {
            judge(at: offset, parent, &flaws)
        }
        boxes[boxes.count - 1].place += count
        return count
    }

    private mutating func judge(at offset: Int, _ parent: String?, _ flaws: inout [CodestreamFlaw]) {
        let box = boxes[boxes.count - 1]
        let reserved = MovieBox.reserved(box.type, in: parent, box.head)
        boxes[boxes.count - 1].reserved = reserved
        boxes[boxes.count - 1].isJudged = true
        for range in reserved ?? [0..<Int.max]
        where box.head[range.clamped(to: 0..<box.head.count)].contains(where: { $0 != 0 }) {
            report(&flaws)
        }
        // Sound, text and times, which are not looked into.
        if box.type == "hdlr", parent == "mdia", !box.head.dropFirst(8).starts(with: "vide".utf8) {
            lose(at: offset, &flaws)
        }
    }

    private mutating func report(_ flaws: inout [CodestreamFlaw]) {
        if boxes[boxes.count - 1].isReported { return }
        boxes[boxes.count - 1].isReported = true
        flaws.append(CodestreamFlaw(check: .fileFormatBox, offset: boxes[boxes.count - 1].offset))
    }

    private mutating func takeReserved(
        _ bytes: ArraySlice<UInt8>, _ reserved: [Range<Int>], at offset: Int, _ flaws: inout [CodestreamFlaw]
    ) -> Int {
        let place = boxes[boxes.count - 1].place
        for range in reserved {
            let part = range.clamped(to: place..<place + bytes.count)
            let first = bytes.startIndex + part.lowerBound - place
            if bytes[first..<first + part.count].contains(where: { $0 != 0 }) { report(&flaws) }
        }
        boxes[boxes.count - 1].place += bytes.count
        return bytes.count
    }

    private mutating func takeHeader(_ byte: UInt8, at offset: Int, _ flaws: inout [CodestreamFlaw]) -> Int {
        header.append(byte)
        let isLong = header.starts(with: [0, 0, 0, 1])
        guard header.count == (isLong ? 16 : 8) else { return 1 }
        defer { header.removeAll() }
        if boxes.isEmpty, header.allSatisfy({ $0 == 0 }) { return 1 }
        let size = (isLong ? header[8...] : header[..<4]).reduce(0) { $0 << 8 | UInt64($1) }
        let room = boxes.last.map { $0.left - 1 } ?? Int.max >> 1
        let content = size == 0 && boxes.isEmpty ? room : Int(min(size, 1 << 48)) - header.count
        let type = String(decoding: header[4..<8], as: UTF8.self)
        guard content >= 0, content <= room, boxes.count < 16 else {
            lose(at: offset, &flaws)
            return 1
        }
        if boxes.last?.type == "stsd", !MovieBox.isVideo(type) { lose(at: offset, &flaws) }
        // The byte that ends the header is counted off with it.
        boxes.append(Box(type: type, offset: offset + 1 - header.count, left: content + 1))
        (unitLeft, length) = (0, [])
        return 1
    }

    private mutating func close(_ box: Box, _ flaws: inout [CodestreamFlaw]) {
        let parent = boxes.count > 1 ? boxes[boxes.count - 2].type : nil
        if MovieBox.isConfiguration(box.type) { checkConfiguration(box, &flaws) }
        if box.type == "mdat", parent == nil {
            if unitLeft > 0 || !length.isEmpty { lose(at: box.offset, &flaws) }
            units.end(&flaws)
        }
        boxes.removeLast()
    }

    /// The units of samples, each behind its length, to the last byte.
    private mutating func takeSamples(
        _ bytes: ArraySlice<UInt8>, at offset: Int, _ left: Int, _ flaws: inout [CodestreamFlaw]
    ) -> Int {
        if format == .mpeg2 { return units.step(bytes, at: offset, left: bytes.count, &flaws) }
        if unitLeft > 0 {
            let count = units.step(bytes, at: offset, left: min(bytes.count, unitLeft), &flaws)
            unitLeft -= count
            return count
        }
        length.append(bytes[bytes.startIndex])
        if length.count == lengthSize {
            unitLeft = length.reduce(0) { $0 << 8 | Int($1) }
            length.removeAll()
            if unitLeft > left - 1 { lose(at: offset, &flaws) }
            units.beginUnit(at: offset + 1, &flaws)
        }
        return 1
    }

    private mutating func checkConfiguration(_ box: Box, _ flaws: inout [CodestreamFlaw]) {
        let bytes = box.head
        if box.type == "esds" {
            // The kind of the decoder stands behind two short descriptors' heads.
            let isKnown = bytes.dropFirst(4).prefix(24).contains { (0x60...0x65).contains($0) || $0 == 0x6A }
            if !isKnown { return lose(at: box.offset, &flaws) }
            var stream = VideoStream(.mpeg2)
            _ = stream.step(bytes[...], at: box.offset, left: bytes.count, &flaws)
            return stream.end(&flaws)
        }
        let isHEVC = box.type == "hvcC"
        var place = isHEVC ? 22 : 5
        func number(_ count: Int) -> Int? {
            guard place + count <= bytes.count else { return nil }
            defer { place += count }
            return bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
        }
        var stream = VideoStream(isHEVC ? .h265 : .h264)
        func pass(_ count: Int?) -> Bool {
            guard let count else { return false }
            for _ in 0..<count {
                guard let length = number(2), place + length <= bytes.count else { return false }
                stream.beginUnit(at: box.offset, &flaws)
                _ = stream.step(bytes[place..<place + length], at: box.offset, left: length, &flaws)
                place += length
            }
            return true
        }
        var isWhole = bytes.count > place
        if isHEVC {
            for _ in 0..<(number(1) ?? 0) where isWhole { isWhole = number(1) != nil && pass(number(2)) }
        } else {
            isWhole = isWhole && pass(number(1).map { $0 & 31 }) && pass(number(1))
            if isWhole, [44, 100, 110, 122, 144, 244].contains(bytes[1]), number(3) != nil {
                isWhole = pass(number(1))
            }
        }
        stream.end(&flaws)
        guard isWhole else { return lose(at: box.offset, &flaws) }
        lengthSize = Int(bytes[isHEVC ? 21 : 4] & 3) + 1
        if bytes[place...].contains(where: { $0 != 0 }) { report(&flaws) }
    }
}
