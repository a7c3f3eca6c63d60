import DICOM
import Standard

/// Prints data sets in the DICOM JSON Model (PS3.18 Annex F), one object a line, while they are read.
///
/// All binary values stand inline. Group Lengths are no part of the model (F.2.2).
final class JSONModel: ElementPrinter {
    private var json: JSONWriter
    private let codec: TextCodec
    private let hasValues: Bool
    /// What is open: the closing brackets, innermost last.
    private var open: [Open] = []
    private var base64 = Base64Stream(.ob, isBigEndian: false)

    private enum Open { case dataSet, sequence(hasItems: Bool), fragments }

    init(_ output: StandardOutput, _ codec: TextCodec, hasValues: Bool) {
        json = JSONWriter(output)
        self.codec = codec
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
        try json.key(Self.name(tag))
        try json.open("{")
        try json.key("vr")
        try json.string(vr.description)
    }

    private static func name(_ tag: Tag) -> String {
        let digits = String(tag.rawValue, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
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
                switch text {
                case _ where vr == .at: try json.string(String(text.filter { $0.isHexDigit }))
                // JSON has no such numbers; a string does not lose which it was.
                case "nan", "-nan": try json.string("NaN")
                case "inf": try json.string("Infinity")
                case "-inf": try json.string("-Infinity")
                default: try json.literal(text)
                }
            }
        }
        try json.close("]")
    }

    private func text(
        _ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws {
        let length = Int(shown.element.lengthField)
        guard shown.element.isResident, length > LongText.heldLength else {
            let bytes = try ValueReader.prefix(of: shown.element, &reader, source, limit: length)
            let values = TextValue.values(bytes, shown, codec)
            if values.isEmpty { return }
            try beginValues()
            for value in values { try self.value(value.text, shown) }
            return try json.close("]")
        }
        var isFirst = true
        var name = JSONPersonName()
        try LongText.read(shown, reader, codec) { part in
            if isFirst { try beginValues() }
            isFirst = false
            switch part {
            case .value(let value): try self.value(value.text, shown)
            case .begin where shown.meaning == .pn:
                name = JSONPersonName()
                try json.open("{")
            case .begin: try json.beginString()
            case .piece(let text) where shown.meaning == .pn: try name.add(text, &json)
            case .piece(let text): try json.characters(text)
            case .end where shown.meaning == .pn:
                try name.endGroup(&json)
                try json.close("}")
            case .end: try json.endString()
            }
        }
        if !isFirst { try json.close("]") }
    }

    private func beginValues() throws {
        try json.key("Value")
        try json.open("[")
    }

    private func value(_ text: String, _ shown: ShownElement) throws {
        // An empty value among several (F.2.5).
        if text.isEmpty { return try json.literal("null") }
        switch shown.meaning {
        case .pn: try personName(text)
        case .ds, .is:
            if let number = JSONNumber.text(of: text, isInteger: shown.meaning == .is) {
                try json.literal(number)
            } else {
                try json.string(text)
            }
        default: try json.string(text)
        }
    }

    private func personName(_ text: String) throws {
        if text.unicodeScalars.allSatisfy({ $0 == "=" }) && text.unicodeScalars.count <= 2 {
            return try json.literal("null")
        }
        try json.open("{")
        var name = JSONPersonName()
        try name.add(text, &json)
        try name.endGroup(&json)
        try json.close("}")
    }
}
