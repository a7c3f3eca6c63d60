import DICOM
import Standard

/// Attributes that may be present only with another one (PS3.3, Type 1C), where that goes in objects that keep theirs.
enum DependentAttributes {
    /// The attribute without which `tag` may not be there.
    @inline(__always)
    static func condition(of tag: Tag) -> Tag? {
        switch tag.rawValue {
        // Clinical Trial Protocol Ethics Committee Name: the Approval Number
        case 0x0012_0081: Tag(0x0012_0082)
        case 0x0070_0228: Tag(0x0070_0227)  // Font Name Type: Font Name
        default: nil
        }
    }
}

extension Engine {
    /// Whether the attribute on which the presence of `element` depends is there, and not in the output.
    mutating func hasLostCondition(_ element: Element, _ condition: Tag) -> Bool {
        dependsOnRest = true
        guard condition > element.tag else {
            // Its neighbour: what became of it is known, whatever its rule made of its value.
            guard place > 0, segment[place - 1].tag == condition, segment[place - 1].kind == .element else {
                return false
            }
            return lastRemoved == segment[place - 1].offset
        }
        let isThere = segment[(place + 1)...].first { $0.tag >= condition || $0.kind != .element }?.tag == condition
        guard isThere else { return false }
        let rule = rule(for: condition).rule
        return rule.resolved(rule.dependsOnType ? places.type(of: condition, at: frames[frames.count - 1].place) : nil)
            == .remove
    }
}
