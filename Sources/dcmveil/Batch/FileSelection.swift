import Deidentify

/// Which files a run takes, by what they are: the conditions of `--include` and `--exclude`.
struct FileSelection: Sendable {
    /// One of these has to hold, where there are any.
    var included: [FileCondition] = []
    /// None of these may hold.
    var excluded: [FileCondition] = []

    func takes(_ file: OutputIdentity) -> Bool {
        if excluded.contains(where: { $0.holds(for: file) }) { return false }
        return included.isEmpty || included.contains { $0.holds(for: file) }
    }

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
}
