import Standard

/// A value for each VR that is valid, is no dummy, and is recognised when it is met again.
enum Plant {
    static let mark = "PHIMARK"

    static func value(_ vr: String) -> [UInt8] {
        let text: String? =
            switch vr {
            case "AS": "047Y"
            case "DA": "19670423"
            case "DT": "19670423101112"
            case "TM": "101112.67"
            case "DS", "IS": "67423 "
            case "UI": "1.2.826.0.67423.1\0"
            case "UR": "http://PHIMARK"
            case "PN": "PHIMARK^JANE"
            case "AE", "CS", "LO", "LT", "SH", "ST", "UC", "UT": "PHIMARK1"
            default: nil
            }
        if let text { return Wire.padded(text, vr) }
        return switch vr {
        case "US", "SS": [0x67, 0x42]
        case "AT", "FL", "SL", "UL", "OF", "OL": [0x67, 0x42, 0x67, 0x42]
        default: Array("PHIMARKB".utf8)
        }
    }

    static func element(_ tag: UInt32, _ vr: String, _ wire: Wire) -> [UInt8] {
        guard vr == "SQ" else { return wire.element(tag, vr, value(vr)) }
        let item =
            wire.element(0x0008_1030, "LO", value("LO")) + wire.element(0x0008_1155, "UI", value("UI"))
            + wire.element(0x0010_0010, "PN", value("PN"))
        return wire.sequence(tag, [wire.item(item)])
    }

    /// Whether what was planted is there still.
    static func remains(in found: [Found]) -> Bool {
        found.flattened.contains { element in
            element.items == nil && !element.value.isEmpty
                && ([UInt8](element.value).contains(mark: Array(mark.utf8)) || element.value == value(element.vr))
        }
    }
}

extension [UInt8] {
    func contains(mark: [UInt8]) -> Bool {
        guard count >= mark.count else { return false }
        return (0...count - mark.count).contains { self[$0..<$0 + mark.count].elementsEqual(mark) }
    }
}
