import Foundation
import Testing

@testable import DICOM

/// Files and pipes that bytes are written to.
@Suite struct DescriptorSinkTests {
    /// Sound: set before the semaphore is signalled, read behind it.
    private final class Received: @unchecked Sendable { var bytes: [UInt8] = [] }

    /// A pipe takes what there is room for, which ends within the first run, within the second, or between them.
    @Test(arguments: [
        (0, 300_000), (1, 1), (65_536, 10), (100_000, 7), (10, 100_000), (65_535, 65_537), (200_000, 200_000), (5, 0),
    ])
    func twoRunsComeOutOfAPipeAsTheyWere(first: Int, second: Int) throws {
        let one = (0..<first).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let two = (0..<second).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ 1) }
        let pipe = Pipe()
        let received = Received()
        let isDone = DispatchSemaphore(value: 0)
        let reading = pipe.fileHandleForReading
        DispatchQueue.global().async {
            received.bytes = [UInt8](reading.readDataToEndOfFile())
            isDone.signal()
        }
        let sink = DescriptorSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        try sink.write(one.span.bytes, two.span.bytes, keptFrom: nil)
        try pipe.fileHandleForWriting.close()
        isDone.wait()
        #expect(received.bytes == one + two)
    }

    /// What comes next lies in its page as a byte of a file at that offset does, and nothing that was held is in front of it.
    @Test(arguments: [0, 1, 2218, 4095, 4096, 1 << 20 + 77]) func bytesLieWhereTheyWillLieInAFile(offset: Int) throws {
        var buffer = HeaderBuffer(capacity: 4096)
        let bytes = [UInt8](repeating: 7, count: 3000)
        _ = try buffer.refill(from: MemorySource(bytes), at: 0, upTo: 3000)
        try buffer.alignEnd(to: offset, for: bytes.count)
        let start = buffer.count
        #expect(start < 4096)
        let leftOut = buffer.copy(0..<start)
        #expect(leftOut.allSatisfy { $0 == 0 })
        _ = try buffer.append(upTo: bytes.count) { memory in
            let address = Int(bitPattern: memory.baseAddress)
            #expect(address % 4096 == offset % 4096)
            memory.copyBytes(from: bytes)
            return bytes.count
        }
        let isHeld = buffer.holds(bytes, at: start..<start + bytes.count)
        #expect(isHeld)
    }

    @Test func plainASCIIHasNoEscapeSequencesAndNoOtherLetters() throws {
        for (text, isPlain) in [("", true), ("abc^DEF 12\\", true), ("M\u{FC}ller", false), ("a\u{1B}$B", false)] {
            var buffer = HeaderBuffer(capacity: 4096)
            let bytes = Array(text.utf8)
            _ = try buffer.refill(from: MemorySource([0xFF] + bytes + [0xFF, 0x1B]), at: 0, upTo: 100)
            let found = buffer.isPlainASCII(1..<1 + bytes.count)
            #expect(found == isPlain, "\(text)")
            let place = buffer.firstIndex(of: 0x5C, in: 1..<1 + bytes.count)
            #expect(place == bytes.firstIndex(of: 0x5C).map { $0 + 1 })
        }
    }
}
