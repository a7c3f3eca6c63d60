import Deidentify

/// Tells a person, once a run, that outputs will not claim to be de-identified by PS3.15.
enum ProfileWarning {
    static func say(_ profile: CompiledProfile) {
        let name = profile.profile.name
        guard profile.profile.usesTable else {
            StandardError.say("the profile \(name) does not apply PS3.15: outputs say nothing about de-identification")
            return
        }
        StandardError.say("the profile \(name) does not conform to PS3.15: outputs say Patient Identity Removed NO")
        let names = profile.weaknessNames
        if names.isEmpty { return }
        let more = names.count > 5 ? ", and \(names.count - 5) more" : ""
        StandardError.say("less than Table E.1-1 is done to \(names.prefix(5).joined(separator: ", "))\(more)")
    }
}
