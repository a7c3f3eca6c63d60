import Standard

/// The concept and the unit of the content item that is open, as far as an age may be meant.
struct AgeInReading {
    /// Offset of the content item that the concept is of.
    fileprivate var item = -1
    fileprivate var isAge = false
    /// Offset of the item that the unit is of.
    fileprivate var unitItem = -1
    /// How many of the unit somebody has lived who is 90; `nil` for what is no unit of time.
    fileprivate var limit: Int?
}

/// Ages as numbers of content items: Subject Age (DCM 121033) and its like, in reports and annotations of waveforms.
extension FileCheck {
    /// Remembers the concept and the unit, which stand before the number.
    mutating func noteAge(_ element: Element) throws(ReadFailure) {
        let level = walker.frames.count - 1
        guard level >= 3, element.content == .value else { return }
        let item = walker.frames[level - 2].offset
        switch (element.tag.rawValue, walker.frames[level].tag.rawValue) {
        case (0x0008_0100, 0x0040_A043):
            (age.item, age.isAge) = (item, false)
            let code = try walker.shortValue(of: element)
            age.isAge = Self.ages.contains { code.elementsEqual($0.utf8) }
        case (0x0008_0104, 0x0040_A043) where age.item == item && !age.isAge:
            age.isAge = Self.hasWord(try walker.shortValue(of: element))
        case (0x0008_0100, 0x0040_08EA):
            age.unitItem = item
            let unit = try walker.shortValue(of: element)
            age.limit = Self.limits.first { unit.elementsEqual($0.unit.utf8) }?.limit
        default: break
        }
    }

    /// Numeric Value of an age of more than 89 years. 90 itself stands for all of them, as 090Y does.
    mutating func checkAgeInNumber(_ element: Element) throws(ReadFailure) {
        let level = walker.frames.count - 1
        guard age.isAge, level >= 2, element.content == .value, element.vr.isText, element.length ?? 0 <= 64 else {
            return
        }
        let isMeasured = walker.frames[level].tag == Tag(0x0040_A300)
        guard age.item == walker.frames[isMeasured ? level - 2 : level].offset,
            age.unitItem == walker.frames[level].offset, let limit = age.limit
        else { return }
        var highest = 0.0
        try walker.forEachComponent(of: element) { text in
            highest = max(highest, text.flatMap { Double(String(decoding: $0, as: UTF8.self)) } ?? 0)
            return true
        }
        guard highest >= Double(limit) else { return }
        add(.highAge, element.tag, element.offset, highest == Double(limit) ? .unlessDeidentified : [])
    }

    /// Subject Age (DCM); Age, calculated, reported, current (LOINC); Age, Current chronological age (SNOMED CT).
    private static let ages = [
        "121033", "30525-0", "29553-5", "21612-7", "63900-5", "397669002", "424144002",
    ]
    private static let limits = [("a", 90), ("mo", 1_080), ("wk", 4_696), ("d", 32_872)].map {
        (unit: $0.0, limit: $0.1)
    }

    private static func hasWord(_ meaning: ArraySlice<UInt8>) -> Bool {
        meaning.split { !(0x41...0x5A).contains($0 & 0xDF) }.contains { word in
            word.map { $0 | 0x20 }.elementsEqual("age".utf8)
        }
    }
}
