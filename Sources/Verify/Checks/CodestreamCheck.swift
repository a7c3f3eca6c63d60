import Standard

/// JPEG and JPEG-LS streams in the fragments of Pixel Data (ITU-T T.81 §B, T.87): what stands before the first scan and
/// behind the last one. Few bytes of each fragment are read, however long it is.
struct CodestreamCheck {
    struct Flaw {
        var check: Check
        var offset: Int
    }

    /// Where the end of a stream is looked for.
    private static let tailLength = 4096
    private static let maximumSegments = 1000

    /// Offset of the last fragment of a stream whose end has not been seen.
    private var openSince: Int?

    /// Looks at a fragment; what it starts with tells whether it is JPEG at all.
    mutating func check(
        fragmentAt offset: Int, length: Int, in walker: inout Walker
    ) throws(ReadFailure) -> [Flaw] {
        guard length >= 2 else { return [] }
        guard try walker.load(offset, 2) >= 2 else { throw .damaged(.truncated, offset: offset) }
        let end = offset + length
        var flaws: [Flaw] = []
        var position = offset
        if walker.source.byte(offset) == 0xFF, walker.source.byte(offset + 1) == 0xD8 {
            if let flaw = self.end() { flaws.append(flaw) }
            position = try walkSegments(from: offset + 2, to: end, in: &walker, &flaws)
            openSince = offset
        }
        if openSince != nil { try checkTail(from: position, to: end, in: &walker, &flaws) }
        return flaws
    }

    /// Closes the stream that is open, if any: one without an end is a flaw.
    mutating func end() -> Flaw? {
        defer { openSince = nil }
        return openSince.map { Flaw(check: .codestreamDamaged, offset: $0) }
    }

    /// Walks the marker segments up to the first Start of Scan.
    ///
    /// - Returns: the offset to go on from.
    private func walkSegments(
        from start: Int, to end: Int, in walker: inout Walker, _ flaws: inout [Flaw]
    ) throws(ReadFailure) -> Int {
        var position = start
        for _ in 0..<Self.maximumSegments {
            guard end - position >= 4, try walker.load(position, 4) >= 4, walker.source.byte(position) == 0xFF else {
                break
            }
            let marker = walker.source.byte(position + 1)
            switch marker {
            case 0xFF:  // fill byte
                position += 1
                continue
            case 0x01, 0xD0...0xD8:  // alone, without a length
                position += 2
                continue
            case 0xD9: return position
            default: break
            }
            let length = Int(walker.source.uint16(position + 2, bigEndian: true))
            guard length >= 2, length <= end - (position + 2) else { break }
            if marker == 0xDA { return position }
            if marker == 0xFE, try !isBlank(position + 4, length - 2, in: &walker) { flaws.append(Flaw(check: .codestreamComment, offset: position)) }
            if (0xE0...0xEF).contains(marker), try !isTechnical(marker, at: position, length, in: &walker),
                try !isBlank(position + 4, length - 2, in: &walker)
            {
                flaws.append(Flaw(check: .codestreamApplication, offset: position))
            }
            position += 2 + length
        }
        flaws.append(Flaw(check: .codestreamDamaged, offset: position))
        return position
    }

    /// Whether a segment holds zeros only: a tool has blanked it where it stood.
    private func isBlank(_ start: Int, _ length: Int, in walker: inout Walker) throws(ReadFailure) -> Bool {
        guard try walker.load(start, length) >= length else { return false }
        return walker.source.slice(start, length).allSatisfy { $0 == 0 }
    }

    /// JFIF without a thumbnail, Adobe's colour flag, and the colour transform of JPEG-LS say nothing of anybody.
    private func isTechnical(
        _ marker: UInt8, at position: Int, _ length: Int, in walker: inout Walker
    ) throws(ReadFailure) -> Bool {
        let name: StaticString
        switch (marker, length) {
        case (0xE0, 16): name = "JFIF\0"
        case (0xEE, 14): name = "Adobe"
        case (0xE8, ...8): name = "mrfx"
        default: return false
        }
        let count = name.utf8CodeUnitCount
        guard length - 2 >= count, try walker.load(position, 4 + count) >= 4 + count else { return false }
        return walker.source.slice(position + 4, count).elementsEqual(name.description.utf8)
    }

    /// Looks for End of Image in the last bytes of a fragment. Inside a scan 0xFF is stuffed, so the first one counts.
    private mutating func checkTail(
        from position: Int, to end: Int, in walker: inout Walker, _ flaws: inout [Flaw]
    ) throws(ReadFailure) {
        let start = max(position, end - Self.tailLength)
        let count = end - start
        guard try walker.load(start, count) >= count else { throw .damaged(.truncated, offset: start) }
        let tail = walker.source.slice(start, count)
        guard let marker = tail.indices.dropLast().first(where: { tail[$0] == 0xFF && tail[$0 + 1] == 0xD9 }) else {
            openSince = start
            return
        }
        openSince = nil
        let behind = tail[(marker + 2)...]
        // Fill tells nothing, however long it is.
        if !behind.allSatisfy({ $0 == 0 || $0 == 0xFF }) {
            flaws.append(Flaw(check: .bytesAfterCodestream, offset: start + (marker - tail.startIndex) + 2))
        }
    }
}
