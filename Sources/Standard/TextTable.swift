import Glibc

/// A generated table: sorted lines of text inside the binary, read where they lie.
///
/// A table of this kind costs nothing at start-up and nothing to compile, where a literal array of 5,000 structs needs
/// gigabytes of compiler memory.
struct TextTable: Sendable {
    private let text: StaticString
    /// Lines some way apart, among which a search begins; empty where none are kept.
    private var signposts: [Signpost] = []

    /// Bytes; a handful of lines.
    private static let wayBetweenSignposts = 64

    private struct Signpost {
        /// The first eight bytes of the key and its separator, as a number that ascends as the lines do.
        var head: UInt64
        var start: Int
    }

    /// - Precondition: the literal holds ASCII or UTF-8 lines without a trailing newline.
    init(_ text: StaticString) {
        precondition(text.hasPointerRepresentation)
        self.text = text
    }

    /// A table of words, of which many are looked up in every file: a few thousand numbers are all that most of a search
    /// reads, and a hundredth of what an index of all lines would take to make.
    ///
    /// - Parameter byKey: as in `line(for:separator:byKey:)`, with the separator `|`.
    init(words text: StaticString, byKey: Bool = false) {
        self.init(text)
        signposts = stride(from: 0, to: count, by: Self.wayBetweenSignposts).map {
            let start = startOfLine(holding: $0, from: 0)
            let line = unsafe UnsafeBufferPointer(rebasing: bytes[start...])
            return Signpost(head: unsafe Self.head(of: line.span, byKey), start: start)
        }
    }

    private static func head(of line: Span<UInt8>, _ byKey: Bool) -> UInt64 {
        var head: UInt64 = 0
        for place in 0..<8 {
            let byte = place < line.count ? line[place] : UInt8(ascii: "|")
            let isEnd = byte == UInt8(ascii: "|")
            if !(isEnd && byKey) { head |= UInt64(byte) << UInt64(56 - 8 * place) }
            if isEnd { break }
        }
        return head
    }

    var count: Int { text.utf8CodeUnitCount }

    /// The bytes of the table.
    ///
    /// Sound: a `StaticString` with a pointer representation points at constant memory of the binary, which is never
    /// freed or written, and `start ..< start + count` is exactly the literal.
    var bytes: UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    @inline(__always)
    subscript(offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < text.utf8CodeUnitCount)
        return unsafe text.utf8Start[offset]
    }

    /// The offset after the last byte of the line that starts at or contains `offset`.
    func endOfLine(from offset: Int) -> Int {
        precondition(offset >= 0 && offset <= count)
        // Sound: the bytes from `offset` to the end of the literal are searched, no others.
        let start = unsafe UnsafeRawPointer(text.utf8Start)
        guard let found = unsafe memchr(start + offset, Int32(UInt8(ascii: "\n")), count - offset) else { return count }
        return unsafe UnsafeRawPointer(found) - start
    }

    /// The offset of the first byte of the line that holds `offset`, or `low` if it starts before.
    private func startOfLine(holding offset: Int, from low: Int) -> Int {
        precondition(low >= 0 && low <= offset && offset <= count)
        // Sound: the bytes between `low` and `offset` are read, no others. Lines are short.
        let bytes = unsafe text.utf8Start
        var start = offset
        while unsafe start > low && bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        return start
    }

    /// The line that starts with `key` followed by `separator`, or `nil`. Lines ascend by byte.
    ///
    /// - Parameter byKey: they ascend by their keys alone: `ab|` comes before `abc|`.
    /// - Returns: offsets of the line's first byte and past its last one.
    func line(for key: Span<UInt8>, separator: UInt8 = UInt8(ascii: "|"), byKey: Bool = false) -> Range<Int>? {
        if !signposts.isEmpty {
            var (start, end) = bounds(of: key, byKey)
            while start < end {
                switch compare(key, separator, lineAt: start, byKey) {
                case 0: return start..<endOfLine(from: start)
                case ..<0: return nil
                default: start = endOfLine(from: start) + 1
                }
            }
            return nil
        }
        var (low, high) = (0, count)
        while low < high {
            // Step back from the middle to the start of its line.
            let start = startOfLine(holding: (low + high) / 2, from: low)
            switch compare(key, separator, lineAt: start, byKey) {
            case 0: return start..<endOfLine(from: start)
            case ..<0: high = start
            default: low = min(endOfLine(from: start) + 1, count)
            }
        }
        return nil
    }

    /// Where the line is that has `key`, if one does.
    private func bounds(of key: Span<UInt8>, _ byKey: Bool) -> (low: Int, high: Int) {
        let head = Self.head(of: key, byKey)
        var (low, high) = (0, signposts.count)
        while low < high {
            let middle = (low + high) / 2
            if signposts[middle].head < head { low = middle + 1 } else { high = middle }
        }
        while high < signposts.count, signposts[high].head == head { high += 1 }
        return (low > 0 ? signposts[low - 1].start : 0, high < signposts.count ? signposts[high].start : count)
    }

    /// Below 0 where `key` comes before the line, 0 where the line is its own.
    private func compare(_ key: Span<UInt8>, _ separator: UInt8, lineAt start: Int, _ byKey: Bool) -> Int {
        precondition(start >= 0 && start <= count)
        // Sound: places up to `shorter` lie within the key and, from `start` on, within the literal.
        let line = unsafe text.utf8Start + start
        let shorter = min(key.count, count - start)
        return unsafe key.withUnsafeBufferPointer { key in
            for place in 0..<shorter {
                let (byte, other) = unsafe (key[place], line[place])
                if byte == other { continue }
                if other == UInt8(ascii: "\n") { return 1 }
                return byte < other && !(byKey && other == separator) ? -1 : 1
            }
            guard start + key.count < count, unsafe line[key.count] != UInt8(ascii: "\n") else { return 1 }
            let other = unsafe line[key.count]
            return separator == other ? 0 : byKey || separator < other ? -1 : 1
        }
    }

    func string(_ range: Range<Int>) -> String {
        unsafe String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    /// The bytes of part `number` of a line, counted from 0; `nil` where it has fewer.
    func field(_ number: Int, of line: Range<Int>) -> Range<Int>? {
        var start = line.lowerBound
        var left = number
        for offset in line where self[offset] == UInt8(ascii: "|") {
            if left == 0 { return start..<offset }
            left -= 1
            start = offset + 1
        }
        return left == 0 ? start..<line.upperBound : nil
    }

    /// The parts of a line between `|`.
    func fields(of line: Range<Int>) -> [String] {
        var fields: [String] = []
        var start = line.lowerBound
        for offset in line where self[offset] == UInt8(ascii: "|") {
            fields.append(string(start..<offset))
            start = offset + 1
        }
        fields.append(string(start..<line.upperBound))
        return fields
    }

    /// The value of `digits` hexadecimal digits at `offset`; the generator wrote them, so anything else is a bug.
    func hexadecimal(at offset: Int, digits: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in offset..<offset + digits {
            let byte = self[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: preconditionFailure("table is not hexadecimal where it must be")
            }
        }
        return value
    }

    /// The tag whose eight upper-case digits stand at `offset`. All at once: thousands of them are read at every start.
    @inline(__always)
    func tag(at offset: Int) -> UInt32 {
        let characters = word(at: offset)
        // Letters have bit 6, and their low digits count from 1.
        var digits = (characters & 0x0F0F_0F0F_0F0F_0F0F) &+ (characters >> 6 & 0x0101_0101_0101_0101) &* 9
        digits = (digits | digits >> 4) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: digits | digits >> 16)
    }

    /// The mask whose eight digits or `x` stand at `offset`; `nil` where anything else stands.
    func mask(at offset: Int) -> TagMask? {
        var characters = word(at: offset)
        var (value, mask) = (UInt32(0), UInt32(0))
        for _ in 0..<8 {
            let byte = UInt32(truncatingIfNeeded: characters >> 56)
            characters <<= 8
            (value, mask) = (value << 4, mask << 4)
            switch byte {
            case 0x30...0x39: (value, mask) = (value | (byte - 0x30), mask | 15)
            case 0x41...0x46: (value, mask) = (value | (byte - 0x37), mask | 15)
            case 0x78: break
            default: return nil
            }
        }
        return TagMask(value: value, mask: mask)
    }

    /// The next part of the line that ends at `end`; `start` moves to the one after it.
    func nextField(_ start: inout Int, _ end: Int) -> Range<Int> {
        precondition(start >= 0 && start <= end && end <= count)
        // Sound: the bytes from `start` to `end` are searched, which lie within the literal.
        let bytes = unsafe UnsafeRawPointer(text.utf8Start)
        let found = unsafe memchr(bytes + start, Int32(UInt8(ascii: "|")), end - start)
        let stop = unsafe found.map { unsafe UnsafeRawPointer($0) - bytes } ?? end
        defer { start = min(stop + 1, end) }
        return start..<stop
    }

    /// The first eight bytes of a word as a number, by which a few words are told apart.
    func key(of word: Range<Int>) -> UInt64 {
        word.prefix(8).reduce(0) { $0 << 8 | UInt64(self[$1]) }
    }

    /// As `key(of:)`, of a word that is not of the table.
    static func key(of word: String) -> UInt64 { word.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }

    /// Whether one of the words stands in a part of a line.
    func contains(_ words: [StaticString], in part: Range<Int>) -> Bool {
        precondition(part.lowerBound >= 0 && part.upperBound <= count)
        return words.contains { word in
            let length = word.utf8CodeUnitCount
            let last = part.upperBound - length
            // Sound: what is compared ends at `last + length` or before; a literal of several bytes has a pointer.
            return part.lowerBound <= last
                && (part.lowerBound...last).contains { unsafe memcmp(text.utf8Start + $0, word.utf8Start, length) == 0 }
        }
    }

    /// Eight characters as a number that ascends as they do.
    ///
    /// Sound: all of them lie within the literal.
    func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= count - 8)
        return unsafe UInt64(
            bigEndian: UnsafeRawPointer(text.utf8Start).loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Calls `body` with each line's range, in order.
    func forEachLine(_ body: (Range<Int>) -> Void) {
        var start = 0
        while start < count {
            let end = endOfLine(from: start)
            body(start..<end)
            start = end + 1
        }
    }
}
