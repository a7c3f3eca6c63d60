import Glibc

/// Walks the marker segments of JPEG and JPEG-LS (ITU-T T.81 Annex B, T.87): comments, application and reserved segments
/// that no decoder needs, and what follows the end of the image.
struct JPEGMetadataScanner: Sendable {
    private enum State {
        /// Between segments: an FF comes.
        case marker
        /// Behind an FF between segments.
        case code
        case lengthHigh(UInt8)
        case lengthLow(UInt8, UInt8)
        /// A segment short enough to be one that stays, collected until all of it is known.
        case collect(UInt8, left: Int)
        case skip(left: Int, thenScan: Bool)
        case blank(left: Int)
        /// Entropy-coded data.
        case scan
        /// Behind an FF in entropy-coded data.
        case scanCode
        case after
        /// Behind an FF after the image.
        case afterCode
        /// Something that cannot be followed.
        case lost
    }

    // The caller has seen that FF D8 comes.
    private var state = State.marker
    private var segment = CollectedSegment()
    /// What this image has had: a second header of its kind, or a scan without a frame, is no JPEG.
    private var hasBegun = false
    private var hasFrame = false
    private var applications: Set<UInt8> = []

    /// The next image begins.
    private mutating func beginImage() {
        hasBegun = true
        hasFrame = false
        applications.removeAll(keepingCapacity: true)
        state = .marker
    }

    var isAfterImage: Bool {
        switch state {
        case .after, .afterCode, .lost: true
        default: false
        }
    }

    var isLost: Bool {
        if case .lost = state { true } else { false }
    }

    /// Whether a fragment that begins like an image is one, and the image before it has ended without EOI: entropy-coded
    /// data has no FF D8 in it.
    var mayEndHere: Bool {
        if case .scan = state { true } else { false }
    }

    /// Bytes at the end of what was scanned that may still have to be blanked.
    var undecided: Int {
        switch state {
        case .collect: segment.ranges.reduce(0) { $0 + $1.count }
        case .afterCode: 1
        default: 0
        }
    }

    /// Counts offsets from `count` bytes further on.
    mutating func shift(by count: Int) { segment.shift(by: count) }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ blank: (Range<Int>) -> Void) {
        var index = 0
        let count = bytes.count
        while index < count {
            switch state {
            case .scan:
                guard let found = unsafe memchr(bytes.baseAddress! + index, 0xFF, count - index) else { return }
                index = unsafe UnsafeRawPointer(found) - bytes.baseAddress! + 1
                state = .scanCode
            case .skip(let left, let thenScan):
                let step = min(left, count - index)
                index += step
                state = left > step ? .skip(left: left - step, thenScan: thenScan) : thenScan ? .scan : .marker
            case .blank(let left):
                let step = min(left, count - index)
                blank(offset + index..<offset + index + step)
                index += step
                state = left > step ? .blank(left: left - step) : .marker
            case .after:
                // Fill of zeros is what is left after blanking, too.
                var end = index
                while end < count, unsafe bytes[end] != 0xFF { end += 1 }
                if unsafe bytes[index..<end].contains(where: { $0 != 0 }) { blank(offset + index..<offset + end) }
                if end < count { state = .afterCode }
                index = min(end + 1, count)
            case .lost: return
            default:
                unsafe step(bytes[index], at: offset + index, blank)
                index += 1
            }
        }
    }

    private mutating func step(_ byte: UInt8, at offset: Int, _ blank: (Range<Int>) -> Void) {
        switch state {
        case .marker: state = byte == 0xFF ? .code : .lost
        case .code:
            switch byte {
            case 0xFF: break
            case 0x01, 0xD0...0xD7: state = .marker
            case 0xD9: state = .after
            case 0xD8 where !hasBegun: beginImage()
            case 0x00, 0xD8: state = .lost
            default: state = .lengthHigh(byte)
            }
        case .lengthHigh(let code): state = .lengthLow(code, byte)
        case .lengthLow(let code, let high): begin(code, length: Int(high) << 8 | Int(byte))
        case .collect(let code, let left):
            segment.append(byte, at: offset)
            if left > 1 { state = .collect(code, left: left - 1) } else { end(code, blank) }
        case .scanCode:
            switch byte {
            case 0xFF: break
            case 0x00...0x7F, 0xD0...0xD7: state = .scan
            case 0xD9: state = .after
            // The next image, of which the one before lacks its end.
            case 0xD8: beginImage()
            default: state = .lengthHigh(byte)
            }
        case .afterCode:
            switch byte {
            case 0xD8:
                // A further image in the same fragment.
                beginImage()
            case 0xFF: break  // fill
            default:
                blank(offset - 1..<offset + 1)
                state = .after
            }
        case .skip, .blank, .scan, .after, .lost: break  // dealt with in runs
        }
    }

    private mutating func begin(_ code: UInt8, length: Int) {
        guard length >= 2 else {
            state = .lost
            return
        }
        let left = length - 2
        if left == 0 {
            state = Self.isFrame(code) || code == 0xDA ? .lost : .marker
        } else if code == 0xDA, !hasFrame {
            state = .lost
        } else if mayStay(code, left) || code == 0xF8 && left <= 11 || Self.isFrame(code) && left <= 18
            || code == 0xDA && left <= 12
        {
            segment.removeAll()
            state = .collect(code, left: left)
        } else if Self.isFrame(code) || code == 0xDA {
            // Headers of more than four components are none that DICOM has (PS3.5 §8.2.1).
            state = .lost
        } else if let most = Self.longest(code), left > most {
            // A mapping table, or no parameters at all (T.87 C.2.4.1): decoders would go by it.
            state = code == 0xF8 ? .lost : .blank(left: left)
        } else if Self.isDecoded(code) {
            state = .skip(left: left, thenScan: false)
        } else {
            state = .blank(left: left)
        }
    }

    private static func isFrame(_ code: UInt8) -> Bool {
        switch code {
        case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF, 0xF7: true
        default: false
        }
    }

    /// Segments that the decoding processes of T.81 and T.87 use.
    private static func isDecoded(_ code: UInt8) -> Bool {
        switch code {
        case 0xC4, 0xCC, 0xDB...0xDD, 0xF8: true
        default: false
        }
    }

    /// The bytes of segments that have a form of their own: DAC, DNL, DRI (T.81 B.2.4.3 to B.2.5), and the parameters of LSE
    /// (T.87 C.2.4.1.1, C.2.4.1.4); `nil` for tables.
    private static func longest(_ code: UInt8) -> Int? {
        switch code {
        case 0xCC: 16
        case 0xDC: 2
        case 0xDD: 4
        case 0xF8: 11
        default: nil
        }
    }

    /// Whether a comment or application segment of `length` bytes can be one that stays.
    private func mayStay(_ code: UInt8, _ length: Int) -> Bool {
        switch code {
        case 0xFE: length <= EncoderSignature.longest
        case 0xE0: length == 14
        case 0xEE: length == 12
        case 0xE8: length <= 6
        default: false
        }
    }

    /// The end of a collected segment.
    ///
    /// JFIF without a thumbnail, Adobe's colour flag and the colour transform of JPEG-LS change what decoders make of the
    /// samples, and have no room for anything else; each stands once. Frame and scan headers are as long as their
    /// components demand (T.81 B.2.2, B.2.3).
    private mutating func end(_ code: UInt8, _ blank: (Range<Int>) -> Void) {
        let bytes = segment.bytes
        state = .marker
        let isFirst = code == 0xFE || applications.insert(code).inserted
        switch code {
        case 0xDA: state = bytes.count == 4 + 2 * Int(bytes[0]) ? .scan : .lost
        case _ where Self.isFrame(code):
            if hasFrame || bytes.count < 6 || bytes.count != 6 + 3 * Int(bytes[5]) { state = .lost }
            hasFrame = true
        case 0xF8:
            // Preset parameters and the size of large images; mapping tables DICOM has its own.
            if !(bytes[0] == 1 && bytes.count == 11 || bytes[0] == 4 && bytes.count <= 10) { state = .lost }
        case 0xFE: if !EncoderSignature.matches(bytes[...]) { blankAll(blank) }
        // Version 1, a unit of 0 to 2, and no thumbnail (JFIF 1.02).
        case 0xE0
        where isFirst && bytes.starts(with: "JFIF\0".utf8) && bytes[5] == 1 && bytes[7] <= 2
            && bytes[12] == 0 && bytes[13] == 0:
            break
        case 0xEE where isFirst && bytes.starts(with: "Adobe".utf8) && bytes[11] <= 2:
            // Version and flags decide nothing; those that Adobe writes may stay.
            let isUsual =
                bytes[5] == 0 && bytes[6] <= 102 && bytes[7] & 0x3F == 0 && bytes[8...10].allSatisfy { $0 == 0 }
            if !isUsual { segment.blank(5..<11, blank) }
        case 0xE8 where isFirst && bytes.starts(with: "mrfx".utf8): break
        default: blankAll(blank)
        }
    }

    private func blankAll(_ blank: (Range<Int>) -> Void) { for range in segment.ranges { blank(range) } }
}
