import Standard

/// The header of a data element and where its value lies (PS3.5 §7.1).
struct Element {
    enum Content {
        /// `length` bytes.
        case value
        /// Items follow (PS3.5 §7.5).
        case sequence
        /// Fragments of encapsulated Pixel Data follow (PS3.5 §A.4).
        case fragments
    }

    var tag: Tag
    /// What the value is to be read as: as written, or as PS3.6 registers it where the file says UN or nothing.
    var vr: VR
    /// The first VR that PS3.6 registers; `nil` for private and unknown elements.
    var registeredVR: VR?
    /// Offset of the first byte of the header, from the start of the file.
    var offset: Int
    /// Offset of the first byte of the value.
    var valueOffset: Int
    /// Length of the value in bytes; `nil` when undefined.
    var length: Int?
    var content: Content

    var isEmpty: Bool { length == 0 }
}
