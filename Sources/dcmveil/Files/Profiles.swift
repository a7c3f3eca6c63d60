import Deidentify

/// Finds the profile that an argument means: the name of a shipped one, or the path of a file.
enum Profiles {
    static func load(_ argument: String) throws(Failure) -> Profile {
        let isFile = isPath(argument)
        var text: [UInt8] = []
        if isFile {
            do { text = try Inputs.readSmall(argument) } catch { throw Failure(.configuration, error.message) }
        }
        do throws(ProfileError) {
            guard isFile else { return try ShippedProfiles.profile(named: argument) }
            let folder = Paths.folder(of: argument)
            return try ProfileReader.read(text, source: argument) { name in
                if let text = ShippedProfiles.text(named: name) { return (name, text) }
                guard isPath(name) else { return nil }
                let path = Paths.isAbsolute(name) ? name : Paths.join(folder, name)
                return (try? Inputs.readSmall(path)).map { (path, $0) }
            }
        } catch {
            let place = error.line > 0 ? ":\(error.line):\(error.column)" : ""
            throw Failure(.configuration, "\(error.source)\(place): \(error.message)", hint: error.hint)
        }
    }

    private static func isPath(_ argument: String) -> Bool {
        Paths.hasSlash(argument) || Paths.removing(".json", from: argument) != nil
    }
}
