import DICOM
import Standard

/// Prints a data set for people: one line an element, indented by nesting.
final class DumpPrinter: ElementPrinter {
    struct Options {
        /// Byte offsets before each line.
        var hasOffsets = false
        /// Values in full length.
        var isFull = false
        var hasValues = true
        var hasFileNames = false
    }

    /// Columns of a value when standard output is no terminal.
    private static let plainColumns = 64
    /// Bytes of a binary value that are shown.
    private static let previewBytes = 16

    private let output: StandardOutput
    private var field: FieldText
    private let names: TagNames
    private let options: Options
    private let terminal: Terminal
    private var row: LineText

    init(_ output: StandardOutput, _ codec: TextCodec, _ names: TagNames, _ options: Options, _ terminal: Terminal) {
        self.output = output
        field = FieldText(codec)
        self.names = names
        self.options = options
        self.terminal = terminal
        row = LineText(hasColour: terminal.hasColour)
    }

    func begin(_ file: InspectedFile) throws {
        if options.hasFileNames {
            // A path may name a patient as well as a value may.
            var name = EscapedText(columns: nil)
            name.add(options.hasValues ? file.name : "file \(file.number)")
            if file.number > 1 { try output.write("\n") }
            try note("# \(name.text)")
        }
        let syntax = UIDRegistry.entry(for: file.transferSyntaxUID)?.name ?? file.transferSyntaxUID
        try note("# \(syntax)")
    }

    func end(_ ending: InspectedFile.Ending) throws {
        if !ending.deviations.isEmpty { try note("# read all the same: \(ending.deviations.joined(separator: ", "))") }
        if !ending.isComplete { try note("# not complete") }
    }

    private func note(_ text: String) throws {
        try output.write(Colour.note.paint(text, if: terminal.hasColour))
        try output.write("\n")
    }

    // MARK: Nesting

    func beginSequence(_ shown: ShownElement) throws { try line(shown, value: Value()) }

    func beginItem(_ element: Element, number: Int, depth: Int) throws {
        try child(element, "item \(number)", depth, length: element.length, Value())
    }

    func endItem() throws {}
    func endSequence() throws {}
    func beginFragments(_ shown: ShownElement) throws { try line(shown, value: Value()) }
    func endFragments() throws {}

    func fragment(
        _ element: Element, number: Int, depth: Int, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws {
        let name = number == 0 ? "offset table" : "fragment \(number)"
        var value = Value()
        if isLong(element) {
            begin(element, name, depth, length: Int(element.lengthField), hasValue: true)
            try handOverBeginning()
            return try LongDump(output).bytes(element, &reader, source)
        }
        if options.hasValues {
            value = try bytes(element, .ob, columns: columns(after: columns(before: 0, depth: depth)), &reader, source)
        }
        try child(element, name, depth, length: Int(element.lengthField), value)
    }

    func trailing(_ element: Element) throws {
        try child(element, "bytes after the data set", 0, length: Int(element.lengthField), Value())
    }

    // MARK: Lines

    /// What stands at the end of a line.
    private struct Value {
        var text: [UInt8] = []
        /// Our words about it.
        var note = ""
        var warning = ""
    }

    private func line(_ shown: ShownElement, value: Value) throws {
        begin(shown)
        try finish(value)
    }

    private func begin(_ shown: ShownElement) {
        let element = shown.element
        let indent = Self.indent(shown.depth)
        start(element, indent: indent)
        row.add(shown.tag, .tag)
        row.spaces(1)
        row.add(shown.vr, .vr)
        row.spaces(1)
        row.add(right: element.length, 8, .length)
        row.spaces(1)
        name(shown, width: max(0, Self.nameColumns - indent))
    }

    private func child(_ element: Element, _ name: String, _ depth: Int, length: Int?, _ value: Value) throws {
        begin(element, name, depth, length: length, hasValue: !value.text.isEmpty)
        try finish(value)
    }

    private func begin(_ element: Element, _ name: String, _ depth: Int, length: Int?, hasValue: Bool) {
        // Between the indents of what is around it and of what is in it.
        let indent = max(0, Self.indent(depth) - 2)
        start(element, indent: indent)
        row.add(name)
        row.spaces(14 - name.utf8.count)
        row.spaces(1)
        row.add(right: length, 8, .length)
        if hasValue { row.spaces(1 + max(0, Self.nameColumns - indent)) }
    }

    private func finish(_ value: Value) throws {
        if !value.text.isEmpty {
            row.spaces(1)
            row.add(value.text)
        }
        if !value.note.isEmpty {
            row.spaces(1)
            row.add(value.note, .note)
        }
        if !value.warning.isEmpty {
            row.spaces(1)
            row.add(value.warning, .warning)
        }
        row.end()
        try output.write(row.utf8)
    }

    /// The line as far as it is known, for a value that is written after it.
    private func handOverBeginning() throws {
        row.spaces(1)
        try output.write(row.utf8)
    }

    private static func indent(_ depth: Int) -> Int { depth * 4 }

    private func start(_ element: Element, indent: Int) {
        row.removeAll()
        if options.hasOffsets {
            row.add(right: element.offset, 10, .length)
            row.spaces(2)
        }
        row.spaces(indent)
    }

    private static let nameColumns = 34

    /// Columns before the value of an element with a name of so many characters.
    private func columns(before name: Int, depth: Int) -> Int {
        (options.hasOffsets ? 12 : 0) + 25 + max(Self.nameColumns, Self.indent(depth) + name)
    }

    /// Columns for the value; `nil` for no limit.
    private func columns(after used: Int) -> Int? {
        if options.isFull { return nil }
        guard let width = terminal.width else { return Self.plainColumns }
        return max(16, width - used)
    }

    private func name(_ shown: ShownElement, width: Int) {
        let text: String
        var colour = Colour.keyword
        if shown.tag.isPrivate {
            colour = .creator
            if shown.tag.isPrivateCreator {
                text = "PrivateCreator"
            } else if let creator = shown.creator, options.hasValues {
                var escaped = EscapedText(columns: 40)
                escaped.add(creator)
                text = "[\(escaped.text)]"
            } else {
                text = shown.creator == nil ? "[no creator]" : "[private]"
            }
        } else {
            let keyword = names.names(of: shown.tag).keyword
            text = keyword.isEmpty ? "?" : keyword
        }
        row.add(text, colour)
        // Keywords are ASCII, as most creators are.
        row.spaces(width - (shown.tag.isPrivate ? text.unicodeScalars.count : text.utf8.count))
    }

    // MARK: Values

    func element(_ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource) throws {
        guard options.hasValues, shown.element.lengthField > 0 else { return try line(shown, value: Value()) }
        if isLong(shown.element) { return try longLine(shown, &reader, source) }
        let name = names.names(of: shown.tag).keyword.utf8.count
        let columns = columns(after: columns(before: name, depth: shown.depth))
        let value: Value
        if shown.meaning.isText {
            value = try text(shown, columns: columns, &reader, source)
        } else if NumberValue.width(of: shown.meaning) != nil {
            value = try numbers(shown, columns: columns, &reader, source)
        } else {
            value = try bytes(shown.element, shown.meaning, columns: columns, &reader, source)
        }
        try line(shown, value: value)
    }

    /// Whether a value is to be shown in full that is too long to be held.
    private func isLong(_ element: Element) -> Bool {
        options.hasValues && options.isFull && element.lengthField > FieldText.heldLength
    }

    private func longLine(
        _ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws {
        let dump = LongDump(output)
        begin(shown)
        try handOverBeginning()
        if shown.meaning.isText, shown.element.isResident {
            let warning = Colour.warning.paint(Self.notExact, if: terminal.hasColour)
            try dump.text(shown, reader, &field, warning: warning)
        } else if NumberValue.width(of: shown.meaning) != nil {
            try dump.numbers(shown, &reader, source)
        } else {
            try dump.bytes(shown.element, &reader, source)
        }
    }

    private static let notExact = "(not as its character set says)"

    private func text(
        _ shown: ShownElement, columns: Int?, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws -> Value {
        let length = Int(shown.element.lengthField)
        // A character has at most four bytes, and a switch of sets at most four more.
        let limit = columns.map { min(length, $0 * 8 + 64) } ?? length
        let bytes = try ValueReader.prefix(of: shown.element, &reader, source, limit: limit)
        var values = EscapedValues(columns: columns)
        var uid: String?
        let isUID = shown.meaning == .ui
        try field.read(bytes, of: shown) { part in
            if isUID, values.count == 0, case .value(let value, _) = part {
                uid = String(decoding: value, as: UTF8.self)
            }
            values.add(part)
        }
        var value = Value(text: values.text.utf8)
        if let uid, values.count == 1, let entry = UIDRegistry.entry(for: uid) {
            value.note = "(\(entry.name))"
        }
        if limit == length, !values.areExact { value.warning = Self.notExact }
        return fitting(value, columns)
    }

    /// The value with its note in the columns that a terminal has for both; where there is no room for both, the name says
    /// more than the beginning of a UID.
    private func fitting(_ value: Value, _ columns: Int?) -> Value {
        guard terminal.isTerminal, let columns, !value.note.isEmpty else { return value }
        var value = value
        if value.text.count + 1 + value.note.utf8.count > columns { value.text = [] }
        var note = EscapedText(columns: columns)
        note.add(value.note)
        value.note = note.text
        return value
    }

    private func numbers(
        _ shown: ShownElement, columns: Int?, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws -> Value {
        let length = Int(shown.element.lengthField)
        guard var numbers = NumberValue(shown.meaning, isBigEndian: shown.element.encoding.isBigEndian) else {
            return Value()
        }
        let limit = columns.map { min(length, $0 * 8) } ?? length
        let bytes = try ValueReader.prefix(of: shown.element, &reader, source, limit: limit)
        var escaped = EscapedText(columns: columns)
        var count = 0
        numbers.read(bytes) { text in
            if count > 0 { escaped.addDelimiter() }
            escaped.add(text[...])
            count += 1
        }
        var value = Value(text: escaped.utf8)
        if shown.meaning == .at, count == 1, let tag = Tag(hexadecimal: escaped.text) {
            let keyword = names.names(of: tag).keyword
            if !keyword.isEmpty { value.note = keyword }
        }
        return fitting(value, columns)
    }

    private func bytes(
        _ element: Element, _ vr: VR, columns: Int?, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws -> Value {
        let length = Int(element.lengthField)
        let limit = options.isFull ? length : min(length, max(Self.previewBytes, vr == .un ? (columns ?? length) : 0))
        let bytes = try ValueReader.prefix(of: element, &reader, source, limit: limit)
        if vr == .un, let text = Self.printable(bytes) {
            var escaped = EscapedText(columns: columns.map { max(8, $0 - 2) })
            escaped.add(text)
            return Value(text: Array("\"\(escaped.text)\"".utf8))
        }
        let fitting = max(4, ((columns ?? Self.plainColumns) - 1) / 3)
        let shownCount = options.isFull ? length : min(bytes.count, Self.previewBytes, fitting)
        let text = LongDump.hexadecimal(bytes.prefix(shownCount), isFirst: true)
        return Value(text: shownCount < length ? text + " …".utf8 : text)
    }

    /// The characters of UN that is text in ASCII, without padding; `nil` when it is something else.
    private static func printable(_ bytes: [UInt8]) -> String? {
        var bytes = bytes[...]
        while let last = bytes.last, last == 0 || last == 0x20 { bytes.removeLast() }
        guard bytes.count >= 2, bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
