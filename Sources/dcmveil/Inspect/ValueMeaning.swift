import DICOM
import Standard

/// Keywords and VRs of tags, looked up once a run.
final class TagNames {
    struct Names {
        var keyword: String
        var vrs: [VR]
    }

    private var known: [UInt32: Names] = [:]

    func names(of tag: Tag) -> Names {
        if let names = known[tag.rawValue] { return names }
        let names: Names
        if let entry = DataDictionary.entry(for: tag) {
            names = Names(keyword: entry.keyword, vrs: entry.vrs)
        } else if tag.isGroupLength {
            names = Names(keyword: "GroupLength", vrs: [.ul])
        } else {
            names = Names(keyword: "", vrs: [])
        }
        if !tag.isPrivate { known[tag.rawValue] = names }
        return names
    }
}

/// What the VR of an element depends on in the data set around it (PS3.5 Annex A, PS3.6 "US or SS" and so on).
struct VRContext {
    /// Pixel Representation (0028,0103): 1 makes "US or SS" SS.
    var isSigned: Bool?
    /// The first value of LUT Descriptor (0028,3002): 1 makes the "US or OW" of LUT Data US.
    var lutEntries: UInt16?

    static let pixelRepresentation = Tag(0x0028_0103)
    static let lutDescriptor = Tag(0x0028_3002)
    private static let lutData = Tag(0x0028_3006)

    /// The VR by which to read a value whose header has none, or UN.
    func resolve(_ vrs: [VR], of tag: Tag) -> VR {
        guard vrs.count > 1 else { return vrs.first ?? .un }
        if tag == Self.lutData { return lutEntries == 1 ? .us : .ow }
        // In the implicit encoding "OB or OW" is OW (PS3.5 A.1).
        if vrs.contains(.ow) { return .ow }
        if vrs.contains(.us), vrs.contains(.ss) { return isSigned == true ? .ss : .us }
        return vrs[0]
    }

    /// The VR by which the value of `element` is read.
    ///
    /// UN of a known element that is too short to have been UN for its length is read as what PS3.6 says
    /// (PS3.5 §6.2.2, note 2).
    func meaning(of element: Element, _ names: TagNames) -> VR {
        if element.encoding.isExplicitVR, !element.lacksVR, element.vr != .un { return element.vr }
        if element.tag.isPrivateCreator { return .lo }
        if element.tag.isPrivate { return element.vr }
        if element.vr == .un, element.encoding.isExplicitVR, element.lengthField >= 0xFFFF { return .un }
        let resolved = resolve(names.names(of: element.tag).vrs, of: element.tag)
        return resolved == .sq ? element.vr : resolved
    }
}
