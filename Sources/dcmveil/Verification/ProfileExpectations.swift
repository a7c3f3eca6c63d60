import Deidentify
import Standard
import Verify

/// What a profile leads to, told to the verifier as data: neither of the two rooms knows the other.
extension Expectations {
    /// - Parameter subjects: what patients are called, where the profile or the person who called names a table.
    init(_ profile: CompiledProfile, subjects: SubjectTable? = nil) {
        self.init()
        let form = profile.profile.pseudonym
        var names = PatientNames()
        names.prefix = form.prefix
        names.characters = Set(form.alphabet.characters)
        names.length = form.length
        names.codes = subjects?.allCodes ?? []
        patientNames = names
        let allowances = Allowances(profile)
        kept = allowances.kept
        keptTerms = allowances.keptTerms
        cleaned = allowances.cleaned
        let lexicon = profile.profile.lexicon
        if lexicon.hasSiteWords { isSiteWord = { lexicon.isSiteWord($0) } }
        moved = allowances.moved
        // Those of an earlier de-identification go, but `--roles` puts one in their place, and the verifier looks into it.
        removed = allowances.removed.filter { !$0.matches(Tag(0x0400_0500)) }
        keepsPrivate = allowances.keepsPrivate
        privateAttributes = allowances.privateAttributes.map {
            PrivateAllowance(attribute: $0.attribute, vr: $0.vr, isOriginal: $0.isOriginal)
        }
        keepsUnknown = allowances.keepsUnknown
        keepsCodestreams = allowances.keepsCodestreams
        keepsVoices = allowances.keepsVoices
        areStated = profile.profile.usesTable
        digest = areStated ? String(profile.profile.digest.prefix(48)) : nil
        dates =
            switch profile.dates {
            case .removed: .removed
            case .modified: .modified
            case .unmodified: .unmodified
            }
    }

    /// What outputs may hold that say which shipped profile made them: the one that `deid` uses by itself, and the one whose
    /// outputs keep days and places by law. Outputs of `basic`, `basic-modified-dates` and `strict` hold less than Basic allows.
    static let stated = [
        StatedProfile.Source(name: ShippedProfiles.defaultName) { usual },
        StatedProfile.Source(name: "limited-data-set", notice: .limitedDataSet) { limitedDataSet },
    ]

    private static let usual = made(ShippedProfiles.defaultName)
    private static let limitedDataSet = made("limited-data-set")

    private static func made(_ name: String) -> StatedProfile? {
        guard let profile = try? ShippedProfiles.profile(named: name) else { return nil }
        let compiled = CompiledProfile(profile)
        return StatedProfile(
            method: compiled.methodText, codes: compiled.methodCodes.map(\.value), expectations: Expectations(compiled))
    }

    /// Whether objects keep the UIDs that they are called by.
    var keepsUIDs: Bool { kept.contains { $0.matches(.sopInstanceUID) } }
}
