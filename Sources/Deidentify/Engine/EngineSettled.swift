import DICOM
import Standard

/// Most elements of most files: what is decided by their tag, their VR and a glance at the value.
extension Engine {
    /// Whether the rule holds as it stands, so that none of what `decide` goes on to ask could change it: the element goes
    /// whatever is in it, or stays because nothing can be hidden in it.
    ///
    /// Says `false` wherever it is not sure. Mutating, for the compiler lends an engine by moving all of it.
    @inline(__always)
    mutating func isSettled(
        _ found: CompiledProfile.Found, _ element: Element, _ reader: borrowing DataSetReader
    ) -> Bool {
        guard usesTable, element.kind == .element else { return false }
        let last = frames.count - 1
        if frames[last].isCleaned || frames[last].emptiness != .none { return false }
        if found.rule == .remove {
            return !found.isDefault && describedBlocks == nil && element.tag != .specificCharacterSet
                && element.tag != Tag(0x0008_0100)
        }
        guard found.rule == .keep, element.vr == found.vr, !element.lacksVR,
            !element.hasReservedBytes
        else { return false }
        return element.lengthField == 0
            ? Self.isOfCharacters(element.vr) : Self.isPlainNumber(element, reader.buffer)
    }

    /// Whether a sequence stays and nothing is to be known of it for what is in its items, as those of functional groups.
    @inline(__always)
    mutating func isSettledSequence(
        _ found: CompiledProfile.Found, _ element: Element, _ reader: borrowing DataSetReader
    ) -> Bool {
        guard usesTable, element.kind == .sequence, found.rule == .keep, found.vr == .sq else { return false }
        let last = frames.count - 1
        if frames[last].isCleaned || frames[last].emptiness != .none { return false }
        switch element.tag.group {
        case 0x0018, 0x0020, 0x0028, 0x5200: break
        // Lists of instances, private blocks, content items.
        default: return false
        }
        return reader.deviations.isDisjoint(with: [.implicitItemInExplicit, .explicitItemInImplicit])
    }

    /// VRs of which an empty value is nothing to anybody. Code strings are asked about elsewhere by their tags.
    private static func isOfCharacters(_ vr: VR) -> Bool {
        switch vr {
        case .as, .da, .ds, .dt, .is, .lo, .lt, .pn, .sh, .st, .tm, .ui, .ut: true
        default: false
        }
    }

    /// Whether the value is one binary number, or digits too few to be somebody's.
    @inline(__always)
    private static func isPlainNumber(_ element: Element, _ buffer: borrowing HeaderBuffer) -> Bool {
        // What is measured of patients is looked at more closely.
        if element.tag.group == 0x0010 || element.tag.group == 0x0040 { return false }
        switch element.vr {
        case .us, .ss: return element.lengthField == 2
        case .ul, .sl, .fl: return element.lengthField == 4
        // Eight bytes may spell a name (`TextRun.isWords`), but none that begins with zero; most numbers are that short.
        case .fd: return element.lengthField == 8 && element.isResident && buffer[element.valuePosition] == 0
        case .ds, .is:
            guard element.isResident,
                let number = NumberForm.ordinary(
                    buffer, element.valuePosition..<element.valuePosition + Int(element.lengthField))
            else { return false }
            return number.mostWholeDigits < OwnIdentifiers.shortestNumber && (element.vr == .ds || !number.hasPoint)
        default: return false
        }
    }
}
