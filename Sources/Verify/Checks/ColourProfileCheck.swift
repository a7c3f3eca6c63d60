import Standard

/// Text in ICC profiles (ISO 15076-1): who made them, for which device, and when.
extension FileCheck {
    /// What lies beyond is tables of numbers, or a profile out of the ordinary.
    private static let longestLookedAt = 4 << 20

    mutating func checkColourProfile(_ element: Element) throws(ReadFailure) {
        guard element.content == .value, let length = element.length, length > 0,
            !(rules.expectations?.keepsCodestreams ?? false)
        else {
            return
        }
        // A profile that calls itself text has gone by.
        guard walker.source.mayReturn(to: element.valueOffset) else {
            return add(.colourProfileText, element.tag, element.offset)
        }
        let wanted = min(length, Self.longestLookedAt)
        var bytes: [UInt8] = []
        while bytes.count < wanted {
            let offset = element.valueOffset + bytes.count
            let count = min(try walker.load(offset, 1), wanted - bytes.count)
            guard count > 0 else { throw .damaged(.truncated, offset: offset) }
            bytes += walker.source.slice(offset, count)
        }
        if ColourProfileForm(bytes[...], length: length).hasText {
            add(.colourProfileText, element.tag, element.valueOffset)
        }
    }
}
