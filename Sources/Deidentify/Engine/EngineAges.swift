import DICOM
import Standard

/// Ages that a rule keeps: three digits and D, W, M or Y (PS3.5 §6.2), and none of more than 89 years.
extension Engine {
    /// - Returns: `false` when it may stay as it is.
    mutating func amendAge(_ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList) -> Bool {
        if Self.isUsualAge(element, reader.buffer) { return false }
        // Of the form of one that a rule of a site names, nothing is demanded.
        let isOfTable = isNamedByTable(element.tag)
        if isOfTable, isNoAge(element, reader) {
            removeUnexpected(element, .as, reader, &edits)
            return true
        }
        if isHighAge(element, reader) {
            report.replaced += 1
            replace(element, .as, with: Array("090Y".utf8), &edits)
            return true
        }
        return isOfTable && fillAge(element, reader, &edits)
    }

    /// Whether a value that the table keeps is no age: digits and D, W, M or Y (PS3.5 §6.2). Without a unit it is none.
    private func isNoAge(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        guard element.isResident else { return true }
        return element.trimmedValue(reader.buffer).split(separator: 0x5C).map(NumberForm.trimmed).contains { age in
            guard let unit = age.last else { return false }
            return age.count == 1 || !"DWMY".utf8.contains(unit) || !age.dropLast().allSatisfy(ASCII.isDigit)
        }
    }

    /// Ages with three digits: one with fewer means the same.
    private mutating func fillAge(
        _ element: Element, _ reader: borrowing DataSetReader, _ edits: inout EditList
    ) -> Bool {
        let value = element.trimmedValue(reader.buffer)
        let ages = value.split(separator: 0x5C, omittingEmptySubsequences: false).map { part in
            let age = NumberForm.trimmed(part)
            let digits = age.dropLast().drop { $0 == 0x30 }
            return age.isEmpty ? [] : [UInt8](repeating: 0x30, count: max(0, 3 - digits.count)) + digits + age.suffix(1)
        }
        let new = Array(ages.joined(separator: [0x5C]))
        if new == value { return false }
        report.replaced += 1
        replace(element, .as, with: new, &edits)
        return true
    }

    /// An age of more than 89 years: of so old a person there are few (45 CFR 164.514(b)(2)(i)(C)).
    func isHighAge(_ element: Element, _ reader: borrowing DataSetReader) -> Bool {
        guard element.isResident, element.lengthField <= 4096 else { return true }
        return element.trimmedValue(reader.buffer).split(separator: 0x5C).contains { age in
            // The last day, week, month of somebody who is 89; what has no unit is taken for years.
            let highest =
                switch age.last {
                case UInt8(ascii: "D"): 32_871
                case UInt8(ascii: "W"): 4_695
                case UInt8(ascii: "M"): 1_079
                default: 89
                }
            let digits = age.last.map { ASCII.isDigit($0) } == true ? age : age.dropLast()
            return !age.isEmpty && (Int(String(decoding: digits, as: UTF8.self)) ?? .max) > highest
        }
    }

    /// Years of less than 90 as nearly every file has them, `nnnY`: told without taking them out of the buffer.
    private static func isUsualAge(_ element: Element, _ buffer: borrowing HeaderBuffer) -> Bool {
        guard element.isResident, element.lengthField == 4 else { return false }
        let place = element.valuePosition
        return buffer[place] == 0x30 && (0x30...0x38).contains(buffer[place + 1]) && ASCII.isDigit(buffer[place + 2])
            && buffer[place + 3] == UInt8(ascii: "Y")
    }
}
