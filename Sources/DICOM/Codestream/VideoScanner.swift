/// Walks video byte streams by their start codes: SEI messages and NAL units that no decoder needs (ITU-T H.264 and H.265
/// Annex B, Annex D), and user data (ITU-T H.262 §6.2.2.2).
///
/// Containers (MPEG-2 transport streams, MP4) are not looked into.
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

    init(_ format: Format) { self.format = format }

    /// Whether a stream begins with a start code, as these do.
    static func isStart(_ head: UnsafeRawBufferPointer) -> Bool {
        unsafe head.starts(with: [0, 0, 1]) || head.starts(with: [0, 0, 0, 1])
    }

    var undecided: Int {
        if case .collect = state { segment.places.count } else { 0 }
    }

    mutating func shift(by count: Int) { segment.shift(by: count) }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ blank: (Range<Int>) -> Void) {
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
            if case .collect = state { endOfCollected(isWhole: false, blank) }
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
        case .blank: blankUnlessZero(byte, offset, blank)
        }
    }

    private func blankUnlessZero(_ byte: UInt8, _ offset: Int, _ blank: (Range<Int>) -> Void) {
        if byte != 0, byte != Self.fill { blank(offset..<offset + 1) }
    }

    private mutating func begin(_ byte: UInt8) {
        switch format {
        case .mpeg2:
            // User data; padding and private streams of a program stream (H.222.0 Table 2-22).
            state = byte == 0xB2 || byte == 0xBE ? .blank : .kept
        case .h264:
            switch byte & 0x1F {
            case 6: state = .type(0)
            // Filler, reserved and unspecified (H.264 Table 7-1).
            case 0, 12, 16...18, 22...31: state = .blank
            default: state = .kept
            }
        case .h265:
            let type = byte >> 1 & 0x3F
            // Filler, reserved and unspecified (H.265 Table 7-1).
            let isBlank = type == 38 || type >= 41
            state = .code2(sei: type == 39 || type == 40, blank: isBlank)
        }
    }

    private mutating func beginPayload(_ type: Int, size: Int) {
        if size == 0 {
            state = .type(0)
        } else if type == 5, format == .h264 {
            segment.removeAll()
            state = .collect(left: size)
        } else {
            state = .payload(left: size, blank: !Self.isUsed(type))
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

    /// User data in which x264 names its version, by which decoders mend what old versions did wrong: that much stays.
    private mutating func endOfCollected(isWhole: Bool, _ blank: (Range<Int>) -> Void) {
        let bytes = segment.bytes
        let isSignature =
            isWhole && bytes.count == Self.signature.count + 4 && bytes.starts(with: Self.signature)
            && bytes.suffix(4).allSatisfy { (0x30...0x39).contains($0) || $0 == 0x20 }
        if !isSignature {
            var place = 0
            for range in segment.places.ranges {
                for offset in range {
                    blankUnlessZero(bytes[place], offset, blank)
                    place += 1
                }
            }
        }
        segment.removeAll()
    }

    private static let signature: [UInt8] =
        [
            0xDC, 0x45, 0xE9, 0xBD, 0xE6, 0xD9, 0x48, 0xB7, 0x96, 0x2C, 0xD8, 0x20, 0xD9, 0x23, 0xEE, 0xEF,
        ] + Array("x264 - core ".utf8)
}
