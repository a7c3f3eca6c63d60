/// What recipient and identity texts have in common.
enum KeyText {
    enum Kind { case secretKey, ssh, other }

    /// Looks at the beginning only, so that a mistaken text gets the error that helps.
    static func kind(of text: RawSpan) -> Kind {
        if begins(text, with: "AGE-SECRET-KEY-") || begins(text, with: "AGE-PLUGIN-") { return .secretKey }
        if begins(text, with: "ssh-") || begins(text, with: "ecdsa-sha2-") || begins(text, with: "sk-") { return .ssh }
        return .other
    }

    static func decode(_ text: RawSpan) throws(SealError) -> (prefix: [UInt8], bytes: [UInt8]) {
        switch Bech32.decode(text) {
        case .success(let parts): return parts
        case .failure(.notBech32): throw SealError(.malformedKey(.notBech32))
        case .failure(.mixedCase): throw SealError(.malformedKey(.mixedCase))
        case .failure(.badChecksum): throw SealError(.malformedKey(.badChecksum))
        }
    }

    static func begins(_ text: RawSpan, with prefix: StaticString) -> Bool {
        let prefix = Array(prefix.description.utf8)
        guard text.byteCount >= prefix.count else { return false }
        return prefix.indices.allSatisfy { text[$0] == prefix[$0] }
    }
}
