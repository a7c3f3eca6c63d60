import Testing

@testable import Seal

struct EscrowTests {
    static func bytes(_ passphrase: Passphrase) -> [UInt8] { passphrase.withBytes { $0.copy(0..<$0.byteCount) } }

    @Test(arguments: [(1, 1), (2, 3), (3, 5), (17, 40), (255, 255)])
    func enoughSharesBringItBack(threshold: Int, count: Int) throws {
        let secret = pattern(50)
        let shares = try SecretShares.split(secret.span.bytes, threshold: threshold, count: count)
        #expect(Set(shares.map(\.number)).count == count && !shares.contains { $0.number == 0 })
        #expect(try Self.bytes(SecretShares.combine(Array(shares.shuffled().prefix(threshold)))) == secret)
        #expect(try Self.bytes(SecretShares.combine(shares)) == secret)
        if threshold > 1 {
            #expect(try Self.bytes(SecretShares.combine(Array(shares.prefix(threshold - 1)))) != secret)
        }
    }

    @Test func numbersThatCannotBe() {
        for (threshold, count) in [(0, 1), (2, 1), (1, 256), (1, 0)] {
            let secret: [UInt8] = [1]
            #expect(
                code { _ = try SecretShares.split(secret.span.bytes, threshold: threshold, count: count) }
                    == .unusableShares)
        }
    }
}

struct StanzaStreamTests {
    /// What is sent in any pieces comes out as it went in.
    @Test(arguments: [1, 2, 7, 64, 10_000]) func piecesDoNotMatter(piece: Int) throws {
        let sent = try [0, 1, 47, 48, 49, 96, 200].map { (size) throws(SealError) in
            try Stanza(type: "t\(size)", arguments: ["a", "b"], body: pattern(size))
        }
        var bytes: [UInt8] = []
        for stanza in sent { stanza.encode(to: &bytes) }
        var stream = StanzaStream()
        var received: [Stanza] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + piece, bytes.count)
            stream.append(bytes[start..<end])
            start = end
            while let stanza = try stream.next() { received.append(stanza) }
        }
        #expect(received == sent)
    }

    @Test(arguments: ["hello\n\n", "-> \n\n", "->x\n\n", "-> a  b\n\n", "-> a\n####\n", "-> a\nAA=\n"])
    func whatIsNone(text: String) {
        var stream = StanzaStream()
        stream.append(Array(text.utf8)[...])
        #expect(code { _ = try stream.next() } == .malformedStanza, "\(text)")
    }
}
