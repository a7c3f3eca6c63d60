import Standard

/// Writes data elements in one of the encodings (PS3.5 §7.1).
public struct ElementEncoder: Sendable {
    public var encoding: Encoding

    public init(_ encoding: Encoding) { self.encoding = encoding }

    /// Appends an element with `value`, padded to even length as its VR wants.
    ///
    /// - Precondition: a VR with a 16-bit length gets at most 65,534 bytes.
    public func append(_ tag: Tag, _ vr: VR, _ value: [UInt8], to bytes: inout [UInt8]) {
        let padded = value.count + value.count % 2
        appendHeader(tag, vr, length: UInt32(padded), to: &bytes)
        bytes.append(contentsOf: value)
        if padded > value.count { bytes.append(vr.paddingByte) }
    }

    /// Appends a sequence of items of known length; each item is the bytes of its elements.
    public func appendSequence(_ tag: Tag, items: [[UInt8]], to bytes: inout [UInt8]) {
        appendHeader(tag, .sq, length: UInt32(items.reduce(0) { $0 + $1.count + 8 }), to: &bytes)
        for item in items {
            append(Tag.item, to: &bytes)
            Self.append(UInt32(item.count), bigEndian: encoding.isBigEndian, to: &bytes)
            bytes.append(contentsOf: item)
        }
    }

    /// Appends the header of an item, of undefined length for `nil`; or of a fragment.
    public func appendItem(length: UInt32?, to bytes: inout [UInt8]) {
        append(Tag.item, to: &bytes)
        Self.append(length ?? 0xFFFF_FFFF, bigEndian: encoding.isBigEndian, to: &bytes)
    }

    /// Appends the end of an item of undefined length.
    public func appendItemDelimitation(to bytes: inout [UInt8]) {
        append(Tag.itemDelimitation, to: &bytes)
        Self.append(UInt32(0), bigEndian: encoding.isBigEndian, to: &bytes)
    }

    /// Appends an item of no length; among fragments, an empty Basic Offset Table.
    public func appendEmptyItem(to bytes: inout [UInt8]) {
        append(Tag.item, to: &bytes)
        Self.append(UInt32(0), bigEndian: encoding.isBigEndian, to: &bytes)
    }

    /// Appends the end of a sequence of undefined length.
    public func appendSequenceDelimitation(to bytes: inout [UInt8]) {
        append(Tag.sequenceDelimitation, to: &bytes)
        Self.append(UInt32(0), bigEndian: encoding.isBigEndian, to: &bytes)
    }

    /// Appends the header of an element whose value the caller appends.
    public func appendHeader(_ tag: Tag, _ vr: VR, length: UInt32, to bytes: inout [UInt8]) {
        let isBigEndian = encoding.isBigEndian
        // Put together as one number: nearly all of what is written begins with such a header.
        var header = Self.number(tag, isBigEndian)
        guard encoding.isExplicitVR else {
            header |= UInt64(isBigEndian ? length.byteSwapped : length) << 32
            return Self.appendBytes(of: header, to: &bytes)
        }
        header |= UInt64(vr.rawValue.byteSwapped) << 32
        if vr.hasLongLength {
            Self.appendBytes(of: header, to: &bytes)
            Self.append(length, bigEndian: isBigEndian, to: &bytes)
        } else {
            precondition(length <= 0xFFFF, "value too long for its VR")
            let short = UInt16(length)
            header |= UInt64(isBigEndian ? short.byteSwapped : short) << 48
            Self.appendBytes(of: header, to: &bytes)
        }
    }

    private func append(_ tag: Tag, to bytes: inout [UInt8]) {
        Self.appendBytes(of: UInt32(truncatingIfNeeded: Self.number(tag, encoding.isBigEndian)), to: &bytes)
    }

    /// The four bytes of a tag, the first one lowest.
    private static func number(_ tag: Tag, _ isBigEndian: Bool) -> UInt64 {
        let group = isBigEndian ? tag.group.byteSwapped : tag.group
        let element = isBigEndian ? tag.element.byteSwapped : tag.element
        return UInt64(group) | UInt64(element) << 16
    }

    static func append(_ value: UInt32, bigEndian: Bool, to bytes: inout [UInt8]) {
        appendBytes(of: bigEndian ? value.byteSwapped : value, to: &bytes)
    }

    /// The lowest byte first.
    @inline(__always)
    private static func appendBytes(of value: some FixedWidthInteger & BitwiseCopyable, to bytes: inout [UInt8]) {
        // Sound: the pointer does not leave the call.
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }
}
