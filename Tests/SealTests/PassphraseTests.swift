import Testing

@testable import Seal

struct PassphraseTests {
    static let identity = try! X25519Identity.generate()

    static func passphrase(_ text: String) -> Passphrase { Passphrase(Array(text.utf8).span.bytes) }
    static func recipient(_ text: String) throws -> ScryptRecipient {
        try ScryptRecipient(passphrase(text), workFactor: 4)
    }

    @Test func aPassphraseOpensWhatItSealed() throws {
        let sealed = try seal(pattern(100), to: [Self.recipient("one")])
        #expect(try open(sealed, with: [ScryptIdentity(Self.passphrase("one"))]) == pattern(100))
        #expect(code { _ = try open(sealed, with: [ScryptIdentity(Self.passphrase("two"))]) } == .noMatchingIdentity)
        #expect(code { _ = try open(sealed, with: [Self.identity]) } == .noMatchingIdentity)
        #expect(
            try open(sealed, with: [ScryptIdentity(Self.passphrase("two")), ScryptIdentity(Self.passphrase("one"))])
                == pattern(100))
    }

    @Test func twoSaltsAreNeverTheSame() throws {
        let recipient = try Self.recipient("one")
        let fileKey = try FileKey()
        let (first, second) = (try recipient.wrap(fileKey), try recipient.wrap(fileKey))
        #expect(first[0].arguments[0] != second[0].arguments[0])
    }

    @Test func aPassphraseStandsAlone() throws {
        let scrypt = try Self.recipient("one")
        for recipients in [[scrypt, Self.identity.recipient], [Self.identity.recipient, scrypt], [scrypt, scrypt]]
            as [[any Recipient]]
        {
            #expect(code { _ = try seal([], to: recipients) } == .mixedPassphrase)
        }
        #expect(code { _ = try Self.recipient("") } == .emptyPassphrase)
    }

    @Test func noGreaseBesideAPassphrase() throws {
        for _ in 0..<5 {
            let stanzas = try FileKey().wrapped(for: [Self.recipient("one")], grease: true)
            #expect(stanzas.map(\.type) == ["scrypt"])
        }
    }

    @Test func tooMuchWorkIsRefusedBeforeItIsDone() throws {
        for (factor, expected) in [
            ("23", SealError.Code.workFactorTooLarge), ("99999999999999999999", .workFactorTooLarge),
            ("018", .malformedStanza), ("+18", .malformedStanza), ("0", .malformedStanza), ("1a", .malformedStanza),
        ] {
            let salt = String(decoding: Base64.encode(pattern(16)), as: UTF8.self)
            let stanza = try Stanza(type: "scrypt", arguments: [salt, factor], body: pattern(32))
            #expect(code { _ = try ScryptIdentity(Self.passphrase("x")).unwrap([stanza]) } == expected, "\(factor)")
            let asked = AskedPassphrase(dialog: Answers("x"))
            #expect(code { _ = try asked.unwrap([stanza]) } == expected, "nobody is asked for \(factor)")
        }
    }

    @Test func aPassphraseIsAskedForOnce() throws {
        let answers = Answers("one")
        let asked = AskedPassphrase(dialog: answers)
        for _ in 0..<3 {
            #expect(try open(try seal([7], to: [Self.recipient("one")]), with: [asked]) == [7])
        }
        #expect(answers.count == 1)
        #expect(code { _ = try open(try seal([7], to: [Self.recipient("two")]), with: [asked]) } == .wrongPassphrase)
        let nobody = AskedPassphrase(dialog: NoDialog())
        #expect(
            code { _ = try open(try seal([7], to: [Self.recipient("one")]), with: [nobody]) } == .passphraseUnavailable)
    }

    @Test func weakPassphrasesAreTold() {
        for weak in [
            "", "hospital", "Password123", "12345678901234567890", "abcdefghijklmnop", "aaaaaaaaaaaaaaaaaaaa",
            "qwertyuiopasdfgh",
            "PasswordPasswordPassword", "P@ssw0rd!P@ssw0rd!", "abcabcabcabcabcabc", "Radiology-Hospital-2026",
            "xk7xk7xk7xk7xk7xk7",
        ] {
            #expect(PassphraseStrength.bits(Self.passphrase(weak)) < PassphraseStrength.enough, "\(weak)")
        }
        for good in [
            "vase kiosk draft yelp ounce", "xK7#qpR2!mWz", "tqz0-3s54-w8jn-khce", "correct horse battery staple",
        ] {
            #expect(PassphraseStrength.bits(Self.passphrase(good)) >= PassphraseStrength.enough, "\(good)")
        }
    }

    @Test func madePassphrasesAreStrongAndDiffer() throws {
        let (one, other) = (try Passphrase.random(), try Passphrase.random())
        #expect(!one.equals(other) && one.equals(one))
        #expect(PassphraseStrength.bits(one) >= 120)
    }
}

/// A person who always says the same.
final class Answers: Dialog, @unchecked Sendable {
    let text: String
    private(set) var count = 0

    init(_ text: String) { self.text = text }

    func passphrase(for lock: Lock) throws(SealError) -> Passphrase {
        count += 1
        return PassphraseTests.passphrase(text)
    }
}

struct GreaseTests {
    @Test func aStanzaThatNobodyKnowsIsSentAndIgnored() throws {
        let identity = try X25519Identity.generate()
        var writer = try AgeWriter(to: [identity.recipient], output: Memory())
        let plaintext: [UInt8] = [1, 2, 3]
        try writer.write(plaintext.span.bytes)
        let sealed = try writer.finish().bytes
        let header = String(decoding: sealed.prefix { $0 < 0x80 }, as: UTF8.self)
        #expect(header.contains("-grease"))
        #expect(try open(sealed, with: [identity]) == [1, 2, 3])
    }
}
