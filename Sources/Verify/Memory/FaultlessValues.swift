import Standard

/// Values in which nothing was found, with all that their judgement depends on: the files of a series, and the items of an
/// object, say the same things.
///
/// Everything is compared as a whole, so that no value can pass for another one. How far one is looked for has a bound: whoever
/// makes values that are hard to find makes them forgotten, and no run slow.
struct FaultlessValues {
    /// What is asked of a value, beside its bytes.
    struct Question: Equatable {
        var tag: Tag
        var vr: VR
        /// `VerifierMemory.number(of:)`.
        var rules: Int
        /// The sequences around, the byte order, the dates, and which code is open.
        var state: UInt32
        /// `PlaceNumbers`.
        var place: Int
    }

    private struct Entry {
        var question: Question
        /// Of the value in `bytes`; behind it lie those of the code.
        var start: Int
        var count: Int
        var codeCount: Int
        var schemeCount: Int
    }

    private var entries: [Entry] = []
    private var bytes: [UInt8] = []
    /// Places in `entries` plus 1, by hash; 0 where there is none. Empty until something is remembered.
    private var slots: [UInt16] = []
    private static let most = 4096
    private static let mostBytes = 256 << 10
    private static let steps = 8
    /// Bytes of a value that is remembered.
    static let longest = 256

    /// - Parameters:
    ///   - value: where `source` holds the value.
    ///   - code: what has been read of a code that the value is a part of; two empty ones otherwise.
    func contain(
        _ question: Question, _ value: Range<Int>, in source: borrowing ByteSource,
        code: [UInt8], scheme: [UInt8]
    ) -> Bool {
        if slots.isEmpty { return false }
        var slot = first(question, source.quickHash(value))
        for _ in 0..<Self.steps {
            let place = Int(slots[slot]) - 1
            if place < 0 { return false }
            if entries[place].question == question, entries[place].count == value.count,
                entries[place].codeCount == code.count, entries[place].schemeCount == scheme.count
            {
                let start = entries[place].start
                let middle = start + value.count
                if source.holds(value, equalTo: bytes, from: start),
                    code.isEmpty || bytes[middle..<middle + code.count].equals(code),
                    scheme.isEmpty || bytes[(middle + code.count)...].prefix(scheme.count).equals(scheme)
                {
                    return true
                }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }

    mutating func add(
        _ question: Question, _ value: Range<Int>, in source: borrowing ByteSource,
        code: [UInt8], scheme: [UInt8]
    ) {
        if slots.isEmpty { slots = [UInt16](repeating: 0, count: Self.most * 4) }
        if entries.count >= Self.most || bytes.count >= Self.mostBytes { removeAll() }
        var slot = first(question, source.quickHash(value))
        for _ in 0..<Self.steps {
            if slots[slot] == 0 {
                entries.append(
                    Entry(
                        question: question, start: bytes.count, count: value.count, codeCount: code.count,
                        schemeCount: scheme.count))
                bytes += source.slice(value.lowerBound, value.count)
                bytes += code
                bytes += scheme
                slots[slot] = UInt16(entries.count)
                return
            }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    mutating func removeAll() {
        if entries.isEmpty { return }
        entries.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        for slot in slots.indices { slots[slot] = 0 }
    }

    @inline(__always)
    private func first(_ question: Question, _ hash: UInt64) -> Int {
        let rest =
            UInt64(question.tag.rawValue) << 32 ^ UInt64(truncatingIfNeeded: question.place) << 16
            ^ UInt64(question.state) ^ UInt64(truncatingIfNeeded: question.rules) << 48
        let mixed = (hash ^ rest) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 40) & (slots.count - 1)
    }
}
