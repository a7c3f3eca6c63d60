/// Which bytes of a tag of an ICC profile its numbers take up (ISO 15076-1 clause 10): others are read by nobody.
struct ICCNumbers {
    private let bytes: [UInt8]
    private let start: Int
    private let end: Int
    private var used: [Range<Int>] = []

    /// Types that hold numbers, and nothing else.
    static let types: Set<String> = [
        "XYZ ", "curv", "para", "mft1", "mft2", "mAB ", "mBA ", "mpet", "sf32", "sig ", "view", "meas", "chrm", "clro",
        "ncl2", "cicp",
        "uf32", "ui08", "ui16", "ui32", "ui64", "dtim", "data", "pseq", "psid", "rcs2", "dict", "crdi", "devs", "ucrb",
        "scrn",
    ]

    /// - Parameter range: of the tag's data, type signature included.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        (start, end) = (range.lowerBound, range.upperBound)
    }

    /// The ranges in use behind the type signature, as places in the profile; `nil` where the tag is shorter than it says,
    /// or of a type that no tag has which colours are made with, or its numbers spell words.
    func used(_ type: String) -> [Range<Int>]? {
        var numbers = self
        guard numbers.take(type) else { return nil }
        if Self.typesWithoutWords.contains(type) {
            for range in numbers.used where ICCWords.areSpelled(byNumbers: bytes[range]) { return nil }
        }
        return numbers.used
    }

    /// Of few numbers, which are never as large as letters are; curves have a look of their own, and in tables of colours, letters come
    /// about by chance.
    private static let typesWithoutWords: Set<String> = [
        "XYZ ", "para", "sf32", "view", "meas", "chrm", "clro", "cicp",
    ]

    private mutating func take(_ type: String) -> Bool {
        switch type {
        case "XYZ ": return use(start + 8, 12)
        case "curv", "para": return curve(at: start) != nil
        case "sf32": return use(start + 8, 36)
        case "sig ", "cicp": return use(start + 8, 4)
        case "view", "meas": return use(start + 8, 28)
        case "chrm": return use(start + 8, 4) && use(start + 12, short(start + 8) * 8)
        case "clro": return use(start + 8, 4) && use(start + 12, long(start + 8))
        case "mft1": return table(entries: 1)
        case "mft2": return table(entries: 2)
        case "mAB ": return lut(isToPCS: true)
        case "mBA ": return lut(isToPCS: false)
        case "mpet": return elements()
        case "ncl2": return namedColours()
        default: return false
        }
    }

    // MARK: Reading

    private func byte(_ place: Int) -> Int { place < end ? Int(bytes[place]) : 0 }
    private func short(_ place: Int) -> Int { byte(place) << 8 | byte(place + 1) }
    private func long(_ place: Int) -> Int { short(place) << 16 | short(place + 2) }
    private func signature(_ place: Int) -> String {
        place >= start && place + 4 <= end ? String(decoding: bytes[place..<place + 4], as: UTF8.self) : ""
    }

    /// Takes `count` bytes; `false` where there are not so many.
    private mutating func use(_ place: Int, _ count: Int) -> Bool {
        guard place >= start, place <= end, count >= 0, count <= end - place else { return false }
        if count > 0 { used.append(place..<place + count) }
        return true
    }

    /// A number of entries, nodes to the power of inputs times outputs; `nil` where it is out of all bounds.
    private func entries(_ nodes: [Int], _ outputs: Int) -> Int? {
        var count = outputs
        for number in nodes {
            guard number > 0, count <= end else { return nil }
            count *= number
        }
        return count
    }

    // MARK: Types

    /// `curv` or `para` (§10.6, §10.18).
    ///
    /// - Returns: its bytes; `nil` where it does not fit.
    private mutating func curve(at place: Int) -> Int? {
        let length: Int
        switch signature(place) {
        case "curv": length = 12 + long(place + 8) * 2
        case "para":
            guard short(place + 8) < 5 else { return nil }
            length = 12 + [1, 3, 4, 5, 7][short(place + 8)] * 4
        default: return nil
        }
        let isParametric = signature(place) == "para"
        guard use(place, 4), use(place + 8, isParametric ? 2 : 4), use(place + 12, length - 12) else { return nil }
        if !isParametric, ICCWords.areSpelled(byCurve: bytes[place + 12..<place + length]) { return nil }
        return length
    }

    /// `mft1` and `mft2` (§10.10, §10.11): matrix, tables of input, colours and output.
    private mutating func table(entries width: Int) -> Bool {
        let (inputs, outputs, nodes) = (byte(start + 8), byte(start + 9), byte(start + 10))
        guard (1...15).contains(inputs), outputs > 0,
            let colours = entries(Array(repeating: nodes, count: inputs), outputs)
        else { return false }
        guard use(start + 8, 3), use(start + 12, 36) else { return false }
        if width == 1 { return use(start + 48, 256 * inputs + colours + 256 * outputs) }
        return use(start + 48, 4)
            && use(start + 52, 2 * (short(start + 48) * inputs + colours + short(start + 50) * outputs))
    }

    /// `mAB ` and `mBA ` (§10.12, §10.13): curves, matrix, curves, colours and curves, each where its offset says.
    private mutating func lut(isToPCS: Bool) -> Bool {
        let (inputs, outputs) = (byte(start + 8), byte(start + 9))
        guard (1...16).contains(inputs), (1...16).contains(outputs), use(start + 8, 2), use(start + 12, 20) else {
            return false
        }
        let (device, space) = isToPCS ? (inputs, outputs) : (outputs, inputs)
        for (place, count) in [(12, space), (20, space), (28, device)] {
            let offset = long(start + place)
            if offset > 0, !curves(at: start + offset, count) { return false }
        }
        let (matrix, colours) = (long(start + 16), long(start + 24))
        if matrix > 0, !use(start + matrix, 48) { return false }
        guard colours > 0 else { return true }
        let place = start + colours
        guard use(place, inputs), use(place + 16, 1), (1...2).contains(byte(place + 16)) else { return false }
        guard let count = entries((0..<inputs).map { byte(place + $0) }, outputs) else { return false }
        return use(place + 20, count * byte(place + 16))
    }

    /// Curves one behind the other, each beginning at a multiple of four.
    private mutating func curves(at place: Int, _ count: Int) -> Bool {
        var place = place
        for _ in 0..<count {
            guard let length = curve(at: place) else { return false }
            place += (length + 3) / 4 * 4
        }
        return true
    }

    /// `ncl2` (§10.17): numbers of colours; their names, what stands before and behind them, and the maker's flag are text.
    private mutating func namedColours() -> Bool {
        let (count, coordinates) = (long(start + 12), long(start + 16))
        guard coordinates <= 15, count <= end / 38, use(start + 12, 8) else { return false }
        for colour in 0..<count {
            guard use(start + 84 + colour * (38 + coordinates * 2) + 32, 6 + coordinates * 2) else { return false }
        }
        return true
    }

    /// `mpet` (§10.16): elements, each where the table says.
    private mutating func elements() -> Bool {
        let count = long(start + 12)
        guard count <= 64, use(start + 8, 8), use(start + 16, count * 8) else { return false }
        for index in 0..<count {
            let place = start + long(start + 16 + index * 8)
            guard place >= start + 16, element(at: place) else { return false }
        }
        return true
    }

    private mutating func element(at place: Int) -> Bool {
        let (inputs, outputs) = (short(place + 8), short(place + 10))
        guard (1...16).contains(inputs), (1...16).contains(outputs), use(place, 4), use(place + 8, 4) else {
            return false
        }
        switch signature(place) {
        case "matf": return use(place + 12, 4 * (inputs + 1) * outputs)
        case "clut":
            guard let count = entries((0..<inputs).map { byte(place + 12 + $0) }, outputs) else { return false }
            return use(place + 12, inputs) && use(place + 28, count * 4)
        case "bACS", "eACS": return use(place + 12, 0)
        case "cvst":
            guard use(place + 12, inputs * 8) else { return false }
            for index in 0..<inputs where !segments(at: place + long(place + 12 + index * 8)) { return false }
            return true
        default: return false
        }
    }

    /// A curve of segments (§10.16.2).
    private mutating func segments(at place: Int) -> Bool {
        let count = short(place + 8)
        guard signature(place) == "curf", (1...4096).contains(count) else { return false }
        guard use(place, 4), use(place + 8, 2), use(place + 12, (count - 1) * 4) else { return false }
        var next = place + 12 + (count - 1) * 4
        for _ in 0..<count {
            let length: Int
            switch signature(next) {
            case "parf":
                guard short(next + 8) < 3, use(next + 8, 2) else { return false }
                length = (short(next + 8) == 0 ? 4 : 5) * 4
            case "samf":
                length = long(next + 8) * 4
                guard use(next + 8, 4) else { return false }
            default: return false
            }
            guard use(next, 4), use(next + 12, length) else { return false }
            next += 12 + length
        }
        return true
    }
}
