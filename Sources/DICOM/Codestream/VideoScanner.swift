/// Walks video byte streams by their start codes: SEI messages and NAL units that no decoder needs (ITU-T H.264 and H.265
/// Annex B, Annex D), and user data (ITU-T H.262 §6.2.2.2).
struct VideoScanner: Sendable {
    enum Format: Sendable { case mpeg2, h264, h265 }

    private enum State {
        /// Bytes that stay.
        case kept
        /// The byte behind a start code.
        case code
        /// The second byte of a header of H.265.
        case code2(sei: Bool, blank: Bool)
        /// The type of an SEI message, so far.
        case type(Int)
        case size(type: Int, Int)
        case payload(left: Int, blank: Bool)
        /// The first bytes of user data, until it is known whether they are the encoder's.
        case collect(left: Int)
        /// The first bytes of a message of a kind that decoders know.
        case message(type: Int, left: Int)
        /// So many bytes that stay, and none behind them.
        case limited(Int)
        /// The first byte of an extension of MPEG-2, and the bytes of a sequence header that tell how long it is.
        case extensionID, sequence(Int)
        /// The bytes of an extension with tables of steps, how many of those have been announced, and the flag that comes next.
        case matrices(place: Int, loaded: Int, flag: UInt8)
        /// Up to the next start code.
        case blank
    }

    /// What is written over bytes: it makes no start code, and needs no emulation prevention.
    static let fill: UInt8 = 0xFF

    private let format: Format
    private var state = State.kept
    /// Zero bytes in a row, so far.
    private var zeros = 0
    private var segment = CollectedSegment()
    /// Offset behind what was scanned.
    private var end = 0
    /// Whether packs have been met: then codes of systems are those of a program stream (H.222.0).
    private var hasPacks = false

    init(_ format: Format) { self.format = format }

    /// Whether a stream begins with a start code, as these do.
    static func isStart(_ head: UnsafeRawBufferPointer) -> Bool {
        unsafe head.starts(with: [0, 0, 1]) || head.starts(with: [0, 0, 0, 1])
    }

    var undecided: Int {
        switch state {
        // With the bytes between that only keep a start code from arising.
        case .collect, .message: max(0, end - segment.places.start)
        default: 0
        }
    }

    mutating func shift(by count: Int) {
        segment.shift(by: count)
        end -= count
    }

    /// Begins a unit that has its length before it and no start code.
    mutating func beginUnit() {
        state = .code
        zeros = 0
    }

    /// Decides on what would have to wait for more: where the unit ends, or something else lies between it and what follows.
    mutating func decide(_ blank: (Range<Int>) -> Void) {
        switch state {
        case .collect(let left):
            endOfCollected(isWhole: false, blank)
            state = .payload(left: left, blank: true)
        // Of a message that is cut in two, each part is looked at.
        case .message(let type, _): endOfMessage(type, blank)
        default: break
        }
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ blank: (Range<Int>) -> Void) {
        end = offset + bytes.count
        var index = 0
        while index < bytes.count {
            if case .kept = state, zeros == 0 {
                index = unsafe Self.nextZero(bytes, from: index)
                if index == bytes.count { return }
            }
            unsafe step(bytes[index], at: offset + index, blank)
            index += 1
        }
    }

    /// The first of two zero bytes, or one at the end.
    private static func nextZero(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 1 < bytes.count {
            if unsafe bytes[index + 1] != 0 {
                index += 2
            } else if unsafe bytes[index] == 0 {
                return index
            } else {
                index += 1
            }
        }
        return unsafe index < bytes.count && bytes[index] == 0 ? index : bytes.count
    }

    private mutating func step(_ byte: UInt8, at offset: Int, _ blank: (Range<Int>) -> Void) {
        let before = zeros
        zeros = byte == 0 ? min(zeros + 1, 2) : 0
        if byte == 1, before == 2 {
            switch state {
            // Cut short.
            case .collect: endOfCollected(isWhole: false, blank)
            case .message: blankCollected(blank)
            default: break
            }
            state = .code
            return
        }
        // The three bytes that keep a start code from arising stay as they are: lengths count without the last.
        if byte == 3, before == 2, format != .mpeg2 {
            if case .code = state {} else { return }
        }
        switch state {
        case .kept: break
        case .code: begin(byte)
        case .code2(let sei, let blanked): state = sei ? .type(0) : blanked ? .blank : .kept
        case .type(let sum):
            state =
                byte == 0xFF ? .type(sum + 255) : byte == 0x80 && sum == 0 ? .blank : .size(type: sum + Int(byte), 0)
        case .size(let type, let sum):
            guard byte != 0xFF else {
                // More than any message has: bytes without end.
                state = sum > 1 << 24 ? .blank : .size(type: type, sum + 255)
                return
            }
            beginPayload(type, size: sum + Int(byte))
        case .payload(let left, let blanked):
            if blanked { blankUnlessZero(byte, offset, blank) }
            state = left > 1 ? .payload(left: left - 1, blank: blanked) : .type(0)
        case .collect(let left):
            segment.append(byte, at: offset)
            if segment.bytes.count == Self.signature.count + 4 || left == 1 {
                endOfCollected(isWhole: true, blank)
                state = left > 1 ? .payload(left: left - 1, blank: true) : .type(0)
            } else {
                state = .collect(left: left - 1)
            }
        case .message(let type, let left):
            segment.append(byte, at: offset)
            state = left > 1 ? .message(type: type, left: left - 1) : .type(0)
            if left == 1 { endOfMessage(type, blank) }
        case .limited(let left):
            if left > 0 { state = .limited(left - 1) } else { blankUnlessZero(byte, offset, blank) }
        case .extensionID: beginExtension(byte, offset, blank)
        case .sequence(let count):
            // Two tables of 64 steps may follow, each behind a bit that says so (H.262 §6.2.2.1).
            switch count {
            case 7 where byte & 2 != 0: state = .sequence(count + 1)
            case 7: state = .limited(byte & 1 != 0 ? 64 : 0)
            case 71: state = .limited(byte & 1 != 0 ? 64 : 0)
            default: state = .sequence(count + 1)
            }
        case .matrices(let place, let loaded, let flag): matrices(byte, place, loaded, flag)
        case .blank: blankUnlessZero(byte, offset, blank)
        }
    }

    private func blankUnlessZero(_ byte: UInt8, _ offset: Int, _ blank: (Range<Int>) -> Void) {
        if byte != 0, byte != Self.fill { blank(offset..<offset + 1) }
    }

    private mutating func begin(_ byte: UInt8) {
        switch format {
        case .mpeg2: beginMPEG2(byte)
        case .h264:
            switch byte & 0x1F {
            case 6: state = .type(0)
            // A delimiter says what slices follow; ends say nothing (H.264 §7.3.2.4 to §7.3.2.6).
            case 9: state = .limited(1)
            case 10, 11: state = .limited(0)
            // Filler, reserved and unspecified (H.264 Table 7-1).
            case 0, 12, 16...18, 22...31: state = .blank
            default: state = .kept
            }
        case .h265:
            let type = byte >> 1 & 0x3F
            // Delimiter and ends, with the second byte of the header (H.265 §7.3.2.5 to §7.3.2.7).
            if type == 35 { return state = .limited(2) }
            if type == 36 || type == 37 { return state = .limited(1) }
            // Filler, reserved and unspecified, reserved pictures among them, which decoders pass over (H.265 Table 7-1, §7.4.2.2).
            let isBlank = type == 38 || type >= 41 || (10...15).contains(type) || (22...31).contains(type)
            state = .code2(sei: type == 39 || type == 40, blank: isBlank)
        }
    }

    /// What follows a start code of MPEG-2 (H.262 Table 6-1, H.222.0 Table 2-22).
    private mutating func beginMPEG2(_ code: UInt8) {
        switch code {
        case 0: state = .limited(5)  // the header of a picture, with at most 38 bits
        case 0xB3: state = .sequence(0)
        case 0xB5: state = .extensionID
        case 0xB4, 0xB7, 0xB9: state = .limited(0)
        case 0xB8: state = .limited(4)  // the time of a group of pictures
        // Reserved, and user data.
        case 0xB0...0xB2, 0xB6: state = .blank
        case 0xBA:
            hasPacks = true
            state = .kept
        // Padding, private data, and streams that are no pictures: packets, whose lengths stay.
        case 0xBE, 0xBF, 0xF0...0xFF: state = hasPacks ? .limited(2) : .blank
        case 0xBB...0xEF: state = hasPacks ? .kept : .blank
        default: state = .kept
        }
    }

    /// The number of an extension in the high bits of its first byte, and what it has room for (H.262 §6.2.2.3, §6.2.3.1).
    private mutating func beginExtension(_ byte: UInt8, _ offset: Int, _ blank: (Range<Int>) -> Void) {
        switch byte >> 4 {
        case 1: state = .limited(5)
        case 2: state = .limited(byte & 1 != 0 ? 7 : 4)
        case 3: matrices(byte, 0, 0, 0)
        case 5: state = .limited(7)
        case 7: state = .limited(13)
        case 8: state = .limited(6)
        case 9, 10: state = .limited(11)
        // Copyright, and reserved.
        default: state = .blank
        }
    }

    /// Four tables of 64 steps, each behind a bit that says whether it is there (H.262 §6.2.3.2).
    private mutating func matrices(_ byte: UInt8, _ place: Int, _ loaded: Int, _ flag: UInt8) {
        guard place == 64 * loaded else { return state = .matrices(place: place + 1, loaded: loaded, flag: flag) }
        for next in flag..<4 where byte >> (3 - next) & 1 == 1 {
            state = next == 3 ? .limited(64) : .matrices(place: place + 1, loaded: loaded + 1, flag: next + 1)
            return
        }
        state = .limited(0)
    }

    private mutating func beginPayload(_ type: Int, size: Int) {
        if size == 0 {
            state = .type(0)
        } else if type == 5, format == .h264 {
            segment.removeAll()
            state = .collect(left: size)
        } else if Self.isUsed(type), size <= Self.longestMessage {
            segment.removeAll()
            state = .message(type: type, left: size)
        } else {
            state = .payload(left: size, blank: true)
        }
    }

    /// Messages about timing, order and colour; not user data, filler and what is not defined (H.264 Annex D, H.265 Annex D,
    /// H.274).
    private static func isUsed(_ type: Int) -> Bool {
        switch type {
        case 0...2, 6...7, 9...21, 45, 47, 128...132, 136, 137, 142, 144, 147...156: true
        default: false
        }
    }

    /// Of a message that decoders know; longer ones hold something else.
    private static let longestMessage = 64

    /// The end of a message that decoders know: it has no words in it. A hash of the picture has letters by chance.
    private mutating func endOfMessage(_ type: Int, _ blank: (Range<Int>) -> Void) {
        let bytes = segment.bytes
        let isHash = type == 132 && [3, 5, 7, 13, 17, 49].contains(bytes.count) && bytes[0] <= 2
        if !isHash, Self.hasWord(bytes) { blankCollected(blank) }
        segment.removeAll()
    }

    /// Four letters in a row, all small but for the first or all capitals.
    private static func hasWord(_ bytes: [UInt8]) -> Bool {
        var (capitals, small) = (0, 0)
        for byte in bytes {
            switch byte {
            case 0x41...0x5A: (capitals, small) = (small > 0 ? 1 : capitals + 1, 0)
            case 0x61...0x7A: (capitals, small) = (min(capitals, 1), small + 1)
            default: (capitals, small) = (0, 0)
            }
            if capitals + small >= 4 { return true }
        }
        return false
    }

    /// User data in which x264 names its version, by which decoders mend what old versions did wrong: that much stays.
    private mutating func endOfCollected(isWhole: Bool, _ blank: (Range<Int>) -> Void) {
        let bytes = segment.bytes
        let isSignature =
            isWhole && bytes.count == Self.signature.count + 4 && bytes.starts(with: Self.signature)
            && bytes.suffix(4).allSatisfy { (0x30...0x39).contains($0) || $0 == 0x20 }
        if !isSignature { blankCollected(blank) }
        segment.removeAll()
    }

    private func blankCollected(_ blank: (Range<Int>) -> Void) {
        var place = 0
        for range in segment.places.ranges {
            for offset in range {
                blankUnlessZero(segment.bytes[place], offset, blank)
                place += 1
            }
        }
    }

    private static let signature: [UInt8] =
        [
            0xDC, 0x45, 0xE9, 0xBD, 0xE6, 0xD9, 0x48, 0xB7, 0x96, 0x2C, 0xD8, 0x20, 0xD9, 0x23, 0xEE, 0xEF,
        ] + Array("x264 - core ".utf8)
}
