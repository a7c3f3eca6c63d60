import ArgumentParser

/// The words of a command line that is written plainly: options by a name of their own, their values as the next word or after
/// `=`, nothing said twice.
///
/// The library looks its commands through by reflection, three times over, which takes longer at every start than all else
/// together. What is plain, as most lines are, is read here; whatever is not, and whatever is wrong, is left to the library,
/// so that it alone decides what to say of it.
struct PlainArguments {
    private let words: [String]
    /// The places of the words that are options; the paths, of which there may be many, are looked at once.
    private let options: [Int]
    private var isTaken: [Bool]
    /// Everything so far was read as the library would have read it.
    private(set) var isPlain: Bool

    init(_ words: ArraySlice<String>) {
        self.words = Array(words)
        options = self.words.indices.filter { [words = self.words] in Self.isOption(words[$0]) }
        isTaken = Array(repeating: false, count: words.count)
        // After -- nothing is an option; and nobody should have to know here what the library makes of nothing at all.
        isPlain = !self.words.contains { $0.isEmpty || $0 == "--" }
    }

    /// Whether a word is no value: `-` alone is one.
    private static func isOption(_ word: String) -> Bool {
        word.utf8.first == UInt8(ascii: "-") && word.utf8.count > 1
    }

    // MARK: What commands ask for

    mutating func flag(_ names: String...) -> Bool {
        let places = options.filter { names.contains(words[$0]) }
        for place in places { isTaken[place] = true }
        if places.count > 1 { isPlain = false }
        return !places.isEmpty
    }

    mutating func value<Value: ExpressibleByArgument>(_ names: String...) -> Value? {
        let texts = texts(of: names)
        guard let text = texts.first else { return nil }
        let value = Value(argument: text)
        if texts.count > 1 || value == nil { isPlain = false }
        return value
    }

    mutating func values(_ names: String...) -> [String] { texts(of: names) }

    mutating func group<Group: PlainlyRead>(_ type: Group.Type = Group.self) throws -> Group {
        var group = try Group(plain: &self)
        try group.validate()
        return group
    }

    /// Leaves the line to the library.
    mutating func refuse() { isPlain = false }

    /// What no option has taken, to be asked for last.
    mutating func rest() -> [String] {
        if options.contains(where: { !isTaken[$0] }) { isPlain = false }
        return words.indices.filter { !isTaken[$0] }.map { words[$0] }
    }

    // MARK: Taking them

    private mutating func texts(of names: [String]) -> [String] {
        var texts: [String] = []
        for place in options where !isTaken[place] {
            if names.contains(words[place]) {
                guard place + 1 < words.count, !Self.isOption(words[place + 1]) else {
                    isPlain = false
                    continue
                }
                isTaken[place + 1] = true
                texts.append(words[place + 1])
            } else if let text = Self.attached(words[place], names) {
                texts.append(text)
            } else {
                continue
            }
            isTaken[place] = true
        }
        return texts
    }

    /// The value of `--name=value`, if it is of one of these names.
    private static func attached(_ word: String, _ names: [String]) -> String? {
        let word = word.utf8
        guard word.starts(with: "--".utf8), let equals = word.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let text = word[equals...].dropFirst()
        // What is not ASCII may belong to the sign before it.
        guard let first = text.first, first < 0x80, names.contains(where: { $0.utf8.elementsEqual(word[..<equals]) })
        else { return nil }
        return String(text)
    }
}

/// A command, or a group of options, that can be made of a plain command line.
///
/// A debug build holds what was made against what the library makes of the same line (`PlainCommands`), so that an option
/// which is declared and not read here, or has another default, is found by the first test that runs the command.
protocol PlainlyRead: ParsableArguments {
    /// - Throws: what is wrong with the arguments; the library will say it.
    init(plain: inout PlainArguments) throws
}
