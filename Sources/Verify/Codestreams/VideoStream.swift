/// User data in video byte streams: MPEG-2 (ITU-T H.262), H.264 and H.265 with their SEI messages.
///
/// The head of each unit is kept until the next start code, and then looked at as a whole.
struct VideoStream {
    enum Format { case mpeg2, h264, h265 }

    private let format: Format
    /// The head of the unit that is open, without its start code.
    private var unit: [UInt8] = []
    private var unitOffset = 0
    private var zeros = 0
    private var isOpen = false
    /// Whether packs have been met: then codes of systems are those of a program stream (H.222.0).
    private var hasPacks = false
    /// Whether more of the unit than is kept has bytes that say something.
    private var hasMore = false

    private static let longestKept = 16 << 10

    init(_ format: Format) { self.format = format }

    static func isStart(_ head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: [0, 0, 1]) || head.starts(with: [0, 0, 0, 1])
    }

    mutating func step(_ bytes: ArraySlice<UInt8>, at offset: Int, left: Int, _ flaws: inout [CodestreamFlaw]) -> Int {
        let count = min(bytes.count, left)
        for (place, byte) in bytes.prefix(count).enumerated() {
            if byte == 1, zeros >= 2 {
                close(&flaws)
                isOpen = true
                unitOffset = offset + place + 1
                zeros = 0
                continue
            }
            zeros = byte == 0 ? zeros + 1 : 0
            guard isOpen else { continue }
            if unit.count < Self.longestKept {
                unit.append(byte)
                if unit.count == 1, byte == 0xBA, format == .mpeg2 { hasPacks = true }
                // Pictures are passed over: nothing of them is kept.
                if unit.count == 2, !isOfInterest { isOpen = false }
            } else if !Self.saysNothing(byte) {
                hasMore = true
            }
        }
        return count
    }

    /// A unit that has its length before it and no start code.
    mutating func beginUnit(at offset: Int, _ flaws: inout [CodestreamFlaw]) {
        close(&flaws)
        (isOpen, unitOffset, zeros) = (true, offset, 0)
    }

    /// The end of the stream.
    mutating func end(_ flaws: inout [CodestreamFlaw]) { close(&flaws) }

    private mutating func close(_ flaws: inout [CodestreamFlaw]) {
        if isOpen, unit.count > 1, hasUserData {
            flaws.append(CodestreamFlaw(check: .videoUserData, offset: unitOffset))
        }
        unit.removeAll(keepingCapacity: true)
        hasMore = false
        isOpen = false
    }

    private enum Unit { case other, message(header: Int), unused(header: Int) }

    /// What the unit is, and how many of its first bytes say something to a decoder.
    private var kind: Unit {
        switch format {
        case .mpeg2: return kindOfMPEG2
        case .h264:
            switch unit[0] & 31 {
            case 6: return .message(header: 1)
            case 9: return .unused(header: 2)  // one byte says what slices follow
            case 0, 10, 11, 12, 16, 17, 18, 22...: return .unused(header: 1)
            default: return .other
            }
        case .h265:
            switch unit[0] >> 1 & 63 {
            case 39, 40: return .message(header: 2)
            case 35: return .unused(header: 3)
            case 36, 37, 38, 41...: return .unused(header: 2)
            default: return .other
            }
        }
    }

    /// H.262 Table 6-1, H.222.0 Table 2-22.
    private var kindOfMPEG2: Unit {
        switch unit[0] {
        case 0: .unused(header: 6)  // the header of a picture
        case 0xB3: .unused(header: 1 + sequenceLength)
        case 0xB5: unit.count > 1 ? .unused(header: 1 + extensionLength) : .unused(header: 1)
        case 0xB8: .unused(header: 5)
        case 0xB0...0xB2, 0xB4, 0xB6, 0xB7, 0xB9: .unused(header: 1)
        // Packets that are no pictures, behind their length.
        case 0xBE, 0xBF, 0xF0...0xFF: .unused(header: hasPacks ? 3 : 1)
        case 0xBB...0xEF: hasPacks ? .other : .unused(header: 1)
        default: .other
        }
    }

    /// Eight bytes, and two tables of 64 steps behind a bit each that says so (H.262 §6.2.2.1).
    private var sequenceLength: Int {
        guard unit.count > 8 else { return 8 }
        if unit[8] & 2 == 0 { return unit[8] & 1 == 0 ? 8 : 72 }
        return unit.count > 72 && unit[72] & 1 != 0 ? 136 : 72
    }

    /// H.262 §6.2.2.3 to §6.2.2.6, §6.2.3.1 to §6.2.3.6; 0 for a copyright, and for what is reserved.
    private var extensionLength: Int {
        switch unit[1] >> 4 {
        case 1: return 6
        case 2: return unit[1] & 1 == 0 ? 5 : 8
        case 3:  // four tables of 64 steps
            var length = 1
            for flag in 0..<4 where unit.count > length && unit[length] >> (3 - flag) & 1 == 1 { length += 64 }
            return length
        case 5: return 8
        case 7: return 14
        case 8: return 7
        case 9, 10: return 12
        default: return 0
        }
    }

    private var isOfInterest: Bool {
        if case .other = kind { false } else { true }
    }

    private var hasUserData: Bool {
        switch kind {
        case .other: false
        case .unused(let header): hasMore || unit.dropFirst(header).contains { !Self.saysNothing($0) && $0 != 0x80 }
        case .message(let header): hasUserData(unescaped(from: header))
        }
    }

    /// Zeros, what they are kept apart with, and what dcmveil fills with.
    private static func saysNothing(_ byte: UInt8) -> Bool { byte == 0 || byte == 3 || byte == 0xFF }

    /// Without the threes that keep start codes from arising.
    private func unescaped(from start: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var zeros = 0
        for byte in unit.dropFirst(start) {
            if byte == 3, zeros >= 2 {
                zeros = 0
                continue
            }
            zeros = byte == 0 ? zeros + 1 : 0
            bytes.append(byte)
        }
        return bytes
    }

    /// Whether one of the messages is of user data, or of no known kind.
    private func hasUserData(_ bytes: [UInt8]) -> Bool {
        var position = 0
        func number() -> Int {
            var sum = 0
            while position < bytes.count, bytes[position] == 0xFF {
                sum += 255
                position += 1
            }
            if position < bytes.count { sum += Int(bytes[position]) }
            position += 1
            return sum
        }
        while position < bytes.count, !(bytes[position] == 0x80 && bytes[(position + 1)...].allSatisfy { $0 == 0 }) {
            let type = number()
            let size = number()
            guard position < bytes.count else { return hasMore }
            let end = min(position + size, bytes.count)
            if !isKnown(bytes[position..<end], type, size), saysSomething(bytes[position..<end], type) { return true }
            if position + size > bytes.count { return hasMore && !Self.known.contains(type) }
            position = end
        }
        return hasMore
    }

    /// Messages about timing, order and colour (H.264 Annex D, H.265 Annex D).
    private static let known: Set<Int> = Set(
        Array(0...2) + Array(6...7) + Array(9...21) + [45, 47] + Array(128...132) + [136, 137, 142, 144]
            + Array(147...156))

    /// Messages that decoders know have no words in them, but for the hash of a picture, which may by chance, and no more
    /// than 64 bytes.
    private func isKnown(_ payload: ArraySlice<UInt8>, _ type: Int, _ size: Int) -> Bool {
        guard Self.known.contains(type), size <= 64 else { return false }
        if type == 132, [3, 5, 7, 13, 17, 49].contains(size), payload.first.map({ $0 <= 2 }) ?? false { return true }
        return !SegmentWords.areIn(payload)
    }

    private func saysSomething(_ payload: ArraySlice<UInt8>, _ type: Int) -> Bool {
        // x264 by its UUID, of which decoders want to know the version.
        let uuid: [UInt8] = [
            0xDC, 0x45, 0xE9, 0xBD, 0xE6, 0xD9, 0x48, 0xB7, 0x96, 0x2C, 0xD8, 0x20, 0xD9, 0x23, 0xEE, 0xEF,
        ]
        let isEncoder =
            type == 5 && payload.starts(with: uuid + Array("x264 - core ".utf8))
            && payload.dropFirst(28).prefix(4).allSatisfy { (0x30...0x39).contains($0) || $0 == 0x20 }
        return payload.dropFirst(isEncoder ? 32 : 0).contains { !Self.saysNothing($0) }
    }
}
