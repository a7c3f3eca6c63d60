import DICOM
import Standard

/// Shows values in full that are too long to be held: each ends the line that has been begun for it.
struct LongDump {
    private let output: StandardOutput

    init(_ output: StandardOutput) { self.output = output }

    /// - Parameter warning: what is said of text some of whose bytes have no meaning.
    func text(
        _ shown: ShownElement, _ reader: borrowing DataSetReader, _ codec: TextCodec, warning: String
    ) throws {
        var isFirst = true
        var areExact = true
        func begin() throws {
            if !isFirst { try output.write("\\") }
            isFirst = false
        }
        try LongText.read(shown, reader, codec) { part in
            switch part {
            case .value(let value):
                try begin()
                try show(value.text)
                if !value.isExact { areExact = false }
            case .begin: try begin()
            case .piece(let text): try show(text)
            case .end(let isExact): if !isExact { areExact = false }
            }
        }
        try output.write(areExact ? "\n" : " \(warning)\n")
    }

    private func show(_ text: String) throws {
        var escaped = EscapedText(columns: nil)
        escaped.add(text)
        try output.write(escaped.text)
    }

    func numbers(_ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource) throws {
        guard var numbers = NumberValue(shown.meaning, isBigEndian: shown.element.encoding.isBigEndian) else { return }
        var isFirst = true
        try forEachChunk(of: shown.element, &reader, source) { chunk in
            try numbers.read(chunk) { text in
                if !isFirst { try output.write("\\") }
                isFirst = false
                try output.write(text)
            }
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
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return text
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
