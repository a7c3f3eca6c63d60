import DICOM
import Deidentify

/// How one input ended. Every input ends in exactly one of these.
enum Outcome {
    case written(output: String, FileReport)
    /// Nothing was written, because nothing that can be trusted could be.
    case quarantined(Quarantine)
    /// The machine failed, not the input.
    case failed(Failure)
    /// An earlier run wrote its output, which was to be left alone (`--skip-existing`).
    case present(output: String)
    /// An earlier run with the same journal did it, and its output is there (`--resume`).
    case done(output: String)
    /// Nothing that could be an input: a link to a folder, a pipe in a folder.
    case skipped(reason: String)
    /// The person who called did not want it, which is no fault: by the option that says so, and its number where there may be
    /// several.
    case unselected(by: String)

    /// What became of the input, or had become of it before.
    var output: String? {
        switch self {
        case .written(let output, _), .present(let output), .done(let output): output
        case .quarantined, .failed, .skipped, .unselected: nil
        }
    }
}

/// Why an input was set aside, and where in it.
struct Quarantine {
    var reason: String
    var sentence: String
    var hint: String?
    var offset: Int?
    /// As `(0040,0275)[1].(0032,1060)`.
    var place: String?

    init(_ reason: String, _ sentence: String, hint: String? = nil) {
        self.reason = reason
        self.sentence = sentence
        self.hint = hint
    }

    init(_ error: ParseError) {
        reason = error.code.name
        sentence = error.code.sentence
        hint = error.code.hint
        offset = error.offset
        var steps = error.path.map(\.description) + (error.tag.map { [$0.description] } ?? [])
        if steps.count > 8 { steps.replaceSubrange(3..<steps.count - 4, with: ["…"]) }
        if !steps.isEmpty { place = steps.joined(separator: ".") }
    }

    /// What goes behind the input's name in a message.
    var message: String {
        switch (place, offset) {
        case (let place?, let offset?): "\(place) at byte \(offset): \(sentence)"
        case (nil, let offset?) where offset > 0: "at byte \(offset): \(sentence)"
        default: sentence
        }
    }
}
