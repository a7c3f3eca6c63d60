import Testing

@testable import Seal

struct Bech32Tests {
    static func fault(_ text: String) -> BechFault? {
        if case .failure(let fault) = Array(text.utf8).lend(Bech32.decode) { return fault }
        return nil
    }

    /// BIP 173, "Test vectors", and age's use beyond 90 characters.
    @Test(arguments: [
        "A12UEL5L", "a12uel5l",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "?1ezyfcl",
    ])
    func theVectorsOfTheStandardAreAccepted(text: String) { #expect(Self.fault(text) == nil) }

    @Test(arguments: [
        ("\u{20}1nwldj5", BechFault.notBech32),  // prefix character out of range
        ("\u{7F}1axkwrx", .notBech32),
        ("pzry9x0s0muk", .notBech32),  // no separator
        ("1pzry9x0s0muk", .notBech32),  // empty prefix
        ("x1b4n0q5v", .notBech32),  // character outside the alphabet
        ("li1dgmt3", .notBech32),  // checksum too short
        ("A1G7SGD8", .badChecksum),  // computed over the uppercase prefix
        ("10a06t8", .notBech32),
        ("a12UEL5L", .mixedCase),
        ("a12uel5m", .badChecksum),
        ("", .notBech32),
    ])
    func whatTheStandardCallsInvalidIsRefused(text: String, expected: BechFault) {
        #expect(Self.fault(text) == expected)
    }

    @Test(arguments: 0..<70) func bytesComeBack(count: Int) throws {
        for prefix: StaticString in ["age", "AGE-SECRET-KEY-"] {
            let text = Bech32.encode(prefix: prefix, pattern(count))
            let parts = try text.lend(Bech32.decode).get()
            #expect(parts.bytes == pattern(count))
            #expect(parts.prefix == Array(prefix.description.utf8))
        }
    }

    /// The key of the specification, "The X25519 recipient type".
    @Test func theExampleOfTheSpecificationHasItsRecipient() throws {
        let identity = try X25519Identity("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
        #expect(identity.recipient.description == "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj")
        let text = identity.withSecretText { bytes in (0..<bytes.byteCount).map { bytes[$0] } }
        #expect(
            String(decoding: text, as: UTF8.self)
                == "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
    }
}
