import Standard

/// The characters that numbers, times, ages and UIDs are made of (PS3.5 §6.2).
extension Walker {
    /// Whether the value holds nothing but the characters of its VR; VRs that take any text pass, and
    /// dates, which are judged as dates.
    mutating func hasCharactersOfItsVR(_ element: Element) throws(ReadFailure) -> Bool {
        guard let length = element.length, let allowed = AllowedCharacters(element.vr) else { return true }
        return try isFilled(element.valueOffset, length) { allowed.contains($0) }
    }
}

/// A set of ASCII characters, one bit each.
private struct AllowedCharacters {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// `nil` for VRs without such a list.
    init?(_ vr: VR) {
        switch vr {
        case .ui: insert("0123456789.\\\0")
        case .tm: insert("0123456789.:-\\ \0")
        case .as: insert("0123456789DWMY\\ \0")
        case .ds: insert("0123456789+-eE.\\ \0")
        case .is: insert("0123456789+-\\ \0")
        default: return nil
        }
    }

    private mutating func insert(_ characters: String) {
        for byte in characters.utf8 {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
        }
    }

    func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case ..<64: low >> UInt64(byte) & 1 != 0
        case ..<128: high >> UInt64(byte - 64) & 1 != 0
        default: false
        }
    }
}
