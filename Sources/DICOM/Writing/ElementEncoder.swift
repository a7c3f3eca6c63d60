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
        append(tag, to: &bytes)
        guard encoding.isExplicitVR else {
            Self.append(length, bigEndian: encoding.isBigEndian, to: &bytes)
            return
        }
        bytes.append(UInt8(truncatingIfNeeded: vr.rawValue >> 8))
        bytes.append(UInt8(truncatingIfNeeded: vr.rawValue))
        if vr.hasLongLength {
            bytes.append(0)
            bytes.append(0)
            Self.append(length, bigEndian: encoding.isBigEndian, to: &bytes)
        } else {
            precondition(length <= 0xFFFF, "value too long for its VR")
            Self.append(UInt16(length), bigEndian: encoding.isBigEndian, to: &bytes)
        }
    }

    private func append(_ tag: Tag, to bytes: inout [UInt8]) {
        Self.append(tag.group, bigEndian: encoding.isBigEndian, to: &bytes)
        Self.append(tag.element, bigEndian: encoding.isBigEndian, to: &bytes)
    }

    static func append(_ value: UInt16, bigEndian: Bool, to bytes: inout [UInt8]) {
        let value = bigEndian ? value.byteSwapped : value
        bytes.append(UInt8(truncatingIfNeeded: value))
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    }

    static func append(_ value: UInt32, bigEndian: Bool, to bytes: inout [UInt8]) {
        let value = bigEndian ? value.byteSwapped : value
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}
