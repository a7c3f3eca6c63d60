import DICOM
import Foundation
import Glibc
import Standard
import Testing

/// Without edits the output is the input, byte for byte.
@Suite struct KeepAllTests {
    static func isDeflated(_ bytes: [UInt8]) throws -> Bool {
        try DICOMInput.open(MemorySource(bytes)).meta.transferSyntax.isDeflated
    }

    @Test(arguments: Fixtures.paths()) func everyFixtureIsReproduced(path: String) throws {
        let bytes = try Fixtures.bytes(path)
        guard code({ _ = try walkFile(MemorySource(bytes)) }) == nil else { return }
        var outputs: [[UInt8]] = []
        let descriptor = open(Fixtures.folder.appending(path: path).path, O_RDONLY)
        for source in [
            MemorySource(bytes), TrickleSource(bytes, step: 1000),
            FileSource(descriptor: descriptor, size: bytes.count),
        ] as [any ByteSource] {
            let sink = MemorySink()
            try rewrite(source, to: sink, head: bytes)
            outputs.append(sink.bytes)
        }
        if try Self.isDeflated(bytes) {
            #expect(outputs[0] == outputs[1] && outputs[0] == outputs[2] && !outputs[0].isEmpty)
        } else {
            #expect(outputs.allSatisfy { $0 == bytes })
        }
    }

    /// Folders of other files, between colons: those that come with pydicom, a corpus.
    static let folders = (ProcessInfo.processInfo.environment["DCMVEIL_FILES"] ?? "").split(separator: ":").map(
        String.init)

    /// Every file that is read at all, in one piece and from a stream, preamble and File Meta Information included.
    @Test(.enabled(if: !folders.isEmpty)) func everyReadableFileIsReproduced() throws {
        var (read, refused) = (0, 0)
        for folder in Self.folders {
            for path in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
                let whole = URL(filePath: folder).appending(path: path)
                guard let bytes = try? [UInt8](Data(contentsOf: whole)) else { continue }
                if code({ _ = try walkFile(MemorySource(bytes)) }) != nil {
                    refused += 1
                    continue
                }
                read += 1
                let isDeflated = try Self.isDeflated(bytes)
                let expected = isDeflated ? try inflated(bytes) : bytes
                for source in [MemorySource(bytes), TrickleSource(bytes, step: 50_000)] as [any ByteSource] {
                    let sink = MemorySink()
                    try rewrite(source, to: sink, head: bytes)
                    if sink.bytes != expected { Issue.record("\(path) is not reproduced") }
                }
            }
        }
        print("keep-all: \(read) files reproduced, \(refused) others are not read")
        #expect(read > 0)
    }

    /// The data set that a deflated file holds.
    private func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        let input = try DICOMInput.open(MemorySource(bytes))
        var whole: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try piece.withUnsafeMutableBytes { try input.source.read(at: whole.count, into: $0) }
            if count == 0 { return whole }
            whole += piece[..<count]
        }
    }

    @Test func filesAreCopiedToFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dcmveil-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let wire = Wire.explicitLittle
        let bytes = part10(
            wire.element(0x0008_0016, "UI", "1.2")
                + wire.element(0x7FE0_0010, "OW", (0..<300_001).map { UInt8($0 % 251) } + [0]),
            syntax: wire.syntax)
        let from = folder.appending(path: "in").path
        let to = folder.appending(path: "out").path
        try Data(bytes).write(to: URL(filePath: from))
        let descriptor = open(to, O_WRONLY | O_CREAT, 0o600)
        let source = FileSource(descriptor: open(from, O_RDONLY), size: bytes.count)
        var input = try DICOMInput.open(source)
        var elements: [Element] = []
        _ = try input.reader.readSegment(into: &elements)
        var rewriter = Rewriter(to: DescriptorSink(descriptor: descriptor))
        try rewriter.write(0..<input.reader.cursor, of: input.reader, source, edits: EditList())
        try rewriter.flush()
        close(descriptor)
        #expect([UInt8](try Data(contentsOf: URL(filePath: to))) == bytes)
    }

    /// Around the sizes at which values are held, skipped, or written past the buffer.
    @Test(arguments: [2046, 2048, 2050, 65534, 65536, 65538, 131_072, 1 << 20 - 2, 1 << 20, 1 << 20 + 2])
    func bigValuesAreReproduced(size: Int) throws {
        let wire = Wire.explicitLittle
        let value = (0..<size).map { UInt8($0 % 253) }
        let bytes = part10(
            wire.element(0x0008_0016, "UI", "1.2") + wire.element(0x0009_1010, "UT", value)
                + wire.element(0x0009_1011, "OB", value)
                + wire.sequence(0x0040_0275, [wire.item(wire.element(0x0009_1010, "OB", value), undefined: true)])
                + wire.fragments(0x7FE0_0010, [[], value, value]), syntax: "1.2.840.10008.1.2.4.50")
        for source in [MemorySource(bytes), TrickleSource(bytes, step: 5000)] as [any ByteSource] {
            let sink = MemorySink()
            try rewrite(source, to: sink, head: bytes)
            #expect(sink.bytes == bytes)
        }
    }
}
