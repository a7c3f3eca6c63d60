/// Takes stanzas apart as they come from a plugin (C2SP age-plugin, "IPC protocol"): in the form of a header's.
struct StanzaStream {
    /// Of one stanza, in bytes.
    static let limit = HeaderLimits.bytes

    private var bytes: [UInt8] = []

    mutating func append(_ more: ArraySlice<UInt8>) { bytes += more }

    /// The next stanza if it is complete.
    ///
    /// - Throws: `.malformedStanza` for what is none and for one that is too large.
    mutating func next() throws(SealError) -> Stanza? {
        var lines: [Range<Int>] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: lineFeed) {
            lines.append(start..<end)
            start = end + 1
            // The first line has the words, every further one but the last 64 characters.
            if lines.count > 1, lines[lines.count - 1].count < Stanza.columns { return try take(lines, start) }
        }
        guard bytes.count <= Self.limit else { throw SealError(.malformedStanza) }
        return nil
    }

    private mutating func take(_ lines: [Range<Int>], _ end: Int) throws(SealError) -> Stanza {
        defer {
            wipe(&bytes, first: end)
            bytes.removeFirst(end)
        }
        guard bytes[lines[0]].starts(with: "-> ".utf8) else { throw SealError(.malformedStanza) }
        let words = bytes[lines[0]].dropFirst(3).split(separator: 0x20, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        var body: [UInt8] = []
        for line in lines.dropFirst() {
            guard line.count <= Stanza.columns, let part = Base64.decode(bytes[line]) else {
                throw SealError(.malformedStanza)
            }
            body += part
        }
        return try Stanza(type: words[0], arguments: Array(words.dropFirst()), body: body)
    }
}
