import Standard

/// What a condition says of the values of one attribute.
struct ValueTest: Hashable, Sendable {
    enum Comparison: Hashable, Sendable {
        /// One of its values is one of these; none is.
        case isOne([WildCard])
        case isNone([WildCard])
        /// One of its values is a number, date or age in years between these.
        case isBetween(Bounds)
        /// The element is there, whatever its value; it is not.
        case isPresent(Bool)
        /// It has no value, be it absent or of no length; it has one.
        case isEmpty(Bool)
    }

    struct Bounds: Hashable, Sendable {
        var from: Double?
        var above: Double?
        var to: Double?
        var below: Double?

        func contain(_ number: Double) -> Bool {
            if let from, number < from { return false }
            if let above, number <= above { return false }
            if let to, number > to { return false }
            if let below, number >= below { return false }
            return true
        }
    }

    var attribute: AskedAttribute
    var comparison: Comparison

    /// Whether it is true of what a file has; `nil` where that cannot be told: a value that cannot be read, or one that may
    /// still come.
    func isTrue(of values: AskedValues.Values) -> Bool? {
        let isSettled: Bool? = values.isComplete ? false : nil
        switch comparison {
        case .isPresent(let wanted): return values.isPresent ? wanted : values.isComplete ? !wanted : nil
        case .isEmpty(let wanted): return values.hasValue ? !wanted : values.isComplete ? wanted : nil
        case .isOne(let patterns): return isOne(of: patterns, values)
        case .isNone(let patterns): return isOne(of: patterns, values).map { !$0 }
        case .isBetween(let bounds):
            let numbers = values.texts.map { $0.number }
            if numbers.contains(where: { $0.map(bounds.contain) == true }) { return true }
            return values.isReadable && !numbers.contains(nil) ? isSettled : nil
        }
    }

    private func isOne(of patterns: [WildCard], _ values: AskedValues.Values) -> Bool? {
        let isOne = values.texts.contains { value in
            patterns.contains { pattern in
                value.forms.contains { pattern.matches($0, isNumber: value.isNumber) }
            }
        }
        if isOne { return true }
        return values.isReadable && values.isComplete ? false : nil
    }
}

extension ValueTest: CustomStringConvertible {
    var description: String {
        func list(_ patterns: [WildCard]) -> String { patterns.map(\.text).sorted().joined(separator: " or ") }
        return switch comparison {
        case .isOne(let patterns): "\(attribute) \(list(patterns))"
        case .isNone(let patterns): "\(attribute) not \(list(patterns))"
        case .isBetween(let bounds): "\(attribute) \(bounds)"
        case .isPresent(true): "\(attribute) present"
        case .isPresent(false): "\(attribute) absent"
        case .isEmpty(true): "\(attribute) without a value"
        case .isEmpty(false): "\(attribute) with a value"
        }
    }
}

extension ValueTest.Bounds: CustomStringConvertible {
    var description: String {
        func text(_ number: Double) -> String {
            number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
        }
        var parts: [String] = []
        if let from { parts.append("from \(text(from))") }
        if let above { parts.append("above \(text(above))") }
        if let to { parts.append("to \(text(to))") }
        if let below { parts.append("below \(text(below))") }
        return parts.joined(separator: " ")
    }
}
