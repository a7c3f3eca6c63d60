import DICOM
import Standard

/// A coded concept: a value, the scheme that it belongs to, and its meaning (PS3.3 §8).
///
/// Values stay that PS3.16 uses, that have the form of their scheme, or that are made of known words; others become keyed
/// labels, alike wherever the same code stands. A meaning stays when it is made of known words; else it is what PS3.16 says,
/// or the code value.
struct CodeItem {
    private var value: [UInt8] = []
    private var scheme: [UInt8] = []

    private static let codeValue = Tag(0x0008_0100)
    private static let schemeDesignator = Tag(0x0008_0102)
    private static let schemeVersion = Tag(0x0008_0103)
    private static let codeMeaning = Tag(0x0008_0104)
    private static let longCodeValue = Tag(0x0008_0119)
    private static let urnCodeValue = Tag(0x0008_0120)

    /// Whether the attribute is one of those that make a code.
    static func hasPart(_ tag: Tag) -> Bool {
        switch tag {
        case codeValue, schemeDesignator, schemeVersion, codeMeaning, longCodeValue, urnCodeValue: true
        default: false
        }
    }

    /// Whether an element may be a part, or stand among them: they stand together.
    static func belongs(_ element: Element) -> Bool {
        element.kind == .element && element.tag.rawValue <= urnCodeValue.rawValue
    }

    /// Whether an element stays as it is, as far as that is decided here.
    func keeps(
        _ element: Element, _ buffer: borrowing HeaderBuffer, _ pseudonyms: Pseudonyms, _ own: OwnIdentifiers
    ) -> Bool {
        if element.lengthField == 0 || !Self.hasPart(element.tag) { return true }
        return result(for: element.tag, element.trimmedValue(buffer), pseudonyms, own) == nil
    }

    /// - Parameter elements: from the first part of the item on, in the order of the data set.
    init(_ elements: ArraySlice<Element>, _ buffer: borrowing HeaderBuffer) {
        for element in elements {
            guard Self.belongs(element) else { break }
            guard element.isResident, element.lengthField <= 4096 else { continue }
            switch element.tag {
            case Self.codeValue, Self.longCodeValue, Self.urnCodeValue:
                if value.isEmpty { value = element.trimmedValue(buffer) }
            case Self.schemeDesignator: scheme = element.trimmedValue(buffer)
            default: break
            }
        }
    }

    /// What takes the place of a part: `nil` where it stays, empty where it goes.
    ///
    /// - Parameter part: the part's own value, without padding.
    func result(for tag: Tag, _ part: [UInt8], _ pseudonyms: Pseudonyms, _ own: OwnIdentifiers) -> [UInt8]? {
        switch tag {
        case Self.schemeDesignator:
            return Self.isKnownScheme(part, own) ? nil : Array("99".utf8) + pseudonyms.label(for: part).dropFirst(2)
        case Self.schemeVersion:
            return Self.isVersion(part, own, allowsDay: CodeForm(scheme: scheme) != nil) ? nil : []
        case Self.codeMeaning:
            if KnownText.isKnown(part[...], .general), !own.stand(in: part[...]) { return nil }
            if let meaning = Concepts.meaning(of: value, scheme: scheme), meaning.allSatisfy({ $0 < 0x80 }) {
                return meaning
            }
            if value.isEmpty { return Array("ANONYMIZED".utf8) }
            return Array((isKnownCode(value, own) ? value : label(value, pseudonyms)).prefix(64))
        case Self.longCodeValue:
            // Longer than a Code Value may be, or it would have to be one.
            return isKnownCode(part, own) ? nil : Array("CODE ".utf8) + label(part, pseudonyms)
        default:
            return isKnownCode(part, own) ? nil : label(part, pseudonyms)
        }
    }

    private func label(_ value: [UInt8], _ pseudonyms: Pseudonyms) -> [UInt8] {
        pseudonyms.label(for: scheme + [0x5C] + value)
    }

    private func isKnownCode(_ value: [UInt8], _ own: OwnIdentifiers) -> Bool {
        if Concepts.meaning(of: value, scheme: scheme) != nil { return true }
        return (CodeForm(scheme: scheme)?.fits(value) ?? false || KnownText.isKnown(value[...], .general))
            && !own.stand(in: value[...])
    }

    private static func isKnownScheme(_ scheme: [UInt8], _ own: OwnIdentifiers) -> Bool {
        CodeForm(scheme: scheme) != nil || KnownText.isKnown(scheme[...], .technical) && !own.stand(in: scheme[...])
    }

    /// Numbers with points, dashes and letters between, or the day of an edition.
    ///
    /// - Parameter allowsDay: the scheme is one whose editions are called by days; those of a site may be anybody's.
    private static func isVersion(_ text: [UInt8], _ own: OwnIdentifiers, allowsDay: Bool) -> Bool {
        if own.stand(in: text[...]) { return false }
        if KnownText.isKnown(text[...], .technical) { return true }
        return allowsDay && text.count == 8 && text.allSatisfy { ASCII.isDigit($0) }
            && (text.starts(with: "199".utf8) || text.starts(with: "20".utf8))
    }
}
