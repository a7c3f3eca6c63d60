import Testing

@testable import Verify

/// What passes for encrypted: an item that `openssl cms -encrypt` made, and what it is not.
@Suite struct EnvelopedFormTests {
    private let item = Self.decode(Self.text)

    private func isEnveloped(_ bytes: [UInt8]) -> Bool { EnvelopedForm(bytes[...], length: bytes.count) != nil }

    @Test func whatOpenSSLMakesIs() throws {
        let form = try #require(EnvelopedForm(item[...], length: item.count))
        #expect(form.ciphertext.count == 32 && form.ciphertext.upperBound == item.count)
        #expect(isEnveloped(item + [0]))
        // The ciphertext need not be at hand.
        #expect(EnvelopedForm(item[..<form.ciphertext.lowerBound], length: item.count) != nil)
    }

    @Test func whatIsCutOrHasMoreIsNot() {
        for count in item.indices { #expect(!isEnveloped(Array(item.prefix(count)))) }
        #expect(!isEnveloped(item + [0, 0]) && !isEnveloped(item + item))
    }

    /// No bit of what is around the ciphertext, the name of the certificate's issuer and the encrypted key can be another one, but
    /// of a few that are numbers.
    @Test func otherStructureIsNot() throws {
        let form = try #require(EnvelopedForm(item[...], length: item.count))
        var passed = 0
        for place in 0..<form.ciphertext.lowerBound {
            for bit in 0..<8 {
                var changed = item
                changed[place] ^= 1 << UInt8(bit)
                if isEnveloped(changed) { passed += 1 }
            }
        }
        // Issuer and serial number, key, initialization vector: 29 + 20 + 256 + 16 bytes, and the version of either.
        #expect(passed <= (29 + 22 + 256 + 16 + 2) * 8)
    }

    private static func decode(_ text: String) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var bytes: [UInt8] = []
        var bits = 0
        var count = 0
        for digit in text.utf8 {
            guard let value = digits.firstIndex(of: digit) else { break }
            bits = (bits << 6 | value) & 0xFFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return bytes
    }

    private static let text =
        "MIIBtgYJKoZIhvcNAQcDoIIBpzCCAaMCAQAxggFOMIIBSgIBADAyMBoxGDAWBgNVBAMMD1Rlc3Qgb2YgZGNtdmVpbAIUcojOEZg9R8bcYXF40M"
        + "SCp/hPcRQwDQYJKoZIhvcNAQEBBQAEggEAfk72wdXJGPyKkBvnJBWUY24l1Z0Sar/rQOuXJJ7hggsFIEdJHZ4AafLUMb8psMjfcncuSScXZtBl"
        + "G8eE9kNFb6gZk3YUzo6GNrd9fRTLjurUuCiZRQcDYkmCUxb6ggI3hQdA8Gq1uSElg/pDqQc+LWpijBDi0SUTQ/mqA6KkQ8mHvxnZiJ2kinY9v6"
        + "x62H6K0mErtauXCnHJtyG90COpc9XhaY93DnyowhQsu+rrIrp594ysnqDn7nSuqAlLdqn3wSNINQpq4Ejg2KY9pkVhIfbgRaLO68JqnUCNJus+"
        + "2B+4b7bNP/XX9ryI+i/jC5k9lKkAb+7vcpF+z4cf/90ogzBMBgkqhkiG9w0BBwEwHQYJYIZIAWUDBAEqBBC/DDOKgxP/3o3Vt01lTkJegCCD6C"
        + "2PbXTzNH6fWOsegjLiCF3DLiGfSKdbvSHlG34hHw=="
}
