import Testing

@testable import Seal

struct KeyTests {
    static let secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    static let recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"

    static func text(_ prefix: StaticString, _ count: Int) -> String {
        String(decoding: Bech32.encode(prefix: prefix, pattern(count)), as: UTF8.self)
    }

    @Test func recipientsThatAreNoneGiveTheReason() {
        let cases: [(String, SealError.Code)] = [
            ("", .malformedKey(.notBech32)), ("age1", .malformedKey(.notBech32)),
            (Self.recipient + " ", .malformedKey(.notBech32)),
            (String(Self.recipient.dropLast()) + "q", .malformedKey(.badChecksum)),
            (Self.recipient.uppercased(), .malformedKey(.wrongPrefix)),
            ("A" + Self.recipient.dropFirst(), .malformedKey(.mixedCase)),
            (Self.text("age", 31), .malformedKey(.wrongLength)), (Self.text("age", 33), .malformedKey(.wrongLength)),
            (Self.text("bc", 32), .malformedKey(.wrongPrefix)), (Self.text("age1yubikey", 33), .unsupportedRecipient),
            (Self.secret, .identityWhereRecipientExpected), ("ssh-ed25519 AAAA", .unsupportedRecipient),
        ]
        for (text, expected) in cases { #expect(code { _ = try X25519Recipient(text) } == expected, "\(text)") }
    }

    @Test func identitiesThatAreNoneGiveTheReason() {
        let cases: [(String, SealError.Code)] = [
            ("", .malformedKey(.notBech32)), (Self.secret.lowercased(), .malformedKey(.wrongPrefix)),
            (String(Self.secret.dropLast()) + "Q", .malformedKey(.badChecksum)),
            (Self.text("AGE-SECRET-KEY-", 16), .malformedKey(.wrongLength)),
            (Self.recipient, .recipientWhereIdentityExpected),
            (Self.text("AGE-SECRET-KEY-PQ-", 32), .unsupportedIdentity),
            (Self.text("AGE-PLUGIN-YUBIKEY-", 5), .unsupportedIdentity),
        ]
        for (text, expected) in cases { #expect(code { _ = try X25519Identity(text) } == expected, "\(text)") }
    }

    @Test func aRecipientOfLowOrderIsNotSealedTo() throws {
        let zero = String(decoding: Bech32.encode(prefix: "age", [UInt8](repeating: 0, count: 32)), as: UTF8.self)
        #expect(code { _ = try seal([1], to: [try X25519Recipient(zero)]) } == .malformedKey(.notUsable))
    }

    @Test func aGeneratedIdentityComesBackFromItsText() throws {
        let identity = try X25519Identity.generate()
        let text = identity.withSecretText { bytes in
            String(decoding: (0..<bytes.byteCount).map { bytes[$0] }, as: UTF8.self)
        }
        #expect(text.count == 74)
        #expect(try X25519Identity(text).recipient == identity.recipient)
        #expect(try X25519Recipient(identity.recipient.description) == identity.recipient)
        #expect(try X25519Identity.generate().recipient != identity.recipient)
    }

    @Test func keyFilesMayHaveCommentsAndBlankLines() throws {
        let recipients = Array("# staff\n\n\(Self.recipient)\r\n#x\n\(Self.recipient)".utf8)
        #expect(try recipients.lend(RecipientsFile.parse).count == 2)
        let identities = Array("# created: today\n# public key: \(Self.recipient)\n\(Self.secret)\n".utf8)
        #expect(
            try identities.lend(IdentitiesFile.parse).flatMap { try $0.recipients() }.map { "\($0)" } == [
                Self.recipient
            ])
    }

    @Test(arguments: [
        ("", SealError(.noRecipients)), ("# none\n\n", SealError(.noRecipients)),
        ("#\n\nage1x\n", SealError(.malformedKey(.notBech32), at: .line(3))),
        ("\(recipient)\n \(recipient)\n", SealError(.malformedKey(.notBech32), at: .line(2))),
        ("\(recipient)\n\(secret)", SealError(.identityWhereRecipientExpected, at: .line(2))),
    ])
    func aBadLineOfARecipientsFileIsNamedByItsNumber(text: String, expected: SealError) {
        #expect(throws: expected) { try Array(text.utf8).lend { _ = try RecipientsFile.parse($0) } }
    }

    @Test(arguments: [
        ("\n#\n", SealError(.noIdentities)),
        ("\(secret)\n\nnonsense", SealError(.malformedKey(.notBech32), at: .line(3))),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\n", SealError(.malformedKey(.notSSH))),
        ("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n", SealError(.unsupportedIdentity)),
    ])
    func aBadLineOfAnIdentitiesFileIsNamedByItsNumber(text: String, expected: SealError) {
        let error = #expect(throws: expected) { try Array(text.utf8).lend { _ = try IdentitiesFile.parse($0) } }
        #expect(!"\(String(describing: error))".contains("nonsense"))
    }
}
