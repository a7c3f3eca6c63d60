/// Which files a run takes, by what they are.
public struct FileSelection: Sendable {
    /// One of these has to hold, where there are any.
    private let included: [FileCondition]
    /// None of these may hold.
    private let excluded: [FileCondition]

    public init(included: [FileCondition] = [], excluded: [FileCondition] = []) {
        self.included = included
        self.excluded = excluded
    }

    /// What left a file out.
    public enum LeftOut: Hashable, Sendable {
        /// None of the included conditions holds.
        case notIncluded
        /// The excluded condition of this number holds, the first one being 1.
        case excluded(Int)
    }

    enum Verdict {
        case taken
        case leftOut(LeftOut)
        /// It depends on what cannot be read, or may still come.
        case undecided
    }

    var asked: [AskedAttribute] { (included + excluded).flatMap { $0.condition.values.map(\.attribute) } }

    func verdict(_ sopClass: String, _ values: AskedValues) -> Verdict {
        func answer(_ file: FileCondition) -> Bool? {
            file.condition.isTrue(ofFile: sopClass) { $0.isTrue(of: values[$0.attribute]) }
        }
        let out = excluded.map(answer)
        if let number = out.firstIndex(of: true) { return .leftOut(.excluded(number + 1)) }
        let into = included.map(answer)
        if !included.isEmpty, !into.contains(true), !into.contains(nil) { return .leftOut(.notIncluded) }
        if out.contains(nil) { return .undecided }
        return included.isEmpty || into.contains(true) ? .taken : .undecided
    }
}
