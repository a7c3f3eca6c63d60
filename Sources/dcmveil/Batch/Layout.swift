import Standard

/// How outputs are called: `{PatientID}/{StudyInstanceUID}/{InstanceNumber}.dcm`, from attributes of the output alone.
struct Layout: Sendable {
    private enum Piece: Sendable {
        case text(String)
        /// The place of an attribute among `tags`, and its keyword.
        case attribute(Int, String)
    }

    private let components: [[Piece]]
    let tags: [Tag]
    /// As the person wrote it.
    let template: String

    init(_ template: String) throws(Failure) {
        self.template = template
        var components: [[Piece]] = []
        var tags: [Tag] = []
        for part in template.split(separator: "/", omittingEmptySubsequences: false) {
            var pieces: [Piece] = []
            var rest = part
            while let open = rest.firstIndex(of: "{") {
                guard let close = rest[open...].firstIndex(of: "}") else {
                    throw Self.failure(template, "a } is missing")
                }
                if open > rest.startIndex { pieces.append(.text(try Self.plain(rest[..<open], template))) }
                let name = String(rest[rest.index(after: open)..<close])
                let tag = try AttributeArgument.tag(name)
                let vr = DataDictionary.vr(of: tag)
                guard let vr, vr.isText || NumberValue.width(of: vr) != nil else {
                    throw Self.failure(template, "\(name) has no value that could be a name")
                }
                pieces.append(.attribute(tags.count, name))
                tags.append(tag)
                rest = rest[rest.index(after: close)...]
            }
            if !rest.isEmpty { pieces.append(.text(try Self.plain(rest, template))) }
            guard !pieces.isEmpty else { throw Self.failure(template, "a name between slashes is empty") }
            if case .text(let text) = pieces[0], text.utf8.first == UInt8(ascii: ".") {
                throw Self.failure(template, "a name begins with a dot")
            }
            components.append(pieces)
        }
        guard !tags.isEmpty else {
            throw Self.failure(template, "no attribute is in it, so that all outputs would have one name")
        }
        self.components = components
        self.tags = tags
    }

    /// - Parameter values: of `tags`.
    func name(_ values: [String]) -> String {
        components.map { pieces in
            pieces.map { piece in
                switch piece {
                case .text(let text): text
                case .attribute(let index, let keyword): Self.clean(values[index], keyword)
                }
            }.joined()
        }.joined(separator: "/")
    }

    /// A value as part of a file name that every system takes: letters and digits of ASCII, `-`, `_` and dots that are not
    /// first; 64 characters at most. So it is neither `..` nor a way out of its folder.
    private static func clean(_ value: String, _ keyword: String) -> String {
        if value.isEmpty { return "no-" + keyword.utf8.filter(isPlain).map { String(UnicodeScalar($0)) }.joined() }
        var text = ""
        for byte in value.utf8.prefix(64) {
            let isKept = isPlain(byte) || byte == UInt8(ascii: ".") && !text.isEmpty
            text.unicodeScalars.append(isKept ? UnicodeScalar(byte) : "_")
        }
        return text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }

    private static func plain(_ text: Substring, _ template: String) throws(Failure) -> String {
        guard text.utf8.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: ".") }) else {
            throw failure(template, "letters, digits, - _ . and attributes in braces make names")
        }
        return String(text)
    }

    private static func failure(_ template: String, _ message: String) -> Failure {
        Failure(
            .usage, "--layout \(template): \(message)",
            hint: "as in {PatientID}/{StudyInstanceUID}/{SeriesInstanceUID}/{SOPInstanceUID}.dcm")
    }
}
