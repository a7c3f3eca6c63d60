import DICOM
import Standard

/// Whether what stands in an element is what the rule for its tag was made for: a rule that lets numbers pass must not let
/// words pass in their place.
struct ContentForm {
    let element: Element
    /// The VR by PS3.6; UN for what it does not know.
    let registered: VR

    /// Binary values are looked at up to this length, which files and streams both hold.
    private static let longestLookedAt: UInt32 = 2048

    /// Whether the VR in the file is of another kind than the registered one: words where PS3.6 has numbers, bytes where it
    /// has either, or a value where it has a sequence.
    var hasForeignVR: Bool {
        guard element.kind == .element else { return false }
        if registered == .sq { return element.lengthField > 0 }
        guard element.encoding.isExplicitVR, element.vr != registered, registered != .un else { return false }
        if element.vr.isText { return !registered.isText }
        if Self.isBulk(element.vr) { return !Self.isBulk(registered) }
        return !element.vr.isKnown
    }

    /// Whether a value of numbers, dates or terms by its VR has words in it.
    func hidesWords(_ buffer: borrowing HeaderBuffer) -> Bool {
        guard element.kind == .element, element.lengthField > 0 else { return false }
        if element.vr == .un, hidesItems(buffer) { return true }
        switch registered == .un ? element.vr : registered {
        case .ds, .is, .da, .tm, .dt, .ui, .as: return hasLetters(buffer)
        case .cs: return isNoTerm(buffer)
        case .fd, .sv, .uv: return spellsWords(buffer, atLeast: 6)
        case .us, .ss, .at, .sl, .ul: return spellsWords(buffer, atLeast: 10)
        case .fl: return spellsWords(buffer, atLeast: 14)
        default: return false
        }
    }

    /// VRs of bytes and long runs of numbers, which can hold anything.
    private static func isBulk(_ vr: VR) -> Bool {
        switch vr {
        case .ob, .od, .of, .ol, .ov, .ow: true
        default: false
        }
    }

    /// Whether UN in the place of a binary number holds something else: items, or more than its one value.
    private func hidesItems(_ buffer: borrowing HeaderBuffer) -> Bool {
        if element.isResident, element.lengthField >= 8,
            buffer.uint32(at: element.valuePosition, bigEndian: false) == 0xE000_FFFE
        {
            return true
        }
        let size: UInt32
        switch registered {
        case .us, .ss: size = 2
        case .at, .fl, .sl, .ul: size = 4
        case .fd, .sv, .uv: size = 8
        default: return false
        }
        if element.lengthField % size != 0 { return true }
        return element.lengthField > size && DataDictionary.entry(for: element.tag)?.vm == "1"
    }

    /// Two letters side by side, or a byte beyond ASCII. A single stray letter is a slip of the writer, and the number
    /// around it may be one that the pixels need.
    private func hasLetters(_ buffer: borrowing HeaderBuffer) -> Bool {
        guard let range = lookedAt else { return true }
        var isBehindLetter = false
        for position in range {
            switch buffer[position] {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                if isBehindLetter { return true }
                isBehindLetter = true
            case 0x80...: return true
            default: isBehindLetter = false
            }
        }
        return false
    }

    /// What no defined term has: a separator of names or addresses, a byte beyond ASCII, words in small letters with a
    /// space between, or twice the length that PS3.5 §6.2 allows. Small deviations stay: decoders may need the term.
    private func isNoTerm(_ buffer: borrowing HeaderBuffer) -> Bool {
        guard let range = lookedAt else { return true }
        var length = 0
        var hasSmallLetter = false
        var hasSpaceInside = false
        for position in range {
            let byte = buffer[position]
            length += 1
            switch byte {
            case 0x5C: (length, hasSmallLetter, hasSpaceInside) = (0, false, false)
            case UInt8(ascii: "^"), UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: ","), 0x80...: return true
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                if hasSpaceInside { return true }
                hasSmallLetter = true
            case 0x20: if hasSmallLetter { hasSpaceInside = true }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): if hasSpaceInside { return true }
            default: break
            }
            if length > 32, byte != 0x20, byte != 0 { return true }
        }
        return false
    }

    /// Whether the bytes of binary numbers are letters throughout. Numbers come out so too, but hardly this many of them.
    private func spellsWords(_ buffer: borrowing HeaderBuffer, atLeast shortest: Int) -> Bool {
        guard element.lengthField >= shortest, let range = lookedAt else { return false }
        var end = range.upperBound
        while end > range.lowerBound, buffer[end - 1] == 0 || buffer[end - 1] == 0x20 { end -= 1 }
        guard end - range.lowerBound >= shortest else { return false }
        for position in range.lowerBound..<end {
            switch buffer[position] {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "^"), 0x20,
                UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "'"):
                break
            default: return false
            }
        }
        return true
    }

    /// Where the value lies in the buffer; `nil` for binary values beyond what is looked at.
    private var lookedAt: Range<Int>? {
        let isText = element.vr.isText || element.vr == .un && registered.isText
        guard element.isResident, isText || element.lengthField <= Self.longestLookedAt else { return nil }
        return element.valuePosition..<element.valuePosition + Int(element.lengthField)
    }
}
