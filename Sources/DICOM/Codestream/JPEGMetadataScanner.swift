import Glibc

/// Walks the marker segments of JPEG and JPEG-LS (ITU-T T.81 Annex B, T.87): comments, application and reserved segments
/// that no decoder needs, what the others hold beyond what scans use, and what follows the end of the image.
struct JPEGMetadataScanner: Sendable {
    private enum State {
        /// Between segments: an FF comes.
        case marker
        /// Behind an FF between segments.
        case code
        case lengthHigh(UInt8)
        case lengthLow(UInt8, UInt8)
        /// A segment of which something may stay, collected until all of it is known.
        case collect(UInt8, left: Int)
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
    private var definitions = JPEGDefinitions()
    /// What this image has had: a second header of its kind, or a scan without a frame, is no JPEG.
    private var hasBegun = false
    private var hasFrame = false
    private var hasScan = false
    /// JPEG-LS stuffs FF with a bit, so that small codes behind it are data (T.87 A.1).
    private var stuffsBits = false
    /// The restart interval that was announced last (T.81 B.2.4.4): two bytes, of JPEG-LS up to four (T.87 C.2.5).
    private var interval: ArraySlice<UInt8> = []
    /// Whether scans are cut into restart intervals.
    private var hasIntervals: Bool { interval.prefix(stuffsBits ? 4 : 2).contains { $0 != 0 } }
    /// Lines as the frame header says; 0 where a segment behind the first scan says it.
    private var lines = 0
    private var applications: Set<UInt8> = []
    /// Where what has been looked at ends.
    private var end = 0

    /// The next image begins.
    private mutating func beginImage() {
        hasBegun = true
        (hasFrame, hasScan, stuffsBits, interval) = (false, false, false, [])
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

    /// Bytes at the end of what was scanned that may still have to be changed.
    var undecided: Int {
        let first = definitions.earliest(before: end)
        return switch state {
        case .lengthHigh, .lengthLow, .collect: end - min(first, segment.places.start)
        case .afterCode: max(1, end - first)
        default: end - first
        }
    }

    /// Whether a decoder may need some of those.
    var mayNeedUndecided: Bool {
        switch state {
        case .lengthHigh, .lengthLow: return true
        case .collect(let code, _) where isNeeded(code): return true
        default: return definitions.earliest(before: end) < end
        }
    }

    /// Counts offsets from `count` bytes further on.
    mutating func shift(by count: Int) {
        segment.shift(by: count)
        definitions.shift(by: count)
        end -= count
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, at offset: Int, _ overwrite: Overwrite) {
        var index = 0
        let count = bytes.count
        end = offset + count
        while index < count {
            switch state {
            case .scan:
                guard let found = unsafe memchr(bytes.baseAddress! + index, 0xFF, count - index) else { return }
                index = unsafe UnsafeRawPointer(found) - bytes.baseAddress! + 1
                state = .scanCode
            case .collect(let code, let left):
                let step = min(left, count - index)
                unsafe segment.append(bytes[index..<index + step], at: offset + index)
                index += step
                state = .collect(code, left: left - step)
                if left == step { endSegment(code, overwrite) }
            case .blank(let left):
                let step = min(left, count - index)
                if unsafe bytes[index..<index + step].contains(where: { $0 != 0 }) {
                    overwrite(offset + index..<offset + index + step, 0)
                }
                index += step
                state = left > step ? .blank(left: left - step) : .marker
            case .after:
                // Fill of zeros is what is left after blanking, too.
                var end = index
                while end < count, unsafe bytes[end] != 0xFF { end += 1 }
                if unsafe bytes[index..<end].contains(where: { $0 != 0 }) {
                    overwrite(offset + index..<offset + end, 0)
                }
                if end < count { state = .afterCode }
                index = min(end + 1, count)
            case .lost: return
            default:
                unsafe step(bytes[index], at: offset + index, overwrite)
                index += 1
            }
        }
    }

    /// The stream has ended, with or without its end mark.
    mutating func finish(_ overwrite: Overwrite) {
        if !isLost, !definitions.end(overwrite) { state = .lost }
    }

    private mutating func step(_ byte: UInt8, at offset: Int, _ overwrite: Overwrite) {
        switch state {
        case .marker: state = byte == 0xFF ? .code : .lost
        case .code:
            switch byte {
            case 0xFF: break
            case 0x01, 0xD0...0xD7: state = .marker
            case 0xD9: endImage(overwrite)
            case 0xD8 where !hasBegun: beginImage()
            case 0x00, 0xD8: state = .lost
            default: beginSegment(byte, at: offset)
            }
        case .lengthHigh(let code):
            segment.appendHead(at: offset)
            state = .lengthLow(code, byte)
        case .lengthLow(let code, let high):
            segment.appendHead(at: offset)
            begin(code, length: Int(high) << 8 | Int(byte))
        case .scanCode:
            switch byte {
            case 0xFF: break
            case 0x00: state = .scan
            case 0x01...0x7F where stuffsBits: state = .scan
            // Decoders take what is behind a restart that nobody announced, or a reserved code, for all kinds of things.
            case 0xD0...0xD7: state = hasIntervals ? .scan : .lost
            case 0x01...0xBF: state = .lost
            case 0xD9: endImage(overwrite)
            // The next image, of which the one before lacks its end.
            case 0xD8:
                endImage(overwrite)
                if !isLost { beginImage() }
            default: beginSegment(byte, at: offset)
            }
        case .afterCode:
            switch byte {
            // A further image in the same fragment: of another frame, or of no frame at all (PS3.5 §A.4).
            case 0xD8: state = .lost
            case 0xFF: break  // fill
            default:
                overwrite(offset - 1..<offset + 1, 0)
                state = .after
            }
        case .collect, .blank, .scan, .after, .lost: break  // dealt with in runs
        }
    }

    private mutating func endImage(_ overwrite: Overwrite) {
        state = definitions.end(overwrite) ? .after : .lost
    }

    private mutating func beginSegment(_ code: UInt8, at offset: Int) {
        segment.removeAll()
        segment.appendHead(at: offset)
        state = .lengthHigh(code)
    }

    private mutating func begin(_ code: UInt8, length: Int) {
        guard length >= 2 else {
            state = .lost
            return
        }
        let left = length - 2
        if left == 0 {
            state = Self.isFrame(code) || code == 0xDA ? .lost : .marker
        } else if isNeeded(code) || mayStay(code, left) {
            state = .collect(code, left: left)
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

    /// Whether decoders use segments of that code.
    private func isNeeded(_ code: UInt8) -> Bool {
        Self.isFrame(code) || code == 0xDA || code == 0xDC || JPEGDefinitions.isDefinition(code)
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
    /// samples, and have no room for anything else; each stands once.
    private mutating func endSegment(_ code: UInt8, _ overwrite: Overwrite) {
        let bytes = segment.bytes
        state = .marker
        let isFirst = code == 0xFE || applications.insert(code).inserted
        switch code {
        case 0xDA: beginScan(overwrite)
        case _ where Self.isFrame(code): beginFrame(code, overwrite)
        case 0xDC: if !takeLines(overwrite) { state = .lost }
        case _ where JPEGDefinitions.isDefinition(code):
            if code == 0xDD { interval = bytes.prefix(4) }
            if !definitions.take(code, segment, overwrite) { state = .lost }
        case 0xFE: if !EncoderSignature.matches(bytes[...]) { segment.blankAll(overwrite) }
        // Version 1, a unit of 0 to 2, and no thumbnail (JFIF 1.02).
        case 0xE0
        where isFirst && bytes.starts(with: "JFIF\0".utf8) && bytes[5] == 1 && bytes[7] <= 2
            && bytes[12] == 0 && bytes[13] == 0:
            // Letters are no density.
            if bytes[6] > 9 { segment.blank(6..<7, overwrite) }
            if bytes[8..<12].contains(where: { (0x41...0x5A).contains($0 & 0xDF) }) { segment.blank(8..<12, overwrite) }
        case 0xEE where isFirst && bytes.starts(with: "Adobe".utf8) && bytes[11] <= 2:
            // Version and flags decide nothing; those that Adobe writes may stay.
            let isUsual =
                bytes[5] == 0 && bytes[6] <= 102 && bytes[7] & 0x3F == 0 && bytes[8...10].allSatisfy { $0 == 0 }
            if !isUsual { segment.blank(5..<11, overwrite) }
        case 0xE8 where isFirst && bytes.starts(with: "mrfx".utf8) && bytes.dropFirst(4).allSatisfy { $0 < 0x20 }: break
        default: segment.blankAll(overwrite)
        }
    }

    /// A frame header is as long as its components demand, of which DICOM has no more than four (T.81 B.2.2, PS3.5 §8.2.1).
    private mutating func beginFrame(_ code: UInt8, _ overwrite: Overwrite) {
        let bytes = segment.bytes
        guard !hasFrame, bytes.count > 5, (1...4).contains(bytes[5]), bytes.count >= 6 + 3 * Int(bytes[5]) else {
            state = .lost
            return
        }
        hasFrame = true
        stuffsBits = code == 0xF7
        lines = Int(bytes[1]) << 8 | Int(bytes[2])
        let count = 6 + 3 * Int(bytes[5])
        definitions.beginFrame(code, Array(bytes[..<count]))
        if count < bytes.count, !keep(count, code, overwrite) { state = .lost }
    }

    /// A scan header has nothing behind it but the scan (T.81 B.2.3).
    private mutating func beginScan(_ overwrite: Overwrite) {
        let bytes = segment.bytes
        guard hasFrame, (1...4).contains(bytes[0]), bytes.count == 4 + 2 * Int(bytes[0]),
            definitions.beginScan(bytes, overwrite)
        else {
            state = .lost
            return
        }
        hasScan = true
        state = .scan
    }

    /// The number of lines, where the frame header does not have it, behind the first scan (T.81 B.2.5).
    private mutating func takeLines(_ overwrite: Overwrite) -> Bool {
        let bytes = segment.bytes
        guard hasScan else { return keep(0, 0xDC, overwrite) }
        guard bytes.count >= 2 else { return false }
        let stated = Int(bytes[0]) << 8 | Int(bytes[1])
        if lines > 0, stated != lines { return false }
        lines = stated
        return bytes.count == 2 || keep(2, 0xDC, overwrite)
    }

    /// Keeps the first bytes of a segment, and makes the rest a comment.
    private func keep(_ count: Int, _ code: UInt8, _ overwrite: Overwrite) -> Bool {
        DividedSegment.write(
            code, keeping: count > 0 ? [0..<count] : [], of: segment.bytes.count, segment.places, overwrite)
    }
}
