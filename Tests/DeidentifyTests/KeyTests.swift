import Testing

@testable import Deidentify

/// Vectors made with Python's hmac and hashlib (RFC 2104, RFC 5869), not with this code.
@Suite struct KeyTests {
    let pseudonyms = Pseudonyms(testKey)
    func uid(_ text: String, release: String = "") -> String {
        String(decoding: Pseudonyms(testKey, release: release).uid(for: Array(text.utf8)), as: UTF8.self)
    }
}
