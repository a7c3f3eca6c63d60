import Standard

/// What short texts were cleaned to, for the files of a series have the same ones: as long as what they are cleaned of
/// stays the same.
struct CleanedTexts {
    /// What becomes of a value.
    enum Outcome {
        case unchanged
        /// Nothing is left, or it could not be read.
        case nothing
        /// In the character set of the value.
        case text([UInt8])
    }

    /// What an outcome depends on besides the text.
    struct Ground: Equatable {
        /// Of the identifiers.
        var mark = 0
        var isIncomplete = false
        var days = 0
    }

    private var ground = Ground()
    private var outcomes: [[UInt8]: Outcome] = [:]
    /// A hostile file may have a new text in every item.
    private static let most = 512
    private static let longest = 1024

    /// Texts of ASCII in a character set that does not change it.
    mutating func outcome(of value: [UInt8], _ vr: VR, on ground: Ground, _ work: () -> Outcome) -> Outcome {
        if value.count > Self.longest { return work() }
        if self.ground != ground {
            outcomes.removeAll(keepingCapacity: true)
            self.ground = ground
        }
        var key = value
        key.append(UInt8(truncatingIfNeeded: vr.rawValue >> 8))
        key.append(UInt8(truncatingIfNeeded: vr.rawValue))
        if let known = outcomes[key] { return known }
        let outcome = work()
        if outcomes.count >= Self.most { outcomes.removeAll(keepingCapacity: true) }
        outcomes[key] = outcome
        return outcome
    }
}
