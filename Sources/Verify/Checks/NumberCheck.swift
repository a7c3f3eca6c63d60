import Standard

/// Numbers written as binary: as many as PS3.6 allows, and numbers indeed.
extension FileCheck {
    /// Text shorter than this occurs in honest numbers.
    private static let shortestText = 6

    mutating func checkNumbers(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        guard let length = element.length, length > 0, let size = NumberForm.size(of: element.vr) else { return }
        if length % size != 0 {
            add(.numberOfValues, element.tag, element.offset)
        } else if length != size, !NumberForm.isOther(element.vr) {
            // One value fits almost everything, and the dictionary takes its time.
            let form = numberForm(of: element.tag)
            if !form.allows(length / size) { add(.numberOfValues, element.tag, element.offset) }
        }
        switch element.tag {
        case .pixelData, .floatPixelData, .doubleFloatPixelData: return  // flat grey is as printable as a letter
        case .iccProfile: return  // has a check of its own, and is no text
        case .extendedOffsetTable, .extendedOffsetTableLengths: return try checkExtendedOffsets(element, length)
        case .encapsulatedDocument where rule.isKept: return  // may be text by its nature
        default: break
        }
        if length >= Self.shortestText, try !areMeasures(element, length, size), try isText(element, length) {
            // Of what a profile keeps, a few characters may be bytes that came out so.
            let isSure = !rule.isKept || length >= WordRuns.shortest
            add(isSure ? .textAsNumbers : .valueForm, element.tag, element.offset)
        } else if (WordRuns.shortest...Self.longestTable).contains(length), !rule.isKept, element.tag != .waveformData,
            try hasWords(element, length)
        {
            add(.doubtfulWord, element.tag, element.offset)
        }
    }

    /// Bytes of a value; tables of colours and curves have fewer.
    private static let longestTable = 1 << 20

    /// Whether words stand somewhere among the numbers.
    private mutating func hasWords(_ element: Element, _ length: Int) throws(ReadFailure) -> Bool {
        guard walker.source.mayReturn(to: element.valueOffset) else { return false }
        var words = WordRuns()
        _ = try walker.isFilled(element.valueOffset, length) { byte in
            _ = words.feed(byte)
            return !words.isProse
        }
        return words.isProse
    }

    /// Offsets and lengths of frames, eight bytes each (PS3.3 C.7.6.3.1.8): none is beyond the bytes that follow.
    private mutating func checkExtendedOffsets(_ element: Element, _ length: Int) throws(ReadFailure) {
        let isBigEndian = walker.frames[walker.frames.count - 1].encoding.isBigEndian
        // Of what comes through a pipe or is inflated nobody knows yet how long it is.
        let most = walker.source.end == .max ? 1 << 40 : max(0, walker.source.end - element.valueOffset)
        for position in stride(from: element.valueOffset, to: element.valueOffset + length / 8 * 8, by: 8) {
            guard try walker.load(position, 8) >= 8 else { throw .damaged(.truncated, offset: position) }
            let words = [0, 4].map { Int(walker.source.uint32(position + $0, bigEndian: isBigEndian)) }
            let (low, high) = isBigEndian ? (words[1], words[0]) : (words[0], words[1])
            if high << 32 | low > most { return add(.offsetTable, element.tag, position) }
        }
    }

    /// Whether the first floating-point numbers are all of a size that something is measured in: between about a
    /// millionth and some million. Read as a number, text is far beyond, but for a few capitals in the right places.
    private mutating func areMeasures(_ element: Element, _ length: Int, _ size: Int) throws(ReadFailure) -> Bool {
        let exponents: ClosedRange<UInt16>
        switch element.vr {
        case .fl, .of: exponents = 0x3580...0x4A80  // the sign bit aside: 2^-20 to 2^22
        case .fd, .od: exponents = 0x3EB0...0x4150
        default: return false
        }
        let wanted = min(length / size, 8) * size
        guard try walker.load(element.valueOffset, wanted) >= wanted else {
            throw .damaged(.truncated, offset: element.valueOffset)
        }
        let isBigEndian = walker.frames[walker.frames.count - 1].encoding.isBigEndian
        return stride(from: 0, to: wanted, by: size).allSatisfy { step in
            let high = element.valueOffset + step + (isBigEndian ? 0 : size - 2)
            return exponents.contains(walker.source.uint16(high, bigEndian: isBigEndian) & 0x7FFF)
        }
    }

    /// Whether a value consists of characters, letters among them, and is not one byte repeated.
    private mutating func isText(_ element: Element, _ length: Int) throws(ReadFailure) -> Bool {
        var text = NumberText()
        return try walker.isFilled(element.valueOffset, length) { text.feed($0) } && text.isText
    }

    private mutating func numberForm(of tag: Tag) -> NumberForm {
        if let form = numberForms[tag] { return form }
        let form = DataDictionary.entry(for: tag).map { NumberForm($0) } ?? NumberForm()
        // Not more entries than PS3.6 has, but for the digits of repeating groups.
        if numberForms.count < 8192 { numberForms[tag] = form }
        return form
    }
}

extension Tag {
    fileprivate static let waveformData = Tag(0x5400_1010)
    fileprivate static let extendedOffsetTable = Tag(0x7FE0_0001)
    fileprivate static let extendedOffsetTableLengths = Tag(0x7FE0_0002)
}
