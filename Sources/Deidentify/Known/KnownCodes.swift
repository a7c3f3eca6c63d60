import DICOM
import Standard

/// Codes of which every part stays, each worked out once: the frames of an object and the files of a folder have the same ones.
struct KnownCodes {
    private var verdicts = ValueMemo<Bool>(most: 2048)

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
        if let verdict = verdicts.find(question, own.mark, start..<end, buffer) { return verdict ? place..<next : nil }
        let item = CodeItem(elements[place..<next], buffer)
        let verdict = (place..<next).allSatisfy { item.keeps(elements[$0], buffer, pseudonyms, own) }
        verdicts.add(verdict, for: question, own.mark, start..<end, buffer)
        return verdict ? place..<next : nil
    }
}
