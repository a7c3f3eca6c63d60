import DICOM
import Seal

/// Prints linkage tables, of several runs and shards as one: each row once, in the order of the tables.
struct LinkageReading {
    let identities: [any Identity]
    let asCSV: Bool

    func run(_ paths: [String]) throws {
        // First all of them to their ends: a table that was cut or altered shows nothing.
        for path in paths { try read(path) { _ in } }
        let output = StandardOutput()
        if asCSV { try output.write(LinkageRow.columns.joined(separator: ",") + "\r\n") }
        var known: Set<Int> = []
        for path in paths {
            try read(path) { line in
                var hasher = Hasher()
                unsafe line.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
                guard known.insert(hasher.finalize()).inserted else { return }
                if asCSV {
                    let values = LinkageRow.values(line[...]) ?? []
                    try output.write(values.map { CSVField.quoted(Self.printable($0)) }.joined(separator: ",") + "\r\n")
                } else {
                    try output.write(line)
                    try output.write([0x0A])
                }
            }
        }
        try output.flush()
    }

    /// No control characters, for terminals and tables.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }

    /// Calls `body` with each row that is authentic; that it is all of them is known when this returns.
    private func read(_ path: String, _ body: @escaping ([UInt8]) throws -> Void) throws {
        let source = try Inputs.open(path)
        guard source.size != nil else {
            throw Failure(.noInput, "\(path): is no file, and a table is read twice", hint: "save it to a file")
        }
        let notATable = Failure(
            .badInput, "\(path): no linkage table",
            hint: "deid --linkage writes one; other sealed files are for dcmveil open")
        var hasBegun = false
        let rows = LineSplitter(limit: Self.longestLine) { line in
            if hasBegun {
                guard LinkageRow.values(line[...]) != nil else { throw notATable }
                try body(line)
            } else {
                guard line.starts(with: LinkageRow.start) else { throw notATable }
                hasBegun = true
            }
        }
        var reader = AgeReader(identities: identities, output: SinkOutput(sink: rows))
        do {
            try SealedTransfer.pump(source, path) { try reader.write($0) }
            _ = try reader.finish()
            try rows.finish()
        } catch let error as SealError {
            throw SealFailure.failure(error, path, kind: .opening)
        } catch TransferError.sink(is LineSplitter.Malformed) {
            throw notATable
        } catch is LineSplitter.Malformed {
            throw notATable
        } catch { throw SealedTransfer.failure(error, path) }
        guard hasBegun else { throw notATable }
    }

    /// In bytes.
    private static let longestLine = 1 << 20
}
