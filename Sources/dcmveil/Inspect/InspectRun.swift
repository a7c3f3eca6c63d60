import DICOM
import Standard

/// A run of `inspect`: every input in turn, printed as far as it can be read.
final class InspectRun {
    struct Options {
        var isJSON = false
        var hasMeta = true
        var hasValues = true
        var isFull = false
        var hasOffsets = false
        var selectors: [Selector] = []
        /// Whether each file is announced: there are several, or may be.
        var hasFileNames = false
    }

    private let options: Options
    private let output = StandardOutput()
    private let names = TagNames()
    private let printer: any ElementPrinter
    private var count = 0
    private var failures: [Failure] = []

    init(_ options: Options) {
        self.options = options
        let codec = TextCodec()
        let printer: any ElementPrinter
        if options.isJSON {
            printer = JSONModel(output, codec, hasValues: options.hasValues)
        } else {
            printer = DumpPrinter(
                output, codec, names,
                .init(
                    hasOffsets: options.hasOffsets, isFull: options.isFull, hasValues: options.hasValues,
                    hasFileNames: options.hasFileNames),
                .standardOutput())
        }
        self.printer = options.selectors.isEmpty ? printer : SelectingPrinter(options.selectors, printer)
    }

    func run(_ walk: consuming InputWalk) throws -> ExitStatus {
        var walk = walk
        while let input = walk.next() {
            do {
                try inspect(input)
            } catch let failure as Failure where failure.status == .badInput || failure.status == .noInput {
                try output.flush()
                StandardError.say(failure.message, hint: failure.hint)
                failures.append(failure)
            }
        }
        try output.flush()
        if count == 0, failures.isEmpty { throw Failure(.noInput, "there are no files to inspect") }
        guard let failure = failures.first else { return .done }
        return count + failures.count == 1 || count <= 1 && !options.hasFileNames ? failure.status : .quarantined
    }

    private func inspect(_ input: InputWalk.Input) throws {
        switch input {
        case .skipped: return
        case .unreadable(let path, let reason, _): throw Failure(.noInput, "\(path): \(reason)")
        case .standardInput: try inspect(Inputs.standardInput(), "-")
        case .file(let path): try inspect(try Inputs.open(path), path)
        }
    }

    private func inspect(_ source: any ByteSource, _ name: String) throws {
        count += 1
        do {
            var input = try DICOMInput.open(source, checksPixels: false, keepsHeader: options.hasMeta)
            try printer.begin(
                InspectedFile(name: name, number: count, transferSyntaxUID: input.meta.transferSyntax.uid))
            do {
                if options.hasMeta { try fileMeta(input.header) }
                var walk = ElementWalk(names)
                try walk.run(&input.reader, input.source, printer)
            } catch {
                try printer.end(.init(deviations: input.reader.deviations.names, isComplete: false))
                throw error
            }
            try printer.end(.init(deviations: input.reader.deviations.names, isComplete: true))
        } catch let error as ParseError {
            throw Self.failure(error, name)
        }
    }

    /// Walks through group 0002, which the reader of files has passed.
    private func fileMeta(_ header: [UInt8]) throws {
        let start = header.count >= 132 && header[128..<132].elementsEqual("DICM".utf8) ? 132 : 0
        guard header.count - start >= 8 else { return }
        let isBig = header[start] == 0
        let isExplicit = VR(header[start + 4], header[start + 5]).isWellFormed
        let source = MemorySource(header)
        var reader = DataSetReader(source, at: start, encoding: Encoding(isExplicitVR: isExplicit, isBigEndian: isBig))
        var walk = ElementWalk(names)
        try walk.run(&reader, source, printer)
    }

    private static func failure(_ error: ParseError, _ name: String) -> Failure {
        if case .io = error.code { return Failure(.io, "\(name): \(error.code.sentence)") }
        var place = error.path.map { "\($0.tag)[\($0.item)]" }
        if let tag = error.tag, error.path.last?.tag != tag { place.append(tag.description) }
        let path = place.isEmpty ? "" : place.joined(separator: ".") + " "
        let hint = name.hasSuffix(".age") ? InputHint.sealed : error.code == .notDICOM ? nil : error.code.hint
        return Failure(.badInput, "\(name): \(path)at byte \(error.offset): \(error.code.sentence)", hint: hint)
    }
}
