/// What a decoder goes by in the marker segments that say how a JPEG 2000 image is coded (ISO/IEC 15444-1 A.5, A.6, A.9.1): how long
/// each has to be for what it says it holds.
struct JPEG2000Parameters: Sendable {
    /// The part of the standard that the Transfer Syntax names; `any` where nobody says, or where it is Part 2.
    enum Part: Sendable { case one, fifteen, any }

    enum Verdict: Equatable {
        /// So many bytes from the start; what stands behind them is nothing.
        case needed(Int)
        /// How many will be known at the end of the header.
        case open
        /// Decoders do without the segment.
        case unneeded
        /// Nobody can say what decoders make of it.
        case broken
    }

    /// A step size for each sub-band, of which there are as many as the levels of decomposition demand.
    private struct Quantization {
        var bytes: [UInt8]
        var places: SegmentPlaces
        /// Bytes before the first step, and bytes of a step.
        var prefix: Int
        var size: Int
    }

    private let part: Part
    private var isMainHeader = true
    /// Of the header being read: a bit for each code, by the lower six of its bits, and codes with the components that they are about.
    private var seen: UInt64 = 0
    private var seenOfComponents: Set<Int> = []
    /// Csiz; 0 where nobody said.
    private var components = 0
    /// Of the image area; `nil` where nobody said.
    private(set) var size: (rows: Int, columns: Int, components: Int)?
    private var mostLevels = -1
    /// Steps for more levels than these are gone.
    private var levelsLeft = Int.max
    private var quantizations: [Quantization] = []

    init(_ part: Part) { self.part = part }

    /// Begins with another stream.
    mutating func begin() {
        isMainHeader = true
        seen = 0
        seenOfComponents.removeAll(keepingCapacity: true)
        components = 0
        size = nil
        mostLevels = -1
        levelsLeft = .max
        quantizations.removeAll(keepingCapacity: true)
    }

    static func isJudged(_ code: UInt8) -> Bool {
        switch code {
        case 0x50...0x53, 0x59, 0x5C...0x5F, 0x63: true
        default: false
        }
    }

    /// Takes a segment of one of the codes that are judged.
    mutating func take(_ code: UInt8, _ segment: CollectedSegment) -> Verdict {
        let bytes = segment.bytes
        if bytes.allSatisfy({ $0 == 0 }) {
            // Blanked by a tool, or a style of zeros only.
            if code == 0x52 { mostLevels = max(mostLevels, 0) }
            return .needed(bytes.count)
        }
        switch code {
        case 0x50: return isMainHeader ? isFirst(code) ? capabilities(bytes) : .broken : .unneeded
        case 0x51: return isMainHeader && isFirst(code) ? takeSize(bytes) : .broken
        case 0x52: return isFirst(code) ? style(bytes) : .broken
        case 0x53: return ofComponent(code, bytes).map { componentStyle(bytes, from: $0) } ?? .broken
        case 0x59:
            return isMainHeader && part != .one && bytes.count <= 8 && bytes.count % 2 == 0
                ? .needed(bytes.count) : .unneeded
        case 0x5C: return isFirst(code) ? quantization(segment, from: 0) : .broken
        case 0x5D: return ofComponent(code, bytes).map { quantization(segment, from: $0) } ?? .broken
        case 0x5E: return ofComponent(code, bytes).map { region(bytes, from: $0) } ?? .broken
        case 0x5F: return isFirst(code) ? progressions(bytes) : .broken
        default: return isMainHeader && isFirst(code) ? registration(bytes) : .unneeded
        }
    }

    /// The header of a tile-part begins, and the one before has ended.
    mutating func beginPart(_ overwrite: Overwrite) -> Bool {
        isMainHeader = false
        seen = 0
        seenOfComponents.removeAll(keepingCapacity: true)
        return settle(overwrite)
    }

    /// The header has been read: steps of sub-bands that no component has become zero.
    mutating func settle(_ overwrite: Overwrite) -> Bool {
        guard !quantizations.isEmpty else { return true }
        if mostLevels < 0 { return false }
        for segment in quantizations {
            let needed = min(segment.prefix + (3 * mostLevels + 1) * segment.size, segment.bytes.count)
            if segment.size == 1, part != .any {
                // An exponent of five bits; the others are none of Part 1 (Table A.29).
                for place in segment.prefix..<needed where segment.bytes[place] & 7 != 0 {
                    segment.places.overwrite(place..<place + 1, with: segment.bytes[place] & 0xF8, overwrite)
                }
            }
            if segment.bytes[needed...].contains(where: { $0 != 0 }) {
                levelsLeft = min(levelsLeft, mostLevels)
                segment.places.overwrite(needed..<segment.bytes.count, with: 0, overwrite)
            }
        }
        quantizations.removeAll(keepingCapacity: true)
        return true
    }

    /// Where what is held begins; `end` where nothing is.
    func earliest(before end: Int) -> Int { quantizations.reduce(end) { min($0, $1.places.start) } }

    mutating func shift(by count: Int) {
        for index in quantizations.indices { quantizations[index].places.shift(by: count) }
    }

    private mutating func isFirst(_ code: UInt8) -> Bool {
        let bit: UInt64 = 1 << UInt64(code & 63)
        defer { seen |= bit }
        return seen & bit == 0
    }

    private mutating func isFirst(_ code: UInt8, component: Int) -> Bool {
        seenOfComponents.insert(Int(code) << 16 | component).inserted
    }

    /// Bytes of the number of a component, two where there are many; `nil` where there is no such component, or it has had its segment.
    private mutating func ofComponent(_ code: UInt8, _ bytes: [UInt8]) -> Int? {
        let width = components < 257 ? 1 : 2
        guard bytes.count > width else { return nil }
        let component = bytes[..<width].reduce(0) { $0 << 8 | Int($1) }
        guard components == 0 || component < components, isFirst(code, component: component) else { return nil }
        return width
    }

    /// CAP: a bit for each part, and two bytes for each bit (A.5.2). Of those only Part 15 has a meaning here.
    private func capabilities(_ bytes: [UInt8]) -> Verdict {
        guard bytes.count >= 4 else { return .unneeded }
        let needed = 4 + 2 * bytes[..<4].reduce(0) { $0 + $1.nonzeroBitCount }
        let isUsual = part == .any || bytes[0] == 0 && bytes[1] & ~2 == 0 && bytes[2] == 0 && bytes[3] == 0
        return isUsual && bytes.count >= needed ? .needed(needed) : .unneeded
    }

    /// SIZ (A.5.1): three bytes for each component. Tiles may be larger than the image, however large they say they are: letters are
    /// no size.
    private mutating func takeSize(_ bytes: [UInt8]) -> Verdict {
        guard bytes.count >= 39 else { return .broken }
        func number(_ start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        components = Int(bytes[34]) << 8 | Int(bytes[35])
        size = (number(6) - number(14), number(2) - number(10), components)
        let needed = 36 + 3 * components
        guard bytes.count >= needed else { return .broken }
        for start in [18, 22] where bytes[start..<start + 4].allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) {
            return .broken
        }
        let areComponents = stride(from: 36, to: needed, by: 3).allSatisfy {
            bytes[$0] & 0x7F < 38 && bytes[$0 + 1] > 0 && bytes[$0 + 2] > 0
        }
        return areComponents ? .needed(needed) : .broken
    }

    /// With the longest list of precincts.
    private static let longestStyle = 43

    /// COD: style, progression, layers, transformation of components, and the parameters (A.6.1). Part 2 has others.
    private mutating func style(_ bytes: [UInt8]) -> Verdict {
        guard bytes.count >= 10 else { return .broken }
        if part == .any, bytes[0] > 7 || bytes[4] > 1 || bytes[5] & 0x80 != 0 || bytes[9] > 1 {
            mostLevels = max(mostLevels, Int(bytes[5] & 0x3F))
            return bytes.count <= Self.longestStyle ? .needed(bytes.count) : .broken
        }
        guard bytes[0] <= 7, bytes[1] <= 4, bytes[4] <= 1 else { return .broken }
        return parameters(bytes, from: 5, hasPrecincts: bytes[0] & 1 != 0)
    }

    /// COC (A.6.2).
    private mutating func componentStyle(_ bytes: [UInt8], from start: Int) -> Verdict {
        guard bytes.count >= start + 6 else { return .broken }
        if bytes[start] <= 1 {
            let verdict = parameters(bytes, from: start + 1, hasPrecincts: bytes[start] == 1)
            if verdict != .broken { return verdict }
        }
        guard part == .any, bytes.count <= start + Self.longestStyle else { return .broken }
        mostLevels = max(mostLevels, Int(bytes[start + 1] & 0x3F))
        return .needed(bytes.count)
    }

    /// Levels, size and style of code-blocks, transformation, and the sizes of precincts where they are not the largest
    /// (Table A.15).
    private mutating func parameters(_ bytes: [UInt8], from start: Int, hasPrecincts: Bool) -> Verdict {
        let levels = Int(bytes[start])
        let needed = start + 5 + (hasPrecincts ? levels + 1 : 0)
        let (width, height) = (bytes[start + 1], bytes[start + 2])
        guard levels <= 32, levels <= levelsLeft, width <= 8, height <= 8, width + height <= 8, bytes[start + 4] <= 1,
            bytes.count >= needed
        else { return .broken }
        mostLevels = max(mostLevels, levels)
        return .needed(needed)
    }

    /// A style, and a step for each sub-band: none, one for all, or two bytes (A.6.4). Part 1 knows no other.
    private mutating func quantization(_ segment: CollectedSegment, from start: Int) -> Verdict {
        let bytes = segment.bytes
        switch bytes[start] & 0x1F {
        case 1: return bytes.count >= start + 3 ? .needed(start + 3) : .broken
        case 0, 2:
            let size = bytes[start] & 0x1F == 0 ? 1 : 2
            guard bytes.count > start + size else { return .broken }
            quantizations.append(
                Quantization(bytes: bytes, places: segment.places, prefix: start + 1, size: size))
            return .open
        default: return part == .any ? .needed(bytes.count) : .broken
        }
    }

    /// RGN: a style, of which Part 1 has one, and a shift (A.6.3).
    private func region(_ bytes: [UInt8], from start: Int) -> Verdict {
        guard bytes.count >= start + 2 else { return .broken }
        if bytes[start] == 0 { return .needed(start + 2) }
        return part == .any && bytes.count <= start + 18 ? .needed(bytes.count) : .broken
    }

    /// POC: from where to where, in which order (A.6.6).
    private func progressions(_ bytes: [UInt8]) -> Verdict {
        let width = components < 257 ? 1 : 2
        let size = 5 + 2 * width
        let needed = bytes.count / size * size
        let areProgressions = stride(from: 0, to: needed, by: size).allSatisfy { start in
            let end = start + size
            return bytes[start] < 33 && bytes[end - 2 - width] <= 33 && bytes[end - 1] <= 4
        }
        return areProgressions && needed > 0 ? .needed(needed) : .broken
    }

    /// CRG: where samples lie, four bytes a component; it decides nothing, and words are no places (A.9.1).
    private func registration(_ bytes: [UInt8]) -> Verdict {
        let needed = 4 * components
        guard needed > 0, bytes.count >= needed else { return .unneeded }
        let isText = needed >= 8 && bytes[..<needed].allSatisfy { (0x20...0x7E).contains($0) }
        return isText ? .unneeded : .needed(needed)
    }
}
