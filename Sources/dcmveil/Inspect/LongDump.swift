import DICOM
import Standard

/// Shows values in full, however long: each ends the line that has been begun for it.
struct LongDump {
    private let output: StandardOutput

    init(_ output: StandardOutput) { self.output = output }

    /// - Parameter warning: what is said of text some of whose bytes have no meaning.
    func text(
        _ shown: ShownElement, _ reader: borrowing DataSetReader, _ field: inout FieldText, warning: String
    ) throws {
        var values = EscapedValues(columns: nil)
        let output = output
        try field.read(shown, reader) { part in
            values.add(part)
            if values.text.utf8.count >= 16 << 10 {
                try output.write(values.text.utf8)
                values.text.removeAll()
            }
        }
        try output.write(values.text.utf8)
        try output.write(values.areExact ? "\n" : " \(warning)\n")
    }

    func numbers(_ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource) throws {
        guard var numbers = NumberValue(shown.meaning, isBigEndian: shown.element.encoding.isBigEndian) else { return }
        var isFirst = true
        var text: [UInt8] = []
        try forEachChunk(of: shown.element, &reader, source) { chunk in
            text.removeAll(keepingCapacity: true)
            numbers.read(chunk) { number in
                if !isFirst { text.append(0x5C) }
                isFirst = false
                text += number
            }
            try output.write(text)
        }
        try output.write("\n")
    }

    func bytes(_ element: Element, _ reader: inout DataSetReader, _ source: any ByteSource) throws {
        var isFirst = true
        try forEachChunk(of: element, &reader, source) { chunk in
            try output.write(Self.hexadecimal(chunk[...], isFirst: isFirst))
            isFirst = false
        }
        try output.write("\n")
    }

    private func forEachChunk(
        of element: Element, _ reader: inout DataSetReader, _ source: any ByteSource, _ body: ([UInt8]) throws -> Void
    ) throws {
        try ValueReader.forEachChunk(of: element, &reader, source, failure: { $0 as any Error }) {
            span throws(any Error) in
            var chunk: [UInt8] = []
            chunk.append(bytesOf: span)
            try body(chunk)
        }
    }

    /// Two digits a byte, with spaces between, and before the first where it is not the first of all.
    static func hexadecimal(_ bytes: ArraySlice<UInt8>, isFirst: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 3)
        for byte in bytes {
            if !isFirst || !text.isEmpty { text.append(0x20) }
            text.append(HexadecimalDigit.of(byte >> 4))
            text.append(HexadecimalDigit.of(byte & 15))
        }
        return text
    }
}
