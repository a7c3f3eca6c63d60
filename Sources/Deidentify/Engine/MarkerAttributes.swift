import DICOM
import Standard

/// The attributes that say what was done (PS3.15 E.1.1, PS3.16 CID 7050).
struct MarkerAttributes {
    private let profile: CompiledProfile
    /// The elements of `tags` in the encoding asked for last: they are alike in all files.
    private var encoded: (encoding: Encoding, elements: [[UInt8]])

    init(_ profile: CompiledProfile) {
        self.profile = profile
        encoded = (.explicitLittleEndian, [])
        encoded.elements = elements(encoded.encoding)
    }

    static let tags: [Tag] = [
        .patientIdentityRemoved, .deidentificationMethod, .deidentificationMethodCodeSequence,
        .longitudinalTemporalInformationModified,
    ]

    /// The element of one of `tags`, encoded; nothing for what cannot be said of the output.
    mutating func element(_ tag: Tag, _ encoding: Encoding) -> [UInt8] {
        guard let place = Self.tags.firstIndex(of: tag) else { return [] }
        if encoded.encoding != encoding { encoded = (encoding, elements(encoding)) }
        return encoded.elements[place]
    }

    private func elements(_ encoding: Encoding) -> [[UInt8]] {
        Self.tags.map { tag in
            var bytes: [UInt8] = []
            element(tag, encoding, to: &bytes)
            return bytes
        }
    }

    private func element(_ tag: Tag, _ encoding: Encoding, to bytes: inout [UInt8]) {
        let encoder = ElementEncoder(encoding)
        switch tag {
        // An identity of which the table wants more gone than goes is not known to be removed.
        case .patientIdentityRemoved:
            encoder.append(tag, .cs, Array((profile.conforms ? "YES" : "NO").utf8), to: &bytes)
        case .deidentificationMethod: encoder.append(tag, .lo, Array(profile.methodText.utf8), to: &bytes)
        case .longitudinalTemporalInformationModified:
            encoder.append(tag, .cs, Array(temporal.utf8), to: &bytes)
        default:
            if profile.methodCodes.isEmpty { return }
            let items = profile.methodCodes.map { code in
                var item: [UInt8] = []
                encoder.append(Tag(0x0008_0100), .sh, Array(code.value.utf8), to: &item)
                encoder.append(Tag(0x0008_0102), .sh, Array("DCM".utf8), to: &item)
                encoder.append(Tag(0x0008_0104), .lo, Array(code.meaning.utf8), to: &item)
                return item
            }
            encoder.appendSequence(tag, items: items, to: &bytes)
        }
    }

    private var temporal: String {
        switch profile.dates {
        case .removed: "REMOVED"
        case .modified: "MODIFIED"
        case .unmodified: "UNMODIFIED"
        }
    }
}

extension CompiledProfile {
    /// De-identification Method (0012,0063): values of at most 64 characters each.
    public var methodText: String {
        let standard = "PS3.15 \(DataDictionary.edition)"
        return "dcmveil\\\(conforms ? standard : "not conforming to \(standard)")"
            + "\\profile \(profile.name)\\sha256:\(profile.digest.prefix(48))"
    }
}
