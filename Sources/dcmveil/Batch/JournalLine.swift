/// A line of a journal: what it says, and a checksum that a line which was cut short does not have.
enum JournalLine {
    /// What follows was made with this key (its one-way identifier) and with these settings (their mark).
    case settings(key: String, mark: UInt64)
    /// An input (marks of its path and of its state) is done: its output, the bytes of that and when it was written, in
    /// nanoseconds.
    case done(path: UInt64, state: UInt64, size: Int, time: Int, output: String)
    /// What was said of the input last does not hold; `foreign` is an output that turned out to be somebody else's, else `-`.
    case void(path: UInt64, foreign: String)

    static let start = "dcmveil-journal-2"

    var bytes: [UInt8] {
        let text =
            switch self {
            case .settings(let key, let mark): "\(Self.start) \(key) \(Self.digits(mark))"
            case .done(let path, let state, let size, let time, let output):
                "= \(Self.digits(path)) \(Self.digits(state)) \(size) \(time) \(output)"
            case .void(let path, let foreign): "- \(Self.digits(path)) \(foreign)"
            }
        return Array("\(text) \(Self.digits(StableHash.hash(text.utf8)))\n".utf8)
    }

    /// - Parameter line: without its line feed.
    /// - Returns: `nil` for a line that is not whole, or of another program.
    init?(_ line: some Collection<UInt8>) {
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count >= 3, let sum = Self.number(parts[parts.count - 1]),
            StableHash.hash(line.prefix(line.count - 17)) == sum
        else { return nil }
        func text(_ index: Int) -> String { String(decoding: parts[index], as: UTF8.self) }
        switch (text(0), parts.count) {
        case (Self.start, 4):
            guard let mark = Self.number(parts[2]) else { return nil }
            self = .settings(key: text(1), mark: mark)
        case ("=", 7):
            guard let path = Self.number(parts[1]), let state = Self.number(parts[2]), let size = Int(text(3)),
                size >= 0,
                let time = Int(text(4))
            else { return nil }
            self = .done(path: path, state: state, size: size, time: time, output: text(5))
        case ("=", 6):
            // Of version 1, which knew no times: it is ours, and is done again.
            guard let path = Self.number(parts[1]), let state = Self.number(parts[2]), let size = Int(text(3)),
                size >= 0
            else { return nil }
            self = .done(path: path, state: state, size: size, time: 0, output: text(4))
        case ("-", 4):
            guard let path = Self.number(parts[1]) else { return nil }
            self = .void(path: path, foreign: text(2))
        default: return nil
        }
    }

    /// 16 hexadecimal digits.
    private static func digits(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func number(_ digits: some Collection<UInt8>) -> UInt64? {
        guard digits.count == 16 else { return nil }
        return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
