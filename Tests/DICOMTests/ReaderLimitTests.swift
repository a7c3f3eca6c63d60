import Testing

@testable import DICOM

/// What is beyond the limits is an error with a place, never a short data set.
@Suite struct ReaderLimitTests {
    @Test func tooManyElementsAreAnError() {
        let wire = Wire.explicitLittle
        var limits = DataSetReader.Limits()
        limits.elements = 10
        let file = part10(
            wire.element(0x0008_0016, "UI", "1.2") + (0..<20).flatMap { wire.element(0x0018_0000 + $0, "LO", "AB") },
            syntax: wire.syntax)
        #expect(code { _ = try walkFile(MemorySource(file), limits: limits) } == .tooManyElements)
    }

    /// A file that says it is longer than it is.
    private final class ShrinkingSource: ByteSource {
        let bytes: [UInt8]
        let size: Int?
        var copyableDescriptor: Int32? { nil }

        init(_ bytes: [UInt8], size: Int) {
            self.bytes = bytes
            self.size = size
        }

        func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int {
            let count = max(0, min(buffer.count, bytes.count - offset))
            if count > 0 { buffer.copyBytes(from: bytes[offset..<offset + count]) }
            return count
        }
    }

    @Test func aFileThatShrinksIsAnError() throws {
        let wire = Wire.explicitLittle
        let file = part10(
            wire.element(0x0008_0016, "UI", "1.2")
                + wire.element(0x7FE0_0010, "OW", [UInt8](repeating: 1, count: 100_000)),
            syntax: wire.syntax)
        let source = ShrinkingSource(Array(file.dropLast(50_000)), size: file.count)
        #expect(code { try rewrite(source, to: MemorySink(), head: file) } == .shrunk)
    }
}
