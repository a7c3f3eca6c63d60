/// Identifiers that are written in parts, with one sign between each and the next: `471-11-23`, `123 45 6789`, `A12/3456`. Without
/// the signs they are one token, whoever writes them how.
struct IdentifierForm {
    private struct Part {
        var start: Int
        var offset: Int
        var length: Int
        var digits: Int
    }

    private var bytes: [UInt8] = []
    private var parts: [Part] = []
    private var arePoints = true
    private var hasSign = false
    private var isLong = false

    /// Parts of an identifier, those that are kept, and what all of one have.
    private static let mostParts = (identifier: 5, kept: 12)
    private static let length = 6...20
    private static let fewestDigits = 6

    var isEmpty: Bool { parts.isEmpty }

    mutating func clear() {
        if parts.isEmpty { return }
        bytes.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
        (arePoints, hasSign, isLong) = (true, false, false)
    }

    /// - Returns: whether another part may follow.
    mutating func add(sign: UInt8) -> Bool {
        guard !hasSign,
            sign == 0x20 || sign == UInt8(ascii: "-") || sign == UInt8(ascii: "/") || sign == UInt8(ascii: ".")
        else { return false }
        if sign != UInt8(ascii: ".") { arePoints = false }
        hasSign = true
        return true
    }

    /// A run with digits in it.
    mutating func add(_ run: [UInt8], at offset: Int) {
        hasSign = false
        if parts.count == Self.mostParts.kept { isLong = true }
        if isLong { return }
        parts.append(
            Part(
                start: bytes.count, offset: offset, length: run.count,
                digits: run.count { KnownValue.isDigit($0) }))
        bytes += run
    }

    /// Calls `body` with what two and more of the parts make, and where it stands.
    func forEach(_ body: (ArraySlice<UInt8>, Range<Int>) -> Void) {
        // One point have decimal numbers, more than two UIDs; more parts than anything has lists of numbers.
        if isLong || parts.count < 2 || arePoints && parts.count != 3 { return }
        for first in parts.indices {
            var (length, digits) = (parts[first].length, parts[first].digits)
            for last in parts.indices.dropFirst(first + 1).prefix(Self.mostParts.identifier - 1) {
                length += parts[last].length
                digits += parts[last].digits
                if length > Self.length.upperBound { break }
                guard length >= Self.length.lowerBound, digits >= Self.fewestDigits, !isDay(first...last) else {
                    continue
                }
                body(
                    bytes[parts[first].start..<parts[last].start + parts[last].length],
                    parts[first].offset..<parts[last].offset + parts[last].length)
            }
        }
    }

    /// Days are looked for as such.
    private func isDay(_ range: ClosedRange<Int>) -> Bool {
        guard range.count == 3 else { return false }
        let lengths = range.map { parts[$0].length }
        return lengths[1] <= 2 && (lengths[0] == 4 && lengths[2] <= 2 || lengths[0] <= 2 && lengths[2] == 4)
    }

    /// Calls `body` with the identifiers of a value that are written in parts, each as a whole.
    static func forEach(in value: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
        var form = IdentifierForm()
        var run: [UInt8] = []
        func settle() {
            form.tellWhole(body)
            form.clear()
        }
        func endRun() {
            if run.isEmpty { return }
            if run.contains(where: KnownValue.isDigit) { form.add(run, at: 0) } else { settle() }
            run.removeAll(keepingCapacity: true)
        }
        for byte in value {
            if KnownValue.isTokenByte(byte) {
                run.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            } else {
                endRun()
                if !form.isEmpty, !form.add(sign: byte) { settle() }
            }
        }
        endRun()
        settle()
    }

    private func tellWhole(_ body: (ArraySlice<UInt8>) -> Void) {
        guard !isLong, (2...Self.mostParts.identifier).contains(parts.count), !(arePoints && parts.count != 3),
            Self.length.contains(bytes.count), bytes.count(where: KnownValue.isDigit) >= Self.fewestDigits
        else { return }
        body(bytes[...])
    }
}
