import Standard

/// An escape sequence and the set that it switches to.
struct Designation: Hashable, Sendable {
    /// The place in `all`.
    var number: Int
    var set: GraphicSet
    var escape: [UInt8]
    /// The bytes of the escape sequence, the last one lowest.
    private var key: UInt32

    private init(number: Int, _ set: GraphicSet, _ escape: [UInt8]) {
        (self.number, self.set, self.escape) = (number, set, escape)
        key = escape.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Everything that PS3.3 Tables C.12-3 and C.12-4 define.
    static let all: [Designation] = {
        var all: [Designation] = []
        for term in CharacterSetTerms.all where term.use == .extensible {
            for element in term.codeElements {
                guard let set = GraphicSet(element), !all.contains(where: { $0.set == set }) else { continue }
                precondition(3...4 ~= element.escape.count, "the table was generated otherwise")
                all.append(Designation(number: all.count, set, element.escape))
            }
        }
        return all
    }()

    static func to(_ set: GraphicSet) -> Designation? { all.first { $0.set == set } }

    /// The one whose escape sequence stands at `index`.
    static func starting(_ bytes: [UInt8], at index: Int) -> Designation? {
        guard bytes.count - index >= 3 else { return nil }
        let three = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
        // Those of four have two bytes in front of their last that no sequence of three ends in.
        let four = bytes.count - index > 3 ? three << 8 | UInt32(bytes[index + 3]) : 0
        return all.first { $0.key == three || $0.key == four }
    }
}
