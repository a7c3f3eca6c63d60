/// Puts ASCII armor around what is written to it (C2SP age, "ASCII armor"): the output of an `AgeWriter` whose file has to
/// pass as text.
public struct ArmorOutput<Output: SealOutput & ~Copyable>: SealOutput, ~Copyable {
    private var output: Output
    /// Bytes that do not fill a line yet.
    private var pending: [UInt8] = []
    private static var lineSize: Int { ArmorDecoder.columns / 4 * 3 }

    public init(_ output: consuming Output) throws {
        try output.write(ArmorDecoder.begin + [lineFeed])
        self.output = output
    }

    public mutating func write(_ bytes: RawSpan) throws {
        pending.append(contentsOf: bytes)
        var text: [UInt8] = []
        text.reserveCapacity(pending.count / Self.lineSize * (ArmorDecoder.columns + 1))
        var start = 0
        while pending.count - start >= Self.lineSize {
            text += Base64.encode(Array(pending[start..<start + Self.lineSize]))
            text.append(lineFeed)
            start += Self.lineSize
        }
        pending.removeFirst(start)
        if !text.isEmpty { try output.write(text) }
    }

    /// Writes the last lines and gives the output back. Without this call the armor is incomplete.
    public consuming func finish() throws -> Output {
        var text = Base64.encode(pending)
        if !text.isEmpty {
            while !text.count.isMultiple(of: 4) { text.append(0x3D) }
            text.append(lineFeed)
        }
        try output.write(text + ArmorDecoder.end + [lineFeed])
        return output
    }
}
