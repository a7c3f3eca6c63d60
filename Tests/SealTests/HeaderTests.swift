import Testing

@testable import Seal

struct HeaderTests {
    static let mac = "--- WyJp9F/9FOZh7gJdheq2WIJcwHgYc8NIVh3ddwhrcNg\n"

    static func read(_ text: String) throws(SealError) -> Header? {
        var reader = HeaderReader()
        return try Array(text.utf8).lend { (bytes) throws(SealError) in try reader.read(bytes).header }
    }

    static func readError(_ text: String) -> SealError? {
        do { _ = try read(text) } catch { return error }
        return nil
    }

    @Test func stanzasAreReadAsTheyStand() throws {
        let full = String(repeating: "QUFB", count: 16)
        let header = try #require(try Self.read("age-encryption.org/v1\n-> a b ~!\n\(full)\n\n-> c\nQQ\n" + Self.mac))
        #expect(header.stanzas.map(\.type) == ["a", "c"])
        #expect(header.stanzas[0].arguments == ["b", "~!"])
        #expect(header.stanzas[0].body == [UInt8](repeating: 0x41, count: 48))
        #expect(header.stanzas[1].body == [0x41])
        #expect(header.mac.count == 32)
        #expect(header.authenticated.suffix(4) == Array("\n---".utf8)[...])
    }

    @Test func aHeaderIsNotReadBeyondItsEnd() throws {
        var reader = HeaderReader()
        let text = Array(("age-encryption.org/v1\n-> c\n\n" + Self.mac + "-> d\n").utf8)
        #expect(try text.lend { try reader.read($0).consumed } == text.count - 5)
    }

    @Test(arguments: 0..<200) func aStanzaComesBack(count: Int) throws {
        let stanza = try Stanza(type: "example.com/x", arguments: ["1", "!~"], body: pattern(count))
        let fileKey = try FileKey()
        let bytes = try Header.encode([stanza], fileKey: fileKey)
        var reader = HeaderReader()
        #expect(try bytes.lend { try reader.read($0).header }?.stanzas == [stanza])
    }

    @Test(arguments: [
        "-> \n\n", "->\n\n", "-> a  b\n\n", "-> a \n\n", "-> \u{e8}\n\n", "-> a\t\n\n", "-> a\r\n\n", "->a\n\n",
        " -> a\n\n", "\n",
        "-> a\nQQ=\n", "-> a\nQR\n", "-> a\nQ\n", "-> a\nQQ \n", "-> a\nQQ\r\n", "-> a\nQ*==\n",
        "-> a\n" + String(repeating: "A", count: 65) + "\n",
        "-> a\nQUFB\nQUFB\n", "--- \n", "---\n", "-> a\n\n---\n", "-> a\n\n--- AAAA\n", "-> a\n\n----\n",
        "-> a\n\n---  WyJp9F/9FOZh7gJdheq2WIJcwHgYc8NIVh3ddwhrcNg\n",
        "-> a\n\n--- WyJp9F/9FOZh7gJdheq2WIJcwHgYc8NIVh3ddwhrcNh\n", mac,
    ])
    func whatTheGrammarDoesNotHaveIsRefused(text: String) {
        #expect(Self.readError("age-encryption.org/v1\n" + text)?.code == .malformedHeader)
    }

    @Test func otherFilesAreRefusedAtTheirFirstByte() {
        #expect(Self.readError("DICM") == SealError(.notAnAgeFile, at: .byte(0)))
        #expect(Self.readError("age-encryption.com") == SealError(.notAnAgeFile, at: .byte(15)))
        #expect(Self.readError("age-encryption.org/v2\n") == SealError(.unsupportedVersion, at: .byte(20)))
        #expect(Self.readError("age-encryption.org/v1\r\n")?.code == .unsupportedVersion)
    }

    @Test func aPassphraseStanzaStandsAlone() {
        #expect(
            Self.readError("age-encryption.org/v1\n-> scrypt\n\n-> X25519\n\n" + Self.mac)?.code
                == .mixedPassphraseStanza)
        #expect(Self.readError("age-encryption.org/v1\n-> scrypt\n\n" + Self.mac) == nil)
    }

    @Test func aHeaderWithoutEndIsGivenUp() {
        let version = "age-encryption.org/v1\n"
        let many = String(repeating: "-> a\n\n", count: HeaderLimits.stanzas)
        #expect(Self.readError(version + many + Self.mac) == nil)
        #expect(Self.readError(version + many + "-> a\n\n")?.code == .headerTooLarge)
        #expect(
            Self.readError(version + "-> " + String(repeating: "a", count: HeaderLimits.bytes))?.code == .headerTooLarge
        )
        #expect(
            Self.readError(
                version + "-> a\n" + String(repeating: String(repeating: "A", count: 64) + "\n", count: 33_000))?.code
                == .headerTooLarge)
    }

    @Test func whatCannotStandInAHeaderCannotBecomeAStanza() {
        for word in ["", "a b", "a\n", "\u{e8}"] {
            #expect(throws: SealError(.malformedStanza)) { try Stanza(type: "a", arguments: [word], body: []) }
            #expect(throws: SealError(.malformedStanza)) { try Stanza(type: word, arguments: [], body: []) }
        }
    }

    @Test func nonceOfAChunkIsACounterAndAFlag() {
        let nonce = Payload.nonce(chunk: 0x0102_0304_0506_0708, isLast: true)
        #expect((0..<12).map { nonce[$0] } == [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1])
    }
}
