import Deidentify

/// Finds the profile that an argument means: the name of a shipped one, or the path of a file.
enum Profiles {
    static func load(_ argument: String) throws(Failure) -> Profile {
        let isFile = isPath(argument)
        var text: [UInt8] = []
        if isFile {
            do { text = try read(argument) } catch { throw Failure(.configuration, error.message, hint: error.hint) }
        }
        do throws(ProfileError) {
            guard isFile else { return try ShippedProfiles.profile(named: argument) }
            let profile = try ProfileReader.read(text, source: argument) { name throws(ProfileReader.Unreadable) in
                if let text = ShippedProfiles.text(named: name) { return (name, text) }
                guard isPath(name) else { return nil }
                do throws(Failure) { return (name, try read(name)) } catch {
                    throw ProfileReader.Unreadable(error.message)
                }
            }
            if ShippedProfiles.names.contains(profile.name),
                profile.digest != (try ShippedProfiles.profile(named: profile.name)).digest
            {
                throw ProfileError(
                    source: argument, line: 0, column: 0,
                    message: "it is not the shipped profile \"\(profile.name)\", whose name it has",
                    hint: "give it a name of its own: outputs and reports say which profile made them")
            }
            return profile
        } catch {
            let place = error.line > 0 ? ":\(error.line):\(error.column)" : ""
            throw Failure(.configuration, "\(error.source)\(place): \(error.message)", hint: error.hint)
        }
    }

    private static func read(_ path: String) throws(Failure) -> [UInt8] {
        try Inputs.readSmall(path, limit: ProfileReader.maximumSize)
    }

    private static func isPath(_ argument: String) -> Bool {
        Paths.hasSlash(argument) || Paths.removing(".json", from: argument) != nil
    }
}
