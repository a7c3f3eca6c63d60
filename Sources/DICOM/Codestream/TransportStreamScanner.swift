/// Walks an MPEG-2 transport stream (ITU-T H.222.0 §2.4): packets of anything but tables, video and sound are filled, and so are
/// private bytes in the headers of others; the video is looked at as a byte stream.
///
/// Sound passes, and is said to be there.
struct TransportStreamScanner: Sendable {
    private enum State {
        case sync
        /// Three bytes behind the first.
        case header
        case adaptationLength
        /// With so many bytes still to come.
        case adaptation(AdaptationField, left: Int)
        case payload(Payload)
        /// Zeros behind the last packet.
        case padding
    }

    private enum Payload {
        case unused, sound
        /// The byte that says where a table begins.
        case pointer
        case table, video
    }

    /// A stream of video, on its way through packets.
    private struct Stream {
        var scanner: VideoScanner
        var header: ElementaryPacketHeader?
    }

    private static let packetSize = 188
    private static let sync: UInt8 = 0x47
    /// Bytes of the longest section of a table that tells of programs.
    private static let longestSection = 1024

    private(set) var isLost = false
    /// Set once there is sound.
    private(set) var hasSound = false
    private var state = State.sync
    private var header = 0
    /// Bytes of the packet that are still to come.
    private var left = 0
    private var tables = ProgramTables()
    /// What there is so far of sections and of streams, by packet identifier.
    private var sections: [Int: [UInt8]] = [:]
    private var streams: [Int: Stream] = [:]

    static func isStart(_ head: UnsafeRawBufferPointer) -> Bool {
        unsafe head.first == sync
    }

    private var identifier: Int { header >> 8 & 0x1FFF }
    private var isStart: Bool { header & 0x40_0000 != 0 }

    /// Bytes at the end of what was scanned that may still have to be blanked.
    var undecided: Int { streams[identifier]?.scanner.undecided ?? 0 }

    mutating func shift(by count: Int) { streams[identifier]?.scanner.shift(by: count) }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ blank: (Range<Int>) -> Void) {
        var index = 0
        while index < bytes.count, !isLost {
            let count = left == 0 ? bytes.count - index : min(bytes.count - index, left)
            let piece = unsafe UnsafeRawBufferPointer(rebasing: bytes[index..<index + count])
            let taken = unsafe step(piece, at: offset + index, blank)
            index += taken
            guard left > 0 else { continue }
            left -= taken
            if left == 0 { endPacket(blank) }
        }
    }

    /// - Returns: how many of the bytes, which are all of this packet, it took.
    private mutating func step(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ blank: (Range<Int>) -> Void) -> Int {
        let byte = unsafe bytes[0]
        switch state {
        case .sync:
            if byte == Self.sync {
                (state, header, left) = (.header, 1, Self.packetSize)
            } else {
                state = .padding
                return 0
            }
        case .padding:
            if unsafe bytes.contains(where: { $0 != 0 }) { isLost = true }
            return bytes.count
        case .header:
            header = header << 8 | Int(byte)
            if header >> 24 == 1 { begin() }
        case .adaptationLength:
            if byte == 0 {
                beginPayload()
            } else if Int(byte) < left {
                state = .adaptation(AdaptationField(), left: Int(byte))
            } else {
                isLost = true
            }
        case .adaptation(var field, let left):
            keep(field.keeps(byte, left: left), byte, at: offset, blank)
            if left > 1 { state = .adaptation(field, left: left - 1) } else { beginPayload() }
        case .payload(let payload): return unsafe pass(bytes, payload, at: offset, blank)
        }
        return 1
    }

    private mutating func keep(_ isKept: Bool?, _ byte: UInt8, at offset: Int, _ blank: (Range<Int>) -> Void) {
        if isKept == nil { isLost = true }
        if isKept == false, byte != VideoScanner.fill { blank(offset..<offset + 1) }
    }

    /// The header is complete.
    private mutating func begin() {
        // Damaged, or scrambled.
        if header & 0x80_00C0 != 0 { isLost = true }
        switch header >> 4 & 3 {
        case 1: beginPayload()
        case 2, 3: state = .adaptationLength
        default: isLost = true
        }
    }

    private mutating func beginPayload() {
        state = .payload(.unused)
        // Nothing but an adaptation field.
        if header >> 4 & 1 == 0 { return }
        switch tables.packets[identifier] {
        case .tables: state = .payload(isStart ? .pointer : sections[identifier] == nil ? .unused : .table)
        case .sound:
            hasSound = true
            state = .payload(.sound)
        case .video(let format):
            if streams[identifier] == nil { streams[identifier] = Stream(scanner: VideoScanner(format)) }
            if isStart { streams[identifier]?.header = ElementaryPacketHeader() }
            state = .payload(.video)
        case .other: break
        // Fill, and tables that tell names of services and the like.
        case nil: if !tables.isKnown, identifier > 0x1F, identifier != 0x1FFF { isLost = true }
        }
    }

    private mutating func endPacket(_ blank: (Range<Int>) -> Void) {
        switch state {
        // Between it and what follows lies a header.
        case .payload(.video): streams[identifier]?.scanner.decide(blank)
        case .payload, .sync: break
        case .header, .adaptationLength, .adaptation, .padding: isLost = true
        }
        state = .sync
    }

    // MARK: Payloads

    private mutating func pass(
        _ bytes: UnsafeRawBufferPointer, _ payload: Payload, at offset: Int, _ blank: (Range<Int>) -> Void
    ) -> Int {
        switch payload {
        case .sound: return bytes.count
        case .unused:
            if unsafe bytes.contains(where: { $0 != VideoScanner.fill }) { blank(offset..<offset + bytes.count) }
            return bytes.count
        case .pointer:
            // Before it, the end of the section that is open.
            if sections[identifier] == nil, unsafe bytes[0] != 0 { isLost = true }
            state = .payload(.table)
            return 1
        case .table:
            unsafe take(bytes[0])
            return 1
        case .video:
            if streams[identifier]?.header?.isComplete == false {
                unsafe keep(streams[identifier]?.header?.keeps(bytes[0]) ?? nil, bytes[0], at: offset, blank)
                return 1
            }
            unsafe streams[identifier]?.scanner.scan(bytes, at: offset, blank)
            return bytes.count
        }
    }

    /// The next byte of a section, or stuffing behind the last.
    private mutating func take(_ byte: UInt8) {
        var section = sections.removeValue(forKey: identifier) ?? []
        if section.isEmpty, byte == VideoScanner.fill {
            state = .payload(.unused)
            return
        }
        section.append(byte)
        let length = section.count < 3 ? 3 : 3 + (Int(section[1] & 0x0F) << 8 | Int(section[2]))
        if section.count < 3 || section.count < length {
            if length > Self.longestSection { isLost = true }
            sections[identifier] = section
        } else if !tables.take(section, from: identifier) {
            isLost = true
        }
    }
}
