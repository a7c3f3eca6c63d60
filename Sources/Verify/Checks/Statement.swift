import Standard

/// What a de-identified file must say of itself (PS3.15 §E.1.1, §E.3.6).
struct Statement {
    var saysIdentityRemoved = false
    var saysMethod = false
    var saysDates = false

    /// The checks that failed.
    var missing: [Check] {
        var missing: [Check] = []
        if !saysIdentityRemoved { missing.append(.identityNotRemoved) }
        if !saysMethod { missing.append(.methodMissing) }
        if !saysDates { missing.append(.datesUnstated) }
        return missing
    }
}

extension FileCheck {
    /// Attributes that speak of the whole file, and so count at the top level only.
    mutating func checkTopLevel(_ element: Element) throws(ReadFailure) {
        switch element.tag {
        case .sopClassUID:
            let value = try walker.shortValue(of: element)
            // The first one counts; a second is a finding of its own.
            let isSame = value.equals(mediaStorageClass)
            if !sawClass, !isSame { sopClass = Array(value) }
            sawClass = true
            if !mediaStorageClass.isEmpty, !isSame {
                add(.classDisagrees, element.tag, element.offset)
            }
        case .sopInstanceUID:
            sawInstance = true
            if !mediaStorageInstance.isEmpty, try !walker.shortValue(of: element).equals(mediaStorageInstance) {
                add(.instanceDisagrees, element.tag, element.offset)
            }
        case .patientIdentityRemoved:
            statement.saysIdentityRemoved = try walker.value(of: element, is: "YES")
        case .deidentificationMethod:
            if try !walker.shortValue(of: element).isEmpty { statement.saysMethod = true }
        case .deidentificationMethodCodeSequence:
            if element.content == .sequence, try walker.hasContent(element) { statement.saysMethod = true }
        case .longitudinalTemporalInformationModified:
            let isModified = try walker.value(of: element, is: "MODIFIED")
            let isRemoved = try walker.value(of: element, is: "REMOVED")
            let isUnmodified = try walker.value(of: element, is: "UNMODIFIED")
            statement.saysDates = isModified || isRemoved || isUnmodified
            if let expectations = rules.expectations, expectations.areStated, statement.saysDates {
                let isExpected =
                    switch expectations.dates {
                    case .modified: isModified
                    case .removed: isRemoved
                    case .unmodified: isUnmodified
                    }
                if !isExpected { add(.datesOtherwise, element.tag, element.offset) }
            }
            // Said twice with different words, the stricter one counts.
            datesMayBeModified = isModified && datesMayBeModified ?? true
            report.settleDates(areAccepted: datesMayBeModified ?? false)
        case .burnedInAnnotation:
            if try walker.value(of: element, is: "YES") { add(.burnedIn, element.tag, element.offset) }
        case .rows:
            sawRows = true
            try noteLayout(element)
        case .pixelData, .floatPixelData, .doubleFloatPixelData, .pixelDataProviderURL, .spectroscopyData:
            // Of several, readers show one; what the others are nobody says (PS3.3 C.7.6.24).
            if sawPixels, element.tag.group == 0x7FE0, !element.isEmpty {
                add(.unaccountedPixels, element.tag, element.valueOffset)
            }
            sawPixels = true
            if element.tag.group == 0x7FE0 { try checkSamples(element, layout) }
        default: try noteLayout(element)
        }
    }
}
