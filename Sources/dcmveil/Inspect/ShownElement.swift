import DICOM
import Standard

/// An element as the walk has found it, with what is known of it where it stands.
struct ShownElement {
    var element: Element
    /// The VR by which the value is read: that of the file, or where the file has none or UN, that of PS3.6.
    var meaning: VR
    /// The creator of the private block, without padding; `nil` for other elements and unreserved blocks.
    var creator: String?
    var characterSet: SpecificCharacterSet
    /// Sequences around it.
    var depth: Int

    var tag: Tag { element.tag }

    /// The VR of the file, or where the encoding has none, that of PS3.6.
    var vr: VR { element.encoding.isExplicitVR && !element.lacksVR || element.kind != .element ? element.vr : meaning }
}

/// Where the steps of the walk go.
protocol ElementPrinter: AnyObject {
    func begin(_ file: InspectedFile) throws
    func element(_ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource) throws
    func beginSequence(_ shown: ShownElement) throws
    func beginItem(_ element: Element, number: Int, depth: Int) throws
    func endItem() throws
    func endSequence() throws
    func beginFragments(_ shown: ShownElement) throws
    /// - Parameter number: 0 for the Basic Offset Table.
    func fragment(
        _ element: Element, number: Int, depth: Int, _ reader: inout DataSetReader, _ source: any ByteSource) throws
    func endFragments() throws
    func trailing(_ element: Element) throws
    /// Whatever is open is closed, so that what was read is good as it stands.
    func end(_ ending: InspectedFile.Ending) throws
}

/// What is known of a file beside its elements.
struct InspectedFile {
    struct Ending {
        var deviations: [String]
        var isComplete: Bool
    }

    /// The path, or `-`.
    var name: String
    /// The number of the file in this run, from 1.
    var number: Int
    var transferSyntaxUID: String
}
