/// What a JPEG 2000 codestream says of its tile-parts and packets beside the data themselves: segments that decoders may
/// pass over, and in which text could stand (ISO/IEC 15444-1 A.7, A.9.1). They are held to what the codestream really has.
struct TilePartPointers {
    private let part: JPEG2000Stream.Part
    /// How many tile-parts each tile has so far, and how many it says it has; 0: it does not say.
    private var tiles: [Int: (count: Int, stated: Int)] = [:]
    private var components: Int?
    private var partCount = 0
    /// Bytes of data of all tile-parts so far; `nil` once one does not say how many it has.
    private var dataBytes: Int? = 0

    private var partLengths = StatedLengths()
    private var packetLengths = PacketLengths()
    private var packetLengthsOfPart = PacketLengths()
    private var packedHeaders = PackedHeaders()

    init(_ part: JPEG2000Stream.Part) { self.part = part }

    /// Counts a tile-part (A.4.2).
    ///
    /// - Returns: whether the tile has no more of them than it says, and says the same each time. Of several there may be one more:
    ///   some encoders count from 0.
    mutating func countPart(tile: Int, of stated: Int) -> Bool {
        var counted = tiles[tile] ?? (count: 0, stated: 0)
        let isOther = counted.stated > 0 && stated > 0 && stated != counted.stated
        counted.count += 1
        counted.stated = max(counted.stated, stated)
        tiles[tile] = counted
        if isOther { return false }
        return counted.stated == 0 || counted.count <= counted.stated + (counted.stated > 1 ? 1 : 0)
    }

    /// - Returns: whether the segment has the form of its kind, as far as it alone can tell.
    mutating func take(_ code: UInt8, _ payload: [UInt8], at offset: Int) -> Bool {
        // Zeros only: a tool has blanked the segment where it stood.
        if payload.allSatisfy({ $0 == 0 }) { return true }
        switch code {
        case 0x51:  // SIZ: Csiz stands behind 34 bytes (A.5.1)
            if payload.count >= 36 { components = Int(payload[34]) << 8 | Int(payload[35]) }
            return true
        case 0x55: return partLengths.take(payload, at: offset)
        case 0x57: return packetLengths.takeGroups(payload.dropFirst(), at: offset)
        case 0x58: return packetLengthsOfPart.take(payload.dropFirst(), at: offset)
        case 0x60: return packedHeaders.take(payload.dropFirst(), at: offset)
        case 0x63:  // CRG: two numbers for each component
            let isWhole =
                components.map { CodingSegments.isFilled(payload[...], to: 4 * $0) } ?? (payload.count % 4 == 0)
            return isWhole && !(payload.count >= 8 && payload.allSatisfy { (0x20...0x7E).contains($0) })
        case 0x52, 0x53, 0x5C...0x5F, 0x61: return true
        case 0x50:  // CAP: a bit for each part, and two bytes for each bit (A.5.2)
            guard payload.count >= 4 else { return false }
            return CodingSegments.isFilled(
                payload[...], to: 4 + 2 * payload[0..<4].reduce(0) { $0 + $1.nonzeroBitCount })
        // PRF, and CPF of Part 15: numbers of two bytes, of which a profile has few.
        case 0x56, 0x59: return (code == 0x56 || part != .one) && payload.count % 2 == 0 && payload.count <= 8
        // Those of Part 2.
        case 0x72...0x78: return part == .two
        default: return false
        }
    }

    /// A tile-part begins; `length` is what it says of itself, 0 for up to the end.
    ///
    /// - Returns: the offset of the segment that says otherwise.
    mutating func beginPart(tile: Int, length: Int) -> Int? {
        partCount += 1
        packetLengthsOfPart = PacketLengths()
        return partLengths.meet(length, tile: tile)
    }

    /// The data of the tile-part begin.
    ///
    /// - Parameter count: of bytes; `nil` when nobody knows.
    /// - Returns: the offset of a segment that says otherwise.
    mutating func beginData(_ count: Int?) -> Int? {
        dataBytes = count.flatMap { count in dataBytes.map { $0 + count } }
        return packetLengthsOfPart.flaw(ifNot: count)
    }

    /// - Returns: offsets of segments that the codestream, now that it is at its end, is not like.
    func end() -> [Int] {
        [partLengths.flawAtEnd(), packetLengths.flaw(ifNot: dataBytes), packedHeaders.flaw(ifNot: partCount)].compactMap
        { $0 }
    }
}

/// TLM: the lengths of the tile-parts, in their order (A.7.1).
private struct StatedLengths {
    private var lengths: [UInt32] = []
    /// The tiles that they are of, where the segments say so; empty otherwise.
    private var tiles: [UInt16] = []
    private var position = 0
    private var offset: Int?
    /// Of one codestream; more are no tile-parts.
    private static let most = 1 << 20

    mutating func take(_ payload: [UInt8], at offset: Int) -> Bool {
        guard payload.count > 2, payload[1] & 0x8F == 0, payload[1] & 0x30 != 0x30 else { return false }
        let indexSize = Int(payload[1] >> 4 & 3)
        let lengthSize = payload[1] & 0x40 == 0 ? 2 : 4
        let size = indexSize + lengthSize
        guard (payload.count - 2) % size == 0, lengths.count + (payload.count - 2) / size <= Self.most else {
            return false
        }
        guard lengths.isEmpty || tiles.isEmpty == (indexSize == 0) else { return false }
        for start in stride(from: 2 + indexSize, to: payload.count, by: size) {
            if indexSize > 0 { tiles.append(payload[start - indexSize..<start].reduce(0) { $0 << 8 | UInt16($1) }) }
            lengths.append(payload[start..<start + lengthSize].reduce(0) { $0 << 8 | UInt32($1) })
        }
        self.offset = self.offset ?? offset
        return true
    }

    mutating func meet(_ length: Int, tile: Int) -> Int? {
        guard let offset else { return nil }
        defer { position += 1 }
        let isThere = position < lengths.count && (tiles.isEmpty || Int(tiles[position]) == tile)
        if isThere, length == 0 || length == Int(lengths[position]) { return nil }
        self.offset = nil  // said once
        return offset
    }

    func flawAtEnd() -> Int? { position < lengths.count ? offset : nil }
}

/// PLM and PLT: lengths of packets, seven bits a byte, of which the last has no high bit (A.7.2, A.7.3).
private struct PacketLengths {
    private var sum = 0
    private var value = 0
    private var isOpen = false
    private var offset: Int?

    mutating func take(_ bytes: ArraySlice<UInt8>, at offset: Int) -> Bool {
        self.offset = self.offset ?? offset
        for byte in bytes {
            // No packet is that long, and nothing overflows.
            value = min(value, 1 << 40) << 7 | Int(byte & 0x7F)
            isOpen = byte & 0x80 != 0
            if isOpen { continue }
            sum = min(sum + value, 1 << 56)
            value = 0
        }
        return true
    }

    /// PLM: the lengths of each tile-part have their number of bytes before them.
    mutating func takeGroups(_ bytes: ArraySlice<UInt8>, at offset: Int) -> Bool {
        var rest = bytes
        while let count = rest.first.map({ Int($0) }) {
            rest.removeFirst()
            guard count <= rest.count, take(rest.prefix(count), at: offset) else { return false }
            rest.removeFirst(count)
        }
        return true
    }

    func flaw(ifNot count: Int?) -> Int? {
        guard let offset else { return nil }
        return isOpen || count.map { $0 != sum } ?? false ? offset : nil
    }
}

/// PPM: the headers of the packets of each tile-part, their number of bytes before them; they go on from one segment to the
/// next (A.7.4).
private struct PackedHeaders {
    private var groups = 0
    private var left = 0
    private var size = 0
    private var sizeBytes = 0
    private var offset: Int?

    mutating func take(_ bytes: ArraySlice<UInt8>, at offset: Int) -> Bool {
        self.offset = self.offset ?? offset
        var rest = bytes
        while let byte = rest.first {
            if left > 0 {
                let count = min(left, rest.count)
                left -= count
                rest.removeFirst(count)
                continue
            }
            rest.removeFirst()
            size = size << 8 | Int(byte)
            sizeBytes += 1
            guard sizeBytes == 4 else { continue }
            (groups, left, size, sizeBytes) = (groups + 1, size, 0, 0)
        }
        return true
    }

    func flaw(ifNot parts: Int) -> Int? { left > 0 || sizeBytes > 0 || groups != parts && groups > 0 ? offset : nil }
}
