/// Finds addresses of machines: `192.168.1.5`, `4C:34:88:1E:5F:20`.
extension TextCleaner {
    /// - Parameter areVersions: four numbers with points between are a version.
    mutating func markMachines(areVersions: Bool = false) {
        guard tokens.list.count > 1 else { return }
        var index = 0
        while index < tokens.list.count {
            guard tokens.list[index].foldedCount <= 4,
                let last = hardware(at: index) ?? switched(at: index) ?? longInternet(at: index)
                    ?? (areVersions ? nil : internet(at: index))
            else {
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
            guard token.foldedCount == 2, isHexadecimal(place),
                place == index || tokens.separator(before: place).elementsEqual([sign])
            else { return nil }
        }
        return last
    }

    private func isHexadecimal(_ index: Int) -> Bool {
        tokens.folded(tokens.list[index]).allSatisfy { ASCII.isDigit($0) || (0x61...0x66).contains($0) }
    }

    /// Six bytes as switches write them: `0011.2233.4455`.
    private func switched(at index: Int) -> Int? {
        let last = index + 2
        guard last < tokens.list.count,
            (index...last).allSatisfy({
                tokens.list[$0].foldedCount == 4 && isHexadecimal($0)
                    && ($0 == index || tokens.separator(before: $0).elementsEqual(".".utf8))
            })
        else { return nil }
        return last
    }

    /// Eight groups of hexadecimal digits, or fewer with two colons in the place of zeros: `2001:db8::1`, `fe80::1`, `::1`.
    private func longInternet(at index: Int) -> Int? {
        guard isHexadecimal(index), tokens.list[index].foldedCount <= 4 else { return nil }
        let isLed = tokens.separator(before: index).suffix(2).elementsEqual("::".utf8)
        var last = index
        var hasGap = isLed
        while last + 1 < tokens.list.count, last - index < 7, tokens.list[last + 1].foldedCount <= 4,
            isHexadecimal(last + 1)
        {
            let separator = tokens.separator(before: last + 1)
            if separator.elementsEqual("::".utf8) { hasGap = true } else if !separator.elementsEqual(":".utf8) { break }
            last += 1
        }
        let isWhole = last - index == 7
        guard isWhole || hasGap && (last > index || isLed) else { return nil }
        // Numbers of an operator of a language, and of a time.
        return isWhole || isLed || last - index > 1 || (index...last).contains { tokens.list[$0].foldedCount > 2 }
            ? last : nil
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
            Self.hosts.contains(label) || isOfHouse(index) || digits >= Self.mostOfVersion
        else { return nil }
        let port = last + 1
        let hasPort =
            port < tokens.list.count && tokens.list[port].kind == .number
            && tokens.separator(before: port).elementsEqual(":".utf8)
        return hasPort ? port : last
    }

    private func isOfHouse(_ index: Int) -> Bool {
        guard let first = tokens.number(tokens.list[index]), let second = tokens.number(tokens.list[index + 1]) else {
            return false
        }
        return PrivateNetwork.contains(first, second)
    }

    private func isPointed(_ index: Int) -> Bool {
        index > 0 && index < tokens.list.count && tokens.list[index].kind != .word
            && tokens.separator(before: index).elementsEqual(".".utf8)
    }

    /// More digits than the four numbers of a version have.
    private static let mostOfVersion = 9
    static func isVersionLabel(_ word: WordHash) -> Bool { versions.contains(word) }

    private static let versions = WordHash.set(
        "version ver v vers release rel software sw firmware fw build revision rev")
    private static let hosts = WordHash.set("ip ipv4 host server node address addr gateway station ping")
}

/// Addresses that every house has (RFC 1918, RFC 3927), and those of a machine itself.
enum PrivateNetwork {
    static func contains(_ first: Int, _ second: Int) -> Bool {
        switch first {
        case 10, 127: true
        case 172: (16...31).contains(second)
        case 192: second == 168
        case 169: second == 254
        default: false
        }
    }
}
