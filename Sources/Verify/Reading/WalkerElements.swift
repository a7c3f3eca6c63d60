import Standard

/// Data elements (PS3.5 §7.1).
extension Walker {
    /// The next element of the level; `nil` where the level ends, whose delimiter is consumed.
    mutating func element(at level: Int) throws(ReadFailure) -> Element? {
        let end = frames[level].end
        let isDelimited = frames[level].isDelimited
        let encoding = frames[level].encoding
        if position == end {
            if isDelimited { throw .damaged(pastEnd(level), offset: position) }
            return nil
        }
        let available = min(try source.load(position, 12), end - position)
        if available == 0 {
            // An inflated stream tells its end only here; a file that ends early became shorter since it was opened.
            guard level == 0, end == .max else { throw .damaged(.truncated, offset: position) }
            return nil
        }
        guard available >= 8 else { throw damage(pastEnd(level), after: nil, at: level) }

        let big = encoding.isBigEndian
        let tag = Tag(
            group: source.uint16(position, bigEndian: big), element: source.uint16(position + 2, bigEndian: big))
        if tag.group == 0xFFFE {
            guard tag == .itemDelimitation, isDelimited else { throw damage(.malformed, after: tag, at: level) }
            if source.uint32(position + 4, bigEndian: big) != 0 { flaw = (.strayBytesInHeader, position) }
            position += 8
            return nil
        }
        // Zeros behind a data set would read as elements of Implicit VR.
        if tag.rawValue == 0, level == 0, frames[0].previous != nil {
            throw .damaged(.bytesAfterDataSet, offset: position)
        }

        let registered = tag.isPrivate ? nil : DataDictionary.vr(of: tag)
        var vr = registered ?? .un
        var headerLength = 8
        var length: UInt32
        if encoding.isExplicit {
            vr = VR(source.byte(position + 4), source.byte(position + 5))
            guard vr.isWellFormed else { throw damage(.malformed, after: tag, at: level) }
            if vr.hasLongLength {
                guard available >= 12 else { throw damage(pastEnd(level), after: tag, at: level) }
                if source.uint16(position + 6, bigEndian: big) != 0 { flaw = (.strayBytesInHeader, position) }
                headerLength = 12
                length = source.uint32(position + 8, bigEndian: big)
            } else {
                length = UInt32(source.uint16(position + 6, bigEndian: big))
            }
        } else {
            length = source.uint32(position + 4, bigEndian: big)
        }

        var element = Element(
            tag: tag, vr: vr, registeredVR: registered, offset: position, valueOffset: position + headerLength,
            length: length == .max ? nil : Int(length),
            content: .value)
        try classify(&element, encoding: encoding, level: level)
        frames[level].previous = tag
        return element
    }

    /// Decides what follows the header and moves the position there.
    private mutating func classify(
        _ element: inout Element, encoding: Encoding, level: Int
    ) throws(ReadFailure) {
        let start = element.valueOffset
        let end = frames[level].end
        if let length = element.length, length > end - start {
            throw damage(pastEnd(level), after: element.tag, at: level)
        }
        if let previous = frames[level].previous, element.tag <= previous, flaw == nil {
            flaw = (.notAscending, element.offset)
        }

        var inner = encoding
        var isGuess = false
        if element.vr == .sq {
            element.content = .sequence
        } else if element.vr == .un {
            // Undefined length makes it a sequence in Implicit VR Little Endian (PS3.5 §6.2.2, note on UN);
            // so may a defined one be, where the dictionary knows a sequence.
            let mayBePrivate =
                element.tag.isPrivate && (element.length ?? 0) >= 8 && SafePrivate.mayBeSequence(element.tag)
            if element.length == nil || element.registeredVR == .sq { element.content = .sequence }
            if mayBePrivate, try startsWithItem(at: start) { element.content = .sequence }
            isGuess = element.length != nil
            inner = .implicitLittle
            element.vr = element.registeredVR ?? .un
        } else if element.length == nil {
            switch element.vr {
            case .ob, .ow: element.content = .fragments
            default:
                guard !encoding.isExplicit else { throw damage(.malformed, after: element.tag, at: level) }
                element.content = .sequence
            }
        }

        switch element.content {
        case .value:
            // Defined, for every case without a length became something else.
            position = start + (element.length ?? 0)
        case .sequence, .fragments:
            position = start
            pending = Frame(
                kind: element.content == .sequence ? .sequence : .fragments, tag: element.tag, offset: element.offset,
                end: element.length.map { start + $0 } ?? end, isDelimited: element.length == nil, encoding: inner,
                isGuess: isGuess, context: frames[level].context)
        }
    }

    /// Whether an item begins here, as in the value of a sequence in Implicit VR Little Endian.
    private mutating func startsWithItem(at offset: Int) throws(ReadFailure) -> Bool {
        try source.load(offset, 8) >= 8 && source.uint16(offset, bigEndian: false) == 0xFFFE
            && source.uint16(offset + 2, bigEndian: false) == 0xE000
    }

    /// A header that cannot be: what follows a data set that seems complete is not the data set's.
    private func damage(_ check: Check, after tag: Tag?, at level: Int) -> ReadFailure {
        guard level == 0, let previous = frames[0].previous else { return .damaged(check, offset: position) }
        let isNoElement = tag.map { !$0.isPrivate && !DataDictionary.contains($0) } ?? false
        let isBehind = previous >= .floatPixelData || isNoElement
        return .damaged(isBehind ? .bytesAfterDataSet : check, offset: position)
    }
}
