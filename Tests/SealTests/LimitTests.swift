import Testing

@testable import Seal

/// What is sealed opens again, or is not sealed at all.
struct LimitTests {
    /// A recipient whose stanzas are as many and as large as a test wants.
    struct Bulky: Recipient {
        var stanzas = 1
        var bodyBytes = 0

        func wrap(_ fileKey: borrowing FileKey) throws(SealError) -> [Stanza] {
            try (0..<stanzas).map { (_) throws(SealError) in
                try Stanza(type: "example.com/bulky", arguments: [], body: pattern(bodyBytes))
            }
        }
    }

    @Test func asManyRecipientsAsAHeaderMayHaveOpen() throws {
        let identity = try X25519Identity.generate()
        let sealed = try seal([1], to: [identity.recipient, Bulky(stanzas: HeaderLimits.stanzas - 1)])
        #expect(try open(sealed, with: [identity]) == [1])
    }

    @Test func oneRecipientMoreIsRefused() throws {
        let identity = try X25519Identity.generate()
        #expect(
            code { _ = try seal([1], to: [identity.recipient, Bulky(stanzas: HeaderLimits.stanzas)]) }
                == .tooManyRecipients)
    }

    @Test func aHeaderThatIsTooLargeIsRefused() throws {
        let identity = try X25519Identity.generate()
        #expect(code { _ = try seal([1], to: [identity.recipient, Bulky(bodyBytes: 2 << 20)]) } == .tooManyRecipients)
        let sealed = try seal([1], to: [identity.recipient, Bulky(bodyBytes: 1 << 20)])
        #expect(try open(sealed, with: [identity]) == [1])
    }
}
