import Deidentify
import Standard

/// Reads attributes and SOP Classes as people name them.
enum AttributeArgument {
    /// A keyword, `(gggg,eeee)` or `ggggeeee`; of repeating groups the first one.
    static func tag(_ text: String) throws(Failure) -> Tag {
        if let tag = Tag(hexadecimal: text) { return tag }
        if let pattern = DataDictionary.pattern(forKeyword: text), let mask = TagMask(pattern) {
            return Tag(mask.value)
        }
        var keywords: [String] = []
        DataDictionary.forEachKeyword { keywords.append($0) }
        throw Failure(
            .usage, "\(text): is no attribute of PS3.6",
            hint: Suggestion.nearest(to: text, among: keywords).map { "did you mean \($0)?" }
                ?? "a keyword as PatientName, or a tag as (0010,0010)")
    }

    /// Sequences from the top of the data set down, with dots between; numbers of items are allowed and mean nothing.
    static func path(_ texts: [String]) throws(Failure) -> [Tag] {
        var path: [Tag] = []
        for text in texts.flatMap({ $0.split(separator: ".") }) {
            let name = text.hasSuffix("]") ? text.prefix { $0 != "[" } : text
            let tag = try tag(String(name))
            if let vr = DataDictionary.vr(of: tag), vr != .sq {
                throw Failure(.usage, "\(name): is no sequence but \(vr), and has no items")
            }
            path.append(tag)
        }
        return path
    }

    /// A UID, a keyword of PS3.6 (`CTImageStorage`), a name (`CT Image Storage`), an IOD (`ct-image`), or the Modality of objects of
    /// one SOP Class (`RTSTRUCT`).
    static func sopClass(_ text: String) throws(Failure) -> String {
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }), !text.isEmpty { return text }
        var found: String?
        var words: [String] = []
        let wanted = (modalities[text.uppercased()] ?? text).lowercased()
        UIDRegistry.forEach { uid, type, keyword, name in
            guard type == "SOP Class" else { return }
            let names = [keyword, name, AttributeTypes.iod(forSOPClass: uid) ?? ""]
            if found == nil, names.contains(where: { $0.lowercased() == wanted }) { found = uid }
            words += names
        }
        if let found { return found }
        throw Failure(
            .usage, "\(text): is no SOP Class of PS3.6",
            hint: Suggestion.nearest(to: text, among: words).map { "did you mean \"\($0)\"?" }
                ?? "a UID, or a keyword as CTImageStorage")
    }

    /// Defined terms of Modality (PS3.3 C.7.3.1.1.1) and the keywords of the classes whose objects have them.
    private static let modalities = [
        "CT": "CTImageStorage", "MR": "MRImageStorage", "PT": "PositronEmissionTomographyImageStorage",
        "NM": "NuclearMedicineImageStorage", "US": "UltrasoundImageStorage", "CR": "ComputedRadiographyImageStorage",
        "RTSTRUCT": "RTStructureSetStorage", "RTPLAN": "RTPlanStorage", "RTDOSE": "RTDoseStorage",
        "RTIMAGE": "RTImageStorage",
        "SEG": "SegmentationStorage", "KO": "KeyObjectSelectionDocumentStorage", "REG": "SpatialRegistrationStorage",
        "SM": "VLWholeSlideMicroscopyImageStorage",
    ]
}
