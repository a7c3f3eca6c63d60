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
        moved = allowances.moved
        removed = allowances.removed
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

    /// Whether objects keep the UIDs that they are called by.
    var keepsUIDs: Bool { kept.contains { $0.matches(.sopInstanceUID) } }
}
