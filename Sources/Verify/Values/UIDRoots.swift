/// Roots under which the tool that made the files numbers UIDs anew, as those who run it know: such UIDs name no original.
public struct UIDRoots: Hashable, Sendable {
    /// Each with its point.
    private var roots: [[UInt8]] = []
    /// Components of an owner's root; fewer are of a country or a registrar, and of everybody below it.
    private static let fewestComponents = 4

    public init() {}

    /// - Parameter root: components with points between, with or without one at the end.
    /// - Returns: what is wrong with it; `nil` when it counts from now on.
    public mutating func add(_ root: String) -> String? {
        var bytes = Array(root.utf8)
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        let components = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard UIDForm.isWellFormed(bytes[...]), components.allSatisfy({ !$0.isEmpty }) else { return "is no UID" }
        if components.count < Self.fewestComponents { return "is no tool's: it has fewer than four components" }
        bytes.append(UInt8(ascii: "."))
        if bytes[...].begins(with: "1.2.840.10008.") { return "is that of the standard" }
        roots.append(bytes)
        return nil
    }

    func hold(_ uid: ArraySlice<UInt8>) -> Bool {
        roots.contains { uid.count > $0.count && uid.starts(with: $0) } && UIDForm.isWellFormed(uid)
    }
}
