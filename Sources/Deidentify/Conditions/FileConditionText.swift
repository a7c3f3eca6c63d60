/// The short form of a condition on files, for command lines: one comparison.
struct FileConditionText {
    private let text: String

    init(_ text: String) { self.text = text }

    /// Longer ones first, for shorter ones begin them.
    private static let signs = [
        ("!=", "isNot"), (">=", "from"), ("<=", "to"), ("=", "is"), (">", "above"), ("<", "below"),
    ]

    /// The condition as a profile has it; an attribute alone has a value, and one behind `!` has none. What is wrong with it is found there.
    var json: String {
        guard let (start, sign, key) = sign else {
            let isNegated = text.hasPrefix("!")
            let name = trimmed(isNegated ? text.dropFirst() : text[...])
            return "{\"values\":[{\"attribute\":\(Self.quoted(name)),\"empty\":\(isNegated)}]}"
        }
        let name = trimmed(text[..<start])
        let value = text[text.index(start, offsetBy: sign.count)...]
        let parts = value.split(separator: ",").map { trimmed($0) }
        if key == "is", name.first?.isLowercase == true {
            return "{\(Self.quoted(name)):[\(parts.map(Self.quoted).joined(separator: ","))]}"
        }
        let isList = key == "is" || key == "isNot"
        let list = isList ? "[\(parts.map(Self.quoted).joined(separator: ","))]" : number(trimmed(value))
        return "{\"values\":[{\"attribute\":\(Self.quoted(name)),\"\(key)\":\(list)}]}"
    }

    /// The first sign that is no part of a private creator's name.
    private var sign: (start: String.Index, sign: String, key: String)? {
        var isQuoted = false
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            if isQuoted { continue }
            for (sign, key) in Self.signs where text[index...].hasPrefix(sign) { return (index, sign, key) }
        }
        return nil
    }

    /// What is no number stays a text, and is told as an error there.
    private func number(_ text: String) -> String {
        guard let number = DecimalText.number(text) else { return Self.quoted(text) }
        return number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
    }

    private func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// A JSON string.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case ..<" ": quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
