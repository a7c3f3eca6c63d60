/// JSON text on its way to standard output, which can fail at every piece.
struct JSONWriter {
    let output: StandardOutput
    private var text = JSONText()
    /// Bytes that are handed over together.
    private static let run = 16 << 10

    init(_ output: StandardOutput) { self.output = output }

    mutating func open(_ bracket: String) throws(Failure) { try write { $0.open(bracket) } }
    mutating func close(_ bracket: String) throws(Failure) { try write { $0.close(bracket) } }
    mutating func key(_ name: String) throws(Failure) { try write { $0.key(name) } }
    mutating func string(_ text: String) throws(Failure) { try write { $0.string(text) } }
    mutating func string(_ utf8: ArraySlice<UInt8>) throws(Failure) { try write { $0.string(utf8) } }
    mutating func literal(_ text: String) throws(Failure) { try write { $0.literal(text.utf8) } }
    mutating func literal(_ utf8: ArraySlice<UInt8>) throws(Failure) { try write { $0.literal(utf8) } }
    /// `null` so many times: empty values among several (PS3.18 F.2.5).
    mutating func nulls(_ count: Int) throws(Failure) {
        for _ in 0..<count { try write { $0.null() } }
    }
    mutating func beginString() throws(Failure) { try write { $0.beginString() } }
    mutating func plain(_ characters: [UInt8]) throws(Failure) { try write { $0.plain(characters) } }
    mutating func endString() throws(Failure) { try write { $0.endString() } }
    mutating func characters(_ utf8: ArraySlice<UInt8>) throws(Failure) { try write { $0.characters(utf8) } }

    /// Ends the line, and hands over everything.
    mutating func endLine() throws(Failure) {
        text.endLine()
        try handOver()
    }

    @inline(__always)
    private mutating func write(_ body: (inout JSONText) -> Void) throws(Failure) {
        body(&text)
        if text.bytes.count >= Self.run { try handOver() }
    }

    private mutating func handOver() throws(Failure) {
        try output.write(text.bytes)
        text.removeWritten()
    }
}
