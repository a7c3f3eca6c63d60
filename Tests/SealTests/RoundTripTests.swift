import Testing

@testable import Seal

struct RoundTripTests {
    static let identity = try! X25519Identity.generate()

    @Test(arguments: [0, 1, 15, 16, 65519, 65520, 65535, 65536, 65537, 131071, 131072, 131073, 200_000, 262_144])
    func whatIsSealedOpens(size: Int) throws {
        let plaintext = pattern(size)
        let sealed = try seal(plaintext, to: [Self.identity.recipient])
        #expect(try open(sealed, with: [Self.identity]) == plaintext)
        // Header with one stanza, nonce, one tag a chunk; an empty payload has one chunk, a full last chunk no empty one behind it.
        let chunks = max(1, (size + 65535) / 65536)
        #expect(sealed.count == Self.headerSize + 16 + size + 16 * chunks)
    }

    @Test(arguments: [1, 7, 16, 4096, 65535, 65536, 65537, 65552, 65553, 100_000], [65536, 131_072, 140_000])
    func thePiecesItComesInDoNotMatter(piece: Int, size: Int) throws {
        let plaintext = pattern(size)
        let sealed = try seal(plaintext, to: [Self.identity.recipient], pieces: piece)
        #expect(try open(sealed, with: [Self.identity], pieces: piece) == plaintext)
        #expect(try open(sealed, with: [Self.identity]) == plaintext)
    }

    /// Told that more will come, the writer waits for nothing, and what comes out is the same.
    @Test(arguments: [100, 4096, 65535, 65536, 65537, 131_072], [65536, 131_072, 140_000, 196_608, 262_144])
    func whatIsSureToBeFollowedNeedNotWait(piece: Int, size: Int) throws {
        let plaintext = pattern(size)
        var writer = try AgeWriter(to: [Self.identity.recipient], grease: false, output: Memory())
        for start in stride(from: 0, to: size, by: piece) {
            let end = min(start + piece, size)
            try Array(plaintext[start..<end]).lend { try writer.write($0, isFollowed: end < size) }
        }
        let sealed = try writer.finish().bytes
        #expect(sealed.count == Self.headerSize + 16 + size + 16 * ((size + 65535) / 65536))
        #expect(try open(sealed, with: [Self.identity]) == plaintext)
    }

    @Test func whatWasAnnouncedHasToCome() throws {
        var writer = try AgeWriter(to: [Self.identity.recipient], grease: false, output: Memory())
        try pattern(65536).lend { try writer.write($0, isFollowed: true) }
        do {
            _ = try writer.finish()
            Issue.record("a file without its last chunk")
        } catch { #expect((error as? SealError)?.code == .emptyLastChunk) }
    }

    @Test func eachRecipientOpens() throws {
        let identities = try (0..<5).map { _ in try X25519Identity.generate() }
        let sealed = try seal([1, 2, 3], to: identities.map(\.recipient))
        for identity in identities {
            #expect(try open(sealed, with: [Self.identity, identity]) == [1, 2, 3])
        }
    }

    @Test func aWrongKeyOpensNothing() throws {
        let sealed = try seal(pattern(100), to: [Self.identity.recipient])
        let other = try X25519Identity.generate()
        #expect(code { _ = try open(sealed, with: [other]) } == .noMatchingIdentity)
        #expect(code { _ = try open(sealed, with: []) } == .noMatchingIdentity)
    }

    @Test func nobodyToSealToIsAnError() {
        #expect(code { _ = try seal([], to: []) } == .noRecipients)
    }

    @Test func twoFilesShareNothing() throws {
        let one = try seal([0, 0, 0], to: [Self.identity.recipient])
        let two = try seal([0, 0, 0], to: [Self.identity.recipient])
        #expect(one.suffix(35) != two.suffix(35))
        #expect(one.prefix(80) != two.prefix(80))
    }

    /// Version line, stanza line, body line, MAC line.
    static let headerSize = 22 + (3 + 7 + 43 + 1) + (43 + 1) + (4 + 43 + 1)
}
