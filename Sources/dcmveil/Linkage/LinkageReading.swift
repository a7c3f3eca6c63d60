import DICOM
import Deidentify
import Glibc
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
                    let values = LinkageRow.values(line) ?? []
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
    private func read(_ path: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
        let source = try Inputs.open(path)
        guard source.size != nil else {
            throw Failure(.noInput, "\(path): is no file, and a table is read twice", hint: "save it to a file")
        }
        let rows = RowOutput(path: path)
        let reader = AgeReader(identities: identities, output: SinkOutput(sink: rows))
        try transfer(source, reader, path, rows, body)
        try rows.finish(body)
    }

    private func transfer(
        _ source: any ByteSource, _ reader: consuming AgeReader<SinkOutput>, _ path: String, _ rows: RowOutput,
        _ body: (ArraySlice<UInt8>) throws -> Void
    ) throws {
        var chunk = HeaderBuffer(capacity: 64 << 10)
        var offset = 0
        do {
            while true {
                let count = try chunk.refill(from: source, at: offset, upTo: 64 << 10)
                if count == 0 { break }
                offset += count
                try chunk.withBytes(0..<count) { try reader.write($0) }
                try rows.drain(body)
            }
            _ = try reader.finish()
        } catch let error as SealError {
            throw SealFailure.failure(error, path, kind: .opening)
        } catch let error as ParseError {
            throw Failure(.io, "\(path): \(error.code.sentence)")
        }
    }
}

/// Takes opened bytes apart into lines.
private final class RowOutput: ByteSink {
    private let path: String
    private var pending: [UInt8] = []
    private var hasBegun = false
    private static let longestLine = 1 << 20

    init(path: String) { self.path = path }

    func write(_ bytes: RawSpan) { pending.append(bytesOf: bytes) }

    func drain(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
        var start = 0
        while let end = pending[start...].firstIndex(of: 0x0A) {
            let line = pending[start..<end]
            start = end + 1
            if !hasBegun {
                guard line.starts(with: LinkageRow.start) else { throw notATable }
                hasBegun = true
                continue
            }
            guard LinkageRow.values(line) != nil else { throw notATable }
            try body(line)
        }
        pending.removeFirst(start)
        if pending.count > Self.longestLine { throw notATable }
    }

    func finish(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
        try drain(body)
        guard hasBegun, pending.isEmpty else { throw notATable }
    }

    private var notATable: Failure {
        Failure(
            .badInput, "\(path): no linkage table",
            hint: "deid --linkage writes one; other sealed files are for dcmveil open")
    }
}
