import Testing

@testable import Seal

struct ArmorTests {
    static let identity = try! X25519Identity.generate()

    static func armored(_ plaintext: [UInt8], to recipient: X25519Recipient = identity.recipient) throws -> [UInt8] {
        var writer = try AgeWriter(to: [recipient], output: try ArmorOutput(Memory()))
        try writer.write(plaintext.span.bytes)
        return try writer.finish().finish().bytes
    }

    @Test(arguments: Array(0..<60) + [65535, 65536, 65537, 140_000])
    func armorComesOff(size: Int) throws {
        let text = try Self.armored(pattern(size))
        #expect(text.allSatisfy { $0 == 0x0A || 0x20...0x7E ~= $0 })
        #expect(text.split(separator: 0x0A).allSatisfy { $0.count <= 64 })
        for piece in [nil, 1, 65, 5000] where size < 1000 || piece != 1 {
            #expect(try open(text, with: [Self.identity], pieces: piece) == pattern(size))
        }
    }

    @Test func lineEndsOfEitherKindAndBlankLinesAroundAreAccepted() throws {
        let text = String(decoding: try Self.armored([1, 2, 3]), as: UTF8.self)
        let crlf = text.split(separator: "\n").map { $0 + "\r\n" }.joined()
        for form in [crlf, "\n \n" + text, text + "\n\t\n", String(text.dropLast())] {
            #expect(try open(Array(form.utf8), with: [Self.identity]) == [1, 2, 3])
        }
    }

    @Test func everyCutIsRefused() throws {
        let text = try Self.armored(pattern(30))
        // The last line end is not needed.
        for count in 0..<text.count - 1 {
            #expect(throws: SealError.self, "cut to \(count)") {
                try open(Array(text[..<count]), with: [Self.identity])
            }
        }
    }

    @Test func whatFollowsTheArmorIsRefused() throws {
        let text = try Self.armored([1])
        #expect(code { _ = try open(text + Array("x".utf8), with: [Self.identity]) } == .dataAfterArmor)
        #expect(code { _ = try open(text + text, with: [Self.identity]) } == .dataAfterArmor)
        #expect(code { _ = try open(text + pattern(2000).map { _ in 0x0A }, with: [Self.identity]) } == .malformedArmor)
    }

    @Test func aLineWithoutEndIsRefusedEarly() {
        let line = Array("-----BEGIN AGE ENCRYPTED FILE-----\n".utf8) + [UInt8](repeating: 0x41, count: 70)
        var decoder = ArmorDecoder()
        #expect(throws: SealError(.malformedArmor, at: .line(2))) { try line.lend { _ = try decoder.decode($0) } }
    }
}
