import Standard

/// What the item of a multiplex group says of its samples (PS3.3 C.10.9).
struct WaveformLayout {
    var channels = 0
    var samples = 0
    var bits = 0

    /// Bytes of all samples; `nil` where the attributes do not tell.
    var bytes: Int? {
        guard channels > 0, samples > 0, (1...64).contains(bits) else { return nil }
        // At most 16, 32 and 6 bits.
        let all = channels * samples * bits
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
        case 0x003A_0005: waveforms[level] = WaveformLayout(channels: try count(element) ?? 0)
        case 0x003A_0010: waveforms[level].samples = try count(element) ?? 0
        case 0x5400_1004: waveforms[level].bits = try count(element) ?? 0
        case 0x5400_1010:
            defer { waveforms[level] = WaveformLayout() }
            guard let all = waveforms[level].bytes, let length = element.length else { return }
            // In words of which the high byte comes first, padding stands before the last byte.
            let isBigEndian = walker.frames[level].encoding.isBigEndian && element.vr != .ob
            let end = isBigEndian ? all + all % 2 : all
            if length > end, try !walker.isFilled(element.valueOffset + end, length - end, { $0 == 0 }) {
                add(.waveformSurplus, element.tag, element.valueOffset + end)
            }
        default: break
        }
    }

    /// A number of two or four bytes.
    private mutating func count(_ element: Element) throws(ReadFailure) -> Int? {
        guard let length = element.length, length == 2 || length == 4, try walker.load(element.valueOffset, length) >= length
        else { return nil }
        let isBigEndian = walker.frames[walker.frames.count - 1].encoding.isBigEndian
        return length == 2
            ? Int(walker.source.uint16(element.valueOffset, bigEndian: isBigEndian))
            : Int(walker.source.uint32(element.valueOffset, bigEndian: isBigEndian))
    }
}
