/// An ICC profile (ISO 15076-1), and whether it says anything beside the numbers that colours are made with: names, days, and bytes
/// that no count in it covers.
struct ColourProfileForm {
    private let bytes: ArraySlice<UInt8>
    private static let mostTags = 200

    /// - Parameter bytes: the profile, or as much of it as is looked at.
    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    var hasText: Bool {
        guard bytes.count >= 132, signature(36) == "acsp" else { return true }
        // Reserved bytes of the version, model, creator, and what is reserved behind the checksum.
        for range in [10..<12, 48..<56, 80..<84, 100..<128] where !isBlank(range) { return true }
        let count = number(128)
        let tableEnd = 132 + count * 12
        guard count <= Self.mostTags, tableEnd <= bytes.count else { return true }
        var parts: [Range<Int>] = []
        for place in 0..<count {
            let entry = 132 + place * 12
            let (start, length) = (number(entry + 4), number(entry + 8))
            guard length >= 8, start >= tableEnd else { return true }
            guard start + 8 <= bytes.count else { continue }
            let end = min(bytes.count, start + length)
            // Tags may share their data.
            if parts.contains(start..<end) { continue }
            parts.append(start..<end)
            if !isBlank(start + 4..<start + 8) || hasText(start, end) { return true }
        }
        // What no tag refers to.
        var end = tableEnd
        for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if part.lowerBound > end, !isBlank(end..<part.lowerBound) { return true }
            end = max(end, part.upperBound)
        }
        return !isBlank(end..<bytes.count)
    }

    /// Whether the data of a tag say something. `end` is that of the profile where the tag is longer.
    private func hasText(_ start: Int, _ end: Int) -> Bool {
        let content = start + 8..<end
        switch signature(start) {
        // A length stands before the text.
        case "desc": return !isSilent(min(start + 12, end)..<end)
        case "mluc":
            let records = number(start + 8)
            guard content.count >= 8, records <= Self.mostTags else { return true }
            return !isSilent(min(start + 16 + records * 12, end)..<end)
        case "clrt": return hasNames(start + 12, number(start + 8), size: 38, end)
        case "ncl2":
            let coordinates = number(start + 16)
            guard content.count >= 76, coordinates <= 15 else { return true }
            // The maker's flag, and what stands before and behind each name.
            return !isSilent(start + 8..<start + 12) || !isSilent(start + 20..<start + 84)
                || hasNames(start + 84, number(start + 12), size: 38 + coordinates * 2, end)
        // Curves and tables each where an offset says, and padding between: only what reads as words is found.
        case "mAB ", "mBA ", "mpet": return hasWords(content)
        case let type:
            guard let used = size(of: type, start, end) else { return !isSilent(content) }
            return start + used > end || !isBlank(start + used..<end)
        }
    }

    /// Bytes of the data of a tag, type and reserved bytes included; `nil` for types that no colours are made with.
    private func size(of type: String, _ start: Int, _ end: Int) -> Int? {
        switch type {
        case "XYZ ": return 20
        case "curv": return 12 + number(start + 8) * 2
        case "para":
            let kind = short(start + 8)
            return kind < 5 && short(start + 10) == 0 ? 12 + [1, 3, 4, 5, 7][kind] * 4 : nil
        case "sf32": return 44
        case "sig ", "cicp": return 12
        case "view", "meas": return 36
        case "chrm": return 12 + short(start + 8) * 8
        case "clro": return 12 + number(start + 8)
        case "mft1", "mft2":
            let (inputs, outputs, nodes) = (byte(start + 8), byte(start + 9), byte(start + 10))
            guard (1...15).contains(inputs), outputs > 0, byte(start + 11) == 0 else { return nil }
            var colours = outputs
            for _ in 0..<inputs {
                guard colours <= bytes.count else { return nil }
                colours *= nodes
            }
            if type == "mft1" { return 48 + 256 * inputs + colours + 256 * outputs }
            return 52 + 2 * (short(start + 48) * inputs + colours + short(start + 50) * outputs)
        default: return nil
        }
    }

    /// Names of 32 bytes, numbers behind each.
    private func hasNames(_ start: Int, _ count: Int, size: Int, _ end: Int) -> Bool {
        guard start <= end, count <= (end - start) / size else { return true }
        for place in 0..<count where !isSilent(start + place * size..<start + place * size + 32) { return true }
        return !isBlank(start + count * size..<end)
    }

    private func hasWords(_ range: Range<Int>) -> Bool {
        var runs = WordRuns()
        for place in range where !runs.feed(UInt8(byte(place))) { return true }
        return false
    }

    /// What takes the place of text: nothing, spaces, dashes.
    private func isSilent(_ range: Range<Int>) -> Bool {
        range.allSatisfy { byte($0) == 0 || byte($0) == 0x20 || byte($0) == 0x2D }
    }

    private func isBlank(_ range: Range<Int>) -> Bool { range.allSatisfy { byte($0) == 0 } }

    private func byte(_ place: Int) -> Int { place < bytes.count ? Int(bytes[bytes.startIndex + place]) : 0 }
    private func short(_ place: Int) -> Int { byte(place) << 8 | byte(place + 1) }
    private func number(_ place: Int) -> Int { short(place) << 16 | short(place + 2) }
    private func signature(_ place: Int) -> String {
        String(decoding: (0..<4).map { UInt8(byte(place + $0)) }, as: UTF8.self)
    }
}
