/// What a marker segment of JPEG or JPEG-LS may hold (ITU-T T.81 §B.2, T.87 Annex C).
enum JPEGSegment {
    /// - Parameter payload: what follows the length.
    /// - Returns: `nil` when a decoder needs the segment as it is.
    static func flaw(of code: UInt8, _ payload: [UInt8]) -> Check? {
        switch code {
        case 0xFE: EncoderSignatures.flaw(ofComment: payload[...])
        case 0xE0...0xEF: isTechnical(code, payload) || isBlank(payload) ? nil : .codestreamApplication
        case _ where hasItsLength(code, payload): nil
        default: isBlank(payload) ? nil : SegmentWords.check(payload)
        }
    }

    /// Whether segments of that code are headers of frames.
    static func isFrame(_ code: UInt8) -> Bool {
        switch code {
        case 0xC4, 0xC8, 0xCC: false
        case 0xC0...0xCF, 0xF7: true
        default: false
        }
    }

    /// Zeros only: a tool has blanked the segment where it stood.
    private static func isBlank(_ payload: [UInt8]) -> Bool { payload.allSatisfy { $0 == 0 } }

    /// JFIF without a thumbnail, Adobe's colour flag, and the colour transform of JPEG-LS say nothing of anybody, when
    /// what they hold is what they have room for.
    private static func isTechnical(_ code: UInt8, _ payload: [UInt8]) -> Bool {
        switch code {
        // What an old library wrote before JFIF: a name, a one, and nothing.
        case 0xE0 where payload.starts(with: "LJIF\0".utf8):
            payload.count == 13 && payload[5] <= 1 && payload.dropFirst(6).allSatisfy { $0 == 0 }
        case 0xE0: payload.count == 14 && payload.starts(with: "JFIF\0".utf8) && isHeaderOfJFIF(payload)
        // Version, two words of flags of which Adobe uses two bits, and a transform of 0 to 2.
        case 0xEE:
            payload.count == 12 && payload.starts(with: "Adobe".utf8) && payload[5] == 0 && payload[6] <= 102
                && payload[7] & 0x3F == 0 && payload[8...10].allSatisfy { $0 == 0 } && payload[11] <= 2
        case 0xE8:
            payload.count <= 6 && payload.starts(with: "mrfx".utf8) && payload.dropFirst(4).allSatisfy { $0 < 0x20 }
        default: false
        }
    }

    /// Version 1, a unit of 0 to 2, densities that are no letters, and a thumbnail of nothing (JFIF 1.02).
    private static func isHeaderOfJFIF(_ payload: [UInt8]) -> Bool {
        payload[5] == 1 && payload[6] <= 9 && payload[7] <= 2 && payload[12] == 0 && payload[13] == 0
            && !payload[8..<12].allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
    }

    /// Whether the segment is as long as what it says it holds.
    private static func hasItsLength(_ code: UInt8, _ payload: [UInt8]) -> Bool {
        let count = payload.count
        switch code {
        case 0xC4:
            return isFilled(payload) { HuffmanTable.length(payload[$0...]) }
        // Precision of 0 or 1, and one of four tables (T.81 B.2.4.1).
        case 0xDB: return isFilled(payload) { payload[$0] & 0xEC == 0 ? payload[$0] & 0x10 == 0 ? 65 : 129 : nil }
        case 0xCC: return count % 2 == 0 && count <= 64  // one byte for each of 32 tables
        case 0xC8: return false  // reserved for extensions
        case 0xC0...0xCF, 0xDE, 0xF7: return count > 5 && count == 6 + 3 * Int(payload[5])
        case 0xDA: return count > 0 && count == 4 + 2 * Int(payload[0])
        case 0xDC: return count == 2
        case 0xDD: return (2...4).contains(count)  // JPEG-LS counts in up to four bytes
        case 0xDF: return count == 1
        case 0xF8: return hasLengthOfPreset(payload)
        default: return false
        }
    }

    /// JPEG-LS preset parameters (T.87 §C.2.4.1): by the identifier in the first byte.
    private static func hasLengthOfPreset(_ payload: [UInt8]) -> Bool {
        switch payload.first {
        case 1: payload.count == 11
        case 2, 3: payload.count > 3
        case 4: [6, 8, 10].contains(payload.count) || payload.count == 9
        default: false
        }
    }

    /// Whether tables, one behind the other, fill the segment.
    private static func isFilled(_ payload: [UInt8], _ length: (Int) -> Int?) -> Bool {
        var position = 0
        while position < payload.count {
            guard let length = length(position) else { return false }
            position += length
        }
        return position == payload.count
    }
}
