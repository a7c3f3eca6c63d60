/// Takes the bytes of a header as they come and gives the header when it is complete. Follows the grammar to the letter
/// (C2SP age, "ABNF definition of file header") and refuses at the first byte that cannot be right.
struct HeaderReader {
    private enum Expected { case version, stanzaOrEnd, body }

    private var expected = Expected.version
    private var raw: [UInt8] = []
    private var lineStart = 0
    private var stanzas: [Stanza] = []
    private var arguments: [String] = []
    private var body: [UInt8] = []

    /// Whether nothing has been read yet.
    var isEmpty: Bool { raw.isEmpty }

    /// Reads from the front of `bytes` and returns how many were the header's, with the header if they complete it.
    mutating func read(_ bytes: RawSpan) throws(SealError) -> (consumed: Int, header: Header?) {
        for index in 0..<bytes.byteCount {
            let byte = bytes[index]
            guard raw.count < HeaderLimits.bytes else { throw SealError(.headerTooLarge, at: .byte(raw.count)) }
            raw.append(byte)
            if expected == .version {
                try checkVersion()
            } else if byte == lineFeed {
                let header = try endLine()
                lineStart = raw.count
                if let header { return (index + 1, header) }
            }
        }
        return (bytes.byteCount, nil)
    }

    /// Byte by byte: the first kilobytes of something else are not worth waiting for.
    private mutating func checkVersion() throws(SealError) {
        let last = raw.count - 1
        guard raw[last] == Header.version[last] else {
            let isAge = last >= "age-encryption.org/".utf8.count
            throw SealError(isAge ? .unsupportedVersion : .notAnAgeFile, at: .byte(last))
        }
        if raw.count == Header.version.count {
            expected = .stanzaOrEnd
            lineStart = raw.count
        }
    }

    private mutating func endLine() throws(SealError) -> Header? {
        let line = lineStart..<raw.count - 1
        switch expected {
        case .body: try endBodyLine(line)
        case .stanzaOrEnd where raw[line].starts(with: "-> ".utf8): try endArgumentLine(line)
        case .stanzaOrEnd where raw[line].starts(with: "--- ".utf8): return try end(line)
        case .stanzaOrEnd, .version: throw malformed
        }
        return nil
    }

    /// `arg-line = "-> " argument *(SP argument) LF`
    private mutating func endArgumentLine(_ line: Range<Int>) throws(SealError) {
        guard stanzas.count < HeaderLimits.stanzas else { throw SealError(.headerTooLarge, at: .byte(lineStart)) }
        arguments = []
        for word in raw[line].dropFirst(3).split(separator: 0x20, omittingEmptySubsequences: false) {
            guard !word.isEmpty, word.allSatisfy(Stanza.isVisible) else { throw malformed }
            arguments.append(String(decoding: word, as: UTF8.self))
        }
        body = []
        expected = .body
    }

    /// `full-line = 64base64char LF`, `final-line = *63base64char LF`
    private mutating func endBodyLine(_ line: Range<Int>) throws(SealError) {
        guard line.count <= Stanza.columns, let bytes = Base64.decode(raw[line]) else { throw malformed }
        body += bytes
        guard line.count < Stanza.columns else { return }
        guard let type = arguments.first else { throw malformed }
        stanzas.append(try Stanza(type: type, arguments: Array(arguments.dropFirst()), body: body))
        expected = .stanzaOrEnd
    }

    /// `end = "--- " 43base64char LF`, after at least one stanza.
    private func end(_ line: Range<Int>) throws(SealError) -> Header {
        let mark = "---".utf8.count
        guard !stanzas.isEmpty, let mac = Base64.decode(raw[line].dropFirst(mark + 1)),
            mac.count == KeyDerivation.keySize
        else { throw malformed }
        // "An scrypt stanza, if present, MUST be the only stanza in the header": checked for every kind of identity.
        if stanzas.count > 1, stanzas.contains(where: { $0.type == "scrypt" }) {
            throw SealError(.mixedPassphraseStanza)
        }
        return Header(stanzas: stanzas, authenticated: Array(raw[..<(line.lowerBound + mark)]), mac: mac)
    }

    private var malformed: SealError { SealError(.malformedHeader, at: .byte(lineStart)) }
}
