/// Text of a file for a terminal, which must not obey it, in a limited number of columns.
struct EscapedText {
    /// Columns left; `nil` for no limit.
    private var left: Int?
    private(set) var text = ""
    private(set) var isCut = false
    /// What fits if an ellipsis must follow.
    private var beforeEllipsis = 0

    init(columns: Int?) { left = columns }

    /// Whether more can be shown.
    var hasRoom: Bool { !isCut }

    /// Adds text of the file.
    mutating func add(_ more: some StringProtocol) {
        // Plain text without a limit needs no look at each character.
        if left == nil, more.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            text += more
            return
        }
        for scalar in more.unicodeScalars {
            if isCut { return }
            if let escape = TerminalEscape.escape(scalar) {
                put(escape, columns: escape.utf8.count)
            } else {
                put(String(scalar), columns: Self.columns(scalar))
            }
        }
    }

    private mutating func put(_ piece: String, columns: Int) {
        guard let room = left else {
            text += piece
            return
        }
        if columns > room {
            isCut = true
            text.unicodeScalars.removeLast(text.unicodeScalars.count - beforeEllipsis)
            text += "…"
            return
        }
        text += piece
        left = room - columns
        if room - columns >= 1 { beforeEllipsis = text.unicodeScalars.count }
    }

    /// Columns that a terminal gives a character: none for marks, two for the wide ones of East Asia.
    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
