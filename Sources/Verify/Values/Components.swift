import Standard

extension Walker {
    /// Longer components are no dummy, no UID, no number, date or code (PS3.5 §6.2, §9.1).
    static let longestComponent = 64

    /// Calls `body` with the components of a text value, without padding; with `nil` for one of more than
    /// `longestComponent` bytes. Memory is constant, however long the value is.
    ///
    /// - Parameter body: whether to go on.
    mutating func forEachComponent(
        of element: Element, _ body: (ArraySlice<UInt8>?) -> Bool
    ) throws(ReadFailure) {
        guard let length = element.length, length > 0 else { return }
        // Backslashes are part of long texts (PS3.5 §6.2).
        let isSingle =
            switch element.vr {
            case .lt, .st, .ut, .ur: true
            default: false
            }
        let end = element.valueOffset + length
        var position = element.valueOffset
        while true {
            let wanted = min(end - position, Self.longestComponent + 1)
            guard try load(position, wanted) >= wanted else { throw .damaged(.truncated, offset: position) }
            var count = 0
            while count < wanted, isSingle || source.byte(position + count) != UInt8(ascii: "\\") { count += 1 }
            if count > Self.longestComponent {
                guard body(nil), !isSingle else { return }
                position += count
                position = try nextBackslash(from: position, to: end)
            } else {
                guard body(trimmed(position, count, vr: element.vr)) else { return }
                position += count
            }
            if position == end { return }
            position += 1  // the backslash; behind the last one an empty component follows
            if position == end { return }
        }
    }

    private mutating func nextBackslash(from offset: Int, to end: Int) throws(ReadFailure) -> Int {
        var position = offset
        while position < end {
            let available = min(try load(position, 1), end - position)
            guard available > 0 else { throw .damaged(.truncated, offset: position) }
            for step in 0..<available where source.byte(position + step) == UInt8(ascii: "\\") {
                return position + step
            }
            position += available
        }
        return end
    }
}
