/// An ICC profile (ISO 15076-1), and whether it says anything beside the numbers that colours are made with: names, days, and bytes
/// that no count in it covers.
struct ColourProfileForm {
    private let bytes: ArraySlice<UInt8>
    /// Bytes of the profile, of which not all may be looked at.
    private let length: Int
    private static let mostTags = 200

    /// - Parameters:
    ///   - bytes: the profile, or as much of it as is looked at.
    ///   - length: of the whole.
    init(_ bytes: ArraySlice<UInt8>, length: Int? = nil) {
        self.bytes = bytes
        self.length = length ?? bytes.count
    }

    var hasText: Bool {
        guard bytes.count >= 132, signature(36) == "acsp", !hasTextInHeader else { return true }
        let count = number(128)
        let tableEnd = 132 + count * 12
        guard count <= Self.mostTags, tableEnd <= bytes.count else { return true }
        var parts: [Range<Int>] = []
        for place in 0..<count {
            let entry = 132 + place * 12
            let (start, length) = (number(entry + 4), number(entry + 8))
            // What leads out of the profile is read by nobody, and so is a name that no tag has.
            guard length >= 8, start >= tableEnd, start + length <= self.length,
                isNumbered(entry) || ColourProfileTerms.tags.contains(signature(entry))
            else { return true }
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

    /// The header (§7.2): four letters that the standard or the ICC has, flags, the illuminant of all profiles, and zeros. Day, model,
    /// creator and checksum tell one profile from all others.
    private var hasTextInHeader: Bool {
        for range in [10..<12, 44..<47, 48..<63, 64..<67, 80..<128] where !isBlank(range) { return true }
        for (place, terms) in [
            (4, ColourProfileTerms.modules), (12, ColourProfileTerms.classes), (16, ColourProfileTerms.spaces),
            (20, ColourProfileTerms.spaces), (40, ColourProfileTerms.platforms),
        ]
        where !isBlank(place..<place + 4) && !terms.contains(signature(place)) { return true }
        if byte(47) > 3 || byte(63) > 15 || byte(67) > 3 { return true }
        let isDayOfNobody =
            isBlank(24..<36) || Self.firstDay.indices.allSatisfy { short(24 + $0 * 2) == Self.firstDay[$0] }
        let isIlluminant = Self.illuminant.indices.allSatisfy { place in
            let value = number(68 + place * 4)
            return value == 0 || abs(value - Self.illuminant[place]) <= Self.rounding
        }
        return !isDayOfNobody || !isIlluminant
    }

    /// 1900-01-01, which no profile was made on.
    private static let firstDay = [1900, 1, 1, 0, 0, 0]
    /// D50, and how far from it roundings are.
    private static let illuminant = [0xF6D6, 0x10000, 0xD32D]
    private static let rounding = 64

    /// Whether a tag has a number in the place of its name.
    private func isNumbered(_ entry: Int) -> Bool { isBlank(entry..<entry + 3) && byte(entry + 3) <= Self.mostTags }

    /// Whether the data of a tag say something. `end` is that of the profile where the tag is longer.
    private func hasText(_ start: Int, _ end: Int) -> Bool {
        let content = start + 8..<end
        switch signature(start) {
        // A length stands before the text.
        case "desc": return number(start + 8) > content.count || !isSilent(min(start + 12, end)..<end)
        case "mluc":
            if isBlank(content) { return false }
            let records = number(start + 8)
            guard content.count >= 8, records <= Self.mostTags, number(start + 12) == 12 else { return true }
            for place in 0..<records where hasText(inRecord: start + 16 + place * 12, end - start) { return true }
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
            guard let used = size(of: type, start, end) else {
                return !isBlank(start..<start + 4) && !ColourProfileTerms.types.contains(type) || !isSilent(content)
            }
            return start + used > end || !isBlank(start + used..<end) || areLetters(type, start + 8..<start + used)
        }
    }

    /// A record of a text (§10.15): language and country, which are anybody's where they are those of a text of dashes, and where it
    /// stands.
    private func hasText(inRecord place: Int, _ length: Int) -> Bool {
        let (count, offset) = (number(place + 4), number(place + 8))
        return !isBlank(place..<place + 4) && signature(place) != "enUS" || count > length || offset > length - count
    }

    /// Whether numbers that colours are made with spell words. In tables of 8 and 16 bits the bytes of colours do by chance.
    private func areLetters(_ type: String, _ content: Range<Int>) -> Bool {
        switch type {
        case "curv": return LettersAmongColours.areSpelled(byCurve: held(content.dropFirst(4)))
        case "mft1", "mft2": return false
        default: return LettersAmongColours.areSpelled(byNumbers: held(content))
        }
    }

    /// What there is of a part of the profile.
    private func held(_ range: Range<Int>) -> ArraySlice<UInt8> {
        bytes.dropFirst(range.lowerBound).prefix(range.count)
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
