import Standard

/// A data element of an output, read by the rules of PS3.5 §7 and not by the reader under test.
struct Found: Equatable {
    var tag: UInt32
    var vr: String
    var value: [UInt8] = []
    /// Items of a sequence; `nil` for a value.
    var items: [[Found]]?
    var hasUndefinedLength = false

    var text: String {
        String(decoding: value.reversed().drop { $0 == 0x20 || $0 == 0 }.reversed(), as: UTF8.self)
    }

    struct Malformed: Error { var what: String }

    static func parse(_ bytes: [UInt8], _ wire: Wire) throws -> [Found] {
        var parser = Parser(bytes: bytes[...], wire: wire)
        return try parser.elements()
    }

    private struct Parser {
        var bytes: ArraySlice<UInt8>
        var wire: Wire

        mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
            guard count <= bytes.count else {
                throw Malformed(what: "a length of \(count) with \(bytes.count) bytes left")
            }
            defer { bytes = bytes.dropFirst(count) }
            return bytes.prefix(count)
        }

        mutating func number(_ count: Int) throws -> UInt32 {
            let field = try take(count)
            return (wire.isBig ? Array(field) : field.reversed()).reduce(0) { $0 << 8 | UInt32($1) }
        }

        mutating func tag() throws -> UInt32 { try number(2) << 16 | number(2) }

        mutating func elements(until end: UInt32? = nil) throws -> [Found] {
            var found: [Found] = []
            while !bytes.isEmpty {
                let tag = try tag()
                if tag == end {
                    guard try number(4) == 0 else { throw Malformed(what: "a delimiter with a length") }
                    return found
                }
                if tag >> 16 == 0xFFFE { throw Malformed(what: "a stray \(Tag(tag))") }
                found.append(try element(tag))
            }
            if end != nil { throw Malformed(what: "no delimiter") }
            return found
        }

        mutating func element(_ tag: UInt32) throws -> Found {
            var vr = DataDictionary.vr(of: Tag(tag))?.description ?? "UN"
            var length: UInt32
            if wire.isExplicit {
                vr = String(decoding: try take(2), as: UTF8.self)
                if Wire.shortVRs.contains(vr) {
                    length = try number(2)
                } else {
                    _ = try take(2)
                    length = try number(4)
                }
            } else {
                length = try number(4)
            }
            if length == 0xFFFF_FFFF {
                let isUN = vr == "UN" && wire.isExplicit
                var inner = Parser(bytes: bytes, wire: isUN ? .implicitLittle : wire)
                let items = try inner.items(untilDelimiter: true, isPixels: vr == "OB" || vr == "OW")
                bytes = inner.bytes
                return Found(tag: tag, vr: vr, items: items, hasUndefinedLength: true)
            }
            let value = try take(Int(length))
            guard vr == "SQ" else { return Found(tag: tag, vr: vr, value: Array(value)) }
            var inner = Parser(bytes: value, wire: wire)
            return Found(tag: tag, vr: vr, items: try inner.items(untilDelimiter: false, isPixels: false))
        }

        mutating func items(untilDelimiter: Bool, isPixels: Bool) throws -> [[Found]] {
            var items: [[Found]] = []
            while !bytes.isEmpty {
                let tag = try tag()
                let length = try number(4)
                if tag == 0xFFFE_E0DD, untilDelimiter { return items }
                guard tag == 0xFFFE_E000 else { throw Malformed(what: "\(Tag(tag)) among items") }
                if length == 0xFFFF_FFFF {
                    items.append(try elements(until: 0xFFFE_E00D))
                } else {
                    var inner = Parser(bytes: try take(Int(length)), wire: wire)
                    items.append(isPixels ? [] : try inner.elements())
                }
            }
            if untilDelimiter { throw Malformed(what: "no sequence delimiter") }
            return items
        }
    }
}

extension [Found] {
    subscript(tag tag: UInt32) -> Found? { first { $0.tag == tag } }

    /// Every element at any depth.
    var flattened: [Found] { flatMap { [$0] + ($0.items ?? []).flatMap(\.flattened) } }
}
