/// Files that are sealed (age v1, C2SP age.md): their form is looked at, for which nobody needs a key.
extension FileCheck {
    private static let intro = Array("age-encryption.org/v1\n".utf8)
    private static let armor = Array("-----BEGIN AGE ENCRYPTED FILE-----".utf8)
    /// A header has a line or two for each recipient; this is room for a hundred thousand.
    private static let longestHeader = 16 << 20
    /// Bytes of a chunk of the payload, and of its tag.
    private static let chunk = 64 << 10
    private static let tag = 16

    /// Whether the file begins like a sealed one.
    mutating func isSealed() throws(ReadFailure) -> Bool {
        let wanted = Self.armor.count
        guard try walker.load(0, wanted) >= Self.intro.count else { return false }
        if walker.source.slice(0, Self.intro.count).elementsEqual(Self.intro) { return true }
        return try walker.load(0, wanted) >= wanted && walker.source.slice(0, wanted).elementsEqual(Self.armor)
    }

    mutating func checkSealed() throws(ReadFailure) {
        report.add(Finding(.sealedFile, offset: 0))
        // Armor is base64 of the same; its end is what a cut file lacks.
        if !walker.source.slice(0, Self.intro.count).elementsEqual(Self.intro) { return try checkArmor() }
        guard let payload = try endOfHeader(), !raw.isStream else { return }
        let encrypted = raw.size - payload - 16  // behind the nonce
        let last = encrypted % (Self.chunk + Self.tag)
        let isWhole =
            encrypted == Self.tag || encrypted > Self.tag && (last == 0 || last > Self.tag)
        let isClear = try isClear(payload)
        if !isWhole || isClear { report.add(Finding(.sealedDamaged, offset: payload)) }
    }

    /// Whether what should be encrypted is not: it has the prefix of DICOM, or one byte in a quarter of its places.
    private mutating func isClear(_ payload: Int) throws(ReadFailure) -> Bool {
        let count = min(try walker.load(payload, 256), 256)
        guard count >= 64 else { return false }
        let head = Array(walker.source.slice(payload, count))
        let prefix = Array("DICM".utf8)
        let isDICOM = [0, 16, 128, 144].contains { $0 + 4 <= count && head[$0..<$0 + 4] == prefix[...] }
        var counts = [Int](repeating: 0, count: 256)
        for byte in head { counts[Int(byte)] += 1 }
        return isDICOM || counts.contains { $0 * 4 > count }
    }

    private mutating func checkArmor() throws(ReadFailure) {
        if raw.isStream { return }
        let end = Array("-----END AGE ENCRYPTED FILE-----".utf8)
        let from = max(raw.size - 64, 0)
        let count = raw.size - from
        guard try walker.load(from, count) >= count else { return }
        let tail = walker.source.slice(from, count).reversed().drop { $0 == 0x0A || $0 == 0x0D }
        if !tail.starts(with: end.reversed()) { report.add(Finding(.sealedDamaged, offset: from)) }
    }

    /// Offset past the line of the header's MAC; `nil`, and a finding, when the lines are not those of a header.
    private mutating func endOfHeader() throws(ReadFailure) -> Int? {
        var position = Self.intro.count
        var stanzas = 0
        var mayContinue = false
        while position < Self.longestHeader {
            // Lines have 64 characters of base64 at most, those of stanzas a little more.
            let available = min(try walker.load(position, 1), 4096)
            let line = walker.source.slice(position, available).prefix { $0 != 0x0A }
            guard line.count < available else { break }
            position += line.count + 1
            if line.starts(with: Array("--- ".utf8)) {
                if stanzas > 0, !mayContinue, line.count == 47 { return position }
                break
            }
            if line.starts(with: Array("-> ".utf8)), !mayContinue {
                stanzas += 1
                mayContinue = true
            } else {
                // The last line of a body is a short one, if only an empty one.
                guard mayContinue, line.count <= 64, line.allSatisfy(Self.isBase64) else { break }
                mayContinue = line.count == 64
            }
        }
        report.add(Finding(.sealedDamaged, offset: position))
        return nil
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
