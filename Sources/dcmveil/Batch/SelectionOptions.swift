import Deidentify

/// What `--include` and `--exclude` say.
enum SelectionOptions {
    /// - Parameter option: as the person wrote it, for messages.
    static func conditions(_ texts: [String], option: String) throws(Failure) -> [FileCondition] {
        var conditions: [FileCondition] = []
        for text in texts {
            do throws(ProfileError) { conditions.append(try FileCondition(text)) } catch {
                throw Failure(.usage, "\(option) \(text): \(error.message)", hint: error.hint)
            }
        }
        return conditions
    }

    /// The option that left a file out, by its number where there may be several: what it says may name a patient, and is not
    /// repeated.
    static func name(_ reason: FileSelection.LeftOut) -> String {
        switch reason {
        case .notIncluded: "--include"
        case .excluded(let number): "--exclude \(number)"
        }
    }
}
