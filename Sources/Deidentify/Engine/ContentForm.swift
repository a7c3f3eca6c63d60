import DICOM
import Standard

/// Whether what stands in an element is what the rule for its tag was made for: a rule that lets numbers pass must not let
/// words pass in their place.
struct ContentForm: BitwiseCopyable {
    let element: Element
    /// The VR by PS3.6; UN for what it does not know.
    let registered: VR

    /// Samples where the standard has none.
    var isMisplaced = false

    /// Of binary values so much is looked at. Longer ones of files are passed over by the reader.
    static let longestLookedAt = 2048

    /// Whether the VR in the file is of another kind than the registered one: words where PS3.6 has numbers, bytes where it
    /// has either, or a value where it has a sequence.
    var hasForeignVR: Bool {
        guard element.kind == .element else { return false }
        if registered == .sq { return element.lengthField > 0 }
        guard element.encoding.isExplicitVR, element.vr != registered, registered != .un else { return false }
        if element.vr.isText { return !registered.isText || Self.isPersonal(element.vr) && Self.isPlain(registered) }
        // Numbers as bytes are numbers still, as long as nothing is spelled with them.
        if Self.isBulk(element.vr) { return !Self.isBulk(registered) && Self.width(of: registered) == nil }
        return !element.vr.isKnown
    }

    /// Whether a value of numbers, dates or terms by its VR has words in it.
    ///
    /// - Parameter beginning: of a binary value that the reader does not hold; `nil` where it does or where nobody read it.
    func hidesWords(_ buffer: borrowing HeaderBuffer, beginning: [UInt8]?) -> Bool {
        guard element.kind == .element, element.lengthField > 0 else { return false }
        if element.vr == .un, hidesItems(buffer) { return true }
        // A number in binary where PS3.6 has one in digits is a number still.
        let isBinary = Self.width(of: element.vr) != nil && (registered == .ds || registered == .is)
        let vr = registered == .un || isBinary ? element.vr : registered
        switch vr {
        case .ds, .is: return isNoNumber(buffer)
        case .ui: return isNoUID(buffer)
        case .as: return hasLetters(buffer)
        case .da, .tm, .dt: return isNoDate(buffer, vr)
        case .cs: return isNoTerm(buffer)
        default: return spellsWords(buffer, vr, beginning)
        }
    }

    /// Whether one of the file's own identifiers is spelled anywhere in binary numbers, whatever stands before and behind it.
    func holdsOwn(_ own: OwnIdentifiers, _ buffer: borrowing HeaderBuffer, beginning: [UInt8]?) -> Bool {
        guard element.kind == .element, element.lengthField >= OwnIdentifiers.shortestInBytes,
            Self.width(of: element.vr) != nil || Self.isBulk(element.vr), !Self.isSamples(element.tag) || isMisplaced
        else { return false }
        if element.isResident {
            // Nothing is taken out of the buffer but for what may be one.
            let length = min(Int(element.lengthField), Self.longestLookedAt)
            guard own.mayStand(in: buffer, element.valuePosition..<element.valuePosition + length) else { return false }
        }
        return lookedAtBytes(buffer, beginning).map { own.areSpelled(in: $0) } ?? false
    }

    /// Whether nobody could do without the value: another one in its place would be a lie about the pixels or a
    /// measurement, so that the file is refused.
    var isMeasurement: Bool {
        switch registered {
        case .ds, .is: true
        default: Self.width(of: registered) != nil || Self.isSamples(element.tag)
        }
    }

    /// VRs that say what their digits are: a day, a time, an age or a name.
    private static func isPersonal(_ vr: VR) -> Bool { [.da, .dt, .tm, .as, .pn].contains(vr) }
    private static func isPlain(_ vr: VR) -> Bool { [.ds, .is, .ui, .cs].contains(vr) }

    /// VRs of bytes and long runs of numbers, which can hold anything.
    static func isBulk(_ vr: VR) -> Bool {
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
        guard let size = Self.width(of: registered) else { return false }
        if element.lengthField % size != 0 { return true }
        return element.lengthField > size && DataDictionary.mostValues(of: element.tag) == 1
    }

    /// Bytes of a binary number; `nil` for VRs that hold none or runs of them.
    static func width(of vr: VR) -> UInt32? {
        switch vr {
        case .us, .ss: 2
        case .at, .fl, .sl, .ul: 4
        case .fd, .sv, .uv: 8
        default: nil
        }
    }

    /// Whether binary numbers are more than the attribute has values, or bytes that make no whole one.
    private func hasNoRoom(_ width: UInt32) -> Bool {
        element.lengthField % width != 0 || exceedsMultiplicity(width)
    }

    private func exceedsMultiplicity(_ width: UInt32) -> Bool {
        guard element.lengthField > width, let most = DataDictionary.mostValues(of: element.tag) else { return false }
        return element.lengthField > width * most
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

    /// Anything but days of the calendar and times of the day (PS3.5 §6.2), also as ACR-NEMA wrote them.
    private func isNoDate(_ buffer: borrowing HeaderBuffer, _ vr: VR) -> Bool {
        guard element.isResident else { return true }
        let value = element.trimmedValue(buffer)
        let unmoved = DateShift(days: 0)
        return switch vr {
        case .da: unmoved.shiftDA(value) == nil
        case .tm: unmoved.shiftTM(value) == nil
        default: unmoved.shiftDT(value) == nil
        }
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

    /// Whether bytes spell something. Numbers come out so too, but hardly so many of them; where they are more than the
    /// attribute has room for, four are enough, and a thousand of them in the place of a few are no numbers.
    private func spellsWords(_ buffer: borrowing HeaderBuffer, _ vr: VR, _ beginning: [UInt8]?) -> Bool {
        // Samples may be anything; but those of a waveform or spectrum that are text from end to end are none.
        if Self.isSamples(element.tag), !isMisplaced, element.tag.group == 0x7FE0 { return false }
        let width = Self.width(of: vr)
        guard width != nil || Self.isBulk(vr) else { return false }
        if let width, Int(element.lengthField) > Self.longestLookedAt, exceedsMultiplicity(width) { return true }
        var text = TextRun()
        var isWide = false
        if element.lengthField < 16, let range = lookedAt {
            // Most are a number or two.
            for position in range { text.add(buffer[position]) }
        } else {
            // Beside pixels nothing passes that cannot be looked at: in a stream, what is long.
            guard let bytes = lookedAtBytes(buffer, beginning) else {
                return element.tag.group == 0x7FE0 || isMisplaced
            }
            for byte in bytes { text.add(byte) }
            isWide = WideText.isWords(bytes)
        }
        if isWide { return true }
        if let width, text.longest >= 4, hasNoRoom(width) { return true }
        return text.isWords(atLeast: 16, lettersAlone: false, mostPadding: width ?? 1 > 1 ? 1 : 7)
            || width == 8 && text.isWords(atLeast: 6, lettersAlone: true)
    }

    /// Samples of images, waveforms and spectra may be anything.
    static func isSamples(_ tag: Tag) -> Bool { isPixels(tag) || tag == Tag(0x5400_1010) || tag == Tag(0x5600_0020) }

    /// Pixel Data, and those of real numbers.
    static func isPixels(_ tag: Tag) -> Bool {
        tag.group == 0x7FE0 && (tag.element == 0x0010 || tag.element == 0x0008 || tag.element == 0x0009)
    }

    private func lookedAtBytes(_ buffer: borrowing HeaderBuffer, _ beginning: [UInt8]?) -> [UInt8]? {
        let length = min(Int(element.lengthField), Self.longestLookedAt)
        if element.isResident { return buffer.copy(element.valuePosition..<element.valuePosition + length) }
        return beginning
    }

    private func isNoNumber(_ buffer: borrowing HeaderBuffer) -> Bool {
        guard let range = lookedAt else { return true }
        if NumberForm.isOrdinary(buffer, range) { return false }
        return !NumberForm.isNumbers(buffer.copy(range)[...])
    }

    /// Anything but digits, points and padding.
    private func isNoUID(_ buffer: borrowing HeaderBuffer) -> Bool {
        guard let range = lookedAt else { return true }
        for position in range {
            switch buffer[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), 0x5C, 0x20, 0: break
            default: return true
            }
        }
        return false
    }

    /// Where the value lies in the buffer; `nil` for binary values beyond what is looked at.
    private var lookedAt: Range<Int>? {
        let isText = element.vr.isText || element.vr == .un && registered.isText
        guard element.isResident, isText || element.lengthField <= UInt32(Self.longestLookedAt) else { return nil }
        return element.valuePosition..<element.valuePosition + Int(element.lengthField)
    }
}
