/// A JPEG marker segment of which some tables stay and the rest becomes comments of zeros, without that a byte moves.
///
/// The four bytes of marker and length that each further segment has are taken from what goes. One to four bytes at the end
/// become fill: any number of FF may stand before a marker (ITU-T T.81 B.1.1.2), and not every decoder takes an empty comment.
enum DividedSegment {
    private static let comment: UInt8 = 0xFE
    private static let headLength = 4

    /// - Parameters:
    ///   - kept: places in the content, ascending.
    ///   - count: bytes of the content.
    /// - Returns: whether there was room for it.
    static func write(
        _ code: UInt8, keeping kept: [Range<Int>], of count: Int, _ places: SegmentPlaces, _ overwrite: Overwrite
    ) -> Bool {
        let runs = runs(kept, count)
        guard isPossible(runs) else { return false }
        func set(_ place: Int, _ value: Int) {
            places.overwrite(place..<place + 1, with: UInt8(truncatingIfNeeded: value), overwrite)
        }
        func head(_ place: Int, _ code: UInt8, count: Int) {
            // The first marker's FF stands where it stood.
            if place >= 0 { set(place, 0xFF) }
            set(place + 1, Int(code))
            set(place + 2, (count + 2) >> 8)
            set(place + 3, count + 2)
        }
        for (number, run) in runs.enumerated() {
            let isFirst = number == 0
            if run.isKept {
                // Its marker and length stand before it, taken from what goes.
                head(run.places.lowerBound - headLength, code, count: run.places.count)
                continue
            }
            let hasNext = number + 1 < runs.count
            let start = isFirst ? 0 : run.places.lowerBound + headLength
            let end = run.places.upperBound - (hasNext ? headLength : 0)
            guard start < end else {
                places.overwrite(run.places, with: 0xFF, overwrite)
                continue
            }
            head(start - headLength, comment, count: end - start)
            places.overwrite(start..<end, with: 0, overwrite)
        }
        return true
    }

    private typealias Run = (places: Range<Int>, isKept: Bool)

    private static func runs(_ kept: [Range<Int>], _ count: Int) -> [Run] {
        var runs: [Run] = []
        var position = 0
        for range in kept {
            if range.lowerBound > position { runs.append((position..<range.lowerBound, false)) }
            if let last = runs.last, last.isKept {
                runs[runs.count - 1].places = last.places.lowerBound..<range.upperBound
            } else {
                runs.append((range, true))
            }
            position = range.upperBound
        }
        if position < count { runs.append((position..<count, false)) }
        return runs
    }

    /// Whether what goes has room for the heads of what is made of it.
    private static func isPossible(_ runs: [Run]) -> Bool {
        for (number, run) in runs.enumerated() where !run.isKept && number + 1 < runs.count {
            if run.places.count <= (number == 0 ? headLength : 2 * headLength) { return false }
        }
        return true
    }
}
