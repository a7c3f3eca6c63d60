import DICOM
import Standard

/// Passes on the elements that are selected, with all that is in them and the sequences around them.
final class SelectingPrinter: ElementPrinter {
    private enum Ancestor {
        case sequence(ShownElement)
        case item(Element, number: Int, depth: Int)
        case fragments(ShownElement)
    }

    private let selectors: [Selector]
    private let printer: any ElementPrinter
    private var path: [Selector.Place] = []
    private var ancestors: [Ancestor] = []
    /// Ancestors that have been passed on.
    private var printed = 0
    /// Ancestors down to the one that is selected; `nil` outside of any.
    private var selectedDepth: Int?

    init(_ selectors: [Selector], _ printer: any ElementPrinter) {
        self.selectors = selectors
        self.printer = printer
    }

    func begin(_ file: InspectedFile) throws {
        (path, ancestors, printed, selectedDepth) = ([], [], 0, nil)
        try printer.begin(file)
    }

    func end(_ ending: InspectedFile.Ending) throws { try printer.end(ending) }

    func element(_ shown: ShownElement, _ reader: inout DataSetReader, _ source: any ByteSource) throws {
        guard selectedDepth != nil || matches(shown, item: 0) else { return }
        try passAncestors()
        try printer.element(shown, &reader, source)
    }

    func beginSequence(_ shown: ShownElement) throws {
        let isSelected = matches(shown, item: 0)
        path.append(Selector.Place(tag: shown.tag, creator: shown.creator, item: 0))
        try enter(.sequence(shown), isSelected: isSelected)
    }

    func beginItem(_ element: Element, number: Int, depth: Int) throws {
        path[path.count - 1].item = number
        // A step with an item number selects that item and not the sequence.
        let isSelected = selectedDepth == nil && selectors.contains { $0.steps.last?.item != nil && $0.matches(path) }
        try enter(.item(element, number: number, depth: depth), isSelected: isSelected)
    }

    func endItem() throws {
        try leave { try printer.endItem() }
        path[path.count - 1].item = 0
    }

    func endSequence() throws {
        try leave { try printer.endSequence() }
        path.removeLast()
    }

    func beginFragments(_ shown: ShownElement) throws {
        let isSelected = matches(shown, item: 0)
        path.append(Selector.Place(tag: shown.tag, creator: shown.creator, item: 0))
        try enter(.fragments(shown), isSelected: isSelected)
    }

    func fragment(
        _ element: Element, number: Int, depth: Int, _ reader: inout DataSetReader, _ source: any ByteSource
    ) throws {
        guard selectedDepth != nil else { return }
        try printer.fragment(element, number: number, depth: depth, &reader, source)
    }

    func endFragments() throws {
        try leave { try printer.endFragments() }
        path.removeLast()
    }

    func trailing(_ element: Element) throws {}

    private func matches(_ shown: ShownElement, item: Int) -> Bool {
        path.append(Selector.Place(tag: shown.tag, creator: shown.creator, item: item))
        defer { path.removeLast() }
        return selectors.contains { $0.matches(path) }
    }

    private func enter(_ ancestor: Ancestor, isSelected: Bool) throws {
        ancestors.append(ancestor)
        if isSelected, selectedDepth == nil { selectedDepth = ancestors.count }
        if selectedDepth != nil { try passAncestors() }
    }

    private func leave(_ end: () throws -> Void) throws {
        if printed == ancestors.count {
            try end()
            printed -= 1
        }
        if selectedDepth == ancestors.count { selectedDepth = nil }
        ancestors.removeLast()
    }

    private func passAncestors() throws {
        while printed < ancestors.count {
            switch ancestors[printed] {
            case .sequence(let shown): try printer.beginSequence(shown)
            case .item(let element, let number, let depth):
                try printer.beginItem(element, number: number, depth: depth)
            case .fragments(let shown): try printer.beginFragments(shown)
            }
            printed += 1
        }
    }
}
