/// The two ends of a sealed file in binary form, looked at without what is between them: enough to tell whose it is, that it is
/// whole, and what size it has when opened.
public enum SealedEnds {
    /// Reads `count` bytes at an offset, or fewer at the end of the file.
    public typealias Read = (_ offset: Int, _ count: Int) throws -> [UInt8]

    private struct Start {
        var header: Header
        /// Where the payload begins, at its nonce.
        var payload: Int
    }

    /// What the two ends tell.
    public struct Ends: Hashable, Sendable {
        /// What the file holds when it is opened, in bytes.
        public var plainSize: Int
        /// Of the header: HMAC-SHA-256 under the file key, so that no two files have the same one.
        public var mac: [UInt8]
    }

    /// Bytes from the start of a file that its header fits into, unless it has many recipients.
    public static let startSize = 2048

    /// The MAC of the header that begins here; `nil` where it does not end here, or is none.
    public static func mac(inStart bytes: [UInt8]) -> [UInt8]? {
        var reader = HeaderReader()
        return bytes.lend { (bytes) in (try? reader.read(bytes))?.header?.mac }
    }

    /// The types of the stanzas, in their order: `X25519`, `ssh-ed25519`, …
    public static func stanzaTypes(read: Read) throws -> [String] { try start(read).header.stanzas.map(\.type) }

    /// What a file of `size` bytes holds if it is whole, in bytes: no key is needed to tell.
    ///
    /// - Throws: of kind `header`; `.truncatedPayload` if no payload has this size.
    public static func plainSize(ofFile size: Int, read: Read) throws -> Int {
        try chunks(of: size, from: try start(read)).plainSize
    }

    /// The size, and the MAC of the header, once the header and the last chunk were found authentic: nothing was cut off or put behind. What is between
    /// them is not looked at.
    public static func opened(ofFile size: Int, identities: [any Identity], read: Read) throws -> Ends {
        let start = try start(read)
        let fileKey = try start.header.fileKey(for: identities)
        let chunks = try chunks(of: size, from: start)
        let nonce = try read(start.payload, Payload.nonceSize)
        let last = start.payload + Payload.nonceSize + (chunks.count - 1) * Payload.sealedChunkSize
        let sealed = try read(last, size - last)
        guard nonce.count == Payload.nonceSize, sealed.count == size - last else {
            throw SealError(.truncatedPayload, at: .byte(last))
        }
        var cipher = try ChaChaPoly(.open, key: fileKey.payloadKey(nonce: nonce))
        let place = WipedBytes(count: Payload.chunkSize)
        let opened = try sealed.lend { (sealed) throws(SealError) in
            try cipher.open(
                sealed, nonce: Payload.nonce(chunk: UInt64(chunks.count - 1), isLast: true), into: &place.bytes)
        }
        guard opened != nil else { throw SealError(.lastChunkAlteredOrCut, at: .byte(last)) }
        return Ends(plainSize: chunks.plainSize, mac: start.header.mac)
    }

    private static func start(_ read: Read) throws -> Start {
        var reader = HeaderReader()
        var offset = 0
        while true {
            // A header for a few recipients is in the first piece.
            let bytes = try read(offset, offset == 0 ? startSize : 64 << 10)
            guard !bytes.isEmpty else { throw SealError(.truncatedHeader, at: .byte(offset)) }
            let (consumed, header) = try bytes.lend { (bytes) throws(SealError) in try reader.read(bytes) }
            offset += consumed
            if let header { return Start(header: header, payload: offset) }
        }
    }

    private static func chunks(of size: Int, from start: Start) throws(SealError) -> (count: Int, plainSize: Int) {
        let payload = size - start.payload - Payload.nonceSize
        guard payload >= ChaChaPoly.tagSize else { throw SealError(.truncatedPayload, at: .byte(size)) }
        let count = (payload + Payload.sealedChunkSize - 1) / Payload.sealedChunkSize
        let last = payload - (count - 1) * Payload.sealedChunkSize
        // The last chunk holds something, unless it is the only one.
        guard last > ChaChaPoly.tagSize || count == 1 && last == ChaChaPoly.tagSize else {
            throw SealError(.truncatedPayload, at: .byte(size))
        }
        return (count, payload - count * ChaChaPoly.tagSize)
    }
}
