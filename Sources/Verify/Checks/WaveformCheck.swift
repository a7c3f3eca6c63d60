import Standard

/// What the item of a multiplex group says of its samples (PS3.3 C.10.9).
struct WaveformLayout {
    /// `nil` where the attribute is absent; 0 where it holds no number of its length.
    var channels: Int?
    var samples: Int?
    var bits: Int?

    /// Bytes of all samples; `nil` where an attribute is absent, so that nobody can tell.
    var bytes: Int? {
        guard let channels, let samples, let bits else { return nil }
        // No more bits a sample than Waveform Bits Allocated knows (PS3.3 C.10.9.1.4).
        guard bits <= 64 else { return 0 }
        let (points, isTooMany) = channels.multipliedReportingOverflow(by: samples)
        let (all, isTooLong) = points.multipliedReportingOverflow(by: bits)
        if isTooMany || isTooLong { return 0 }
        return all / 8 + (all % 8 > 0 ? 1 : 0)
    }
}

/// Waveform Data: bytes behind the last sample.
extension FileCheck {
    mutating func checkWaveform(_ element: Element) throws(ReadFailure) {
        guard element.tag.group == 0x003A || element.tag.group == 0x5400, element.content == .value else { return }
        // Channels have items of their own, between the number of samples and the samples.
        let level = walker.frames.count - 1
        while waveforms.count <= level { waveforms.append(WaveformLayout()) }
        switch element.tag.rawValue {
        case 0x003A_0005: waveforms[level] = WaveformLayout(channels: try count(element, bytes: 2))
        case 0x003A_0010: waveforms[level].samples = try count(element, bytes: 4)
        case 0x5400_1004: waveforms[level].bits = try count(element, bytes: 2)
        case 0x5400_1010:
            defer { waveforms[level] = WaveformLayout() }
            guard let length = element.length else { return }
            // Where nobody says how many samples there are, nobody can say that all of it are some.
            guard let all = waveforms[level].bytes else { return try checkUnaccounted(element, from: 0) }
            // In words of which the high byte comes first, padding stands before the last byte.
            let isBigEndian = walker.frames[level].encoding.isBigEndian && element.vr != .ob
            let end = isBigEndian ? all + all % 2 : all
            guard walker.source.mayReturn(to: element.valueOffset + end) else {
                return add(.waveformSurplus, element.tag, element.valueOffset + end)
            }
            if length > end, try !walker.isFilled(element.valueOffset + end, length - end, { $0 == 0 }) {
                add(.waveformSurplus, element.tag, element.valueOffset + end)
            }
        default: break
        }
    }

    /// One number of two or four bytes; 0 for anything else, which allows for no samples.
    private mutating func count(_ element: Element, bytes length: Int) throws(ReadFailure) -> Int {
        guard element.length == length, try walker.load(element.valueOffset, length) >= length else { return 0 }
        let isBigEndian = walker.frames[walker.frames.count - 1].encoding.isBigEndian
        return length == 2
            ? Int(walker.source.uint16(element.valueOffset, bigEndian: isBigEndian))
            : Int(walker.source.uint32(element.valueOffset, bigEndian: isBigEndian))
    }
}
