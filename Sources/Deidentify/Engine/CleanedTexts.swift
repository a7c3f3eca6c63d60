import DICOM
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
        /// Which days move.
        var span: PlausibleDays?
    }

    private var ground = Ground()
    private var outcomes = ValueMemo<Outcome>(most: 512)

    /// What became of a text of ASCII in a character set that does not change it; `nil` when it was not met on this ground.
    mutating func outcome(
        of range: Range<Int>, _ vr: VR, on ground: Ground, _ buffer: borrowing HeaderBuffer
    ) -> Outcome? {
        if self.ground != ground {
            outcomes.removeAll()
            self.ground = ground
        }
        return outcomes.find(UInt64(vr.rawValue), 0, range, buffer)
    }

    /// Remembers it, on the ground that was asked about last.
    mutating func add(_ outcome: Outcome, of range: Range<Int>, _ vr: VR, _ buffer: borrowing HeaderBuffer) {
        outcomes.add(outcome, for: UInt64(vr.rawValue), 0, range, buffer)
    }
}
