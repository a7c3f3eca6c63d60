/// Finds addresses of machines: `192.168.1.5`, `4C:34:88:1E:5F:20`.
extension TextCleaner {
    mutating func markMachines() {
        guard tokens.list.count > 3 else { return }
        var index = 0
        while index < tokens.list.count {
            guard tokens.list[index].foldedCount <= 3, let last = hardware(at: index) ?? internet(at: index) else {
                index += 1
                continue
            }
            mark(index...last, .pattern)
            index = last + 1
        }
    }

    /// Six bytes in hexadecimal digits.
    private func hardware(at index: Int) -> Int? {
        let last = index + 5
        guard last < tokens.list.count, let sign = tokens.separator(before: index + 1).first,
            sign == UInt8(ascii: ":") || sign == UInt8(ascii: "-")
        else { return nil }
        for place in index...last {
            let token = tokens.list[place]
            guard token.foldedCount == 2,
                tokens.folded(token).allSatisfy({ ASCII.isDigit($0) || (0x61...0x66).contains($0) }),
                place == index || tokens.separator(before: place).elementsEqual([sign])
            else { return nil }
        }
        return last
    }

    /// Four bytes with points between; no version. With them goes the port behind a colon.
    private func internet(at index: Int) -> Int? {
        let last = index + 3
        guard last < tokens.list.count, !isPointed(index), !isPointed(last + 1) else { return nil }
        var digits = 0
        for place in index...last {
            guard let value = tokens.number(tokens.list[place]), value < 256, tokens.list[place].foldedCount <= 3,
                tokens.list[place].fate == .open, place == index || isPointed(place)
            else { return nil }
            digits += tokens.list[place].foldedCount
        }
        let label = index > 0 ? tokens.list[index - 1].hash : WordHash()
        guard !Self.versions.contains(label),
            Self.hosts.contains(label) || isPrivate(index) || digits >= Self.mostOfVersion
        else { return nil }
        let port = last + 1
        let hasPort =
            port < tokens.list.count && tokens.list[port].kind == .number
            && tokens.separator(before: port).elementsEqual(":".utf8)
        return hasPort ? port : last
    }

    /// Addresses that every house has.
    private func isPrivate(_ index: Int) -> Bool {
        let second = tokens.number(tokens.list[index + 1]) ?? 0
        switch tokens.number(tokens.list[index]) {
        case 10, 127: return true
        case 172: return (16...31).contains(second)
        case 192: return second == 168
        case 169: return second == 254
        default: return false
        }
    }

    private func isPointed(_ index: Int) -> Bool {
        index > 0 && index < tokens.list.count && tokens.list[index].kind != .word
            && tokens.separator(before: index).elementsEqual(".".utf8)
    }

    /// More digits than the four numbers of a version have.
    private static let mostOfVersion = 9
    private static let versions = WordHash.set(
        "version ver v vers release rel software sw firmware fw build revision rev")
    private static let hosts = WordHash.set("ip ipv4 host server node address addr gateway station ping")
}
