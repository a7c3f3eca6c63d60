import DICOM
import Standard

/// How deep a walk is, step by step: sequences, runs of fragments and items that are open.
struct StepDepth {
    private var open = 0

    var isAtTop: Bool { open == 0 }

    /// Goes one step on.
    ///
    /// - Returns: the depth at which the step stands; an end stands where its beginning does. An item of a sequence of the top
    ///   level is at 1, its elements at 2.
    mutating func step(_ element: Element) -> Int {
        switch element.kind {
        case .sequence, .item, .fragments:
            open += 1
            return open - 1
        case .itemEnd, .sequenceEnd: open -= 1
        case .element, .fragment, .trailing: break
        }
        return open
    }
}

/// What begins at the top level of a segment: data elements, sequences and fragments, without what is in them.
struct TopLevel: Sequence, IteratorProtocol {
    private let steps: [Element]
    private var place = 0
    private var depth = StepDepth()

    init(_ steps: [Element]) { self.steps = steps }

    mutating func next() -> Element? {
        while place < steps.count {
            let element = steps[place]
            place += 1
            guard depth.step(element) == 0 else { continue }
            switch element.kind {
            case .element, .sequence, .fragments: return element
            case .item, .itemEnd, .sequenceEnd, .fragment, .trailing: break
            }
        }
        return nil
    }
}
