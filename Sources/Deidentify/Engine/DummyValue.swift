import DICOM
import Standard

/// Values that fit their VR (PS3.5 §6.2), are not empty, and say nothing of anybody.
enum DummyValue {
    static let word = Array("ANONYMIZED".utf8)

    /// HPGL Document, a drawing with lettering (PS3.3 C.29.1.2), and one that shows nothing.
    static let drawing = Tag(0x0068_6300)
    static let emptyDrawing = Array("IN; ".utf8)

    /// The dummy for an attribute; empty for VRs that hold no value of their own.
    static func value(of tag: Tag, _ vr: VR) -> [UInt8] {
        switch tag {
        case drawing: emptyDrawing
        // `&ZZXX` and nothing else, where an IOD demands it (PS3.3 C.12.1.1.8).
        case Tag(0x0008_0201): Array("+0000".utf8)
        default: value(for: vr)
        }
    }

    /// The dummy for `vr`; empty for VRs that hold no value of their own.
    static func value(for vr: VR) -> [UInt8] {
        switch vr {
        case .as: Array("000Y".utf8)
        case .da: Array("19000101".utf8)
        case .tm: Array("000000".utf8)
        case .dt: Array("19000101000000".utf8)
        case .ds, .is: Array("0".utf8)
        case .ur: Array("about:blank".utf8)
        // A Long Code Value has more than 16 characters, or would be a Code Value (PS3.3 8.1).
        case .uc: word + Array(" ".utf8) + word
        case .ae, .cs, .lo, .lt, .pn, .sh, .st, .ut: word
        case .us, .ss, .ow, .ob, .un: [0, 0]
        case .at, .fl, .ol, .of, .sl, .ul: [0, 0, 0, 0]
        case .fd, .od, .ov, .sv, .uv: [UInt8](repeating: 0, count: 8)
        default: []
        }
    }

    /// What takes the place of an encapsulated document (PS3.3 C.24.2).
    ///
    /// - Parameter type: its MIME type.
    static func document(type: [UInt8]) -> [UInt8] {
        switch String(decoding: type, as: UTF8.self).lowercased() {
        case "application/pdf": blankPDF
        // A document of no sections: well-formed, as viewers ask for it.
        case "text/xml", "application/xml":
            even("<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>")
        // An object without faces, and a library without materials: a comment.
        case "model/obj", "model/mtl", "text/plain": even("# dcmveil placeholder")
        // An STL file without triangles is 84 zero bytes; for the other types they are a document that holds nothing.
        default: [UInt8](repeating: 0, count: 84)
        }
    }

    /// A line of an even number of bytes, which needs no padding.
    private static func even(_ line: String) -> [UInt8] {
        Array(line.utf8) + (line.utf8.count % 2 == 0 ? [0x20, 0x0A] : [0x0A])
    }

    /// One empty page.
    private static let blankPDF: [UInt8] = {
        var text = "%PDF-1.4\n%dcmveil placeholder\n"
        var offsets: [Int] = []
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>",
        ]
        for (number, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(number + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 4\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text += "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        return Array(text.utf8)
    }()
}
