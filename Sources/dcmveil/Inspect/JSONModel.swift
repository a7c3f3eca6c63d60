import DICOM
import Standard

/// Prints data sets in the DICOM JSON Model (PS3.18 Annex F), one object a line, while they are read.
///
/// All binary values stand inline. Group Lengths are no part of the model (F.2.2).
final class JSONModel: ElementPrinter {
    private var json: JSONWriter
    private var field: FieldText
    private let hasValues: Bool
    /// What is open: the closing brackets, innermost last.
    private var open: [Open] = []
    private var base64 = Base64Stream(.ob, isBigEndian: false)
    /// How an attribute begins, with its tag and VR to be put in.
    private var beginning = Array(#""00000000":{"vr":"??""#.utf8)

    private enum Open { case dataSet, sequence(hasItems: Bool), fragments }

    init(_ output: StandardOutput, _ codec: TextCodec, hasValues: Bool) {
        json = JSONWriter(output)
        field = FieldText(codec)
        self.hasValues = hasValues
    }

    func begin(_ file: InspectedFile) throws {
        try json.open("{")
        open = [.dataSet]
    }

    func end(_ ending: InspectedFile.Ending) throws {
        while let last = open.popLast() { try close(last) }
        try json.endLine()
    }

    private func close(_ kind: Open) throws {
        switch kind {
        case .dataSet: try json.close("}")
        case .sequence(let hasItems):
            if hasItems { try json.close("]") }
            try json.close("}")
        case .fragments:
            if hasValues {
                try json.plain(base64.end())
                try json.endString()
            }
            try json.close("}")
        }
    }

    // MARK: Nesting

    func beginSequence(_ shown: ShownElement) throws {
        try beginAttribute(shown.tag, .sq)
        open.append(.sequence(hasItems: false))
    }

    func beginItem(_ element: Element, number: Int, depth: Int) throws {
        if case .sequence(false) = open[open.count - 1] {
            open[open.count - 1] = .sequence(hasItems: true)
            try json.key("Value")
            try json.open("[")
        }
        try json.open("{")
        open.append(.dataSet)
    }

    func endItem() throws { try close(open.removeLast()) }
    func endSequence() throws { try close(open.removeLast()) }

    private func beginAttribute(_ tag: Tag, _ vr: VR) throws {
        for place in 0..<8 { beginning[1 + place] = HexadecimalDigit.of(tag.rawValue, at: UInt32(7 - place)) }
        beginning[18] = vr.isWellFormed ? UInt8(vr.rawValue >> 8) : UInt8(ascii: "?")
        beginning[19] = vr.isWellFormed ? UInt8(vr.rawValue & 0xFF) : UInt8(ascii: "?")
        try json.literal(beginning[...])
    }

    // MARK: Fragments

    func beginFragments(_ shown: ShownElement) throws {
        try beginAttribute(shown.tag, shown.element.vr == .un ? .ob : shown.element.vr)
        open.append(.fragments)
        if !hasValues { return }
        base64 = Base64Stream(.ob, isBigEndian: false)
        try json.key("InlineBinary")
        try json.beginString()
    }

    /// Item headers and all: what stands in the file between the header of the element and the delimiter.
    func fragment(
        _ element: Element, number: Int, depth: Int, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws {
        guard hasValues else { return }
        var header: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0]
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            header.append(UInt8(truncatingIfNeeded: element.lengthField >> shift))
        }
        try json.plain(base64.characters(of: header))
        try inline(element, &reader, source)
    }

    func endFragments() throws { try close(open.removeLast()) }

    private func inline(_ element: Element, _ reader: inout DataSetReader, _ source: any ByteSource) throws {
        try ValueReader.forEachChunk(of: element, &reader, source, failure: { $0 as any Error }) {
            span throws(any Error) in
            var chunk: [UInt8] = []
            chunk.append(bytesOf: span)
            try json.plain(base64.characters(of: chunk))
        }
    }

    func trailing(_ element: Element) throws {}

    // MARK: Values

    func element(_ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource) throws {
        if shown.tag.isGroupLength { return }
        let length = Int(shown.element.lengthField)
        var vr = shown.meaning
        if let width = NumberValue.width(of: vr), length % width != 0 { vr = .un }
        try beginAttribute(shown.tag, vr)
        if hasValues, length > 0 {
            if NumberValue.width(of: vr) != nil {
                try numbers(shown, vr, &reader, source)
            } else if vr.isText {
                try text(shown, &reader, source)
            } else {
                base64 = Base64Stream(vr, isBigEndian: shown.element.encoding.isBigEndian)
                try json.key("InlineBinary")
                try json.beginString()
                try inline(shown.element, &reader, source)
                try json.plain(base64.end())
                try json.endString()
            }
        }
        try json.close("}")
    }

    private func numbers(
        _ shown: ShownElement, _ vr: VR, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws {
        guard var numbers = NumberValue(vr, isBigEndian: shown.element.encoding.isBigEndian) else { return }
        try json.key("Value")
        try json.open("[")
        try ValueReader.forEachChunk(of: shown.element, &reader, source, failure: { $0 as any Error }) {
            span throws(any Error) in
            var chunk: [UInt8] = []
            chunk.append(bytesOf: span)
            try numbers.read(chunk) { text in
                if vr == .at {
                    // A tag without its punctuation.
                    try json.string(text[1..<5] + text[6..<10])
                } else if text[text.count - 1] > 0x39 {
                    // JSON has no such numbers; a string does not lose which it was.
                    try json.string(
                        text.last == UInt8(ascii: "n") ? "NaN" : text[0] == UInt8(ascii: "-") ? "-Infinity" : "Infinity"
                    )
                } else {
                    try json.literal(text[...])
                }
            }
        }
        try json.close("]")
    }

    private func text(
        _ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws {
        let vr = shown.meaning
        var isFirst = true
        var name = JSONPersonName()
        // In hand while it is written to: there may be a hundred million values.
        var json = JSONWriter(self.json.output)
        swap(&json, &self.json)
        defer { swap(&json, &self.json) }
        func part(_ part: FieldText.Part) throws {
            if isFirst {
                try json.key("Value")
                try json.open("[")
                isFirst = false
            }
            switch part {
            case .value(let value, _): try Self.value(value, vr, &json)
            case .empty(let count): try json.nulls(count)
            case .begin where vr == .pn:
                name = JSONPersonName()
                try json.open("{")
            case .begin: try json.beginString()
            case .piece(let text) where vr == .pn: try name.add(text, &json)
            case .piece(let text): try json.characters(text)
            case .end where vr == .pn:
                try name.endGroup(&json)
                try json.close("}")
            case .end: try json.endString()
            }
        }
        if shown.element.isResident {
            try field.read(shown, reader, part)
        } else {
            let bytes = try ValueReader.prefix(
                of: shown.element, &reader, source, limit: Int(shown.element.lengthField))
            try field.read(bytes, of: shown, part)
        }
        if !isFirst { try json.close("]") }
    }

    private static func value(_ text: ArraySlice<UInt8>, _ vr: VR, _ json: inout JSONWriter) throws(Failure) {
        // An empty value among several (F.2.5).
        if text.isEmpty { return try json.literal("null") }
        switch vr {
        case .pn: try personName(text, &json)
        case .ds, .is:
            if let number = JSONNumber.text(of: text, isInteger: vr == .is) {
                try json.literal(number)
            } else {
                try json.string(text)
            }
        default: try json.string(text)
        }
    }

    private static func personName(_ text: ArraySlice<UInt8>, _ json: inout JSONWriter) throws(Failure) {
        if text.count <= 2, text.allSatisfy({ $0 == UInt8(ascii: "=") }) { return try json.literal("null") }
        try json.open("{")
        var name = JSONPersonName()
        try name.add(text, &json)
        try name.endGroup(&json)
        try json.close("}")
    }
}
