import Glibc

/// Walks the marker segments of JPEG and JPEG-LS (ITU-T T.81 Annex B, T.87): comments, application segments that no
/// decoder needs, and what follows the end of the image.
struct JPEGMetadataScanner: Sendable {
    private enum State {
        /// Between segments: an FF comes.
        case marker
        /// Behind an FF between segments.
        case code
        case lengthHigh(UInt8)
        case lengthLow(UInt8, UInt8)
        /// The beginning of an application segment, collected until its name is known.
        case name(UInt8, left: Int)
        case skip(left: Int, thenScan: Bool)
        case blank(left: Int)
        /// Entropy-coded data.
        case scan
        /// Behind an FF in entropy-coded data.
        case scanCode
        case after
        /// Behind an FF after the image.
        case afterCode
        /// Something that cannot be followed: left as it is.
        case lost
    }

    // The caller has seen FF D8.
    private var state = State.marker
    private var name: [UInt8] = []
    /// Where the collected bytes lie; more than one range when fragments lie between them.
    private var nameRanges: [Range<Int>] = []

    var isAfterImage: Bool {
        switch state {
        case .after, .afterCode, .lost: true
        default: false
        }
    }

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
            case 0x01, 0xD0...0xD8: state = .marker
            case 0xD9: state = .after
            case 0x00: state = .lost
            default: state = .lengthHigh(byte)
            }
        case .lengthHigh(let code): state = .lengthLow(code, byte)
        case .lengthLow(let code, let high): begin(code, length: Int(high) << 8 | Int(byte))
        case .name(let code, let left): collect(byte, at: offset, code, left, blank)
        case .scanCode:
            switch byte {
            case 0xFF: break
            case 0x00...0x7F, 0xD0...0xD7: state = .scan
            case 0xD9: state = .after
            case 0xD8: state = .lost
            default: state = .lengthHigh(byte)
            }
        case .afterCode:
            switch byte {
            case 0xD8:
                // A further image in the same fragment.
                state = .marker
            case 0xFF: blank(offset - 1..<offset)
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
        switch code {
        case 0xFE: state = left > 0 ? .blank(left: left) : .marker
        case 0xE0...0xEF:
            name.removeAll(keepingCapacity: true)
            nameRanges.removeAll(keepingCapacity: true)
            state = left > 0 ? .name(code, left: left) : .marker
        default: state = left > 0 ? .skip(left: left, thenScan: code == 0xDA) : code == 0xDA ? .scan : .marker
        }
    }

    private mutating func collect(
        _ byte: UInt8, at offset: Int, _ code: UInt8, _ left: Int, _ blank: (Range<Int>) -> Void
    ) {
        name.append(byte)
        if let last = nameRanges.last, last.upperBound == offset {
            nameRanges[nameRanges.count - 1] = last.lowerBound..<offset + 1
        } else {
            nameRanges.append(offset..<offset + 1)
        }
        let remaining = left - 1
        if name.count < 5, remaining > 0 {
            state = .name(code, left: remaining)
        } else if isNeeded(code, length: name.count + remaining) {
            state = remaining > 0 ? .skip(left: remaining, thenScan: false) : .marker
        } else {
            for range in nameRanges { blank(range) }
            state = remaining > 0 ? .blank(left: remaining) : .marker
        }
    }

    /// JFIF without a thumbnail, Adobe's colour flag and the colour transform of JPEG-LS change what decoders make of the
    /// samples, and have no room for anything else.
    private func isNeeded(_ code: UInt8, length: Int) -> Bool {
        switch code {
        case 0xE0: length == 14 && name.starts(with: "JFIF".utf8)
        case 0xEE: length == 12 && name.starts(with: "Adobe".utf8)
        case 0xE8: length <= 6 && name.starts(with: "mrfx".utf8)
        default: false
        }
    }
}
