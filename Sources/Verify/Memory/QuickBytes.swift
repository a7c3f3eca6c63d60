/// Bytes eight at a time.
///
/// Sound: every load ends within the span.
extension RawSpan {
    /// Something to look values up by, which are then compared. It has no key: values of one hash are easily made.
    var quickHash: UInt64 {
        var hash = UInt64(truncatingIfNeeded: byteCount)
        var position = 0
        while position &+ 8 <= byteCount {
            hash = (hash ^ word(position)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            position &+= 8
        }
        while position < byteCount {
            hash = (hash ^ UInt64(byte(position))) &* 0x9E37_79B9_7F4A_7C15
            position &+= 1
        }
        return hash ^ hash >> 32
    }

    /// - Parameter other: of the same length.
    func isEqual(to other: RawSpan) -> Bool {
        precondition(byteCount == other.byteCount)
        var position = 0
        while position &+ 8 <= byteCount {
            if word(position) != other.word(position) { return false }
            position &+= 8
        }
        while position < byteCount {
            if byte(position) != other.byte(position) { return false }
            position &+= 1
        }
        return true
    }

    @inline(__always)
    private func word(_ position: Int) -> UInt64 {
        unsafe unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
    }

    @inline(__always)
    private func byte(_ position: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: position, as: UInt8.self) }
}
