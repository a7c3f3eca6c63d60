import Standard

/// The actions of a profile as a text that a later release can compare itself with.
extension ProfileActions {
    /// How such a text begins.
    public static let mark = "# dcmveil actions: "

    public var text: String {
        var lines = [Self.mark + title]
        for mask in attributes.keys.sorted(by: { ($0.value, $0.mask) < ($1.value, $1.mask) }) {
            lines.append("attribute\t\(Self.name(mask))\t\(attributes[mask] ?? "")")
        }
        lines += conditionals.map { "conditional\t\($0)" }
        for name in privates.keys.sorted() { lines.append("private\t\(name)\t\(privates[name] ?? "")") }
        lines += whole.map { "whole\t\($0.name)\t\($0.text)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Why a text is no list of actions, and in which line.
    public struct Malformed: Error {
        public var line: Int
    }

    /// Reads what `text` has written.
    public init(text: String) throws(Malformed) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        guard let first = lines.first, first.hasPrefix(Self.mark) else { throw Malformed(line: 1) }
        title = String(first.dropFirst(Self.mark.count))
        let parts = title.split(separator: ",")
        edition = parts.first { $0.hasPrefix(" PS3.15 ") }.map { String($0.dropFirst(" PS3.15 ".count)) } ?? "?"
        for (number, line) in lines.enumerated().dropFirst() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch (fields[0], fields.count) {
            case ("attribute", 3):
                guard let mask = TagMask(fields[1].prefix { $0 != " " }) else { throw Malformed(line: number + 1) }
                attributes[mask] = fields[2]
            case ("conditional", 2): conditionals.append(fields[1])
            case ("private", 3): privates[fields[1]] = fields[2]
            case ("whole", 3): whole.append((fields[1], fields[2]))
            default: throw Malformed(line: number + 1)
            }
        }
    }

    /// What is told of, for the other side of a comparison.
    public var masks: [TagMask] { Array(attributes.keys) }
}
