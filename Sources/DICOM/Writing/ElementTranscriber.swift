import Standard

/// Writes elements anew in another encoding, step by step: the same values, in sequences and items of undefined length.
///
/// What PS3.5 has no place for does not survive: an unknown VR becomes UN, a value of odd length is padded.
public struct ElementTranscriber: Sendable {
    public var encoder: ElementEncoder

    public init(to encoding: Encoding) { encoder = ElementEncoder(encoding) }

    /// Appends one step of a walk.
    ///
    /// - Throws: `.tooLateToKeep` for a value that is still to come in a stream; what reading throws.
    public func append(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource, to bytes: inout [UInt8]
    ) throws(ParseError) {
        switch element.kind {
        case .sequence: encoder.appendHeader(element.tag, .sq, length: 0xFFFF_FFFF, to: &bytes)
        case .item: encoder.appendItem(length: nil, to: &bytes)
        case .itemEnd: encoder.appendItemDelimitation(to: &bytes)
        case .sequenceEnd: encoder.appendSequenceDelimitation(to: &bytes)
        case .fragments:
            encoder.appendHeader(element.tag, element.vr == .ow ? .ow : .ob, length: 0xFFFF_FFFF, to: &bytes)
        case .fragment:
            encoder.appendItem(length: element.lengthField + element.lengthField % 2, to: &bytes)
            try appendValue(element, reader, source, to: &bytes)
            if element.lengthField % 2 != 0 { bytes.append(0) }
        case .element:
            let vr = vr(of: element)
            encoder.appendHeader(element.tag, vr, length: element.lengthField + element.lengthField % 2, to: &bytes)
            let start = bytes.count
            try appendValue(element, reader, source, to: &bytes)
            if element.encoding.isBigEndian != encoder.encoding.isBigEndian { Self.swap(&bytes, from: start, vr) }
            if element.lengthField % 2 != 0 { bytes.append(vr.paddingByte) }
        case .trailing: break
        }
    }

    /// Bytes that `append` adds at most.
    public static func size(of element: Element) -> Int {
        switch element.kind {
        case .element, .fragment: Int(element.lengthField) + 13
        default: 12
        }
    }

    private func vr(of element: Element) -> VR {
        guard element.vr.isKnown else { return .un }
        // PS3.5 §6.2.2: what the 16-bit length of its VR cannot say is UN.
        return !element.vr.hasLongLength && element.lengthField > 0xFFFE ? .un : element.vr
    }

    private func appendValue(
        _ element: Element, _ reader: borrowing DataSetReader, _ source: any ByteSource, to bytes: inout [UInt8]
    ) throws(ParseError) {
        if element.isResident {
            let start = element.valuePosition
            return reader.buffer.append(start..<start + Int(element.lengthField), to: &bytes)
        }
        guard source.size != nil else { throw ParseError(.tooLateToKeep, at: element.offset, tag: element.tag) }
        var chunk = HeaderBuffer(capacity: 64 << 10)
        var offset = element.valueOffset
        while offset < element.endOffset {
            let count = try chunk.refill(from: source, at: offset, upTo: min(64 << 10, element.endOffset - offset))
            guard count > 0 else { throw ParseError(.shrunk, at: offset, tag: element.tag) }
            chunk.append(0..<count, to: &bytes)
            offset += count
        }
    }

    /// Turns numbers around (PS3.5 §7.3). Bytes that make no whole number stay as they are.
    private static func swap(_ bytes: inout [UInt8], from start: Int, _ vr: VR) {
        let size: Int
        switch vr {
        case .us, .ss, .ow, .at: size = 2
        case .ul, .sl, .fl, .of, .ol: size = 4
        case .fd, .od, .ov, .sv, .uv: size = 8
        default: return
        }
        var place = start
        while place + size <= bytes.count {
            bytes[place..<place + size].reverse()
            place += size
        }
    }
}
