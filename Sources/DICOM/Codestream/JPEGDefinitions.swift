/// What a JPEG or JPEG-LS stream defines for its scans: tables, conditioning, restart intervals, preset parameters (ITU-T T.81 B.2.4,
/// T.87 C.2.4.1). Each is held until a scan uses it; what none uses, and what stands behind it in its segment, goes.
struct JPEGDefinitions: Sendable {
    /// How the samples are coded, by the code of the frame header (T.81 Table B.1, T.87 C.1.1).
    enum Process: Sendable {
        case sequential, progressive, lossless, jpegLS

        init(frame code: UInt8) {
            switch code {
            case 0xC2, 0xC6, 0xCA, 0xCE: self = .progressive
            case 0xC3, 0xC7, 0xCB, 0xCF: self = .lossless
            case 0xF7: self = .jpegLS
            default: self = .sequential
            }
        }
    }

    private struct Part {
        var places: Range<Int>
        /// Which table it is; one that is defined anew takes the place of the one before.
        var name: UInt8
        /// `nil` while nobody knows.
        var isNeeded: Bool?
        /// Whether a decoder can go by it.
        var isSound = true
    }

    private struct Held {
        var code: UInt8
        var count: Int
        var places: SegmentPlaces
        var parts: [Part]
    }

    /// Segments of which something is not known: at most as many as there are names.
    private var held: [Held] = []
    private var process: Process?
    private var isArithmetic = false
    /// The names of the quantization tables that components select.
    private var quantization: Set<UInt8> = []
    /// Those of the image, by the names that scans call them, and those that have been scanned.
    private var components: Set<UInt8> = []
    private var scanned: Set<UInt8> = []

    /// What is told apart by name, beside classes of codes, which have the names 00 to 13 as in their segments.
    private enum Name {
        static let quantization: UInt8 = 0x20
        static let interval: UInt8 = 0x30
        static let longInterval: UInt8 = 0x31
        static let preset: UInt8 = 0x32
        static let size: UInt8 = 0x33
        static let conditioning: UInt8 = 0x40
    }

    /// Bytes at the end of a stream that are held back for what is not known; what passes before it is, cannot be called back.
    private static let longestHeld = 128 << 10

    static func isDefinition(_ code: UInt8) -> Bool {
        switch code {
        case 0xC4, 0xCC, 0xDB, 0xDD, 0xF8: true
        default: false
        }
    }

    /// Takes a segment.
    ///
    /// - Returns: whether it is one that a decoder can follow.
    mutating func take(_ code: UInt8, _ segment: CollectedSegment, _ overwrite: Overwrite) -> Bool {
        guard let parts = parts(code, segment.bytes) else { return false }
        for part in parts where part.isNeeded == nil { replace(part.name) }
        held.append(Held(code: code, count: segment.bytes.count, places: segment.places, parts: parts))
        return settle(overwrite)
    }

    /// Takes a frame header that has the length of its kind.
    mutating func beginFrame(_ code: UInt8, _ header: [UInt8]) {
        process = Process(frame: code)
        isArithmetic = (0xC9...0xCF).contains(code)
        components = Set(stride(from: 6, to: header.count, by: 3).map { header[$0] })
        scanned.removeAll(keepingCapacity: true)
        quantization = Set(stride(from: 8, to: header.count, by: 3).map { Name.quantization | header[$0] & 3 })
    }

    /// Takes a scan header that has the length of its kind.
    ///
    /// - Returns: whether what the scan uses can be used, and it is one of the image: decoders pass over a second one of a component
    ///   that has only one (T.81 A.2, H.1, T.87 C.2.3).
    mutating func beginScan(_ header: [UInt8], _ overwrite: Overwrite) -> Bool {
        for place in stride(from: 1, to: header.count - 3, by: 2) {
            guard components.contains(header[place]) else { return false }
            if !scanned.insert(header[place]).inserted, process != .progressive { return false }
        }
        var used: Set<UInt8> = []
        let (usesDC, usesAC) = classes(header.suffix(3))
        for place in stride(from: 2, to: header.count - 3, by: 2) {
            if usesDC { used.insert(header[place] >> 4 & 3) }
            if usesAC { used.insert(0x10 | header[place] & 3) }
        }
        for index in held.indices {
            for part in held[index].parts.indices where held[index].parts[part].isNeeded == nil {
                let name = held[index].parts[part].name
                // Codes may be for a later scan; the others are for this one, or for none.
                if used.contains(name) {
                    held[index].parts[part].isNeeded = true
                } else if name >= Name.quantization {
                    held[index].parts[part].isNeeded = isUsed(name)
                }
            }
        }
        return settle(overwrite)
    }

    /// The image has ended: what nothing has used is not needed.
    mutating func end(_ overwrite: Overwrite) -> Bool {
        for index in held.indices {
            for part in held[index].parts.indices where held[index].parts[part].isNeeded == nil {
                held[index].parts[part].isNeeded = false
            }
        }
        (process, isArithmetic) = (nil, false)
        return settle(overwrite)
    }

    /// The first byte of what is held and not too far before `end`.
    func earliest(before end: Int) -> Int {
        held.reduce(end) { end - $1.places.start <= Self.longestHeld ? min($0, $1.places.start) : $0 }
    }

    mutating func shift(by count: Int) {
        for index in held.indices { held[index].places.shift(by: count) }
    }

    /// Which codes a scan uses: those of differences, those of the others (T.81 F.1, G.1, H.1).
    private func classes(_ selection: ArraySlice<UInt8>) -> (dc: Bool, ac: Bool) {
        let (start, bits) = (selection[selection.startIndex], selection[selection.startIndex + 2])
        return switch process {
        case nil, .jpegLS: (false, false)
        case .sequential: (!isArithmetic, !isArithmetic)
        case .lossless: (!isArithmetic, false)
        case .progressive: (!isArithmetic && start == 0 && bits >> 4 == 0, !isArithmetic && start > 0)
        }
    }

    private func isUsed(_ name: UInt8) -> Bool {
        switch name {
        case Name.interval: true
        case Name.longInterval, Name.preset, Name.size: process == .jpegLS
        case Name.conditioning...: isArithmetic
        default: process != .jpegLS && process != .lossless && quantization.contains(name)
        }
    }

    /// Another definition takes the place of the one that nothing has used.
    private mutating func replace(_ name: UInt8) {
        for index in held.indices {
            for part in held[index].parts.indices
            where held[index].parts[part].name == name && held[index].parts[part].isNeeded == nil {
                held[index].parts[part].isNeeded = false
            }
        }
    }

    /// What a segment defines, and what it has besides; `nil` where a decoder would go by something that is not allowed.
    private func parts(_ code: UInt8, _ bytes: [UInt8]) -> [Part]? {
        var parts: [Part] = []
        var position = 0
        func add(_ count: Int, _ name: UInt8, isSound: Bool = true) {
            // The same twice in one segment.
            for index in parts.indices where parts[index].name == name && parts[index].isNeeded == nil {
                parts[index].isNeeded = false
            }
            parts.append(Part(places: position..<position + count, name: name, isSound: isSound))
            position += count
        }
        switch code {
        case 0xC4:
            while let count = JPEGHuffmanTable.length(bytes, from: position) {
                let isSound = JPEGHuffmanTable.isSound(bytes[position..<position + count])
                add(count, bytes[position] & 0x13, isSound: isSound)
            }
        case 0xDB:
            // Precision of 0 or 1, and one of four tables (T.81 B.2.4.1).
            while position < bytes.count, bytes[position] & 0xEC == 0 {
                let count = bytes[position] & 0x10 == 0 ? 65 : 129
                guard bytes.count - position >= count else { break }
                add(count, Name.quantization | bytes[position] & 3)
            }
        case 0xCC:
            while bytes.count - position >= 2, bytes[position] & 0xEC == 0 {
                add(2, Name.conditioning | bytes[position] & 0x13)
            }
        case 0xDD:
            guard bytes.count >= 2 else { return nil }
            add(2, Name.interval)
            // JPEG-LS counts in up to four bytes (T.87 C.2.5).
            if bytes.count > 2 { add(min(bytes.count, 4) - 2, Name.longInterval) }
        default:
            // Preset parameters and the size of large images (T.87 C.2.4.1.1, C.2.4.1.4); mapping tables DICOM has its own.
            if bytes.first == 1, bytes.count >= 11 {
                add(11, Name.preset)
            } else if bytes.first == 4, bytes.count >= 2, (2...4).contains(bytes[1]),
                bytes.count >= 2 + 2 * Int(bytes[1])
            {
                add(2 + 2 * Int(bytes[1]), Name.size)
            } else {
                return nil
            }
        }
        if position < bytes.count { parts.append(Part(places: position..<bytes.count, name: 0xFF, isNeeded: false)) }
        return parts
    }

    /// Lets go of the segments of which all is known.
    private mutating func settle(_ overwrite: Overwrite) -> Bool {
        var isPossible = true
        held.removeAll { segment in
            if segment.parts.contains(where: { $0.isNeeded == nil }) { return false }
            if segment.parts.contains(where: { $0.isNeeded == true && !$0.isSound }) { isPossible = false }
            let kept = segment.parts.filter { $0.isNeeded == true }.map(\.places)
            if kept.count < segment.parts.count {
                isPossible =
                    DividedSegment.write(segment.code, keeping: kept, of: segment.count, segment.places, overwrite)
                    && isPossible
            }
            return true
        }
        return isPossible
    }
}
