import Standard

/// How the elements of a data set or item are encoded (PS3.5 §7.1, §7.3).
public struct Encoding: Hashable, Sendable, BitwiseCopyable {
    public var isExplicitVR: Bool
    public var isBigEndian: Bool

    @inlinable
    public init(isExplicitVR: Bool, isBigEndian: Bool) {
        self.isExplicitVR = isExplicitVR
        self.isBigEndian = isBigEndian
    }

    // Computed: a stored one would be looked up behind a lazy initialiser at every use.
    @inlinable public static var implicitLittleEndian: Encoding { Encoding(isExplicitVR: false, isBigEndian: false) }
    @inlinable public static var explicitLittleEndian: Encoding { Encoding(isExplicitVR: true, isBigEndian: false) }
    @inlinable public static var explicitBigEndian: Encoding { Encoding(isExplicitVR: true, isBigEndian: true) }
}

/// One step of the walk through a data set: a data element, or the start or end of something nested.
///
/// Holds positions only. Offsets count bytes from the start of the file (of the inflated data set, when it is deflated).
public struct Element: Sendable, BitwiseCopyable {
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// A data element whose value follows its header.
        case element
        /// The header of a sequence; items follow until the matching `sequenceEnd`.
        case sequence
        /// The header of an item of a sequence; elements follow until the matching `itemEnd`.
        case item
        /// Ends an item: its delimiter, or nothing when the item had a length.
        case itemEnd
        /// Ends a sequence or a run of fragments, likewise.
        case sequenceEnd
        /// The header of encapsulated Pixel Data (PS3.5 A.4); fragments follow until the matching `sequenceEnd`.
        case fragments
        /// One fragment, with its value; the first one is the Basic Offset Table.
        case fragment
        /// Bytes after the last data element of the file.
        case trailing
    }

    /// Where the header starts.
    public var offset: Int
    /// Where the header lies in the reader's buffer; the value follows it there when `isResident`.
    public var position: Int
    /// The 32-bit length field; `0xFFFF_FFFF` is undefined length. For `trailing`, see `trailingLength`.
    public var lengthField: UInt32
    public var tag: Tag
    public var vr: VR
    public var kind: Kind
    /// Bytes of the header: 8 or 12, 0 for an end without a delimiter.
    public var headerLength: UInt8
    /// Whether the value lies in the reader's buffer.
    public var isResident: Bool
    /// Whether the header lacks a VR where the encoding has one; `vr` is then what PS3.6 says.
    public var lacksVR = false
    /// Whether the two reserved bytes of a long header are not zero (PS3.5 §7.1.2).
    public var hasReservedBytes = false
    /// Of an item: whether its elements are encoded otherwise than the sequence says (PS3.5 §6.2.2, §7.5).
    public var hasForeignEncoding = false
    public var encoding: Encoding

    /// Value length in bytes; `nil` when undefined.
    @inlinable public var length: Int? { lengthField == 0xFFFF_FFFF ? nil : Int(lengthField) }
    /// Where the value starts.
    @inlinable public var valueOffset: Int { offset + Int(headerLength) }
    /// Where the value lies in the reader's buffer; meaningful when `isResident`.
    @inlinable public var valuePosition: Int { position + Int(headerLength) }

    /// Where the step ends: after the value of an element or fragment, after the header of anything else.
    @inlinable public var endOffset: Int {
        switch kind {
        case .element, .fragment, .trailing: valueOffset + Int(lengthField)
        case .sequence, .item, .itemEnd, .sequenceEnd, .fragments: valueOffset
        }
    }
}
