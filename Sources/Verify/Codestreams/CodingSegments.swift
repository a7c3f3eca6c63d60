/// The marker segments of JPEG 2000 that say how an image is coded (ISO/IEC 15444-1 A.5, A.6): each is as long as what
/// it says it holds, has values that there are, and stands where it belongs, once. Zeros behind what it holds say nothing: a tool has
/// blanked them where they stood.
struct CodingSegments {
    private let part: JPEG2000Stream.Part
    private var isMainHeader = true
    /// Of the header being read: codes and the components that they are about.
    private var seen: Set<Int> = []
    /// Csiz; 0 where nobody said.
    private(set) var components = 0
    /// Of the image area; `nil` where nobody said.
    private(set) var size: FrameSize?
    private var mostLevels = -1
    /// Segments of quantization, and for how many sub-bands: how many there are a segment behind them may tell.
    private var quantizations: [(offset: Int, bands: Int)] = []

    init(_ part: JPEG2000Stream.Part) { self.part = part }

    /// A header of a tile-part begins.
    ///
    /// - Returns: offsets of segments that the header before had no use for.
    mutating func beginPart() -> [Int] {
        isMainHeader = false
        seen.removeAll(keepingCapacity: true)
        return settle()
    }

    /// The header has been read.
    mutating func settle() -> [Int] {
        defer { quantizations.removeAll(keepingCapacity: true) }
        return mostLevels < 0 ? [] : quantizations.filter { $0.bands > 3 * mostLevels + 1 }.map(\.offset)
    }

    /// - Returns: whether the segment says to a decoder all that it says.
    mutating func take(_ code: UInt8, _ payload: [UInt8], at offset: Int) -> Bool {
        // Zeros only: a tool has blanked the segment where it stood.
        if payload.allSatisfy({ $0 == 0 }) { return true }
        guard standsHere(code) else { return false }
        switch code {
        case 0x51: return takeSize(payload)
        case 0x52:  // COD
            return isFirst(code) && payload.count >= 10 && (isStyle(payload) || part == .two && isOtherStyle(payload))
        case 0x53:  // COC
            guard let rest = afterComponent(code, payload), rest.count >= 6 else { return false }
            return rest[rest.startIndex] <= 1 && areParameters(rest.dropFirst(), rest[rest.startIndex] & 1 != 0)
                || part == .two && rest.count <= Self.longestStyle
        case 0x5C: return isFirst(code) && takeQuantization(payload[...], at: offset)
        case 0x5D:  // QCC
            guard let rest = afterComponent(code, payload) else { return false }
            return takeQuantization(rest, at: offset)
        case 0x5E:  // RGN: a style, of which Part 1 has one, and a shift
            guard let rest = afterComponent(code, payload) else { return false }
            return rest[rest.startIndex] == 0 && Self.isFilled(rest, to: 2) || part == .two && rest.count <= 18
        case 0x5F: return isFirst(code) && areProgressions(payload)
        default: return true
        }
    }

    /// Which header a segment belongs to (Table A.2); the others are of both.
    private func standsHere(_ code: UInt8) -> Bool {
        switch code {
        case 0x50, 0x51, 0x55...0x57, 0x59, 0x60, 0x63: isMainHeader
        case 0x58, 0x61: !isMainHeader
        default: true
        }
    }

    private mutating func isFirst(_ code: UInt8, component: Int = -1) -> Bool {
        seen.insert(Int(code) << 16 | component & 0xFFFF).inserted
    }

    /// What follows the number of the component, which has two bytes where there are many; `nil` where there is no such
    /// component, or it has had its segment.
    private mutating func afterComponent(_ code: UInt8, _ payload: [UInt8]) -> ArraySlice<UInt8>? {
        let width = components < 257 ? 1 : 2
        guard payload.count > width else { return nil }
        let component = payload[..<width].reduce(0) { $0 << 8 | Int($1) }
        guard components == 0 || component < components, isFirst(code, component: component) else { return nil }
        return payload[width...]
    }

    /// SIZ (A.5.1).
    private mutating func takeSize(_ payload: [UInt8]) -> Bool {
        guard isFirst(0x51), payload.count >= 39 else { return false }
        func number(_ start: Int, _ count: Int = 4) -> Int {
            payload[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
        }
        components = number(34, 2)
        let (columns, rows) = (number(2) - number(10), number(6) - number(14))
        if columns > 0, rows > 0 { size = FrameSize(rows: rows, columns: columns) }
        let end = 36 + 3 * components
        guard Self.isFilled(payload[...], to: end) else { return false }
        // Tiles may be larger than the image, however large they say they are.
        for start in [18, 22] where payload[start..<start + 4].allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) {
            return false
        }
        return stride(from: 36, to: end, by: 3).allSatisfy {
            payload[$0] & 0x7F < 38 && payload[$0 + 1] > 0 && payload[$0 + 2] > 0
        }
    }

    /// The whole of COD: style, progression, layers, transformation of components, and the parameters (A.6.1).
    private mutating func isStyle(_ payload: [UInt8]) -> Bool {
        payload[0] <= 7 && payload[1] <= 4 && payload[4] <= 1 && areParameters(payload[5...], payload[0] & 1 != 0)
    }

    /// With the longest list of precincts.
    private static let longestStyle = 43

    /// Part 2 has more transformations, and fewer sub-bands where it says so elsewhere.
    private func isOtherStyle(_ payload: [UInt8]) -> Bool {
        let isOther = payload[0] > 7 || payload[4] > 1 || payload[5] & 0x80 != 0 || payload[9] > 1
        return isOther && payload.count <= Self.longestStyle
    }

    /// Levels, size and style of code-blocks, transformation, and the sizes of precincts where they are not the largest
    /// (Table A.15).
    private mutating func areParameters(_ bytes: ArraySlice<UInt8>, _ hasPrecincts: Bool) -> Bool {
        let values = Array(bytes.prefix(5)).map { Int($0) }
        guard values.count == 5, values[0] <= 32 else { return false }
        mostLevels = max(mostLevels, values[0])
        return values[1] <= 8 && values[2] <= 8 && values[1] + values[2] <= 8 && values[4] <= 1
            && Self.isFilled(bytes, to: 5 + (hasPrecincts ? values[0] + 1 : 0))
    }

    /// A style, and a step for each sub-band: none, one for all, or two bytes (A.6.4). Part 1 knows no other.
    private mutating func takeQuantization(_ bytes: ArraySlice<UInt8>, at offset: Int) -> Bool {
        guard let style = bytes.first else { return false }
        let count = bytes.count - 1
        let said = bytes.lastIndex { $0 != 0 }.map { $0 - bytes.startIndex } ?? 0
        let isPadded = said < count
        switch style & 0x1F {
        case 0:
            quantizations.append((offset, said))
            return (isPadded || count % 3 == 1) && (part == .two || bytes.dropFirst().allSatisfy { $0 & 7 == 0 })
        case 1: return Self.isFilled(bytes, to: 3)
        case 2:
            quantizations.append((offset, (said + 1) / 2))
            return isPadded || count % 2 == 0 && count / 2 % 3 == 1
        default: return part == .two
        }
    }

    /// Whether a segment has so many bytes, and nothing behind them.
    static func isFilled(_ bytes: ArraySlice<UInt8>, to count: Int) -> Bool {
        bytes.count >= count && bytes.dropFirst(count).allSatisfy { $0 == 0 }
    }

    /// POC: from where to where, in which order (A.6.6).
    private func areProgressions(_ payload: [UInt8]) -> Bool {
        let width = components < 257 ? 1 : 2
        let size = 5 + 2 * width
        let count = payload.count / size * size
        guard Self.isFilled(payload[...], to: count) else { return false }
        return stride(from: 0, to: count, by: size).allSatisfy { start in
            let end = start + size
            return payload[start] < 33 && payload[end - 2 - width] <= 33 && payload[end - 1] <= 4
        }
    }
}

/// Rows and columns of an image.
struct FrameSize: Equatable {
    var rows: Int
    var columns: Int
}
