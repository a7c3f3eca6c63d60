import Standard

/// What the attributes of an image say of its samples (PS3.3 C.7.6.3, PS3.5 §8.1.1).
struct SampleLayout {
    var samplesPerPixel = 1
    var frames = 1
    var bitsStored = 0
    var highBit = 0
    var isSigned = false
    var padding: [UInt32] = []
}

/// Native Pixel Data: bits that hold no samples, and bytes behind the last frame.
extension FileCheck {
    mutating func noteLayout(_ element: Element) throws(ReadFailure) {
        guard element.tag.group == 0x0028, element.content == .value else { return }
        switch element.tag.element {
        case 0x0002: layout.samplesPerPixel = try dimension(element) ?? 0
        case 0x0008: layout.frames = Int(String(decoding: try walker.shortValue(of: element), as: UTF8.self)) ?? 0
        case 0x0101: layout.bitsStored = try dimension(element) ?? 0
        case 0x0102: layout.highBit = try dimension(element) ?? 0
        case 0x0103: layout.isSigned = try dimension(element) == 1
        case 0x0120, 0x0121:
            // Each once; repeated ones would be asked for every sample.
            if layout.padding.count < 2, let value = try dimension(element) { layout.padding.append(UInt32(value)) }
        default: break
        }
    }

    mutating func checkSamples(_ element: Element) throws(ReadFailure) {
        guard element.content == .value, let length = element.length, !(expectations?.keepsCodestreams ?? false) else { return }
        let isBigEndian = walker.frames[0].encoding.isBigEndian && element.vr != .ob
        let bits = element.tag == .pixelData ? bitsAllocated : element.tag == .floatPixelData ? 32 : 64
        guard let all = bytes(ofFrames: layout.frames, bits) else { return }
        // In words of which the high byte comes first, padding stands before the last byte.
        let end = isBigEndian ? all + all % 2 : all
        if length > end, try !walker.isFilled(element.valueOffset + end, length - end, { $0 == 0 }) {
            add(.pixelDataSurplus, element.tag, element.valueOffset + end)
        }
        guard element.tag == .pixelData, hasUnusedBits(bits) else { return }
        if let offset = try unusedBits(element.valueOffset, min(length, all), bits / 8, isBigEndian) {
            add(.unusedBits, element.tag, offset)
        }
    }

    /// A fragment that holds the samples of one frame (PS3.5 §A.4.11): the same, the frame being all that belongs there.
    mutating func checkSamples(at start: Int, _ length: Int, frame: Int) throws(ReadFailure) {
        if expectations?.keepsCodestreams ?? false { return }
        if hasUnusedBits(bitsAllocated), let offset = try unusedBits(start, min(length, frame), bitsAllocated / 8, false) {
            add(.unusedBits, offset)
        }
        if length > frame, try !walker.isFilled(start + frame, length - frame, { $0 == 0 }) { add(.pixelDataSurplus, start + frame) }
    }

    /// Whether samples have bits beside those that are stored, and the attributes that say which make sense.
    private func hasUnusedBits(_ bits: Int) -> Bool {
        [8, 16, 32].contains(bits) && (1..<bits).contains(layout.bitsStored) && layout.highBit < bits
            && layout.highBit >= layout.bitsStored - 1
    }

    /// Bytes of so many frames; `nil` where the attributes do not tell.
    func bytes(ofFrames count: Int, _ bits: Int) -> Int? {
        guard rows > 0, columns > 0, bits > 0, count > 0, layout.samplesPerPixel > 0 else { return nil }
        // Neither factor has more than 16 bits, but the number of frames.
        let (all, isTooLong) = (rows * columns * layout.samplesPerPixel * bits).multipliedReportingOverflow(by: count)
        return isTooLong ? nil : all / 8 + (all % 8 > 0 ? 1 : 0)
    }

    /// Where the first sample is that has something in the bits around it.
    private mutating func unusedBits(
        _ start: Int, _ length: Int, _ size: Int, _ isBigEndian: Bool
    ) throws(ReadFailure) -> Int? {
        let low = layout.highBit + 1 - layout.bitsStored
        let inside: UInt64 = (1 << UInt64(layout.bitsStored) - 1) << UInt64(low)
        let whole: UInt64 = 1 << UInt64(size * 8) - 1
        let above = whole & ~(inside | (1 << UInt64(low) - 1))
        let sign: UInt64 = layout.isSigned ? 1 << UInt64(layout.highBit) : 0
        let usual = size == 2 && !isBigEndian
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
                if unused == 0 || unused == above && value & sign != 0 || layout.padding.contains(UInt32(value)) { continue }
                return offset
            }
            position += available
        }
        return nil
    }
}
