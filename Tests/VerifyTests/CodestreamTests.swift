import Testing

@testable import Verify

/// JPEG marker segments inside encapsulated Pixel Data.
@Suite struct CodestreamTests {
    static let jfif: [UInt8] = [0xFF, 0xE0, 0, 16] + Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0]
    static let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x11, 0x22, 0xFF, 0x00, 0x33]

    static func jpeg(_ segments: [UInt8] = jfif, tail: [UInt8] = [0xFF, 0xD9, 0]) -> [UInt8] {
        [0xFF, 0xD8] + segments + scan + tail
    }

    static func segment(_ marker: UInt8, _ text: String) -> [UInt8] {
        [0xFF, marker, 0, UInt8(text.utf8.count + 2)] + Array(text.utf8)
    }

    func found(_ fragments: [[UInt8]]) -> [String] {
        ids(
            CleanFile.with {
                $0.transferSyntax = CleanFile.jpeg
                $0.changes[0x7FE0_0010] = $0.bytes.fragments(fragments.map { $0.count % 2 == 0 ? $0 : $0 + [0] })
            })
    }

    @Test func plainStreamsAreClean() {
        #expect(found([Self.jpeg()]) == [])
        #expect(found([Self.jpeg(), Self.jpeg()]) == [])
        #expect(found([Self.jpeg(Self.segment(0xEE, "Adobe0123456"))]) == [])
        #expect(found([[1, 2, 3, 4], [5, 6]]) == [])  // not JPEG
    }

    @Test func commentsAndApplicationSegmentsAreFound() {
        #expect(found([Self.jpeg(Self.segment(0xFE, "Doe"))]) == ["DV0502"])
        #expect(found([Self.jpeg(Self.segment(0xE1, "Exif\0\0"))]) == ["DV0503"])
        #expect(found([Self.jpeg(Self.segment(0xE0, "JFIF\0 and a thumbnail"))]) == ["DV0503"])
    }

    @Test func bytesBehindTheEndAreFound() {
        #expect(found([Self.jpeg(tail: [0xFF, 0xD9] + Array("Doe".utf8))]) == ["DV0504"])
        #expect(found([Self.jpeg(tail: [0xFF, 0xD9, 0xFF, 0xFF, 0xFF])]) == [])
        #expect(
            found([Self.jpeg(tail: [0xFF, 0xD9, 0x41, 0x42] + [UInt8](repeating: 0xFF, count: 3) + [0xD9])]) == [
                "DV0504"
            ])
    }

    @Test func streamsMaySpanFragments() {
        let first = Self.jpeg(tail: [1, 2, 3])
        #expect(found([first, [4, 5, 6, 7], [8, 9, 0xFF, 0xD9]]) == [])
        #expect(found([first, [4, 5, 6, 7]]) == ["DV0505"])
        #expect(found([first, Self.jpeg()]) == ["DV0505"])
    }

    @Test func segmentsThatLieAreFound() {
        #expect(found([[0xFF, 0xD8, 0xFF, 0xFE, 0xFF, 0xFF, 1, 2, 0xFF, 0xD9]]) == ["DV0505"])
        #expect(found([[0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 1, 2, 0xFF, 0xD9]]) == ["DV0505"])
    }

    @Test func longFragmentsAreReadAtBothEndsOnly() {
        let body = [UInt8](repeating: 0x42, count: 200_000)
        #expect(found([[0xFF, 0xD8] + Self.jfif + Self.scan + body + [0xFF, 0xD9]]) == [])
        #expect(
            found([[0xFF, 0xD8] + Self.jfif + Self.scan + body + [0xFF, 0xD9] + Array("Doe ".utf8)]) == ["DV0504"])
    }

    @Test func fragmentsElsewhereAreFound() {
        #expect(ids(CleanFile.with { $0.changes[0x7FE0_0010] = $0.bytes.fragments([[1, 2]]) }) == ["DV0208"])
        #expect(
            ids(
                CleanFile.with {
                    $0.transferSyntax = CleanFile.jpeg
                    $0.changes[0x0072_0065] = $0.bytes.fragments([[0, 0]], tag: 0x0072_0065)
                }) == ["DV0208", "DV0104"])
    }
}
