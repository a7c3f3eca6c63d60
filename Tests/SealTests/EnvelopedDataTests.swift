import Testing

@testable import Seal

/// CMS EnvelopedData with a certificate that `openssl req` made. That stock tools open what is sealed here, and the other way
/// round, is shown in Tests/Interop/test_roles.py.
@Suite struct EnvelopedDataTests {
    private let certificate: Certificate
    private let key: CertificateKey
    private let keyAlone: CertificateKey

    init() throws {
        certificate = try Certificate(Array(Self.certificateText.utf8))
        key = try CertificateKey(Array(Self.keyText.utf8).span.bytes, certificate: certificate) { nil }
        keyAlone = try CertificateKey(Array(Self.keyText.utf8).span.bytes, certificate: nil) { nil }
    }

    private func content(_ opened: CertificateKey.Opened) -> [UInt8]? {
        if case .content(let bytes, _) = opened { bytes } else { nil }
    }

    @Test(arguments: [1, 15, 16, 17, 100_000]) func whatIsSealedOpens(count: Int) throws {
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let sealed = try EnvelopedData.seal(plain, to: [certificate])
        #expect(content(key.open(sealed)) == plain)
        #expect(content(keyAlone.open(sealed)) == plain)
        // A byte makes the value of an element even, and no more may follow.
        #expect(content(key.open(sealed + [0])) == plain)
        for rest in [[0, 0], [1]] as [[UInt8]] {
            if case .malformed = key.open(sealed + rest) {} else { Issue.record("\(rest) follows") }
        }
        #expect(try EnvelopedData.seal(plain, to: [certificate]) != sealed)
    }

    @Test func whatIsNoCertificateIsRefused() {
        let text = Array(Self.certificateText.utf8)
        #expect(throws: CMSError.severalCertificates) { _ = try Certificate(text + [0x0A] + text) }
        #expect(throws: CMSError.notACertificate) { _ = try Certificate([]) }
        #expect(throws: CMSError.notACertificate) { _ = try Certificate(Array("-----BEGIN CERTIFICATE-----".utf8)) }
        #expect(throws: CMSError.notAPrivateKey) {
            _ = try CertificateKey(text.span.bytes, certificate: nil) { nil }
        }
    }

    /// Content is not authenticated here; nothing else may happen than that it does not open, or opens to something.
    @Test func changedItemsEndWell() throws {
        let sealed = try EnvelopedData.seal(Array("0123456789abcdef".utf8), to: [certificate])
        var generator = SystemRandomNumberGenerator()
        var opened = 0
        for _ in 0..<1500 {
            var changed = sealed
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                switch Int.random(in: 0..<3, using: &generator) {
                case 0:
                    changed[Int.random(in: changed.indices, using: &generator)] ^= UInt8.random(
                        in: 1...255, using: &generator)
                case 1: changed.removeLast(Int.random(in: 1...min(40, changed.count - 1), using: &generator))
                default:
                    changed.insert(
                        UInt8.random(in: 0...255, using: &generator),
                        at: Int.random(in: changed.indices, using: &generator))
                }
            }
            if content(key.open(changed)) != nil { opened += 1 }
        }
        #expect(opened < 1000)
    }

    private static let certificateText = """
        -----BEGIN CERTIFICATE-----
        MIIDFzCCAf+gAwIBAgIUcojOEZg9R8bcYXF40MSCp/hPcRQwDQYJKoZIhvcNAQEL
        BQAwGjEYMBYGA1UEAwwPVGVzdCBvZiBkY212ZWlsMCAXDTI2MTEyNjAyMjA0NFoY
        DzIxMjYxMTAyMDIyMDQ0WjAaMRgwFgYDVQQDDA9UZXN0IG9mIGRjbXZlaWwwggEi
        MA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDDG4akyFh3DpzBovozj68IyL01
        n7WYT2lkaXyshIljcIiHcYJ/nOazLTAm9Z3XceOzOZPpvlzjks5hhAnP2hZpXfeQ
        5EURhCJjAHTCeVgBHv8gYWx7vrPVOH7pamsvxv49yL+GqisBykcmW8zkSdlkyFPR
        Ztz7z5MjG1J00f7rNb4QggGku5T3CFwFrsGCjW64PI/jhRlAPvMP81ZU7Hk7nkDr
        ZSNm6nzekMwfBq+PA08ikG8eq58oDu2/40jeWNgPjUYFXyvktTyBOL5z+nnB3Ztm
        BU3vwwaKUBREzyDmHLqcgjC33m5dQYXyOwLQKfFuVux6JbV+vRPeQO7pjDTDAgMB
        AAGjUzBRMB0GA1UdDgQWBBR+x+kPR7qlpKGa64CjvCiU7chSCzAfBgNVHSMEGDAW
        gBR+x+kPR7qlpKGa64CjvCiU7chSCzAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3
        DQEBCwUAA4IBAQCXBaArjjIc6zJ+ZjeuLASst8MJoNvAtjPjCeAB4RXc4Z04i7PZ
        252reildOXTWpCh4c2cnFPWsrGoxWj3SfDDSKhHavxXp2KXncJTFH0jcI/hXS10n
        LLPLH09QaowdW5XtIYtQ3BrUz2H38pMVJW/A/xX4Ooqeaxs51rdULoU0/T8W0piM
        onJOuIWFlhpKX0ViGDnAksNTxvbZbFNCYhY9yfEXlT2DPsm9jXnLhew8AWuiS2PZ
        xz6S0jvbcQRwNaJTMV8sryuG/VGCSxjtiWxRWM3jpW2zSkJnOo1dfykDccoq1Lb8
        pYs7B7M/PX322IlUS+ca6njqbg1h4n8TYWpR
        -----END CERTIFICATE-----
        """

    /// Of nobody, and for nothing but these tests.
    private static let keyText = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDDG4akyFh3DpzB
        ovozj68IyL01n7WYT2lkaXyshIljcIiHcYJ/nOazLTAm9Z3XceOzOZPpvlzjks5h
        hAnP2hZpXfeQ5EURhCJjAHTCeVgBHv8gYWx7vrPVOH7pamsvxv49yL+GqisBykcm
        W8zkSdlkyFPRZtz7z5MjG1J00f7rNb4QggGku5T3CFwFrsGCjW64PI/jhRlAPvMP
        81ZU7Hk7nkDrZSNm6nzekMwfBq+PA08ikG8eq58oDu2/40jeWNgPjUYFXyvktTyB
        OL5z+nnB3ZtmBU3vwwaKUBREzyDmHLqcgjC33m5dQYXyOwLQKfFuVux6JbV+vRPe
        QO7pjDTDAgMBAAECggEAJy5a7rKRGW+kyToadspPAzuUy7UD+c9QwepxMA/5qy+J
        K3H/G/N9XNQhTGGczgxABtj0PEePTeBIc8rZUZVhVM2bDszYlfjsEuefiwJlSuxX
        ncAS0hLs+E+9JNDLL7ANlIjA9aEsu9JMUYaz8dBmyNd2BaJblHIOAUnWWEFnqQIq
        q6NvXjrFHPI8KOo1tjg5tnzuuwSpLb4HU6Xu+kVG4udR3ffuWr2bIp9EWJ0ndWcY
        XVlt4XT83zJHPwYdZcLGvk3flU+C+2sjL6ledss2B6w4fTCa1vKBoMvDu6ongUl4
        nAEXi2hSQvkF7JlUIf6T+SIR3/2KjtbosyIu5JM7yQKBgQD3cMMsTIP/ZecGMQi6
        KDeL1/s0DRTzz5uVU8tpXwjHdyKdFScu/9e8FlfayWCuHFlkkokjr/uWS1c8kmHu
        4nM2MX3rfIz9xyAK+Hlw3nPhpwFX6rKvlGcvFEgCz8ujv6tp9G8sb/ED/xOiAsx9
        VX33ATa/CmU6gQ66Rmd1cujhfwKBgQDJ21Kz7wBzyQvW40nMImn2HnfClLk9pi8Q
        mNO/SN07xZF4C9CrnzD7ozzLcg6nH8o6xYYdBgWsOyG7ihs+K758evFrjQVK8aPF
        MZgbJLbCYAZVd19M4jVp9pQHvhNHtWQ57ZR5gUDZWhbDwCPzLck23g9LIz3LkhsN
        rGl0CotGvQKBgD3B2iSjUEqdP2TvNhNoWDzCAkOChFk51sYVbO52trU6CdyU2/vC
        BTE/jlvf6Q5rqvAMFshecveXBEXs7x51THYZMillI7dvTJMQYxcFnnySdyZfQIvM
        CVjZwgNZo6TSANFoHZtEsS3jKx5DfpBFlzPgDK7vxEYu0eMyET5iGLe3AoGACOUp
        V9SIaJHLe8S4U86QbNAa5vA22YihOlIBwsQrO58RMgETSPzS48PlwfFcw/CasMxT
        hKPnTBeu/NyxJqQ22LVyPhMQ0KSlWuM8mLWdeCNTJCEGihTN1cWP8Gdn4hkUOZlG
        mbQgb3OQ3T9yVh0GaOyQL/d1marulkOqwfpU+OECgYBld0A4MkCl3UoeN52iTnjt
        I3ddWaDOHNX1AyTwmG9D7VDJopw7OQ0m3qvoEHAw8+G+LGCyZ/YG73yYAFdoqUep
        KGqhpfFq8xggO+8nV788RwNCmoIbUQZXCh4g9av//fsVB7hxt/TJW3n9UN9XJyq9
        71xKs+uSFYNPPGME1keuLw==
        -----END PRIVATE KEY-----
        """
}
