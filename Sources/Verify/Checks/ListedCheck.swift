import Standard

/// Attributes of PS3.15 Table E.1-1.
extension FileCheck {
    mutating func checkListed(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        if element.content == .sequence { return try checkListedSequence(element, rule) }
        // Fragments are no value that could be a dummy.
        let verdict = element.content == .value ? try walker.verdict(on: element) : .other
        if rule.isCleaned {
            switch verdict {
            case .empty: return
            case .date, .other: if try isCleaned(element) { return }
            case .dummy: break
            }
        }
        switch rule.demand {
        case .none: return
        case .absent:
            switch verdict {
            // A date that had no value has none to move.
            case .empty where rule.acceptsModifiedDates: return
            // Midnight, moved by whole days, is midnight.
            case .dummy where rule.acceptsModifiedDates && VRKind(element.vr) == .time:
                if datesMayBeModified != true, (type(of: element.tag) ?? .type3) < .type2C {
                    reportDate(.attributeNotRemoved, element)
                }
            case .empty, .dummy: checkAbsence(element)
            case .date, .other: reportValue(remains(element.tag), element, rule, verdict)
            }
        case .emptyOrDummy:
            switch verdict {
            case .empty, .dummy: return
            case .date, .other: reportValue(.notEmptied, element, rule, verdict)
            }
        case .dummy:
            switch verdict {
            case .dummy: return
            case .empty: checkDummy(element)
            case .date, .other: reportValue(.notReplaced, element, rule, verdict)
            }
        case .newUID:
            switch verdict {
            case .empty, .dummy: return
            case .date, .other: add(.uidNotReplaced, element.tag, element.offset)
            }
        // A sequence of references that is not a sequence is reported as opaque.
        case .references: return
        }
    }

    private mutating func checkListedSequence(_ element: Element, _ rule: Rule) throws(ReadFailure) {
        if try walker.hasContent(element) {
            if !rule.mayHaveItems { add(.sequenceNotEmptied, element.tag, element.offset) }
        } else if !rule.isCleaned {
            switch rule.demand {
            case .absent: checkAbsence(element)
            case .dummy: checkDummy(element)
            case .none, .emptyOrDummy, .newUID, .references: return
            }
        }
    }

    /// Removal is demanded unless the IOD needs the attribute here (PS3.15 Table E.1-1a).
    private mutating func checkAbsence(_ element: Element) {
        if (type(of: element.tag) ?? .type3) < .type2C { add(.attributeNotRemoved, element.tag, element.offset) }
    }

    /// An empty value where Type 1 demands one (PS3.5 §7.4.1).
    private mutating func checkDummy(_ element: Element) {
        if type(of: element.tag) == .type1 { add(.dummyMissing, element.tag, element.offset) }
    }

    private func remains(_ tag: Tag) -> Check {
        switch tag.group & 0xFF00 {
        case 0x5000, 0x6000: .graphicsRemain
        default: .attributeRemains
        }
    }

    /// Reports a value, unless it is a date that may have been shifted.
    private mutating func reportValue(_ check: Check, _ element: Element, _ rule: Rule, _ verdict: Verdict) {
        guard case .date = verdict, rule.acceptsModifiedDates else { return add(check, element.tag, element.offset) }
        reportDate(check, element)
    }

    /// Reports a well-formed date, unless the file says that dates were modified, or may still say so.
    mutating func reportDate(_ check: Check, _ element: Element) {
        switch datesMayBeModified {
        case true? where rules.expectations.map({ $0.dates == .modified }) ?? true: return
        case true?: add(check, element.tag, element.offset)
        case false?: add(check, element.tag, element.offset)
        case nil: add(check, element.tag, element.offset, .unlessDatesModified)
        }
    }
}
