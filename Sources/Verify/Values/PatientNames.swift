import Standard

/// What patients are called in the outputs of a profile, where that is not the usual pseudonym.
public struct PatientNames: Sendable {
    /// Pseudonyms: what they begin with, and how many of which characters follow.
    public var prefix: [UInt8] = []
    public var characters: Set<UInt8> = []
    public var length = 0
    /// What a site calls its patients.
    public var codes: Set<[UInt8]> = []

    public init() {}

    /// Of the VRs that a patient's name and ID have.
    func contain(_ text: ArraySlice<UInt8>, vr: VR) -> Bool {
        guard vr == .pn || vr == .lo else { return false }
        if codes.contains(Array(text)) { return true }
        return length > 0 && text.count == prefix.count + length && text.starts(with: prefix)
            && text.dropFirst(prefix.count).allSatisfy { characters.contains($0) }
    }
}
