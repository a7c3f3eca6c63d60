import Testing

@testable import Seal

struct Base64Tests {
    /// RFC 4648 §10, without padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func vectorsOfTheStandard(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == Array(text.utf8))
        #expect(Base64.decode(text.utf8) == Array(plain.utf8))
    }

    @Test func everyByteComesBack() {
        for count in 0...100 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        let all = (0...255).map { UInt8($0) }
        #expect(Base64.decode(Base64.encode(all)) == all)
    }

    /// Whatever byte stands in whatever place: what is decoded has this text and no other.
    @Test(arguments: ["Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE"]) func eachValueHasOneText(text: String) {
        for place in text.utf8.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = Array(text.utf8)
                changed[text.utf8.distance(from: text.utf8.startIndex, to: place)] = byte
                if let bytes = Base64.decode(changed) { #expect(Base64.encode(bytes) == changed) }
            }
        }
        #expect(Base64.decode((text + "A=").utf8) == nil && Base64.decode((text + "\n").utf8) == nil)
    }

    @Test(arguments: ["A", "AAAAA", "AB", "AAB"]) func lengthsAndBitsThatNoEncoderMakes(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }
}
