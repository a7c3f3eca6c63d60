import CWalk
import DICOM
import Glibc
import Standard

// header-walk swift|c|bare|none ROUNDS: walks the headers of a synthetic enhanced multi-frame data set in memory so many times.
// `c` is the same contract in C: bytes asked of a source in pieces, one record a step, the same checks. `bare` is a loop over memory
// that makes nothing of what it sees. `none` only makes the data set: what it costs is taken off the others.

/// Explicit VR Little Endian: 1,000 frames of functional groups, sequences of both kinds of length, 40 elements a frame.
func dataSet() -> [UInt8] {
    let encoder = ElementEncoder(.explicitLittleEndian)
    var bytes: [UInt8] = []
    encoder.append(Tag(0x0008_0016), .ui, Array("1.2.840.10008.5.1.4.1.1.4.1\0".utf8), to: &bytes)
    encoder.append(Tag(0x0008_0018), .ui, Array("1.2.3.4.5.6.7.8.9\0".utf8), to: &bytes)
    var frames: [[UInt8]] = []
    for frame in 0..<1000 {
        var item: [UInt8] = []
        for group in 0..<8 {
            var inner: [UInt8] = []
            encoder.append(Tag(0x0018_9074), .dt, Array("20200101101112.\(100_000 + frame)".utf8), to: &inner)
            encoder.append(Tag(0x0020_0032), .ds, Array("1.5\\2.5\\\(frame).25".utf8), to: &inner)
            encoder.append(Tag(0x0028_1050), .ds, Array("\(frame)".utf8), to: &inner)
            encoder.append(Tag(0x0040_9224), .fd, [UInt8](repeating: 1, count: 8), to: &inner)
            encoder.appendSequence(Tag(0x0020_9110 + UInt32(group)), items: [inner], to: &item)
        }
        frames.append(item)
    }
    encoder.appendSequence(Tag(0x5200_9230), items: frames, to: &bytes)
    return bytes
}

let arguments = CommandLine.arguments
guard arguments.count == 3, let rounds = Int(arguments[2]) else {
    print("usage: header-walk swift|c|bare|none ROUNDS")
    exit(64)
}

/// Headers of the data set; ends without a delimiter are a step of ours, and none of the C loop.
func walk(_ source: MemorySource) throws -> Int64 {
    var reader = DataSetReader(source, at: 0, encoding: .explicitLittleEndian)
    var steps: Int64 = 0
    while let element = try reader.next() {
        if element.headerLength > 0 { steps += 1 }
    }
    return steps
}

func walkInC(_ bytes: [UInt8]) -> Int64 {
    let reader = steps_open(bytes, bytes.count)
    defer { steps_close(reader) }
    var step = step()
    var steps: Int64 = 0
    while steps_next(reader, &step) == 1 {
        if step.header > 0 { steps += 1 }
    }
    return steps
}

let bytes = dataSet()
var steps: Int64 = 0
for _ in 0..<rounds {
    switch arguments[1] {
    case "swift": steps += try walk(MemorySource(bytes))
    case "c": steps += walkInC(bytes)
    case "bare": steps += c_walk(bytes, bytes.count)
    default: break
    }
}
print(arguments[1], rounds, "rounds,", bytes.count, "bytes,", steps, "headers")
