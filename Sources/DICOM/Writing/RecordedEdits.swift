/// Edits of some ranges of bytes, to be made again where the same bytes come again.
public struct RecordedEdits: Sendable {
    /// How far a list had come when recording began.
    public struct Mark: Sendable {
        fileprivate let count: Int
        fileprivate let end: Int
    }

    fileprivate struct Edit: BitwiseCopyable {
        var start: Int
        var end: Int
        var from: Int
        var endOfReplacement: Int
    }

    // The bytes of one edit stand behind those of the one before.
    fileprivate private(set) var edits: [Edit] = []
    fileprivate private(set) var bytes: [UInt8] = []

    public init() {}

    /// Where `list` stands.
    public static func mark(_ list: EditList) -> Mark { Mark(count: list.edits.count, end: list.end) }

    /// Records what has been added to `list`.
    ///
    /// - Parameter offset: of the first byte that an edit may concern.
    /// - Returns: under which numbers `EditList.make` finds it; `nil` where it is something that is no edit of these bytes alone.
    public mutating func take(from list: EditList, since mark: Mark, notBefore offset: Int) -> Range<Int>? {
        let first = edits.count
        guard list.edits.count >= mark.count else { return nil }
        // What goes right behind something that goes has become one with it.
        if mark.count > 0, list.edits[mark.count - 1].end != mark.end {
            let grown = mark.end..<list.edits[mark.count - 1].end
            guard grown.lowerBound >= offset else { return nil }
            edits.append(
                Edit(start: grown.lowerBound, end: grown.upperBound, from: bytes.count, endOfReplacement: bytes.count))
        }
        for edit in list.edits[mark.count...] {
            guard edit.count < EditList.Edit.masked, edit.start >= offset else { return nil }
            // Places that were kept for something that did not come.
            if edit.start == edit.end, edit.count == 0 { continue }
            let from = bytes.count
            if edit.count > 0 {
                list.replacements.withBytes(of: Int(edit.from)..<edit.endOfReplacement) { run in
                    // Sound: the pointer does not leave the call.
                    unsafe run.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
                }
            }
            edits.append(Edit(start: edit.start, end: edit.end, from: from, endOfReplacement: bytes.count))
        }
        return first..<edits.count
    }
}

extension EditList {
    /// Makes recorded edits again.
    ///
    /// - Parameter distance: from where the bytes were recorded to where they are now.
    public mutating func make(_ numbers: Range<Int>, of recorded: borrowing RecordedEdits, movedBy distance: Int) {
        guard !numbers.isEmpty else { return }
        // What comes in the place of the neighbours stands together there, too.
        let bytes = recorded.edits[numbers.lowerBound].from..<recorded.edits[numbers.upperBound - 1].endOfReplacement
        let from = add(recorded.bytes[bytes]) - bytes.lowerBound
        for number in numbers {
            let edit = recorded.edits[number]
            let range = edit.start + distance..<edit.end + distance
            if edit.from == edit.endOfReplacement {
                drop(range)
            } else {
                add(range, replacedBy: edit.from + from..<edit.endOfReplacement + from)
            }
        }
    }
}
