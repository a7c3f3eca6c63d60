/// A value as a condition names it: `*` stands for any characters, `?` for one (PS3.4 §C.2.2.2.4). Case counts.
struct WildCard: Hashable, Sendable {
    let text: String
    private let scalars: [Unicode.Scalar]
    /// What the text is where it is a number: 0.5 and 0.50 are one.
    private let number: Double?

    init(_ text: String) {
        let normal = String(decoding: PatientText.normalized(text), as: UTF8.self)
        self.text = normal
        scalars = Array(normal.unicodeScalars)
        number = DecimalText.number(normal)
    }

    /// - Parameter isNumber: the value is compared as a number where both are one.
    func matches(_ value: String, isNumber: Bool) -> Bool {
        if isNumber, let number, let other = DecimalText.number(value) { return number == other }
        return matches(Array(value.unicodeScalars))
    }

    /// Without going back further than to the last star, which is enough.
    private func matches(_ value: [Unicode.Scalar]) -> Bool {
        var (place, at) = (0, 0)
        var star: (place: Int, at: Int)?
        while at < value.count {
            if place < scalars.count, scalars[place] == "*" {
                star = (place, at)
                place += 1
            } else if place < scalars.count, scalars[place] == "?" || scalars[place] == value[at] {
                place += 1
                at += 1
            } else if let last = star {
                place = last.place + 1
                at = last.at + 1
                star = (last.place, last.at + 1)
            } else {
                return false
            }
        }
        return scalars[place...].allSatisfy { $0 == "*" }
    }
}

/// Numbers as DS, IS and people write them.
enum DecimalText {
    static func number(_ text: String) -> Double? {
        guard text.utf8.first.map({ ASCII.isDigit($0) || "+-.".utf8.contains($0) }) == true,
            text.utf8.allSatisfy({ ASCII.isDigit($0) || "+-.eE".utf8.contains($0) })
        else { return nil }
        return Double(text)
    }
}
