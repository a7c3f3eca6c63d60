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

/// What is split tells whether it came back as it was.
struct SplitSecretTests {
    static func split(_ secret: [UInt8]) throws -> [UInt8] {
        let text = try secret.lend { (bytes) throws(SealError) in try SplitSecret.withCheck(bytes) }
        return EscrowTests.bytes(text)
    }

    static func checked(_ text: [UInt8]) throws -> [UInt8]? {
        let passphrase = text.lend { Passphrase($0) }
        guard let secret = try SplitSecret.checked(passphrase) else { return nil }
        return EscrowTests.bytes(secret)
    }

    static func isContradicted(_ text: [UInt8]) throws -> Bool {
        try text.lend { (bytes) throws(SealError) in try SplitSecret.isContradicted(bytes) }
    }

    @Test(arguments: [0, 1, 50, 4000]) func whatComesBackIsWhatWasSplit(size: Int) throws {
        let secret = pattern(size)
        let text = try Self.split(secret)
        let back = try Self.checked(text)
        let (none, isPlainContradicted) = (try Self.checked(secret), try Self.isContradicted(secret))
        let isContradicted = try Self.isContradicted(text)
        #expect(text.count == size + SplitSecret.checkSize && text.starts(with: secret))
        #expect(back == secret && none == nil)
        #expect(!isPlainContradicted && !isContradicted)
    }

    @Test func noByteMayBeAnother() throws {
        let text = try Self.split(pattern(50))
        for index in text.indices {
            for bit in 0..<8 {
                var other = text
                other[index] ^= 1 << UInt8(bit)
                let (back, isContradicted) = (try Self.checked(other), try Self.isContradicted(other))
                #expect(back == nil && (isContradicted || index >= 50))
            }
        }
    }

    /// Every byte of one share, at three shares where two are needed: never another secret.
    @Test func aWrongByteInAShareIsFound() throws {
        let text = try Self.split(pattern(20))
        let shares = try text.lend { (bytes) throws(SealError) in try SecretShares.split(bytes, threshold: 2, count: 3)
        }
        for index in 0..<shares[0].bytes.count {
            for change in [UInt8(1), 0x20, 0xFF] {
                var bytes = EscrowTests.bytes(shares[0].bytes)
                bytes[index] ^= change
                let wrong = bytes.lend { SecretShares.Share(number: shares[0].number, bytes: $0) }
                for others in [[shares[1]], [shares[2]], [shares[1], shares[2]]] {
                    let back = try SplitSecret.checked(SecretShares.combine([wrong] + others))
                    #expect(back == nil)
                }
            }
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
