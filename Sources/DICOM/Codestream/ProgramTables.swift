/// What a transport stream says of its programs: which packets hold tables, video and sound (ITU-T H.222.0 §2.4.4).
struct ProgramTables: Sendable {
    /// `other` holds nothing that a decoder of video needs.
    enum Packets: Sendable { case tables, video(VideoScanner.Format), sound, other }

    /// By packet identifier; those of no table are `other`.
    private(set) var packets: [Int: Packets] = [0: .tables]

    /// Whether it is known which packets are of what.
    private(set) var isKnown = false

    /// More than any recorder makes.
    private static let mostStreams = 64

    /// Takes a whole section.
    ///
    /// - Returns: whether it is one of the two kinds of table, and says nothing but how to decode.
    mutating func take(_ section: [UInt8], from identifier: Int) -> Bool {
        guard section.count >= 12, section[1] & 0x80 != 0, packets.count < Self.mostStreams else { return false }
        // The last four bytes are a checksum.
        let body = section[..<(section.count - 4)]
        switch section[0] {
        case 0 where identifier == 0:
            guard (body.count - 8) % 4 == 0 else { return false }
            for place in stride(from: 8, to: body.count, by: 4) {
                // Program 0 is the network's own table.
                let program = Int(body[place]) << 8 | Int(body[place + 1])
                if program != 0 { packets[Self.identifier(body, place + 2)] = .tables }
            }
            return true
        case 2 where identifier != 0:
            guard body.count >= 12 else { return false }
            var place = 12
            guard Self.skipDescriptors(body, &place, from: 10) else { return false }
            while place + 5 <= body.count {
                let (type, stream, lengths) = (body[place], Self.identifier(body, place + 1), place + 3)
                place += 5
                guard Self.skipDescriptors(body, &place, from: lengths) else { return false }
                guard let kind = Self.packets(of: type) else { return false }
                if case .tables? = packets[stream] { return false }
                packets[stream] = kind
            }
            isKnown = true
            return place == body.count
        default: return false
        }
    }

    private static func identifier(_ bytes: ArraySlice<UInt8>, _ place: Int) -> Int {
        Int(bytes[place] & 0x1F) << 8 | Int(bytes[place + 1])
    }

    /// Table 2-34, and types of sound and of subtitles that discs and broadcasters have.
    ///
    /// - Returns: `nil` for what may be a video of another format.
    private static func packets(of type: UInt8) -> Packets? {
        switch type {
        case 0x01, 0x02: .video(.mpeg2)
        case 0x1B: .video(.h264)
        case 0x24: .video(.h265)
        case 0x03, 0x04, 0x0F, 0x11, 0x80...0x85, 0x87: .sound
        // Private and metadata, and cues.
        case 0x05, 0x06, 0x08, 0x0A...0x0E, 0x12...0x19, 0x86, 0x90...0x92: .other
        default: nil
        }
    }

    /// Passes over descriptors, whose length stands in two bytes at `lengths`; those that could hold text are no part of a
    /// stream that is vouched for: the checksum of the section forbids to blank them.
    private static func skipDescriptors(_ bytes: ArraySlice<UInt8>, _ place: inout Int, from lengths: Int) -> Bool {
        let end = place + (Int(bytes[lengths] & 0x0F) << 8 | Int(bytes[lengths + 1]))
        guard end <= bytes.count else { return false }
        while place + 2 <= end {
            let length = Int(bytes[place + 1])
            guard length <= longest(bytes[place]), place + 2 + length <= end else { return false }
            place += 2 + length
        }
        return place == end
    }

    /// So many bytes a descriptor has that says how to decode (§2.6, Table 2-45).
    private static func longest(_ descriptor: UInt8) -> Int {
        switch descriptor {
        case 0x02, 0x0C: 3  // video, multiplex buffer
        case 0x03, 0x06, 0x11, 0x1B, 0x1C: 1  // audio, alignment, buffer, MPEG-4 video and audio
        case 0x04, 0x28: 4  // hierarchy, H.264 video
        // Registration: four letters by which the kind of stream is known.
        case 0x05, 0x0A: 4
        case 0x0B, 0x2A: 2  // system clock, H.264 timing
        case 0x0E, 0x2B: 3  // bit rate, AAC
        case 0x10: 6  // smoothing buffer
        case 0x38: 15  // H.265 video
        case 0x52, 0x6A, 0x7A: 1  // of DVB: component tag, AC-3
        default: -1
        }
    }
}
