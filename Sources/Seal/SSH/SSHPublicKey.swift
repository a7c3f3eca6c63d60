/// A public key as OpenSSH writes it: `ssh-ed25519 AAAA… comment`.
struct SSHPublicKey: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case ed25519(point: [UInt8])
        case rsa(modulus: [UInt8], exponent: [UInt8])
    }

    let kind: Kind
    /// As it stands in every message of ssh (RFC 4253 §6.6).
    let blob: [UInt8]

    var type: String {
        switch kind {
        case .ed25519: SSHEd25519.type
        case .rsa: SSHRSA.type
        }
    }

    /// The four bytes of its SHA-256 by which stanzas name it.
    func tag() throws(SealError) -> String {
        String(decoding: Base64.encode(Array(try Digest.sha256(blob)[..<4])), as: UTF8.self)
    }

    /// One line. Options before the type are not read.
    ///
    /// - Throws: `.malformedKey`; `.unsupportedRecipient` for an ssh key that nothing can be sealed to.
    init(line: RawSpan) throws(SealError) {
        let words = Self.words(of: line)
        guard words.count >= 2, let blob = Self.decode(line.extracting(words[1])) else {
            throw SealError(.malformedKey(.notSSH))
        }
        try self.init(blob: blob)
        guard type.utf8.elementsEqual(line.copy(words[0])) else { throw SealError(.malformedKey(.notSSH)) }
    }

    /// - Throws: as above.
    init(blob: [UInt8]) throws(SealError) {
        self.blob = blob
        kind = try blob.lend { (bytes) throws(SealError) -> Kind in
            var reader = SSHReader()
            let type = try reader.string(in: bytes)
            let kind: Kind
            if bytes.holds("ssh-ed25519", at: type) {
                kind = .ed25519(point: bytes.copy(try reader.string(in: bytes)))
            } else if bytes.holds("ssh-rsa", at: type) {
                let exponent = bytes.copy(try reader.number(in: bytes))
                kind = .rsa(modulus: bytes.copy(try reader.number(in: bytes)), exponent: exponent)
            } else {
                throw SealError(.unsupportedRecipient)
            }
            guard reader.position == bytes.byteCount else { throw SealError(.malformedKey(.notSSH)) }
            return kind
        }
    }

    /// The type of a key that is well formed, be it one that nothing can be sealed to; else `nil`.
    static func type(ofLine line: RawSpan) -> String? {
        let words = words(of: line)
        guard words.count >= 2, let blob = decode(line.extracting(words[1])) else { return nil }
        return blob.lend { bytes in
            var reader = SSHReader()
            guard let type = try? reader.string(in: bytes), type.count < 100,
                line.copy(words[0]) == bytes.copy(type)
            else { return nil }
            return String(decoding: bytes.copy(type), as: UTF8.self)
        }
    }

    var line: String { "\(type) \(String(decoding: Base64.encodePadded(blob), as: UTF8.self))" }

    private static func words(of line: RawSpan) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = 0
        for end in 0...line.byteCount where end == line.byteCount || line[end] == 0x20 || line[end] == 0x09 {
            if end > start { words.append(start..<end) }
            start = end + 1
        }
        return words
    }

    private static func decode(_ text: RawSpan) -> [UInt8]? { Base64.decodePadded(text.copy(0..<text.byteCount)) }
}
