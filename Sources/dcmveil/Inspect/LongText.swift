import DICOM
import Standard

/// The values of a text element of any length, handed on in pieces where a value is long.
///
/// What it says is what `TextValue.values` says of short fields.
struct LongText {
    enum Part {
        /// A value, without the padding that does not count.
        case value(DecodedText)
        /// A value too long to be held begins.
        case begin
        case piece(String)
        /// Says whether every byte of the whole value had a meaning.
        case end(isExact: Bool)
    }

    /// Fields of fewer bytes are held in whole, and so are values.
    static let heldLength = 64 << 10

    private let vr: VR
    private var stream: TextStream
    /// What is held of the value so far.
    private var text = ""
    private var isExact = true
    private var isLong = false
    /// Blanks at the end of what has been handed on of a long value: padding if nothing follows.
    private var blanks = ""
    /// Nothing but one empty value so far, which is no value if it stays alone.
    private var isEmptyFirst = false
    private var count = 0

    private init(_ shown: ShownElement, _ codec: TextCodec, looksLikeShiftJIS: Bool) {
        vr = shown.meaning
        stream = TextStream(shown.characterSet, vr: vr, codec, looksLikeShiftJIS: looksLikeShiftJIS)
    }

    /// Calls `body` with the parts of the text that `shown` is, whose value is held by `reader`.
    static func read(
        _ shown: ShownElement, _ reader: borrowing DataSetReader, _ codec: TextCodec, _ body: (Part) throws -> Void
    ) throws {
        let start = shown.element.valuePosition
        var end = start + Int(shown.element.lengthField)
        // Padding of the whole field first: it may stand where a character set has been switched.
        while end > start, TextValue.isPadding(reader.buffer[end - 1], shown.meaning) { end -= 1 }
        var (hasEscape, hasLead) = (false, false)
        for position in stride(from: start, to: end, by: heldLength) {
            let bytes = reader.buffer.copy(position..<min(position + heldLength, end))
            if TextCodec.hasShiftJISLead(bytes, hasEscape: &hasEscape) { hasLead = true }
        }
        var text = LongText(shown, codec, looksLikeShiftJIS: hasLead && !hasEscape)
        for position in stride(from: start, to: end, by: heldLength) {
            let next = min(position + heldLength, end)
            try text.take(reader.buffer.copy(position..<next), isLast: next == end, body)
        }
    }

    private mutating func take(_ bytes: [UInt8], isLast: Bool, _ body: (Part) throws -> Void) throws {
        // A copy, for the stream hands pieces to what changes the rest of this value.
        var stream = stream
        try stream.decode(bytes, isLast: isLast) { piece in try take(piece, body) }
        self.stream = stream
    }

    private mutating func take(_ piece: TextStream.Piece, _ body: (Part) throws -> Void) throws {
        isExact = isExact && piece.text.isExact
        if isLong {
            try handOn(piece.text.text, body)
        } else if text.isEmpty {
            text = piece.text.text
        } else {
            text += piece.text.text
        }
        if !isLong, !piece.endsValue, text.utf8.count > Self.heldLength { try beginLong(body) }
        if !piece.endsValue { return }
        if isLong {
            try body(.end(isExact: isExact))
        } else {
            try endShort(body)
        }
        (text, blanks, isExact, isLong) = ("", "", true, false)
        count += 1
    }

    private mutating func endShort(_ body: (Part) throws -> Void) throws {
        let value = DecodedText(text: TextValue.trimmed(blanks + text, vr), isExact: isExact)
        if count == 0, value.text.isEmpty {
            isEmptyFirst = true
            return
        }
        try passEmptyFirst(body)
        try body(.value(value))
    }

    private mutating func beginLong(_ body: (Part) throws -> Void) throws {
        let held = TextValue.withoutLeadingBlanks(text, vr)
        text = ""
        // Nothing but blanks so far: whether there is a value, what follows will tell.
        if TextValue.withoutTrailingBlanks(held, vr).isEmpty {
            blanks += held
            return
        }
        try passEmptyFirst(body)
        try body(.begin)
        isLong = true
        try handOn(held, body)
    }

    /// Passes characters of a long value on, but for blanks at their end.
    private mutating func handOn(_ piece: String, _ body: (Part) throws -> Void) throws {
        let kept = TextValue.withoutTrailingBlanks(piece, vr)
        if kept.isEmpty {
            blanks += piece
            return
        }
        if !blanks.isEmpty { try body(.piece(blanks)) }
        try body(.piece(kept))
        blanks =
            kept.utf8.count == piece.utf8.count ? "" : String(piece.unicodeScalars.dropFirst(kept.unicodeScalars.count))
    }

    private mutating func passEmptyFirst(_ body: (Part) throws -> Void) throws {
        if isEmptyFirst { try body(.value(DecodedText(text: "", isExact: true))) }
        isEmptyFirst = false
    }
}
