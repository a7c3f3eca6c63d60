import DICOM
import Standard

/// What a file has of the attributes that conditions ask about: as it was, before anything is decided on.
///
/// Gathered from the first segment, which is all of a file on a disk; of a stream it ends where bulk begins that is not held.
struct AskedValues {
    struct Values {
        /// An element of it has been met.
        var isPresent = false
        var hasValue = false
        var texts: [Value] = []
        /// No value was too long, or of bytes that mean nothing.
        var isReadable = true
        /// No more of it can come.
        var isComplete = true
    }

    struct Value {
        /// What it is compared as: of a name also each of its groups.
        var forms: [String]
        var isNumber: Bool
        /// Of a date its digits, of an age its years.
        var number: Double?
    }

    private var found: [AskedAttribute: Values] = [:]
    /// Bytes of a value that is compared: most have 64 at most, and nobody compares longer texts.
    private static let longestValue = 64 << 10

    /// - Parameter isWhole: nothing of the data set comes after the segment.
    init(
        _ asked: [AskedAttribute], _ elements: [Element], _ buffer: borrowing HeaderBuffer, _ codec: TextCodec,
        transferSyntaxUID: String, isWhole: Bool
    ) {
        for attribute in asked { found[attribute] = Values() }
        if asked.isEmpty { return }
        var walk = Walk(asked)
        for place in elements.indices {
            let element = elements[place]
            switch element.kind {
            case .element, .sequence, .fragments:
                for index in walk.met(element, buffer) {
                    let isEmpty = Self.isEmpty(
                        element, followedBy: place + 1 < elements.count ? elements[place + 1] : nil)
                    note(element, isEmpty, asked[index], buffer, codec, walk.characterSet)
                }
                walk.pass(element, buffer)
            case .item, .itemEnd, .sequenceEnd: walk.pass(element, buffer)
            case .fragment, .trailing: break
            }
        }
        for attribute in asked {
            if attribute.isTransferSyntax {
                let value = Value(forms: [transferSyntaxUID], isNumber: false, number: nil)
                found[attribute] = Values(isPresent: true, hasValue: true, texts: [value])
            } else if !isWhole, walk.mayGoOn(attribute) {
                found[attribute]?.isComplete = false
            }
        }
    }

    init() {}

    subscript(attribute: AskedAttribute) -> Values { found[attribute] ?? Values(isComplete: false) }

    /// Of a sequence without items, of fragments without any, or of an element without a value.
    private static func isEmpty(_ element: Element, followedBy next: Element?) -> Bool {
        if element.lengthField == 0 { return true }
        return element.kind != .element && next?.kind == .sequenceEnd
    }

    private mutating func note(
        _ element: Element, _ isEmpty: Bool, _ attribute: AskedAttribute, _ buffer: borrowing HeaderBuffer,
        _ codec: TextCodec, _ set: SpecificCharacterSet
    ) {
        var values = found[attribute] ?? Values()
        defer { found[attribute] = values }
        values.isPresent = true
        if isEmpty { return }
        values.hasValue = true
        guard element.kind == .element, element.isResident, element.lengthField <= Self.longestValue else {
            return values.isReadable = false
        }
        let vr = element.vr == .un ? attribute.vrs.first ?? .lo : element.vr
        if let numbers = BinaryNumbers.texts(element, vr, buffer) {
            values.texts += numbers.map { Value(forms: [$0], isNumber: true, number: Double($0)) }
            return
        }
        guard vr.isText else { return values.isReadable = false }
        var isBlank = true
        for part in codec.split(buffer.copy(element.trimmedRange(buffer)), as: set, vr: vr) {
            let text = String(decoding: PatientText.normalized(part.text), as: UTF8.self).trimmingPadding()
            if !part.isExact { values.isReadable = false }
            if text.isEmpty { continue }
            isBlank = false
            values.texts.append(Self.value(text, vr))
        }
        // Spaces are no value (PS3.5 §6.2).
        if isBlank, values.texts.isEmpty, values.isReadable { values.hasValue = false }
    }

    private static func value(_ text: String, _ vr: VR) -> Value {
        switch vr {
        case .pn:
            // Delimiters at the end say nothing (PS3.5 §6.2.1.2).
            let groups = text.split(separator: "=", omittingEmptySubsequences: false).map { group in
                String(group.trimmingSuffix("^")).trimmingPadding()
            }
            return Value(forms: [text] + groups.filter { !$0.isEmpty && $0 != text }, isNumber: false, number: nil)
        case .ds, .is: return Value(forms: [text], isNumber: true, number: DecimalText.number(text))
        case .da:
            let digits = text.filter { $0 != "." }
            let isDate = digits.utf8.count == 8 && digits.utf8.allSatisfy(ASCII.isDigit)
            return Value(forms: [text], isNumber: false, number: isDate ? Double(digits) : nil)
        case .as: return Value(forms: [text], isNumber: false, number: years(text))
        // Of private elements that say UN nobody knows whether they are numbers.
        default: return Value(forms: [text], isNumber: false, number: DecimalText.number(text))
        }
    }

    /// `018M` is a year and a half (PS3.5 §6.2).
    private static func years(_ age: String) -> Double? {
        guard age.utf8.count == 4, let number = Double(age.dropLast()), age.utf8.dropLast().allSatisfy(ASCII.isDigit)
        else {
            return nil
        }
        return switch age.utf8.last {
        case UInt8(ascii: "Y"): number
        case UInt8(ascii: "M"): number / 12
        case UInt8(ascii: "W"): number * 7 / 365.25
        case UInt8(ascii: "D"): number / 365.25
        default: nil
        }
    }
}

extension String {
    /// Without spaces and NULs at both ends.
    fileprivate func trimmingPadding() -> String {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, first == " " || first == "\0" { scalars.removeFirst() }
        while let last = scalars.last, last == " " || last == "\0" { scalars.removeLast() }
        return String(scalars)
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ character: Character) -> Substring {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}
