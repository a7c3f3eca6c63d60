/// JSON text on its way to standard output, which can fail at every piece.
struct JSONWriter {
    private let output: StandardOutput
    private var text = JSONText()

    init(_ output: StandardOutput) { self.output = output }

    mutating func open(_ bracket: String) throws(Failure) { try write { $0.open(bracket) } }
    mutating func close(_ bracket: String) throws(Failure) { try write { $0.close(bracket) } }
    mutating func key(_ name: String) throws(Failure) { try write { $0.key(name) } }
    mutating func string(_ text: String) throws(Failure) { try write { $0.string(text) } }
    mutating func literal(_ text: String) throws(Failure) { try write { $0.literal(text) } }
    mutating func beginString() throws(Failure) { try write { $0.beginString() } }
    mutating func plain(_ characters: [UInt8]) throws(Failure) { try write { $0.plain(characters) } }
    mutating func endString() throws(Failure) { try write { $0.endString() } }
    mutating func characters(_ text: String) throws(Failure) { try write { $0.characters(text) } }
    mutating func endLine() throws(Failure) { try write { $0.endLine() } }

    private mutating func write(_ body: (inout JSONText) -> Void) throws(Failure) {
        body(&text)
        try output.write(text.bytes)
        text.removeWritten()
    }
}
