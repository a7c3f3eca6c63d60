/// Some texts of bytes, each once, found by bisection: few enough that a table of hashes would cost more to make than it saves.
struct SortedTexts: Sendable {
    private(set) var list: [[UInt8]] = []

    init(_ texts: [[UInt8]] = []) {
        list.reserveCapacity(texts.count)
        for text in texts.sorted(by: { $0.lexicographicallyPrecedes($1) }) where list.last != text { list.append(text) }
    }

    var count: Int { list.count }
    var isEmpty: Bool { list.isEmpty }

    func contains(_ text: [UInt8]) -> Bool {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle].lexicographicallyPrecedes(text) { low = middle + 1 } else { high = middle }
        }
        return low < list.count && list[low] == text
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(list.count)
        for text in list {
            hasher.combine(text.count)
            unsafe text.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        }
    }
}
