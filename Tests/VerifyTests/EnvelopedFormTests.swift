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

    /// Text does not pass as what stands around a ciphertext either.
    @Test func textInPlaceOfNoiseIsNot() throws {
        let form = try #require(EnvelopedForm(item[...], length: item.count))
        let doe = Array(String(repeating: "Doe^Jane 1971-02-03 MRN 4711123 ", count: 8).utf8)
        func with(_ text: ArraySlice<UInt8>, at place: Int) -> [UInt8] {
            Array(item[..<place] + text + item[(place + text.count)...])
        }
        let key = try #require(item.indices.first { item[$0...].starts(with: [0x04, 0x82, 0x01, 0x00]) }) + 4
        #expect(!isEnveloped(with(doe[..<256], at: key)))
        let vector = form.ciphertext.lowerBound - 18
        #expect(item[vector - 2] == 0x04 && item[vector - 1] == 16)
        #expect(!isEnveloped(with(doe[..<16], at: vector)))
        let serial = try #require(item.indices.first { item[$0...].starts(with: [0x02, 0x14]) }) + 2
        #expect(!isEnveloped(with(doe[..<20], at: serial)))
        let name = try #require(item.indices.first { item[$0...].starts(with: "Test of".utf8) })
        #expect(isEnveloped(with(Array("Jane".utf8)[...], at: name)))
        #expect(!isEnveloped(with(Array("Doe^Jane".utf8)[...], at: name)))
        #expect(!isEnveloped(with([0x30, 0x0C], at: name - 2)))
    }

    @Test func textIsToldFromNoise() {
        var generator = SplitMix(state: 67)
        for count in [16, 32, 48, 64, 256] {
            let noise = (0..<2000).filter { _ in
                NoiseForm.isText((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
            }
            // Once in 100,000 times at most: two of 2,000 would be met once in some thousand runs, were they not the same each time.
            #expect(noise.count < 2, "\(count)")
            #expect(NoiseForm.isText(Array("Doe^Jane 1971-02-03 ".utf8).prefix(count)))
            #expect(NoiseForm.isText(String(repeating: "Doe, Jane\n", count: 30).utf8.prefix(count)))
        }
    }

    /// In a file: 16 bytes and more that can be read are not encrypted.
    @Test(arguments: [16, 32, 48]) func shortTextIsNoCiphertext(count: Int) throws {
        let form = try #require(EnvelopedForm(item[...], length: item.count))
        func found(_ content: [UInt8]) -> [String] {
            ids(
                CleanFile.with {
                    let bytes = $0.bytes
                    $0.changes[0x0400_0500] = bytes.sequence(
                        0x0400_0500,
                        [
                            bytes.element(0x0400_0510, "UI", "1.2.840.10008.1.2.1")
                                + bytes.element(
                                    0x0400_0520, "OB", content + [UInt8](repeating: 0, count: content.count % 2))
                        ])
                }
            ).filter { $0 == "DV0114" || $0 == "DV0113" }
        }
        #expect(found(item) == ["DV0113"])
        let text = Array(String(repeating: "Doe^Jane 1971-02-03 ", count: 4).utf8).prefix(count)
        let start = form.ciphertext.lowerBound
        var changed = Array(item[..<start]) + text
        let difference = count - form.ciphertext.count
        // The lengths around it: three of two bytes, two of one.
        for place in [2, 17, 21] {
            let length = Int(item[place]) << 8 + Int(item[place + 1]) + difference
            (changed[place], changed[place + 1]) = (UInt8(length >> 8), UInt8(length & 0xFF))
        }
        for place in [start - 45, start - 1] { changed[place] = UInt8(Int(item[place]) + difference) }
        guard let whole = EnvelopedForm(changed[...], length: changed.count) else {
            Issue.record("the lengths are wrong")
            return
        }
        #expect(whole.ciphertext.count == count)
        #expect(found(changed).contains("DV0114"))
    }

    /// Longer than the window of the reader, in a file and inflated: noise, and text.
    @Test(arguments: [20_000, 40_000, 200_000]) func longContentIsReadInOnePass(count: Int) throws {
        let form = try #require(EnvelopedForm(item[...], length: item.count))
        func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
            var length: [UInt8] = []
            var rest = content.count
            while rest > 0 {
                length.insert(UInt8(rest & 0xFF), at: 0)
                rest >>= 8
            }
            return [tag] + (content.count < 0x80 ? [UInt8(content.count)] : [0x80 | UInt8(length.count)] + length)
                + content
        }
        let start = form.ciphertext.lowerBound
        func content(_ ciphertext: [UInt8]) -> [UInt8] {
            // Behind the heads of the levels: type, version and recipients; type and algorithm.
            let info = der(0x30, Array(item[(start - 44)..<(start - 2)]) + der(0x80, ciphertext))
            let enveloped = der(0x30, Array(item[23..<(start - 46)]) + info)
            return der(0x30, Array(item[4..<15]) + der(0xA0, enveloped))
        }
        #expect(content(Array(item[form.ciphertext])) == item)
        var generator = SplitMix(state: 130)
        let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let text = Array(String(repeating: "Doe^Jane 1971-02-03 MRN 4711123 ", count: count / 32).utf8)
        for (ciphertext, expected) in [(noise, ["DV0113"]), (text, ["DV0114"])] {
            for syntax in [CleanFile.explicitLittle, "1.2.840.10008.1.2.1.99"] {
                var file = CleanFile(transferSyntax: syntax)
                let value = content(ciphertext)
                file.changes[0x0400_0500] = file.bytes.sequence(
                    0x0400_0500,
                    [
                        file.bytes.element(0x0400_0510, "UI", "1.2.840.10008.1.2.1")
                            + file.bytes.element(
                                0x0400_0520, "OB", value + [UInt8](repeating: 0, count: value.count % 2))
                    ])
                let head = file.preamble + Array("DICM".utf8) + file.meta
                let all = syntax == CleanFile.explicitLittle ? file.file : head + deflated(file.dataSet)
                #expect(ids(all).filter { $0 == "DV0113" || $0 == "DV0114" } == expected, "\(syntax)")
            }
        }
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
