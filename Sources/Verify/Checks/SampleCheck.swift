import Standard

/// Native Pixel Data: bits that hold no samples, and bytes behind the last frame.
extension FileCheck {
    /// Front to back, since the bytes of a pipe come once.
    mutating func checkSamples(_ element: Element, _ layout: SampleLayout) throws(ReadFailure) {
        guard element.content == .value, let length = element.length, length > 0,
            !(rules.expectations?.keepsCodestreams ?? false)
        else { return }
        let isBigEndian = walker.frames[walker.frames.count - 1].encoding.isBigEndian && element.vr != .ob
        let bits = element.tag == .pixelData ? layout.bitsAllocated : element.tag == .floatPixelData ? 32 : 64
        guard let all = layout.bytes(ofFrames: layout.frames, bits) else {
            return try checkUnaccounted(element, from: 0)
        }
        if element.tag == .pixelData, layout.hasUnusedBits(bits),
            let offset = try unusedBits(element.valueOffset, min(length, all), bits / 8, isBigEndian, layout)
        {
            add(.unusedBits, element.tag, offset)
        }
        // In words of which the high byte comes first, padding stands before the last byte.
        let end = isBigEndian ? all + all % 2 : all
        guard length > end else { return }
        // Said to share their colours, and as long as if none did: one of the two is wrong, and nobody knows which.
        if layout.colours != .each, let whole = layout.bytesOfAllColours(bits),
            length == whole || length == whole + whole % 2
        {
            return try checkUnaccounted(element, from: end)
        }
        if try !walker.isFilled(element.valueOffset + end, length - end, { $0 == 0 }) {
            add(.pixelDataSurplus, element.tag, element.valueOffset + end)
        }
    }

    /// A longer value is for a person to look at, whatever it begins with.
    private static let longestSearched = 64 << 20

    /// Bytes that may be samples and may be anything: words are found, the rest is for a person to look at.
    mutating func checkUnaccounted(_ element: Element, from start: Int) throws(ReadFailure) {
        guard let length = element.length, length - start >= WordRuns.shortest else { return }
        var runs = WordRuns()
        let searched = min(length - start, Self.longestSearched)
        var isBlank = searched == length - start
        _ = try walker.isFilled(element.valueOffset + start, searched) { byte in
            isBlank = isBlank && byte == 0
            return runs.feed(byte)
        }
        if isBlank { return }
        add(runs.areFound ? .textAsNumbers : .unaccountedPixels, element.tag, element.valueOffset + start)
    }

    /// A fragment that holds the samples of one frame (PS3.5 §A.4.11): the same, the frame being all that belongs there.
    mutating func checkSamples(at start: Int, _ length: Int, frame: Int) throws(ReadFailure) {
        if rules.expectations?.keepsCodestreams ?? false { return }
        let layout = layoutOfFragments
        if layout.hasUnusedBits(layout.bitsAllocated),
            let offset = try unusedBits(start, min(length, frame), layout.bitsAllocated / 8, false, layout)
        {
            add(.unusedBits, offset)
        }
        if length > frame, try !walker.isFilled(start + frame, length - frame, { $0 == 0 }) {
            add(.pixelDataSurplus, start + frame)
        }
    }

    /// Where the first sample is that has something in the bits around it.
    private mutating func unusedBits(
        _ start: Int, _ length: Int, _ size: Int, _ isBigEndian: Bool, _ layout: SampleLayout
    ) throws(ReadFailure) -> Int? {
        let low = layout.highBit + 1 - layout.bitsStored
        let inside: UInt64 = (1 << UInt64(layout.bitsStored) - 1) << UInt64(low)
        let whole: UInt64 = 1 << UInt64(size * 8) - 1
        let above = whole & ~(inside | (1 << UInt64(low) - 1))
        let sign: UInt64 = layout.isSigned ? 1 << UInt64(layout.highBit) : 0
        let usual =
            size == 2 && !isBigEndian
            ? UsualSamples(bitsStored: layout.bitsStored, highBit: layout.highBit, isSigned: layout.isSigned) : nil
        var position = start
        let end = start + length / size * size
        while position < end {
            let available = min(try walker.load(position, size), end - position) / size * size
            guard available > 0 else { throw .damaged(.truncated, offset: position) }
            if let usual, walker.source.isFilled(position, available, by: usual) {
                position += available
                continue
            }
            for offset in stride(from: position, to: position + available, by: size) {
                let value: UInt64 =
                    switch size {
                    case 1: UInt64(walker.source.byte(offset))
                    case 2: UInt64(walker.source.uint16(offset, bigEndian: isBigEndian))
                    default: UInt64(walker.source.uint32(offset, bigEndian: isBigEndian))
                    }
                let unused = value & ~inside
                if unused == 0 || unused == above && value & sign != 0 || layout.padding.contains(UInt32(value)) {
                    continue
                }
                return offset
            }
            position += available
        }
        return nil
    }
}
