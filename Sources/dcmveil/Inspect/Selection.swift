import DICOM
import Deidentify
import Standard

/// What `--tag` names: an element anywhere, or one at the end of a path.
struct Selector {
    struct Step {
        enum Name {
            case tag(Tag)
            case mask(TagMask)
            /// An element of a private block: group, creator, last two digits.
            case privateElement(UInt16, String, UInt8)
        }

        var name: Name
        /// Counted from 1; `nil` for every item.
        var item: Int?
    }

    /// One element of the path to where the walk stands.
    struct Place {
        var tag: Tag
        var creator: String?
        /// Counted from 1; 0 for an element that is no sequence.
        var item: Int
    }

    var steps: [Step]

    /// Reads a keyword, `(gggg,eeee)`, `ggggeeee`, `(gggg,"CREATOR",ee)`, or a path of them: `A[1].B`.
    init(_ text: String) throws(Failure) {
        steps = []
        for part in Self.parts(text) { steps.append(try Self.step(part, in: text)) }
        if steps.isEmpty { throw Failure(.usage, "--tag: is empty") }
    }

    /// Whether the path ends in these steps.
    func matches(_ path: [Place]) -> Bool {
        guard path.count >= steps.count else { return false }
        for (step, place) in zip(steps.reversed(), path.reversed()) {
            guard step.name.matches(place) else { return false }
            if let item = step.item, item != place.item { return false }
        }
        return true
    }

    // MARK: Reading

    /// The text between the dots that do not stand in quotes.
    private static func parts(_ text: String) -> [Substring] {
        var parts: [Substring] = []
        var isQuoted = false
        var start = text.startIndex
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            if text[index] == ".", !isQuoted {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        parts.append(text[start...])
        return parts
    }

    private static func step(_ text: Substring, in whole: String) throws(Failure) -> Step {
        var name = text
        var item: Int?
        if name.hasSuffix("]"), let bracket = name.lastIndex(of: "[") {
            let number = name[name.index(after: bracket)...].dropLast()
            if number != "*" {
                guard let value = Int(number), value > 0 else {
                    throw Failure(.usage, "--tag \(whole): [\(number)] is no item number", hint: "items count from 1")
                }
                item = value
            }
            name = name[..<bracket]
        }
        if name.isEmpty { throw Failure(.usage, "--tag \(whole): a name is missing", hint: "for example PatientID") }
        if let tag = Tag(hexadecimal: name) { return Step(name: .tag(tag), item: item) }
        if let mask = TagMask(name) { return Step(name: .mask(mask), item: item) }
        if let name = privateElement(name) { return Step(name: name, item: item) }
        if let pattern = DataDictionary.pattern(forKeyword: String(name)) {
            if let tag = Tag(hexadecimal: pattern) { return Step(name: .tag(tag), item: item) }
            if let mask = TagMask(pattern) { return Step(name: .mask(mask), item: item) }
        }
        throw unknown(String(name), in: whole)
    }

    /// `(gggg,"CREATOR",ee)`
    private static func privateElement(_ text: Substring) -> Step.Name? {
        guard text.hasPrefix("("), text.hasSuffix(")") else { return nil }
        let quoted = text.dropFirst().dropLast().split(separator: "\"", omittingEmptySubsequences: false)
        guard quoted.count == 3, quoted[0].hasSuffix(","), quoted[2].hasPrefix(","),
            let group = UInt16(quoted[0].dropLast(), radix: 16), group % 2 == 1,
            let element = UInt8(quoted[2].dropFirst(), radix: 16)
        else { return nil }
        return .privateElement(group, String(quoted[1]), element)
    }

    private static func unknown(_ name: String, in whole: String) -> Failure {
        var keywords: [String] = []
        DataDictionary.forEachKeyword { keywords.append($0) }
        let hint: String
        if let near = Suggestion.nearest(to: name, among: keywords) {
            hint = "did you mean \(near)"
        } else {
            hint = "give a keyword (PatientID), a tag ((0010,0020) or 00100020) or a path of them (A[1].B)"
        }
        return Failure(.usage, "--tag \(whole): \(name) is no keyword and no tag", hint: hint)
    }
}

extension Selector.Step.Name {
    func matches(_ place: Selector.Place) -> Bool {
        switch self {
        case .tag(let tag): tag == place.tag
        case .mask(let mask): mask.matches(place.tag)
        case .privateElement(let group, let creator, let element):
            place.tag.group == group && UInt8(truncatingIfNeeded: place.tag.element) == element
                && place.creator == creator
        }
    }
}
