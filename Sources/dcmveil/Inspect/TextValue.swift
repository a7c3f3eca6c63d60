import DICOM
import Standard

/// The values of a text element, without the padding that its VR does not count (PS3.5 §6.2).
enum TextValue {
    /// - Returns: the values; none when there is nothing but padding. A multi-valued field may hold empty ones.
    static func values(_ bytes: [UInt8], _ shown: ShownElement, _ codec: TextCodec) -> [DecodedText] {
        // Padding of the whole field first: it may stand where a character set has been switched.
        var bytes = bytes
        while let last = bytes.last, isPadding(last, shown.meaning) { bytes.removeLast() }
        if bytes.isEmpty { return [] }
        var values = codec.split(bytes, as: shown.characterSet, vr: shown.meaning)
        for index in values.indices { values[index].text = trimmed(values[index].text, shown.meaning) }
        return values.count == 1 && values[0].text.isEmpty ? [] : values
    }

    /// Hands over the values of a long field in batches: a string for each of sixty million empty ones would take gigabytes.
    static func forEachBatch(
        _ bytes: [UInt8], _ shown: ShownElement, _ codec: TextCodec, _ body: ([DecodedText]) throws -> Void
    ) throws {
        guard bytes.count > batchLength, shown.meaning.allowsSeveralValues, !bytes.contains(0x1B) else {
            let values = values(bytes, shown, codec)
            return values.isEmpty ? () : try body(values)
        }
        var end = bytes.count
        while end > 0, isPadding(bytes[end - 1], shown.meaning) { end -= 1 }
        var start = 0
        while start < end {
            // A backslash behind an ASCII character is one, and nothing is carried beyond it: cut there.
            var cut = min(start + batchLength, end)
            while cut < end, bytes[cut] != 0x5C || bytes[cut - 1] >= 0x80 { cut += 1 }
            var values = codec.split(Array(bytes[start..<cut]), as: shown.characterSet, vr: shown.meaning)
            for index in values.indices { values[index].text = trimmed(values[index].text, shown.meaning) }
            try body(values)
            // The value behind a last backslash is empty.
            if cut == end - 1 { try body([DecodedText(text: "", isExact: true)]) }
            start = cut + 1
        }
    }

    private static let batchLength = 1 << 20

    private static func isPadding(_ byte: UInt8, _ vr: VR) -> Bool {
        byte == 0x20 || byte == 0 || (vr == .ur && (0x09...0x0D).contains(byte))
    }

    private static func trimmed(_ text: String, _ vr: VR) -> String {
        var scalars = Substring(text).unicodeScalars
        switch vr {
        case .ae, .ds, .is:
            // Leading spaces do not count either.
            while let last = scalars.last, isBlank(last) { scalars.removeLast() }
            while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        case .lo, .sh, .uc, .st, .lt, .ut:
            while let last = scalars.last, last == " " || last == "\0" { scalars.removeLast() }
        default: break
        }
        return String(scalars)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\0" || (0x09...0x0D).contains(scalar.value)
    }
}
