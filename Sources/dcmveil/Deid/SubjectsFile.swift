import Deidentify
import Glibc

/// The table of subject codes of a run: read once, and never written anywhere, for it names patients.
struct SubjectsFile {
    var path: String
    var table: SubjectTable

    /// - Parameter option: the file that the person named, which counts more than that of the profile.
    /// - Returns: `nil` where neither names one.
    static func load(_ option: String?, _ profile: Profile, isQuiet: Bool) throws(Failure) -> SubjectsFile? {
        guard let path = option ?? profile.subjects?.file else { return nil }
        if path.isEmpty || path == "-" { throw Failure(.usage, "--subjects is a file", hint: "name one") }
        guard case .file = Folders.kind(of: path) else {
            throw Failure(
                .configuration, "\(path): there is no such table of subjects",
                hint: option == nil
                    ? "the profile \(profile.name) names it; a file is looked for beside the profile" : nil)
        }
        let bytes: [UInt8]
        do throws(Failure) { bytes = try Inputs.readSmall(path, limit: SubjectTableReader.maximumSize) } catch {
            throw Failure(.configuration, error.message, hint: error.hint)
        }
        do throws(SubjectTableError) {
            let table = try SubjectTableReader.read(bytes, columns: profile.subjects?.columns ?? SubjectColumns())
            if !isQuiet { warnOfReaders(path) }
            return SubjectsFile(path: path, table: table)
        } catch {
            throw Failure(.configuration, "\(path):\(error.line): \(error.message)", hint: error.hint)
        }
    }

    private static func warnOfReaders(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & 0o004 != 0 else { return }
        StandardError.say(
            "\(path): everybody on this machine can read this table of patients", hint: "chmod o= \(path)")
    }

    /// Neither among the inputs, which may be copied or left in quarantine, nor among what is given away.
    func check(_ places: DeidPlaces, _ place: OutputPlace) throws(Failure) {
        let target = Folders.resolvedTarget(path)
        for input in places.inputs where input != "-" {
            guard let resolved = Folders.resolved(input), Paths.contains(resolved, target) else { continue }
            throw Failure(
                .usage, "the table of subjects \(path) lies in the input \(input)",
                hint: "keep it apart: it names patients")
        }
        switch place {
        case .folder(let folder), .dataset(let folder):
            guard Paths.contains(Folders.resolvedTarget(folder), target) else { return }
            throw Failure(
                .usage, "the table of subjects \(path) lies in the output \(folder)",
                hint: "keep it apart from what is given away")
        case .file, .standardOutput, .archive: return
        }
    }
}
