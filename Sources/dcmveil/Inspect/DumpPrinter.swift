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
    private let codec: TextCodec
    private let names: TagNames
    private let options: Options
    private let terminal: Terminal
    private var open = 0

    init(_ output: StandardOutput, _ codec: TextCodec, _ names: TagNames, _ options: Options, _ terminal: Terminal) {
        self.output = output
        self.codec = codec
        self.names = names
        self.options = options
        self.terminal = terminal
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
            try output.write(
                beginning(of: element, name, depth, length: Int(element.lengthField), hasValue: true) + " ")
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
        var text = ""
        /// Our words about it.
        var note = ""
        var warning = ""
    }

    private func line(_ shown: ShownElement, value: Value) throws { try finish(beginning(of: shown), value) }

    private func beginning(of shown: ShownElement) -> String {
        let element = shown.element
        var text = start(element, indent: Self.indent(shown.depth))
        text += Colour.tag.paint(shown.tag.description, if: terminal.hasColour)
        text += " " + Colour.vr.paint(shown.vr.description, if: terminal.hasColour)
        text += " " + Colour.length.paint(Self.right(Self.length(element.length), 8), if: terminal.hasColour)
        text += " " + name(shown, width: max(0, Self.nameColumns - Self.indent(shown.depth)))
        return text
    }

    private func child(_ element: Element, _ name: String, _ depth: Int, length: Int?, _ value: Value) throws {
        try finish(beginning(of: element, name, depth, length: length, hasValue: !value.text.isEmpty), value)
    }

    private func beginning(
        of element: Element, _ name: String, _ depth: Int, length: Int?, hasValue: Bool
    ) -> String {
        // Between the indents of what is around it and of what is in it.
        let indent = max(0, Self.indent(depth) - 2)
        var text = start(element, indent: indent)
        text += Self.left(name, 14)
        text += " " + Colour.length.paint(Self.right(Self.length(length), 8), if: terminal.hasColour)
        if hasValue { text += " " + Self.left("", max(0, Self.nameColumns - indent)) }
        return text
    }

    private func finish(_ line: String, _ value: Value) throws {
        var text = line
        if !value.text.isEmpty { text += " " + value.text }
        if !value.note.isEmpty { text += " " + Colour.note.paint(value.note, if: terminal.hasColour) }
        if !value.warning.isEmpty { text += " " + Colour.warning.paint(value.warning, if: terminal.hasColour) }
        while text.last == " " { text.removeLast() }
        try output.write(text)
        try output.write("\n")
    }

    private static func indent(_ depth: Int) -> Int { depth * 4 }

    private func start(_ element: Element, indent: Int) -> String {
        let offset = options.hasOffsets ? Self.right(String(element.offset), 10) + "  " : ""
        return Colour.length.paint(offset, if: terminal.hasColour) + String(repeating: " ", count: indent)
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

    private func name(_ shown: ShownElement, width: Int) -> String {
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
        return colour.paint(text, if: terminal.hasColour)
            + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
    }

    private static func length(_ length: Int?) -> String { length.map { String($0) } ?? "-" }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.utf8.count)) + text
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
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
        options.hasValues && options.isFull && element.lengthField > LongText.heldLength
    }

    private func longLine(
        _ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws {
        let dump = LongDump(output)
        try output.write(beginning(of: shown) + " ")
        if shown.meaning.isText, shown.element.isResident {
            let warning = Colour.warning.paint(Self.notExact, if: terminal.hasColour)
            try dump.text(shown, reader, codec, warning: warning)
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
        let values = TextValue.values(bytes, shown, codec)
        var escaped = EscapedText(columns: columns)
        for (index, value) in values.enumerated() where escaped.hasRoom {
            if index > 0 { escaped.add("\\") }
            escaped.add(value.text)
        }
        var value = Value(text: escaped.text)
        if shown.meaning == .ui, values.count == 1, let entry = UIDRegistry.entry(for: values[0].text) {
            value.note = "(\(entry.name))"
        }
        if limit == length, values.contains(where: { !$0.isExact }) {
            value.warning = Self.notExact
        }
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
            if count > 0 { escaped.add("\\") }
            escaped.add(text)
            count += 1
        }
        var value = Value(text: escaped.text)
        if shown.meaning == .at, count == 1, let tag = Tag(hexadecimal: escaped.text) {
            let keyword = names.names(of: tag).keyword
            if !keyword.isEmpty { value.note = keyword }
        }
        return value
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
            return Value(text: "\"\(escaped.text)\"")
        }
        let fitting = max(4, ((columns ?? Self.plainColumns) - 1) / 3)
        let shownCount = options.isFull ? length : min(bytes.count, Self.previewBytes, fitting)
        let text = LongDump.hexadecimal(bytes.prefix(shownCount), isFirst: true)
        return Value(text: String(decoding: text, as: UTF8.self) + (shownCount < length ? " …" : ""))
    }

    /// The characters of UN that is text in ASCII, without padding; `nil` when it is something else.
    private static func printable(_ bytes: [UInt8]) -> String? {
        var bytes = bytes[...]
        while let last = bytes.last, last == 0 || last == 0x20 { bytes.removeLast() }
        guard bytes.count >= 2, bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
