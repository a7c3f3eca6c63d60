/// How characters are shown that a terminal would act on, or that turn or hide what is around them.
enum TerminalEscape {
    /// - Returns: what stands for the character; `nil` when it can be shown as it is.
    static func escape(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        case ..<0x20, 0x7F..<0xA0:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return digits.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
        // Line and paragraph separators, directions, zero width.
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF, 0x061C:
            return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: return nil
        }
    }

    static func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars { shown += escape(scalar) ?? String(scalar) }
        return shown
    }
}
