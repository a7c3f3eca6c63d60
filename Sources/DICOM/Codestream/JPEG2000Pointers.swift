/// What a JPEG 2000 codestream says of its tile-parts and packets beside the data (ISO/IEC 15444-1 A.7): decoders may do without
/// the lengths in TLM, PLM and PLT, so that those which are not true become comments; packed headers have to add up.
struct JPEG2000Pointers: Sendable {
    private typealias Segment = (places: SegmentPlaces, count: Int)

    private static let comment: UInt8 = 0x64
    /// Segments of a kind in one header: their number has one byte.
    private static let mostSegments = 256
    /// Tile-parts whose lengths are held: of more, the lengths go.
    private static let mostLengths = 1 << 16
    /// Bytes at the end of a stream that are held back for what is not known.
    private static let longestHeld = 128 << 10

    // TLM: the lengths of the tile-parts, in their order, and the tiles that they are of (A.7.1).
    private var partSegments: [Segment] = []
    private var lengths: [UInt32] = []
    private var tiles: [UInt16] = []
    private var partsMet = 0
    private var arePartsTrue = true

    // PLT: the lengths of the packets of a tile-part, seven bits a byte, of which the last has no high bit (A.7.3).
    private var packetSegments: [Segment] = []
    private var packetSum = 0
    private var packetLength = 0
    private var isLengthOpen = false
    private var arePacketsTrue = true

    // PPM: the headers of the packets of each tile-part, their number of bytes before them (A.7.4).
    private var groups = 0
    private var groupSegments = 0
    private var headerLeft = 0
    private var headerSize = 0
    private var headerSizeBytes = 0

    /// Begins with another stream.
    mutating func begin() {
        // Most streams have none of these, and then nothing is to be forgotten but how many parts there were.
        let hasHeld = !lengths.isEmpty || !partSegments.isEmpty || !packetSegments.isEmpty || groupSegments > 0
        if hasHeld { self = JPEG2000Pointers() }
        partsMet = 0
        arePartsTrue = true
        (packetSum, packetLength, isLengthOpen, arePacketsTrue) = (0, 0, false, true)
    }

    static func isPointer(_ code: UInt8) -> Bool { code == 0x55 || code == 0x57 || code == 0x58 || code == 0x60 }

    /// Takes a segment.
    ///
    /// - Returns: whether it stands where it may.
    mutating func take(_ code: UInt8, _ segment: CollectedSegment, isMainHeader: Bool, _ overwrite: Overwrite) -> Bool {
        let bytes = segment.bytes
        if bytes.allSatisfy({ $0 == 0 }) { return true }
        let isHere = isMainHeader == (code != 0x58)
        switch code {
        case 0x55 where isHere: takeParts(segment, overwrite)
        case 0x58 where isHere: takePackets(segment, overwrite)
        case 0x60: return isHere && takeHeaders(bytes)
        // PLM says once more what PLT says, and nobody writes it.
        default: segment.places.makeComment(Self.comment, count: bytes.count, overwrite)
        }
        return true
    }

    /// A tile-part begins.
    ///
    /// - Parameter length: of it; `nil` where that is known when it ends.
    mutating func beginPart(tile: Int, length: Int?, _ overwrite: Overwrite) {
        dropPackets(overwrite)
        (packetSum, packetLength, isLengthOpen, arePacketsTrue) = (0, 0, false, true)
        if let length { meet(tile, length, overwrite) }
    }

    /// The tile-part that did not say how long it is has ended.
    mutating func meet(_ tile: Int, _ length: Int, _ overwrite: Overwrite) {
        let isStated =
            partsMet < lengths.count && Int(lengths[partsMet]) == length
            && (tiles.isEmpty || Int(tiles[partsMet]) == tile)
        if !isStated { arePartsTrue = false }
        partsMet += 1
        if !arePartsTrue { dropParts(overwrite) }
    }

    /// The data of the tile-part begin; `count` of bytes, or `nil` where nobody knows.
    mutating func beginData(_ count: Int?, _ overwrite: Overwrite) {
        if arePacketsTrue, !isLengthOpen, packetSum == count {
            packetSegments.removeAll(keepingCapacity: true)
        } else {
            dropPackets(overwrite)
        }
    }

    /// - Returns: whether packed headers, if there are any, are those of all tile-parts.
    mutating func end(_ overwrite: Overwrite) -> Bool {
        if partsMet < lengths.count { arePartsTrue = false }
        if !arePartsTrue { dropParts(overwrite) }
        partSegments.removeAll()
        dropPackets(overwrite)
        return groupSegments == 0 || headerLeft == 0 && headerSizeBytes == 0 && groups == partsMet
    }

    /// Where what is held begins that is not too far before `end`.
    func earliest(before end: Int) -> Int {
        (partSegments + packetSegments).reduce(end) {
            end - $1.places.start <= Self.longestHeld ? min($0, $1.places.start) : $0
        }
    }

    mutating func shift(by count: Int) {
        for index in partSegments.indices { partSegments[index].places.shift(by: count) }
        for index in packetSegments.indices { packetSegments[index].places.shift(by: count) }
    }

    private mutating func dropParts(_ overwrite: Overwrite) {
        for segment in partSegments { segment.places.makeComment(Self.comment, count: segment.count, overwrite) }
        partSegments.removeAll()
    }

    private mutating func dropPackets(_ overwrite: Overwrite) {
        for segment in packetSegments { segment.places.makeComment(Self.comment, count: segment.count, overwrite) }
        packetSegments.removeAll(keepingCapacity: true)
    }

    private mutating func takeParts(_ segment: CollectedSegment, _ overwrite: Overwrite) {
        let bytes = segment.bytes
        let number = partSegments.count
        partSegments.append((segment.places, bytes.count))
        if !statesParts(bytes, number: number) { arePartsTrue = false }
        if !arePartsTrue { dropParts(overwrite) }
    }

    private mutating func statesParts(_ bytes: [UInt8], number: Int) -> Bool {
        guard bytes.count > 2, Int(bytes[0]) == number, number < Self.mostSegments, bytes[1] & 0x8F == 0,
            bytes[1] & 0x30 != 0x30
        else { return false }
        let tileSize = Int(bytes[1] >> 4 & 3)
        let lengthSize = bytes[1] & 0x40 == 0 ? 2 : 4
        let size = tileSize + lengthSize
        guard (bytes.count - 2) % size == 0, lengths.count + (bytes.count - 2) / size <= Self.mostLengths,
            // Either all say the tile, or none.
            lengths.isEmpty || tiles.isEmpty == (tileSize == 0)
        else { return false }
        for start in stride(from: 2, to: bytes.count, by: size) {
            let length = start + tileSize
            if tileSize > 0 { tiles.append(bytes[start..<length].reduce(0) { $0 << 8 | UInt16($1) }) }
            lengths.append(bytes[length..<start + size].reduce(0) { $0 << 8 | UInt32($1) })
        }
        return true
    }

    private mutating func takePackets(_ segment: CollectedSegment, _ overwrite: Overwrite) {
        let bytes = segment.bytes
        if Int(bytes[0]) != packetSegments.count { arePacketsTrue = false }
        packetSegments.append((segment.places, bytes.count))
        if packetSegments.count >= Self.mostSegments { arePacketsTrue = false }
        if !arePacketsTrue { return dropPackets(overwrite) }
        for byte in bytes.dropFirst() {
            // No packet is that long, and nothing overflows.
            packetLength = min(packetLength, 1 << 40) << 7 | Int(byte & 0x7F)
            isLengthOpen = byte & 0x80 != 0
            if isLengthOpen { continue }
            packetSum = min(packetSum + packetLength, 1 << 56)
            packetLength = 0
        }
    }

    private mutating func takeHeaders(_ bytes: [UInt8]) -> Bool {
        guard Int(bytes[0]) == groupSegments else { return false }
        groupSegments += 1
        var position = 1
        while position < bytes.count {
            if headerLeft > 0 {
                let step = min(headerLeft, bytes.count - position)
                headerLeft -= step
                position += step
                continue
            }
            headerSize = headerSize << 8 | Int(bytes[position])
            headerSizeBytes += 1
            position += 1
            guard headerSizeBytes == 4 else { continue }
            (groups, headerLeft, headerSize, headerSizeBytes) = (groups + 1, headerSize, 0, 0)
        }
        return true
    }
}
