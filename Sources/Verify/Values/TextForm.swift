import Standard

/// What is wrong with a value of a VR that is written in few characters (PS3.5 §6.2), from the least to the worst.
enum TextForm: Int, Comparable {
    case fits
    /// A number, but with more digits than fit.
    case longNumber
    /// The right characters in an order that means nothing, or too many of them.
    case wrongForm
    /// Characters that are not the VR's.
    case wrongCharacters
    /// The caret of a person name, in a code.
    case caret

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension Walker {
    /// Judges the components of a value; VRs that take any text fit, and dates, which are judged as dates.
    mutating func textForm(of element: Element) throws(ReadFailure) -> TextForm {
        guard let allowed = AllowedCharacters(element.vr) else { return .fits }
        var worst = TextForm.fits
        try forEachComponent(of: element) { text in
            guard let text else {
                worst = max(worst, .wrongForm)
                return true
            }
            if element.vr == .cs, text.contains(UInt8(ascii: "^")) { worst = .caret }
            let form = text.allSatisfy(allowed.contains) ? TextForm(text, vr: element.vr) : .wrongCharacters
            worst = max(worst, form)
            return worst < .caret
        }
        return worst
    }
}

extension TextForm {
    /// - Parameter text: one component without padding, of the characters of its VR.
    init(_ text: ArraySlice<UInt8>, vr: VR) {
        if text.isEmpty {
            self = .fits
            return
        }
        switch vr {
        case .cs: self = text.count <= 16 ? .fits : .wrongForm
        // Longer ones are no component.
        case .ui: self = text.last == UInt8(ascii: ".") || text.first == UInt8(ascii: ".") ? .wrongForm : .fits
        case .is: self = Self.isInteger(text) && text.count <= 12 ? .fits : .wrongForm
        case .ds: self = !Self.isDecimal(text) ? .wrongForm : text.count <= 16 ? .fits : .longNumber
        case .tm: self = DateForm.isWellFormed(text, vr: .tm) ? .fits : .wrongForm
        case .as: self = Self.isAge(text) ? .fits : .wrongForm
        default: self = .fits
        }
    }

    private static func isInteger(_ text: ArraySlice<UInt8>) -> Bool {
        let digits = withoutSign(text)
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    private static func withoutSign(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    }

    /// `[±]digits[.digits][E[±]digits]`, with digits on one side of the point at least.
    private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
        var mantissa = text
        if let exponent = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
            guard isInteger(text[(exponent + 1)...]) else { return false }
            mantissa = text[..<exponent]
        }
        mantissa = withoutSign(mantissa)
        let digits = mantissa.count(where: isDigit)
        let points = mantissa.count { $0 == UInt8(ascii: ".") }
        return digits > 0 && points <= 1 && digits + points == mantissa.count
    }

    /// Three digits and D, W, M or Y.
    private static func isAge(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count == 4, let unit = text.last else { return false }
        return text.dropLast().allSatisfy(isDigit) && !isDigit(unit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

/// A set of ASCII characters, one bit each.
private struct AllowedCharacters {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// `nil` for VRs without such a list. Padding and backslashes are not among them.
    init?(_ vr: VR) {
        switch vr {
        case .cs: self = Self.code
        case .ui: self = Self.uid
        case .tm: self = Self.time
        case .as: self = Self.age
        case .ds: self = Self.decimal
        case .is: self = Self.integer
        default: return nil
        }
    }

    private static let code = AllowedCharacters("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _")
    private static let uid = AllowedCharacters("0123456789.")
    private static let time = AllowedCharacters("0123456789.:-")
    private static let age = AllowedCharacters("0123456789DWMY")
    private static let decimal = AllowedCharacters("0123456789+-eE.")
    private static let integer = AllowedCharacters("0123456789+-")

    private init(_ characters: StaticString) {
        for byte in characters.description.utf8 {
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
