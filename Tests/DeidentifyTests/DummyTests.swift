import Foundation
import Standard
import Testing

@testable import Deidentify

/// PS3.5 §6.2: a dummy is valid for its VR, and not empty.
@Suite struct DummyTests {
    static let forms: [(String, String)] = [
        ("AE", "^[!-\\[\\]-~]{1,16}$"), ("AS", "^[0-9]{3}[DWMY]$"), ("CS", "^[A-Z0-9_ ]{1,16}$"), ("DA", "^[0-9]{8}$"),
        ("DS", "^[0-9.+-]{1,16}$"), ("DT", "^[0-9]{4,14}$"), ("IS", "^-?[0-9]{1,12}$"), ("LO", "^[^\\\\]{1,64}$"),
        ("LT", "^.+$"), ("PN", "^[^\\\\]{1,64}$"), ("SH", "^[^\\\\]{1,16}$"), ("ST", "^.+$"), ("TM", "^[0-9]{2,6}$"),
        ("UC", "^[^\\\\]+$"), ("UR", "^[a-z]+:[!-~]*$"), ("UT", "^.+$"),
    ]

    @Test(arguments: forms) func textDummiesFitTheirVR(vr: String, form: String) {
        let name = Array(vr.utf8)
        let text = String(decoding: DummyValue.value(for: VR(name[0], name[1])), as: UTF8.self)
        #expect(text.range(of: form, options: .regularExpression) != nil, "\(text)")
    }

    @Test(arguments: [
        ("US", 2), ("SS", 2), ("OW", 2), ("OB", 1), ("AT", 4), ("FL", 4), ("OL", 4), ("OF", 4), ("SL", 4), ("UL", 4),
        ("FD", 8), ("OD", 8), ("OV", 8), ("SV", 8), ("UV", 8),
    ]) func binaryDummiesAreWholeNumbers(vr: String, size: Int) {
        let name = Array(vr.utf8)
        let value = DummyValue.value(for: VR(name[0], name[1]))
        #expect(!value.isEmpty && value.count % size == 0 && value.allSatisfy { $0 == 0 })
    }
}
