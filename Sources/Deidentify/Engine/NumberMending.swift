import DICOM
import Standard

/// Small damage to a number that stays: what every reader passes over, and what could therefore hide something, goes;
/// the number that they read is the same.
struct NumberMending {
    let element: Element
    /// The VR by PS3.6.
    let registered: VR

    /// The value as it should be; `nil` when it is, or when nothing can be said about it.
    func mended(_ buffer: borrowing HeaderBuffer) -> [UInt8]? {
        guard element.kind == .element, element.isResident, element.lengthField > 0 else { return nil }
        switch element.vr {
        case .ds, .is:
            return registered == element.vr ? mendedText(buffer) : nil
        default: return cut(buffer)
        }
    }

    /// Binary numbers without those that are more than the Value Multiplicity allows (PS3.6), and without bytes that make
    /// no whole one (PS3.5 §6.2).
    private func cut(_ buffer: borrowing HeaderBuffer) -> [UInt8]? {
        guard let width = ContentForm.width(of: element.vr), element.lengthField != width else { return nil }
        var count = element.lengthField / width
        // Where the VR may be one of bytes, they are a single value of any length.
        if let most = DataDictionary.mostValues(of: element.tag), most < count, !DataDictionary.mayBeBulk(element.tag) {
            count = most
        }
        guard count * width != element.lengthField else { return nil }
        return buffer.copy(element.valuePosition..<element.valuePosition + Int(count * width))
    }

    /// Numbers in digits without a stray letter behind, and integers without a fraction of zeros.
    private func mendedText(_ buffer: borrowing HeaderBuffer) -> [UInt8]? {
        let range = element.valuePosition..<element.valuePosition + Int(element.lengthField)
        if NumberForm.isOrdinary(buffer, range), element.vr == .ds || !hasPoint(buffer, range) { return nil }
        let value = buffer.copy(range)
        let parts = value.split(separator: 0x5C, omittingEmptySubsequences: false).map(mended)
        let joined = Array(parts.joined(separator: [0x5C]))
        return joined == value ? nil : joined
    }

    private func hasPoint(_ buffer: borrowing HeaderBuffer, _ range: Range<Int>) -> Bool {
        for position in range where buffer[position] == UInt8(ascii: ".") { return true }
        return false
    }

    private func mended(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let text = NumberForm.trimmed(part)
        var number = text
        if let last = number.last, ASCII.isLetter(last), NumberForm.isPlain(number.dropLast()) {
            number.removeLast()
        }
        if element.vr == .is, let point = number.firstIndex(of: UInt8(ascii: ".")), point > number.startIndex,
            number[(point + 1)...].allSatisfy({ $0 == UInt8(ascii: "0") })
        {
            number = number[..<point]
        }
        return number.count == text.count ? part : number
    }
}
