import Testing

@testable import DICOM
@testable import Deidentify

/// What is remembered of values is about them and about no other ones.
@Suite struct ValueMemoTests {
    private func buffer(_ values: [[UInt8]]) throws -> HeaderBuffer {
        var buffer = HeaderBuffer(capacity: 4096)
        let bytes = values.flatMap { $0 }
        _ = try buffer.refill(from: MemorySource(bytes), at: 0, upTo: bytes.count)
        return buffer
    }

    /// Where the values lie in `buffer`.
    private func ranges(_ values: [[UInt8]]) -> [Range<Int>] {
        var end = 0
        return values.map { value in
            defer { end += value.count }
            return end..<end + value.count
        }
    }

    /// Three times as many as are remembered, each about two questions and on two grounds.
    @Test func anAnswerIsNeverThatOfAnotherValueQuestionOrGround() throws {
        let values = (0..<192).map { Array("value \($0 / 2)".utf8) + [UInt8](repeating: 0x20, count: $0 % 2) }
        let buffer = try buffer(values)
        let ranges = ranges(values)
        var memo = ValueMemo<String>(most: 64)
        var found = 0
        for round in 0..<3 {
            for (number, range) in ranges.enumerated() {
                for (question, mark) in [(UInt64(1), 1), (1, 2), (2, 1)] {
                    let answer = "\(number) \(question) \(mark)"
                    if let known = memo.find(question, mark, range, buffer) {
                        #expect(known == answer)
                        found += 1
                    } else {
                        memo.add(answer, for: question, mark, range, buffer)
                        // Found at once, but for values that nobody remembers.
                        let known = memo.find(question, mark, range, buffer)
                        #expect(known ?? answer == answer)
                    }
                }
            }
            if round == 0 { #expect(found == 0) }
        }
        let texts = [Array("a".utf8), Array("b".utf8), []]
        let few = try self.buffer(texts)
        let places = self.ranges(texts)
        memo.removeAll()
        for (number, range) in places.enumerated() {
            let known = memo.find(1, 1, range, few)
            #expect(known == nil)
            memo.add("\(number)", for: 1, 1, range, few)
        }
        for (number, range) in places.enumerated() {
            let known = memo.find(1, 1, range, few)
            #expect(known == "\(number)")
        }
    }

    /// With few places for many values some fall together, and are forgotten: none is taken for another one.
    @Test func whatFallsTogetherIsForgotten() throws {
        let values = (0..<40).map { [UInt8($0), 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 1, count: $0 % 9) }
        let buffer = try buffer(values)
        let ranges = ranges(values)
        var memo = ValueMemo<Int>(most: 4)
        for (number, range) in ranges.enumerated() {
            memo.add(number, for: 0, 0, range, buffer)
            for (other, range) in ranges.enumerated() {
                let known = memo.find(0, 0, range, buffer)
                #expect(known ?? other == other)
            }
        }
    }
}
