import Testing

@testable import Seal

/// What interop tests cannot reach: damage, and values that no program makes.
struct SSHTests {
    /// The neutral element, a point that is none, and one with the sign of 0: nothing is sealed to them.
    @Test func pointsThatAreNone() {
        for (first, last) in [(UInt8(1), UInt8(0)), (2, 0), (1, 0x80), (0xEE, 0x7F)] as [(UInt8, UInt8)] {
            var point = [UInt8](repeating: last == 0x7F ? 0xFF : 0, count: 32)
            point[0] = first
            point[31] = last
            let found = code { _ = try seal([1], to: [try SSHRecipient(Self.line(point))]) }
            #expect(found == .malformedKey(.notUsable), "\(first) … \(last)")
        }
    }

    @Test func linesThatAreNoKeys() {
        let good = Self.line(Self.point)
        #expect(code { _ = try SSHRecipient(good + "  a comment with spaces") } == nil)
        for text in [
            "ssh-ed25519", "ssh-ed25519 ", "ssh-ed25519 AAAA", "ssh-rsa " + good.dropFirst(12),
            String(good.dropLast(4)),
        ] {
            #expect(code { _ = try SSHRecipient(text) } == .malformedKey(.notSSH), "\(text)")
        }
        #expect(code { _ = try SSHRecipient("ssh-dss AAAAB3NzaC1kc3MAAAAA") } == .unsupportedRecipient)
    }

    @Test func everyFlippedBitOfAPrivateKeyIsNoticedOrHarmless() throws {
        let text = Self.privateKey
        let lines = text.split(separator: "\n")
        guard var bytes = Base64.decodePadded(Array(lines[1..<lines.count - 1].joined().utf8)) else {
            Issue.record("the key does not decode")
            return
        }
        for bit in 0..<bytes.count * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8)
            let altered =
                "\(lines[0])\n\(String(decoding: Base64.encodePadded(bytes), as: UTF8.self))\n\(lines[lines.count - 1])\n"
            _ = try? Array(altered.utf8).lend { _ = try IdentitiesFile.parse($0) }
            bytes[bit / 8] ^= 1 << (bit % 8)
        }
    }

    /// A key with this seed and any public key is refused: it would be sealed to somebody else.
    @Test func halvesThatDoNotBelongTogether() throws {
        let key = try SSHPublicKey(blob: Self.blob(Self.point))
        let seed = SecretBytes(copying: pattern(32))
        #expect(code { _ = try SSHIdentity(seed: seed, publicKey: key) } == .malformedKey(.mismatch))
    }

    static func blob(_ point: [UInt8]) -> [UInt8] {
        [0, 0, 0, 11] + Array("ssh-ed25519".utf8) + [0, 0, 0, 32] + point
    }
    static func line(_ point: [UInt8]) -> String {
        "ssh-ed25519 " + String(decoding: Base64.encodePadded(blob(point)), as: UTF8.self)
    }
    /// The base point of Ed25519.
    static let point = [0x58] + [UInt8](repeating: 0x66, count: 31)

    /// In the format of OpenSSH, made for this test: of the seed `pattern(32)` with the base point as its public half.
    static let privateKey: String = {
        func string(_ bytes: [UInt8]) -> [UInt8] { [0, 0, 0, UInt8(bytes.count)] + bytes }
        let inner =
            [1, 2, 3, 4, 1, 2, 3, 4] + string(Array("ssh-ed25519".utf8)) + string(point) + string(pattern(32) + point)
            + string([])
        let bytes =
            Array("openssh-key-v1\0".utf8) + string(Array("none".utf8)) + string(Array("none".utf8)) + string([])
            + [0, 0, 0, 1] + string(blob(point)) + string(inner)
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + String(decoding: Base64.encodePadded(bytes), as: UTF8.self)
            + "\n-----END OPENSSH PRIVATE KEY-----\n"
    }()
}
