import Standard

/// What the attributes of an image say of its samples (PS3.3 C.7.6.3, PS3.5 §8.1.1).
struct SampleLayout {
    var rows = 0
    var columns = 0
    var samplesPerPixel = 1
    var bitsAllocated = 0
    var frames = 1
    var bitsStored = 0
    var highBit = 0
    var isSigned = false
    var padding: [UInt32] = []
    var colours = Colours.each

    /// How many pixels have their chrominance in common where samples are not compressed (PS3.3 C.7.6.3.1.2).
    enum Colours: Int { case each, ofTwo, ofFour }

    /// Bytes of so many frames; `nil` where the attributes do not tell.
    ///
    /// - Parameter bits: of a sample.
    func bytes(ofFrames count: Int, _ bits: Int) -> Int? { bytes(ofFrames: count, bits, colours) }

    /// The same for pixels of which each has its own colours, whatever is said of them.
    func bytesOfAllColours(_ bits: Int) -> Int? { bytes(ofFrames: frames, bits, .each) }

    private func bytes(ofFrames count: Int, _ bits: Int, _ colours: Colours) -> Int? {
        guard rows > 0, columns > 0, bits > 0, count > 0, samplesPerPixel > 0 else { return nil }
        // Halves: two pixels have two samples and two that they share, four have four and two.
        let halves = samplesPerPixel == 3 && colours != .each ? (colours == .ofTwo ? 4 : 3) : samplesPerPixel * 2
        // No factor has more than 17 bits, but the number of frames.
        let (all, isTooLong) = (rows * columns * halves).multipliedReportingOverflow(by: bits)
        let (whole, isTooMany) = all.multipliedReportingOverflow(by: count)
        return isTooLong || isTooMany ? nil : whole / 16 + (whole % 16 > 0 ? 1 : 0)
    }

    /// Bytes of one RLE segment before compression: one of each sample, or eight samples of one bit in one (PS3.5 §G.2).
    var segmentSize: Int? {
        guard rows > 0, columns > 0, bitsAllocated > 0 else { return nil }
        return bitsAllocated == 1 ? (rows * columns + 7) / 8 : rows * columns
    }

    /// How many of those a frame has: one for each byte of a pixel (PS3.5 §G.2).
    var segmentCount: Int { samplesPerPixel * max(1, (bitsAllocated + 7) / 8) }

    /// Rows and columns; `nil` where the attributes do not tell.
    var size: FrameSize? { rows > 0 && columns > 0 ? FrameSize(rows: rows, columns: columns) : nil }

    /// Whether samples have bits beside those that are stored, and the attributes that say which make sense.
    func hasUnusedBits(_ bits: Int) -> Bool {
        [8, 16, 32].contains(bits) && (1..<bits).contains(bitsStored) && highBit < bits && highBit >= bitsStored - 1
    }

    /// Whether an attribute of group 0028 says how samples lie.
    static func isPart(_ element: UInt16) -> Bool {
        switch element {
        case 0x0002, 0x0004, 0x0008, 0x0010, 0x0011, 0x0100...0x0103, 0x0120, 0x0121: true
        default: false
        }
    }

    mutating func note(_ element: UInt16, _ value: Int) {
        switch element {
        case 0x0002: samplesPerPixel = value
        case 0x0004: colours = Colours(rawValue: value) ?? .each
        case 0x0008: frames = value
        case 0x0010: rows = value
        case 0x0011: columns = value
        case 0x0100: bitsAllocated = value
        case 0x0101: bitsStored = value
        case 0x0102: highBit = value
        case 0x0103: isSigned = value == 1
        // Each once; repeated ones would be asked for every sample.
        case 0x0120, 0x0121: if padding.count < 2 { padding.append(UInt32(truncatingIfNeeded: value)) }
        default: break
        }
    }
}

/// The layout of the image in an item that is open.
struct LayoutOfItem {
    var level: Int
    /// Offset of the header of the item.
    var item: Int
    var layout = SampleLayout()
}

extension FileCheck {
    /// Takes what an element of group 0028 says of the samples of the data set.
    mutating func noteLayout(_ element: Element) throws(ReadFailure) {
        if let value = try layoutValue(element) { layout.note(element.tag.element, value) }
    }

    /// An image in an item: how its samples lie, and the samples.
    mutating func checkPixelsOfItem(_ element: Element) throws(ReadFailure) {
        let level = walker.frames.count
        guard element.tag.group == 0x0028 else {
            guard element.content == .value, [.pixelData, .floatPixelData, .doubleFloatPixelData].contains(element.tag)
            else { return }
            guard walker.source.mayReturn(to: element.valueOffset) else {
                return add(.opaqueValue, element.tag, element.offset)
            }
            // Where the standard has no image, nothing says what the bytes are.
            return try checkSamples(element, isImageHere(element.tag) ? layoutOfItem : SampleLayout())
        }
        guard let value = try layoutValue(element) else { return }
        let item = walker.frames[level - 1].offset
        while let last = layoutsOfItems.last, last.level > level || last.level == level && last.item != item {
            layoutsOfItems.removeLast()
        }
        if layoutsOfItems.last?.level != level { layoutsOfItems.append(LayoutOfItem(level: level, item: item)) }
        layoutsOfItems[layoutsOfItems.count - 1].layout.note(element.tag.element, value)
    }

    /// What is known of the image in the innermost level.
    var layoutOfItem: SampleLayout {
        let level = walker.frames.count
        if level == 1 { return layout }
        let item = walker.frames[level - 1].offset
        return layoutsOfItems.last { $0.level == level && $0.item == item }?.layout ?? SampleLayout()
    }

    /// Whether the innermost level is one in which pixels may stand: an icon, or what the IOD has there.
    mutating func isImageHere(_ tag: Tag) -> Bool {
        let last = walker.frames.count - 1
        return last == 0 || walker.frames[last].tag == .iconImageSequence || type(of: tag) != nil
    }

    /// The number that an attribute of the Image Pixel Module holds; 0 for anything that is none, `nil` for other attributes.
    private mutating func layoutValue(_ element: Element) throws(ReadFailure) -> Int? {
        let number = element.tag.element
        guard element.tag.group == 0x0028, element.content == .value, SampleLayout.isPart(number) else { return nil }
        switch number {
        case 0x0004: return try colours(element).rawValue
        case 0x0008:
            let text = try walker.shortValue(of: element)
            return text.isEmpty ? 1 : Int(String(decoding: text, as: UTF8.self)) ?? 0
        case 0x0120, 0x0121: return try dimension(element)
        default: return try dimension(element) ?? 0
        }
    }

    private mutating func colours(_ element: Element) throws(ReadFailure) -> SampleLayout.Colours {
        // Most images are monochrome.
        guard let length = element.length, length > 1, try walker.load(element.valueOffset, 1) > 0,
            walker.source.byte(element.valueOffset) == UInt8(ascii: "Y")
        else { return .each }
        return switch String(decoding: try walker.shortValue(of: element), as: UTF8.self) {
        case "YBR_FULL_422", "YBR_PARTIAL_422": .ofTwo
        case "YBR_PARTIAL_420": .ofFour
        default: .each
        }
    }

    /// A number of up to 16 bits, in two bytes or in four.
    private mutating func dimension(_ element: Element) throws(ReadFailure) -> Int? {
        guard let length = element.length, length == 2 || length == 4,
            try walker.load(element.valueOffset, length) >= length
        else {
            return nil
        }
        let isBigEndian = walker.frames[walker.frames.count - 1].encoding.isBigEndian
        if length == 2 { return Int(walker.source.uint16(element.valueOffset, bigEndian: isBigEndian)) }
        let value = walker.source.uint32(element.valueOffset, bigEndian: isBigEndian)
        return value <= 0xFFFF ? Int(value) : nil
    }
}
