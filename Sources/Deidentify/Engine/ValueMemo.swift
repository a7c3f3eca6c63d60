import DICOM

/// What was found out about values, by what they are and what it was asked about: the files of a series, and the items of
/// an object, have the same ones.
///
/// Values are compared as a whole, so that none can pass for another one. How far one is looked for has a bound: whoever
/// makes values that are hard to find makes them forgotten, and no run slow.
struct ValueMemo<Verdict> {
    private struct Entry {
        var question: UInt64
        var mark: Int
        var value: [UInt8]
        var verdict: Verdict
    }

    private var entries: [Entry] = []
    /// Places in `entries` plus 1, by hash; 0 where there is none.
    private var slots: [UInt16]
    private let most: Int
    private static var steps: Int { 8 }
    /// Bytes of a value that is remembered.
    private static var longest: Int { 1024 }

    /// - Parameter most: how many are remembered at most; a power of two, and no more than 16,384.
    init(most: Int) {
        self.most = most
        slots = Array(repeating: 0, count: most * 4)
    }

    /// - Parameters:
    ///   - question: what is asked about the value.
    ///   - mark: of what else the answer depends on.
    ///   - range: of `buffer`, the value.
    func find(_ question: UInt64, _ mark: Int, _ range: Range<Int>, _ buffer: borrowing HeaderBuffer) -> Verdict? {
        var slot = first(question, mark, range, buffer)
        for _ in 0..<Self.steps {
            let place = Int(slots[slot]) - 1
            if place < 0 { return nil }
            if entries[place].question == question, entries[place].mark == mark,
                buffer.holds(entries[place].value, at: range)
            {
                return entries[place].verdict
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    mutating func add(
        _ verdict: Verdict, for question: UInt64, _ mark: Int, _ range: Range<Int>, _ buffer: borrowing HeaderBuffer
    ) {
        if range.count > Self.longest { return }
        if entries.count >= most { removeAll() }
        var slot = first(question, mark, range, buffer)
        for _ in 0..<Self.steps {
            if slots[slot] == 0 {
                entries.append(Entry(question: question, mark: mark, value: buffer.copy(range), verdict: verdict))
                slots[slot] = UInt16(entries.count)
                return
            }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    mutating func removeAll() {
        if entries.isEmpty { return }
        entries.removeAll(keepingCapacity: true)
        for slot in slots.indices { slots[slot] = 0 }
    }

    @inline(__always)
    private func first(_ question: UInt64, _ mark: Int, _ range: Range<Int>, _ buffer: borrowing HeaderBuffer) -> Int {
        let hash = buffer.quickHash(range) ^ (question ^ UInt64(truncatingIfNeeded: mark)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: hash >> 40) & (slots.count - 1)
    }
}
