import DICOM
import Standard

extension AskedValues {
    /// Where a walk through a data set is, as far as attributes that are asked about depend on it.
    struct Walk {
        private let asked: [AskedAttribute]
        /// What is open: sequences, each followed by the item that is open in it.
        private var sequences: [Tag] = []
        private var levels = [Level()]
        /// The greatest tag of the data set itself.
        private var lastTag = Tag(0)

        private struct Level {
            var set: SpecificCharacterSet?
            /// Whose the private blocks are, by group and block number; `nil`: of two, and so nobody's.
            var creators: [UInt32: String?] = [:]
        }

        init(_ asked: [AskedAttribute]) { self.asked = asked }

        /// The character set in force.
        var characterSet: SpecificCharacterSet { levels.reversed().lazy.compactMap(\.set).first ?? .default }

        /// Places of the attributes that `element` is one of.
        func met(_ element: Element, _ buffer: borrowing HeaderBuffer) -> [Int] {
            var places: [Int] = []
            for place in asked.indices where asked[place].sequences == sequences {
                switch asked[place].name {
                case .standard(let mask): if mask.matches(element.tag) { places.append(place) }
                case .ofCreator(let attribute): if isOf(attribute, element.tag) { places.append(place) }
                }
            }
            return places
        }

        private func isOf(_ attribute: PrivateAttribute, _ tag: Tag) -> Bool {
            guard tag.group == attribute.group, !tag.isPrivateCreator, tag.element >= 0x1000,
                attribute.element == nil || attribute.element == UInt8(truncatingIfNeeded: tag.element),
                let creator = levels[levels.count - 1].creators[UInt32(tag.group) << 16 | UInt32(tag.element >> 8)]
            else { return false }
            return creator == attribute.creator
        }

        mutating func pass(_ element: Element, _ buffer: borrowing HeaderBuffer) {
            if levels.count == 1, sequences.isEmpty { lastTag = max(lastTag, element.tag) }
            switch element.kind {
            case .sequence, .fragments: sequences.append(element.tag)
            case .item: levels.append(Level())
            case .itemEnd: if levels.count > 1 { levels.removeLast() }
            case .sequenceEnd: _ = sequences.popLast()
            case .element: take(element, buffer)
            case .fragment, .trailing: break
            }
        }

        private mutating func take(_ element: Element, _ buffer: borrowing HeaderBuffer) {
            guard element.isResident, element.lengthField <= 1024 else { return }
            let last = levels.count - 1
            if element.tag == .specificCharacterSet {
                levels[last].set = SpecificCharacterSet(value: element.trimmedValue(buffer))
            } else if element.tag.isPrivateCreator {
                let block = UInt32(element.tag.group) << 16 | UInt32(element.tag.element)
                let creator = String(decoding: element.trimmedValue(buffer), as: UTF8.self)
                levels[last].creators[block] = levels[last].creators[block] == nil ? .some(creator) : .some(nil)
            }
        }

        /// Whether more of an attribute may come after what has been passed.
        func mayGoOn(_ attribute: AskedAttribute) -> Bool {
            if let open = sequences.first, attribute.begins(at: open) { return true }
            return attribute.lastTag > lastTag
        }
    }
}
