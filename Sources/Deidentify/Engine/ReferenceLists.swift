import DICOM
import Standard

/// The Common Instance Reference Module names what the object refers to (PS3.3 C.12.2): where one of its lists stays, the references
/// that it is about have to stay as well, with new UIDs.
extension Engine {
    /// Whether a list of instances stays at the top level: of this study, which comes before the references, or of others,
    /// which may come behind them.
    var listsReferences: Bool {
        mutating get {
            if hasInstanceList { return true }
            guard context.listsOtherStudies else { return false }
            let found = rule(for: .studiesContainingOtherReferencedInstances)
            if found.rule != .keep { return false }
            return !(profile.profile.removesOptional && isOptional(.studiesContainingOtherReferencedInstances, found))
        }
    }
}

extension Tag {
    /// Of the General Reference Module, as those that Table E.1-1 lists.
    static let referencedInstances = Tag(0x0008_114A)
    static let studiesContainingOtherReferencedInstances = Tag(0x0008_1200)
}
