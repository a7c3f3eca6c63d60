/// One wrapped file key in a header (C2SP age, "Recipient stanza").
public struct Stanza: Hashable, Sendable {
    /// What the identity goes by, such as `X25519`.
    public let type: String
    /// One or more printable ASCII characters each, no space.
    public let arguments: [String]
    public let body: [UInt8]

    /// - Throws: `.malformedStanza` if the type or an argument could not be written in a header.
    public init(type: String, arguments: [String], body: [UInt8]) throws(SealError) {
        for word in [type] + arguments {
            guard !word.isEmpty, word.utf8.allSatisfy(Self.isVisible) else { throw SealError(.malformedStanza) }
        }
        self.type = type
        self.arguments = arguments
        self.body = body
    }

    /// VCHAR of RFC 5234.
    static func isVisible(_ byte: UInt8) -> Bool { 0x21...0x7E ~= byte }

    /// Columns of a full body line.
    static let columns = 64

    /// Appends the stanza as it stands in a header: the body ends with a line shorter than 64 columns, be it empty.
    func encode(to header: inout [UInt8]) {
        header += "-> \(type)".utf8
        for argument in arguments { header += " \(argument)".utf8 }
        header.append(lineFeed)
        let text = Base64.encode(body)
        var start = 0
        while text.count - start >= Self.columns {
            header += text[start..<start + Self.columns]
            header.append(lineFeed)
            start += Self.columns
        }
        header += text[start...]
        header.append(lineFeed)
    }
}

let lineFeed: UInt8 = 0x0A
