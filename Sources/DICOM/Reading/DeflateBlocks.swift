/// Where the blocks of a deflate stream begin (RFC 1951 §3.2.3), from the first one that is still of use.
final class DeflateBlocks {
    struct Start {
        /// Bits from the start of the stream.
        var bit: Int
        /// The inflated bytes before it.
        var offset: Int
    }

    private var starts = [Start(bit: 0, offset: 0)]
    /// What comes before is of no use any more.
    private var first = 0
    private var isOff = false
    /// 4 MiB of them. A stream of empty blocks has millions.
    private static let most = 1 << 18

    /// Nothing will ask for them, or there are too many.
    func giveUp() {
        isOff = true
        starts = []
        first = 0
    }

    /// A block begins, or the stream has ended. In ascending order.
    func add(bit: Int, at offset: Int) {
        if isOff { return }
        if starts.count - first >= Self.most { return giveUp() }
        if first > 1024, first * 2 > starts.count {
            starts.removeFirst(first)
            first = 0
        }
        starts.append(Start(bit: bit, offset: offset))
    }

    /// The first block that begins at `offset` or behind it, as far as the stream has been read; those before are forgotten.
    func next(atOrBehind offset: Int) -> Start? {
        while first < starts.count, starts[first].offset < offset { first += 1 }
        return first < starts.count ? starts[first] : nil
    }

    /// Where the block ends that `next` told of; `nil` while the stream has not been read so far.
    var end: Start? { first + 1 < starts.count ? starts[first + 1] : nil }

    /// Goes on to the block behind.
    func pass() { first += 1 }
}
