/// The adaptation field of a packet of a transport stream, byte by byte: what says when stays, private bytes and stuffing do not
/// (ITU-T H.222.0 §2.4.3.4).
struct AdaptationField: Sendable {
    private var isBegun = false
    /// Bytes that stay, and after them bytes that do not.
    private var kept = 0
    private var filled = 0
    private var hasPrivateLength = false
    private var hasExtensionLength = false

    /// Whether the next byte stays; `nil` where it cannot be.
    ///
    /// - Parameter left: bytes of the field, with this one.
    mutating func keeps(_ byte: UInt8, left: Int) -> Bool? {
        if !isBegun {
            isBegun = true
            kept = (byte & 0x10 == 0 ? 0 : 6) + (byte & 0x08 == 0 ? 0 : 6) + (byte & 0x04 == 0 ? 0 : 1)
            hasPrivateLength = byte & 0x02 != 0
            hasExtensionLength = byte & 0x01 != 0
            return kept < left ? true : nil
        }
        if kept > 0 {
            kept -= 1
            return true
        }
        if hasPrivateLength {
            hasPrivateLength = false
            filled = Int(byte)
            return filled < left ? true : nil
        }
        if filled > 0 {
            filled -= 1
            return false
        }
        if hasExtensionLength {
            hasExtensionLength = false
            // Flags, and three optional fields.
            kept = Int(byte)
            return kept < left && kept <= 11 ? true : nil
        }
        return false
    }
}

/// The header of a packetized elementary stream, byte by byte: times stay, private bytes and stuffing do not
/// (ITU-T H.222.0 §2.4.3.7).
struct ElementaryPacketHeader: Sendable {
    private var place = 0
    private var kept = 0
    private var filled = 0
    private var left = 0
    private var hasExtension = false

    /// Whether the stream follows.
    var isComplete: Bool { place >= 9 && left == 0 }

    /// Whether the next byte stays; `nil` where it cannot be.
    mutating func keeps(_ byte: UInt8) -> Bool? {
        defer { place += 1 }
        switch place {
        case 0, 1: return byte == 0 ? true : nil
        case 2: return byte == 1 ? true : nil
        // Video, or what its descriptors say.
        case 3: return (0xE0...0xEF).contains(byte) || byte == 0xFD ? true : nil
        case 4, 5: return true
        // Not scrambled.
        case 6: return byte & 0xF0 == 0x80 ? true : nil
        case 7:
            guard byte & 0xC0 != 0x40 else { return nil }
            kept = byte & 0x80 == 0 ? 0 : byte & 0x40 == 0 ? 5 : 10
            kept += (byte & 0x20 == 0 ? 0 : 6) + (byte & 0x10 == 0 ? 0 : 3) + (byte & 0x08 == 0 ? 0 : 1)
            kept += (byte & 0x04 == 0 ? 0 : 1) + (byte & 0x02 == 0 ? 0 : 2)
            hasExtension = byte & 0x01 != 0
            return true
        case 8:
            left = Int(byte)
            return kept <= left ? true : nil
        default: break
        }
        left -= 1
        if kept > 0 {
            kept -= 1
            return true
        }
        if hasExtension {
            hasExtension = false
            filled = byte & 0x80 == 0 ? 0 : 16
            extended = (byte & 0x20 == 0 ? 0 : 2) + (byte & 0x10 == 0 ? 0 : 2) + (byte & 0x01 == 0 ? 0 : 2)
            // A header of another kind of stream may hold anything.
            return byte & 0x40 == 0 ? true : nil
        }
        if filled > 0 {
            filled -= 1
            return false
        }
        if extended > 0 {
            extended -= 1
            return true
        }
        return false
    }

    /// Bytes of the extension that stay, behind those that are private.
    private var extended = 0
}
