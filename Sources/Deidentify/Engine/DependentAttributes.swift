import DICOM
import Standard

/// Attributes that may be present only with another one (PS3.3, Type 1C), where that goes in objects that keep theirs.
enum DependentAttributes {
    /// The attribute without which `tag` may not be there.
    @inline(__always)
    static func condition(of tag: Tag) -> Tag? {
        switch tag.rawValue {
        case 0x0070_0228: Tag(0x0070_0227)  // Font Name Type: Font Name
        default: nil
        }
    }
}

extension Engine {
    /// Whether the attribute on which the presence of `element` depends stands before it, and is not in the output: what became of a
    /// neighbour is known, whatever its rule made of its value.
    mutating func hasLostCondition(_ element: Element, _ condition: Tag) -> Bool {
        dependsOnRest = true
        guard place > 0, segment[place - 1].tag == condition, segment[place - 1].kind == .element else { return false }
        return lastRemoved == segment[place - 1].offset
    }
}
