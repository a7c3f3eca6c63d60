import DICOM
import Standard

/// Text that stays without what identifies people (PS3.15 E.3.4 to E.3.6).
extension Engine {
    /// Longer texts are treated as the table does without options.
    private static let longestCleaned = 4 << 20

    mutating func clean(_ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList) {
        if element.lengthField == 0 { return keep(element, &edits) }
        let vr = element.encoding.isExplicitVR && element.vr.isText ? element.vr : vr
        guard element.isResident, element.lengthField <= Self.longestCleaned, RuleFit.isCleanable(vr),
            !survey.identifiers.isOverfull
        else { return applyBasic(element, vr, reader, &edits) }
        var outcome = cleaned(element.trimmedRange(reader.buffer), vr, reader.buffer)
        if DistinctLabels.isOne(element.tag) { dependsOnRest = true }
        if DistinctLabels.isOne(element.tag) { outcome = distinct(outcome, element.trimmedValue(reader.buffer)) }
        switch outcome {
        case .unchanged: keep(element, &edits)
        case .nothing: applyBasic(element, vr, reader, &edits)
        case .text(let value):
            report.cleaned += 1
            replace(element, vr, with: value, &edits)
        }
    }

    private mutating func distinct(_ outcome: CleanedTexts.Outcome, _ input: [UInt8]) -> CleanedTexts.Outcome {
        switch outcome {
        case .unchanged: labels.label(input, of: input).map { .text($0) } ?? .unchanged
        case .text(let value): labels.label(value, of: input).map { .text($0) } ?? outcome
        case .nothing: .nothing
        }
    }

    private mutating func cleaned(
        _ range: Range<Int>, _ vr: VR, _ buffer: borrowing HeaderBuffer
    ) -> CleanedTexts.Outcome {
        if range.isEmpty { return .unchanged }
        let isPlain =
            (characterSets.isEmpty || characterSets[characterSets.count - 1].set.isPlainASCII)
            && buffer.isPlainASCII(range)
        if isPlain {
            let ground = CleanedTexts.Ground(
                mark: survey.mark, isIncomplete: survey.identifiers.isIncomplete, days: shift.days,
                span: shift.span)
            if let known = cleanedTexts.outcome(of: range, vr, on: ground, buffer) { return known }
        }
        let outcome = cleanedAnew(buffer.copy(range), vr, characterSets.last?.set ?? .default, isPlain: isPlain)
        if isPlain { cleanedTexts.add(outcome, of: range, vr, buffer) }
        return outcome
    }

    private mutating func cleanedAnew(
        _ value: [UInt8], _ vr: VR, _ set: SpecificCharacterSet, isPlain: Bool
    ) -> CleanedTexts.Outcome {
        var parts: [ArraySlice<UInt8>]
        if isPlain {
            parts =
                vr.allowsSeveralValues ? value.split(separator: 0x5C, omittingEmptySubsequences: false) : [value[...]]
        } else {
            let texts = codec.split(value, as: set, vr: vr)
            // What cannot be read cannot be cleaned.
            guard texts.allSatisfy(\.isExact) else { return .nothing }
            parts = texts.map { Array($0.text.utf8)[...] }
        }
        guard let text = cleaned(parts, context: cleaning, limit: Self.limit(vr)) else { return .unchanged }
        guard text.contains(where: { $0 != 0x5C && $0 != 0x20 }) else { return .nothing }
        if isPlain { return .text(text) }
        return codec.encode(String(decoding: text, as: UTF8.self), as: set, vr: vr).map { .text($0) } ?? .nothing
    }

    /// Several values, each cleaned by itself; `nil` when all may stay.
    private mutating func cleaned(_ parts: [ArraySlice<UInt8>], context: CleaningContext, limit: Int) -> [UInt8]? {
        var out: [UInt8] = []
        var hasChanged = false
        for (index, part) in parts.enumerated() {
            if index > 0 { out.append(0x5C) }
            guard let text = cleaner.clean(part, context) else {
                out += part
                continue
            }
            hasChanged = true
            if text.count > max(limit, part.count), context.shift != nil || context.pseudonyms != nil {
                // A date or UID that became too long to stay goes.
                var plain = context
                plain.shift = nil
                plain.pseudonyms = nil
                out += cleaner.clean(part, plain) ?? Array(part)
            } else {
                out += text
            }
        }
        return hasChanged ? out : nil
    }

    /// Characters that a value may have (PS3.5 §6.2).
    private static func limit(_ vr: VR) -> Int {
        switch vr {
        case .cs, .sh: 16
        case .lo: 64
        case .st: 1024
        case .lt: 10240
        default: Int.max
        }
    }

    /// What the table says without options.
    private mutating func applyBasic(
        _ element: Element, _ vr: VR, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) {
        let type = places.type(of: element.tag, at: frames[frames.count - 1].place)
        apply(BasicActions.rule(for: element.tag).resolved(type), element, vr, reader, &edits)
    }

    // MARK: Sequences

    /// Whether content items of the steps in which a specimen was prepared go by Table E.3.4-1.
    var cleansSteps: Bool {
        mutating get { cleansText && rule(for: Tag(0x0040_0612)).rule == .clean }
    }

    mutating func openCleaned(_ element: Element, _ edits: inout EditList) {
        report.kept += 1
        let place = places.items(of: element.tag, at: frames[frames.count - 1].place)
        let emptiness = emptiness(of: element.tag, .clean)
        open(element, place, emptiness, &edits)
        frames[frames.count - 1].isCleaned = true
    }

    /// A sequence of content items that all go, goes with them.
    mutating func removeEmptied(_ element: Element, _ edits: inout EditList) {
        let type = places.type(of: element.tag, at: frames[frames.count - 1].place)
        if type == .type2 || type == .type2C { empty(element, &edits) } else { remove(element, &edits) }
    }

    /// An item of a sequence that is cleaned (Table E.3.4-1).
    mutating func cleanedItem(_ element: Element, _ edits: inout EditList) {
        let frame = frames[frames.count - 1]
        switch survey.verdicts[element.offset] ?? .clean {
        case .clean: push(element, frame.place, frame.emptiness, &edits)
        case .dummy: push(element, frame.place, frame.emptiness == .none ? .items : frame.emptiness, &edits)
        case .keep:
            push(element, frame.place, frame.emptiness, &edits)
            frames[frames.count - 1].keepsText = true
        case .drop:
            report.removed += 1
            skipping = Skip(start: element.offset, depth: 1)
        }
    }

    /// What becomes, in the items of a sequence that is cleaned, of what a rule would keep as it is.
    func ruleInCleaned(_ found: CompiledProfile.Found, _ element: Element, _ reader: borrowing DataSetReader) -> Rule {
        let rule = found.rule
        if element.tag == .textValue, found.isDefault || rule == .keep || rule == .known || rule == .clean {
            return frames[frames.count - 1].keepsText ? .keep : .clean
        }
        // Table E.1-1 replaces every UID of a content item; Table E.3.4-1 keeps those of some concepts under an option, and what
        // they refer to keeps its own.
        if element.tag == .uidValue, frames[frames.count - 1].keepsText { return .keep }
        guard rule == .keep, Self.isWords(found.vr), !Self.isStructure(element.tag) else { return rule }
        guard RuleFit.isCleanable(found.vr) else { return .codeX }
        return ContentSurvey.isCode(element, reader.buffer) ? .keep : .clean
    }

    // MARK: Character sets

    /// From here to the end of the item or data set.
    mutating func noteCharacterSet(_ element: Element, _ reader: borrowing DataSetReader) {
        guard element.kind == .element, element.isResident else { return }
        characterSets.append((frames.count, survey.characterSet(element.trimmedValue(reader.buffer))))
    }
}

/// The basic actions of Table E.1-1, whatever the options.
enum BasicActions {
    static func rule(for tag: Tag) -> Rule {
        rules[tag] ?? masks.first { $0.mask.matches(tag) }?.rule ?? .codeX
    }

    private static let rules: [Tag: Rule] = Dictionary(
        Confidentiality.rows.filter { $0.mask.mask == 0xFFFF_FFFF }.map {
            (Tag($0.mask.value), Rule($0.basic) ?? .codeX)
        },
        uniquingKeysWith: { first, _ in first })
    private static let masks = Confidentiality.rows.filter { $0.mask.mask != 0xFFFF_FFFF }.map {
        (mask: $0.mask, rule: Rule($0.basic) ?? .codeX)
    }
}

extension Tag {
    static let textValue = Tag(0x0040_A160)
    static let uidValue = Tag(0x0040_A124)
}
