/// A video in an MPEG-2 transport stream: each packet is of a table that says how to decode, of the video, or says nothing
/// (ITU-T H.222.0 §2.4).
struct TransportStream {
    private enum Kind { case tables, sound, other, video(VideoStream, header: [UInt8]?) }

    private var packet: [UInt8] = []
    private var packetOffset = 0
    private var kinds: [Int: Kind] = [0: .tables]
    private var sections: [Int: [UInt8]] = [:]
    private var isKnown = false
    private var isLost = false
    private var saidSound = false

    static func isStart(_ head: ArraySlice<UInt8>) -> Bool { head.first == 0x47 }

    mutating func step(_ bytes: ArraySlice<UInt8>, at offset: Int, left: Int, _ flaws: inout [CodestreamFlaw]) -> Int {
        if isLost { return min(bytes.count, left) }
        if packet.isEmpty { packetOffset = offset }
        let count = min(bytes.count, left, 188 - packet.count)
        packet += bytes.prefix(count)
        if packet.count == 188 {
            check(&flaws)
            packet.removeAll(keepingCapacity: true)
        }
        return count
    }

    /// The end of the stream.
    mutating func end(_ flaws: inout [CodestreamFlaw]) {
        for case .video(var stream, _) in kinds.values { stream.end(&flaws) }
        if packet.contains(where: { $0 != 0 }) { text(&flaws) }
    }

    private mutating func lose(_ flaws: inout [CodestreamFlaw]) {
        isLost = true
        flaws.append(CodestreamFlaw(check: .uncheckedStream, offset: packetOffset))
    }

    /// Something that no decoder of video needs.
    private func text(_ flaws: inout [CodestreamFlaw]) {
        flaws.append(CodestreamFlaw(check: .videoUserData, offset: packetOffset))
    }

    private static func isFill(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 == 0xFF } }

    private mutating func check(_ flaws: inout [CodestreamFlaw]) {
        guard packet[0] == 0x47, packet[1] & 0x80 == 0, packet[3] & 0xC0 == 0, packet[3] & 0x30 != 0 else {
            if packet.contains(where: { $0 != 0 }) { lose(&flaws) }
            return
        }
        let identifier = Int(packet[1] & 0x1F) << 8 | Int(packet[2])
        var start = 4
        if packet[3] & 0x20 != 0 {
            start = 5 + Int(packet[4])
            guard start <= 188 else { return lose(&flaws) }
            if start > 5, !checkAdaptation(packet[5..<start]) { text(&flaws) }
        }
        guard packet[3] & 0x10 != 0, start < 188 else { return }
        let payload = packet[start...]
        let isFirst = packet[1] & 0x40 != 0
        switch kinds[identifier] {
        case .tables: takeTable(payload, isFirst, identifier, &flaws)
        case .sound:
            if !saidSound { flaws.append(CodestreamFlaw(check: .uncheckedStream, offset: packetOffset)) }
            saidSound = true
        case .video(let stream, let header):
            kinds[identifier] = nil
            takeVideo(payload, start, stream, isFirst ? [] : header, identifier, &flaws)
        case .other: if !Self.isFill(payload) { text(&flaws) }
        case nil:
            if !isKnown, identifier > 0x1F, identifier != 0x1FFF { return lose(&flaws) }
            if !Self.isFill(payload) { text(&flaws) }
        }
    }

    /// Whether an adaptation field holds times and lengths only (§2.4.3.4).
    private func checkAdaptation(_ field: ArraySlice<UInt8>) -> Bool {
        let flags = field[field.startIndex]
        var rest = field.dropFirst(1)
        for (flag, count) in [(0x10, 6), (0x08, 6), (0x04, 1)] as [(UInt8, Int)] where flags & flag != 0 {
            rest = rest.dropFirst(count)
        }
        if flags & 0x02 != 0 {
            guard let length = rest.first, Self.isFill(rest.dropFirst().prefix(Int(length))) else { return false }
            rest = rest.dropFirst(1 + Int(length))
        }
        if flags & 0x01 != 0 {
            guard let length = rest.first, length <= 11 else { return false }
            rest = rest.dropFirst(1 + Int(length))
        }
        return Self.isFill(rest)
    }

    private mutating func takeVideo(
        _ payload: ArraySlice<UInt8>, _ start: Int, _ stream: VideoStream, _ header: [UInt8]?, _ identifier: Int,
        _ flaws: inout [CodestreamFlaw]
    ) {
        var stream = stream
        var payload = payload
        var header = header
        if var open = header {
            // Nine bytes, of which the last counts what follows (§2.4.3.6).
            while let byte = payload.first, open.count < 9 || open.count < 9 + Int(open[8]) {
                open.append(byte)
                payload = payload.dropFirst()
            }
            let isWhole = open.count >= 9 && open.count == 9 + Int(open[8])
            if isWhole, !isHeader(open, &flaws) { return lose(&flaws) }
            header = isWhole ? nil : open
        }
        if header == nil, !payload.isEmpty {
            let offset = packetOffset + start + (188 - start - payload.count)
            _ = stream.step(payload, at: offset, left: payload.count, &flaws)
        }
        kinds[identifier] = .video(stream, header: header)
    }

    private mutating func isHeader(_ bytes: [UInt8], _ flaws: inout [CodestreamFlaw]) -> Bool {
        guard bytes.starts(with: [0, 0, 1]), bytes[3] >> 4 == 0xE || bytes[3] == 0xFD, bytes[6] >> 4 == 8 else {
            return false
        }
        let flags = bytes[7]
        var rest = bytes.dropFirst(9 + [0, 0, 5, 10][Int(flags >> 6)])
        for (flag, count) in [(0x20, 6), (0x10, 3), (0x08, 1), (0x04, 1), (0x02, 2)] as [(UInt8, Int)]
        where flags & flag != 0 {
            rest = rest.dropFirst(count)
        }
        if flags & 1 != 0 {
            guard let more = rest.popFirst(), more & 0x40 == 0 else { return false }
            if more & 0x80 != 0 {
                if !Self.isFill(rest.prefix(16)) { text(&flaws) }
                rest = rest.dropFirst(16)
            }
            for flag in [0x20, 0x10, 0x01] as [UInt8] where more & flag != 0 { rest = rest.dropFirst(2) }
        }
        if !Self.isFill(rest) { text(&flaws) }
        return true
    }

    // MARK: Tables

    private mutating func takeTable(
        _ payload: ArraySlice<UInt8>, _ isFirst: Bool, _ identifier: Int, _ flaws: inout [CodestreamFlaw]
    ) {
        var bytes = payload
        if isFirst, let pointer = bytes.popFirst(), pointer > 0, sections[identifier] == nil { return lose(&flaws) }
        if !isFirst, sections[identifier] == nil {
            if !Self.isFill(bytes) { text(&flaws) }
            return
        }
        var section = sections.removeValue(forKey: identifier) ?? []
        while let byte = bytes.popFirst() {
            if section.isEmpty, byte == 0xFF {
                if !Self.isFill(bytes) { text(&flaws) }
                return
            }
            section.append(byte)
            guard section.count > 3, section.count == 3 + (Int(section[1] & 15) << 8 | Int(section[2])) else {
                if section.count > 1024 { return lose(&flaws) }
                continue
            }
            // The last four bytes are a checksum.
            if !read(section.dropLast(4), of: identifier) { return lose(&flaws) }
            section = []
        }
        if !section.isEmpty { sections[identifier] = section }
    }

    /// Whether a section is one of the two tables, and says nothing but how to decode (§2.4.4).
    private mutating func read(_ section: ArraySlice<UInt8>, of identifier: Int) -> Bool {
        func pair(_ place: Int, _ mask: UInt8) -> Int { Int(section[place] & mask) << 8 | Int(section[place + 1]) }
        if section.count >= 8, section[0] == 0, identifier == 0, section.count % 4 == 0 {
            for place in stride(from: 8, to: section.count, by: 4) where pair(place, 0xFF) != 0 {
                kinds[pair(place + 2, 0x1F)] = .tables
            }
            return true
        }
        guard section.count >= 12, section[0] == 2, identifier != 0 else { return false }
        var place = 12 + pair(10, 0x0F)
        guard place <= section.count, areTerse(section[12..<place]) else { return false }
        while place + 5 <= section.count {
            let (type, stream, end) = (section[place], pair(place + 1, 0x1F), place + 5 + pair(place + 3, 0x0F))
            guard end <= section.count, areTerse(section[place + 5..<end]) else { return false }
            place = end
            guard let kind = Self.kind(of: type) else { return false }
            if kinds[stream] == nil { kinds[stream] = kind }
        }
        isKnown = true
        return place == section.count
    }

    private static func kind(of type: UInt8) -> Kind? {
        switch type {
        case 0x01, 0x02: .video(VideoStream(.mpeg2), header: nil)
        case 0x1B: .video(VideoStream(.h264), header: nil)
        case 0x24: .video(VideoStream(.h265), header: nil)
        case 0x03, 0x04, 0x0F, 0x11, 0x80...0x85, 0x87: .sound
        case 0x05, 0x06, 0x08, 0x0A...0x0E, 0x12...0x19, 0x86, 0x90...0x92: .other
        default: nil
        }
    }

    /// Whether descriptors have no more bytes than numbers take.
    private func areTerse(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while rest.count >= 2 {
            guard let tag = rest.popFirst(), let length = rest.popFirst(), Int(length) <= rest.count,
                length <= Self.longest[tag] ?? 0, Self.longest[tag] != nil
            else { return false }
            rest = rest.dropFirst(Int(length))
        }
        return rest.isEmpty
    }

    /// Bytes of descriptors (§2.6).
    private static let longest: [UInt8: UInt8] = [
        0x02: 3, 0x03: 1, 0x04: 4, 0x05: 4, 0x06: 1, 0x0A: 4, 0x0B: 2, 0x0C: 3, 0x0E: 3, 0x10: 6, 0x11: 1, 0x1B: 1,
        0x1C: 1,
        0x28: 4, 0x2A: 2, 0x2B: 3, 0x38: 15, 0x52: 1, 0x6A: 1, 0x7A: 1,
    ]
}
