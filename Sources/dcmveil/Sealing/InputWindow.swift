/// Inputs, some of which are looked at together before the first of them comes.
struct InputWindow {
    private var walk: InputWalk
    private let size: Int
    private var ahead: [(input: InputWalk.Input, root: String?)] = []
    private var next = 0

    /// - Parameter size: of a window; with 1 nothing is looked at ahead.
    init(_ walk: InputWalk, size: Int) {
        self.walk = walk
        self.size = size
    }

    /// - Parameter prepare: gets the inputs of the next window, all before it having been returned.
    /// - Returns: an input, and the folder among the arguments that it was found in; `nil` at the end.
    mutating func next(
        _ prepare: ([InputWalk.Input]) throws -> Void
    ) rethrows -> (input: InputWalk.Input, root: String?)? {
        if size == 1 { return walk.next().map { ($0, walk.root) } }
        if next == ahead.count {
            ahead.removeAll(keepingCapacity: true)
            next = 0
            while ahead.count < size, !Interruption.isRequested, let input = walk.next() {
                ahead.append((input, walk.root))
            }
            if !ahead.isEmpty { try prepare(ahead.map(\.input)) }
        }
        guard next < ahead.count else { return nil }
        defer { next += 1 }
        return ahead[next]
    }
}
