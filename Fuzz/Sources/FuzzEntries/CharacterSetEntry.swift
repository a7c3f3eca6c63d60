import DICOM
import Standard

nonisolated(unsafe) private let codec = TextCodec()

/// The first byte says how long Specific Character Set is; the rest is text. What decodes exactly must encode again.
func fuzzCharacterSet(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let length = min(Int(first) % 64, bytes.count - 1)
    let set = SpecificCharacterSet(value: Array(bytes[1..<1 + length]))
    let text = Array(bytes[(1 + length)...])
    for vr in [VR.pn, .lo, .ut] {
        let decoded = codec.decode(text, as: set, vr: vr)
        _ = codec.split(text, as: set, vr: vr)
        if decoded.isExact, let encoded = codec.encode(decoded.text, as: set, vr: vr) {
            precondition(codec.decode(encoded, as: set, vr: vr).text == decoded.text, "text does not come back")
        }
    }
}
