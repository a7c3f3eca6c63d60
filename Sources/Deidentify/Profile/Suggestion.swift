/// Finds the word that was probably meant.
public enum Suggestion {
    /// The nearest of `words` by edits, if it is near enough to be worth mentioning.
    public static func nearest(to text: String, among words: [String]) -> String? {
        let target = Array(text.lowercased().utf8)
        guard target.count >= 2, target.count <= 64 else { return nil }
        var best: (word: String, rank: Int)?
        for word in words {
            let candidate = Array(word.lowercased().utf8)
            if abs(candidate.count - target.count) > 3 { continue }
            let distance = distance(target, candidate)
            guard distance <= max(1, target.count / 4) else { continue }
            // Of words equally near, one that goes on where the text stops was meant.
            let rank = 2 * distance - (candidate.starts(with: target) ? 1 : 0)
            if rank < best?.rank ?? Int.max { best = (word, rank) }
        }
        return best?.word ?? otherEnding(target, words)
    }

    /// A word with another ending, as `modalities` for `modality`; `nil` where more than one could be meant.
    private static func otherEnding(_ target: [UInt8], _ words: [String]) -> String? {
        guard target.count >= 5 else { return nil }
        let start = target.dropLast()
        let near = words.filter { abs($0.utf8.count - target.count) <= 3 && $0.lowercased().utf8.starts(with: start) }
        return near.count == 1 ? near[0] : nil
    }

    /// Edits (insert, drop, change, swap neighbours) that turn `a` into `b`.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var value = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { value = min(value, beforeLast[j - 1] + 1) }
                row.append(value)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
