import DICOM
import Standard

/// Keeps the structures and segments of a file apart that nothing but their names tells apart: two names that cleaning makes alike
/// get the place of their item behind them (`PTV John`, `PTV Jane`: `PTV`, `PTV 2`).
struct DistinctLabels {
    /// What each name in the output was, by hashes.
    private var inputs: [WordHash: WordHash] = [:]
    private var count = 0
    private static let most = 65_536
    private static let longest = 64

    /// ROI Name (PS3.3 C.8.8.5) and Segment Label (C.8.20.2), which stand once in each item of one sequence.
    static func isOne(_ tag: Tag) -> Bool { tag == Tag(0x3006_0026) || tag == Tag(0x0062_0005) }

    mutating func begin() {
        if count == 0 { return }
        inputs.removeAll(keepingCapacity: true)
        count = 0
    }

    /// A name that is to take the place of `output`, where that is another one's already; `nil` when it may stand.
    mutating func label(_ output: [UInt8], of input: [UInt8]) -> [UInt8]? {
        count += 1
        guard count <= Self.most else { return nil }
        let source = WordHash(input)
        let key = WordHash(output)
        guard let other = inputs[key], other != source else {
            inputs[key] = source
            return nil
        }
        let label = output + [0x20] + Array(String(count).utf8)
        guard label.count <= Self.longest else { return nil }
        inputs[WordHash(label)] = source
        return label
    }
}
