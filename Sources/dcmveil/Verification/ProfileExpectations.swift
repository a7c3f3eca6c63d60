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
        areStated = profile.profile.usesTable
        digest = areStated ? String(profile.profile.digest.prefix(48)) : nil
        dates =
            switch profile.dates {
            case .removed: .removed
            case .modified: .modified
            case .unmodified: .unmodified
            }
    }

    /// What outputs of the profile that `deid` uses by itself may hold, where they say that they are such.
    static let usual = StatedProfile.Source(name: ShippedProfiles.defaultName) { madeUsual }

    private static let madeUsual: StatedProfile? = {
        guard let profile = try? ShippedProfiles.profile(named: ShippedProfiles.defaultName) else { return nil }
        let compiled = CompiledProfile(profile)
        return StatedProfile(
            method: compiled.methodText, codes: compiled.methodCodes.map(\.value), expectations: Expectations(compiled))
    }()

    /// Whether objects keep the UIDs that they are called by.
    var keepsUIDs: Bool { kept.contains { $0.matches(.sopInstanceUID) } }
}
