import Standard

/// Numbers for the places of data sets: the same for the same sequences around them and the same attribute lists at the top.
///
/// No number is given twice, whatever was forgotten in between: one that is held stays what it is.
struct PlaceNumbers {
    private struct Step: Hashable {
        var outer: Int
        var tag: Tag
    }

    private var roots: [(place: AttributeTypes.Place?, number: Int)] = []
    private var inner: [Step: Int] = [:]
    private var last = 0
    private static let mostRoots = 32
    private static let mostInner = 4096

    /// - Parameter place: the lists of the IOD; `nil` for an unknown one.
    mutating func number(ofRoot place: AttributeTypes.Place?) -> Int {
        // Lists of one class are the very same array, and so are compared at once.
        if let root = roots.first(where: { $0.place == place }) { return root.number }
        if roots.count >= Self.mostRoots { roots = [] }
        last += 1
        roots.append((place, last))
        return last
    }

    /// - Parameter outer: the number of the place where the sequence stands.
    mutating func number(ofItemsIn sequence: Tag, at outer: Int) -> Int {
        let step = Step(outer: outer, tag: sequence)
        if let number = inner[step] { return number }
        if inner.count >= Self.mostInner { inner = [:] }
        last += 1
        inner[step] = last
        return last
    }
}
