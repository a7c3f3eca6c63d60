import Standard

/// What a value tells.
enum Verdict {
    /// No bytes, or padding alone.
    case empty
    case dummy
    /// Not a dummy, but a well-formed date or time, which may be a shifted one.
    case date
    case other
}

extension Walker {
    /// Judges a value where it lies, however long it is.
    mutating func verdict(on element: Element) throws(ReadFailure) -> Verdict {
        guard let length = element.length, length > 0 else { return .empty }
        guard element.vr.isText else {
            return try isFilled(element.valueOffset, length) { $0 == 0 } ? .dummy : .other
        }
        // The head tells almost always, and it is all that may be looked at twice.
        let head = min(length, Self.longestComponent + 1)
        guard try load(element.valueOffset, head) >= head else {
            throw .damaged(.truncated, offset: element.valueOffset)
        }
        guard source.slice(element.valueOffset, head).allSatisfy({ $0 == 0x20 || $0 == 0 }) else {
            return try verdictOnText(element)
        }
        let isBlank = try isFilled(element.valueOffset + head, length - head) { $0 == 0x20 || $0 == 0 }
        return isBlank ? .empty : .other
    }

    private mutating func verdictOnText(_ element: Element) throws(ReadFailure) -> Verdict {
        var verdict = Verdict.dummy
        let registry = registry
        let patientNames = patientNames
        try forEachComponent(of: element) { text in
            guard let text else {
                verdict = .other
                return false
            }
            if text.isEmpty || Dummy.isDummy(text, vr: element.vr, registry: registry)
                || Dummy.isDummy(text, of: element.tag)
            {
                return true
            }
            if let patientNames, patientNames.contain(text, vr: element.vr) { return true }
            guard DateForm.isWellFormed(text, vr: element.vr) else {
                verdict = .other
                return false
            }
            verdict = .date
            return true
        }
        return verdict
    }

    /// Without the padding that PS3.5 §6.2 allows: NUL or spaces behind, and spaces before, a UID having none.
    func trimmed(_ offset: Int, _ count: Int, vr: VR) -> ArraySlice<UInt8> {
        var (start, end) = (offset, offset + count)
        while end > start, source.byte(end - 1) == 0x20 || source.byte(end - 1) == 0 { end -= 1 }
        if vr != .ui { while start < end, source.byte(start) == 0x20 { start += 1 } }
        return source.slice(start, end - start)
    }

    /// Whether every byte passes; stops at the first that does not.
    mutating func isFilled(
        _ offset: Int, _ length: Int, _ passes: (UInt8) -> Bool
    ) throws(ReadFailure) -> Bool {
        var position = offset
        let end = offset + length
        while position < end {
            let available = min(try load(position, 1), end - position)
            guard available > 0 else { throw .damaged(.truncated, offset: position) }
            for step in 0..<available where !passes(source.byte(position + step)) { return false }
            position += available
        }
        return true
    }

    /// Whether the value is exactly this word, apart from padding.
    mutating func value(of element: Element, is word: StaticString) throws(ReadFailure) -> Bool {
        try shortValue(of: element).equals(word)
    }

    /// A value of at most 64 bytes without padding; of longer ones the first 65 bytes as they are, which equal nothing short:
    /// behind padding there may be anything.
    ///
    /// It lies in the window: let go of it before anything else is read, or the window is copied.
    mutating func shortValue(of element: Element) throws(ReadFailure) -> ArraySlice<UInt8> {
        let wanted = min(element.length ?? 0, Self.longestComponent + 1)
        guard try load(element.valueOffset, wanted) >= wanted else {
            throw .damaged(.truncated, offset: element.valueOffset)
        }
        if wanted > Self.longestComponent { return source.slice(element.valueOffset, wanted) }
        return trimmed(element.valueOffset, wanted, vr: element.vr)
    }
}
