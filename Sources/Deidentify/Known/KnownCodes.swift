import DICOM
import Standard

/// Codes of which every part stays, each worked out once: the frames of an object and the files of a folder have the same ones.
struct KnownCodes {
    // Whoever the file is about; and of those that somebody of a file may stand in.
    private var verdicts = ValueMemo<Bool>(most: 2048)
    private var ownVerdicts = ValueMemo<Bool>(most: 512)
    private static let nobody = OwnIdentifiers()

    /// The parts of a code, where all of them stay as they are: what `CodeItem` says of each. `nil` also where that is not
    /// looked at, since the parts do not lie together. What comes behind them has not been looked at.
    ///
    /// - Parameters:
    ///   - elements: of the data set, in order.
    ///   - place: of the first part.
    mutating func stay(
        _ elements: [Element], from place: Int, _ pseudonyms: Pseudonyms, _ own: OwnIdentifiers,
        _ buffer: borrowing HeaderBuffer
    ) -> Range<Int>? {
        let start = elements[place].position
        var end = start
        var next = place
        while next < elements.count, CodeItem.belongs(elements[next]) {
            guard elements[next].isResident, elements[next].position == end else { return nil }
            end = elements[next].valuePosition + Int(elements[next].lengthField)
            next += 1
        }
        let encoding = elements[place].encoding
        let question: UInt64 = (encoding.isExplicitVR ? 1 : 0) | (encoding.isBigEndian ? 2 : 0)
        let parts = place..<next
        var stays: Bool
        if let known = verdicts.find(question, 0, start..<end, buffer) {
            stays = known
        } else {
            stays = Self.stay(elements[parts], pseudonyms, Self.nobody, buffer)
            verdicts.add(stays, for: question, 0, start..<end, buffer)
        }
        // With somebody's identifiers to look for, no more can stay.
        if stays, Self.mayStand(own, in: elements[parts], buffer) {
            if let known = ownVerdicts.find(question, own.mark, start..<end, buffer) {
                stays = known
            } else {
                stays = Self.stay(elements[parts], pseudonyms, own, buffer)
                ownVerdicts.add(stays, for: question, own.mark, start..<end, buffer)
            }
        }
        return stays ? parts : nil
    }

    private static func mayStand(
        _ own: OwnIdentifiers, in elements: ArraySlice<Element>, _ buffer: borrowing HeaderBuffer
    ) -> Bool {
        for element in elements {
            let start = element.valuePosition
            if own.mayStand(in: buffer, start..<start + Int(element.lengthField)) { return true }
        }
        return false
    }

    private static func stay(
        _ elements: ArraySlice<Element>, _ pseudonyms: Pseudonyms, _ own: OwnIdentifiers,
        _ buffer: borrowing HeaderBuffer
    ) -> Bool {
        let item = CodeItem(elements, buffer)
        for element in elements where !item.keeps(element, buffer, pseudonyms, own) { return false }
        return true
    }
}
