/// Text of a file for a terminal, which must not obey it, in a limited number of columns.
struct EscapedText {
    /// Columns left; `nil` for no limit.
    private var left: Int?
    private(set) var utf8: [UInt8] = []
    private(set) var isCut = false
    /// Bytes that fit if an ellipsis must follow.
    private var beforeEllipsis = 0

    init(columns: Int?) { left = columns }

    var text: String { String(decoding: utf8, as: UTF8.self) }

    /// Whether more can be shown.
    var hasRoom: Bool { !isCut }

    /// Forgets the text, where there is no limit.
    mutating func removeAll() { utf8.removeAll(keepingCapacity: true) }

    mutating func add(_ more: String) {
        var more = more
        more.withUTF8 { bytes in unsafe add(Array(bytes)[...]) }
    }

    /// Adds text of the file.
    ///
    /// - Parameter more: valid UTF-8, from the beginning of a character to the end of one.
    mutating func add(_ more: ArraySlice<UInt8>) {
        var index = more.startIndex
        while index < more.endIndex, !isCut {
            let start = index
            while index < more.endIndex, 0x20..<0x7F ~= more[index] { index += 1 }
            addPlain(more[start..<index])
            if index == more.endIndex || isCut { return }
            let (scalar, length) = Self.scalar(more, at: index)
            if let escape = TerminalEscape.escape(scalar) {
                put(escape.utf8, columns: escape.utf8.count)
            } else {
                put(more[index..<index + length], columns: left == nil ? 0 : Self.columns(scalar))
            }
            index += length
        }
    }

    /// Adds the backslash between values.
    mutating func addDelimiter() {
        if !isCut { put(CollectionOfOne(0x5C), columns: 1) }
    }

    /// Adds characters of which each takes one byte and one column.
    private mutating func addPlain(_ more: ArraySlice<UInt8>) {
        guard let room = left else { return utf8 += more }
        let fitting = more.prefix(room)
        utf8 += fitting
        left = room - fitting.count
        if !fitting.isEmpty { beforeEllipsis = room > fitting.count ? utf8.count : utf8.count - 1 }
        if fitting.count < more.count { cut() }
    }

    private mutating func put(_ piece: some Collection<UInt8>, columns: Int) {
        guard let room = left else { return utf8.append(contentsOf: piece) }
        if columns > room { return cut() }
        utf8.append(contentsOf: piece)
        left = room - columns
        if room > columns { beforeEllipsis = utf8.count }
    }

    private mutating func cut() {
        isCut = true
        utf8.removeLast(utf8.count - beforeEllipsis)
        utf8 += "…".utf8
    }

    /// The character at `index`, and its bytes.
    private static func scalar(_ utf8: ArraySlice<UInt8>, at index: Int) -> (Unicode.Scalar, Int) {
        let lead = UInt32(utf8[index])
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard length > 1, index + length <= utf8.endIndex else {
            return (lead < 0x80 ? Unicode.Scalar(UInt8(lead)) : "\u{FFFD}", 1)
        }
        var value = lead & (0xFF >> UInt32(length + 1))
        for byte in utf8[index + 1..<index + length] { value = value << 6 | UInt32(byte & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
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
