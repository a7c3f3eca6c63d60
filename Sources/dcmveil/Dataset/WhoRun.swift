import DICOM
import Seal

/// `seal --who`: who can open a dataset, as far as the one who asks may know it.
struct WhoRun {
    let folder: String
    let identities: [any Identity]?

    func run() throws -> ExitStatus {
        let dataset = try SealedDataset(folder)
        let output = StandardOutput()
        guard let identities else {
            let source = try DatasetFolder.open(folder, DatasetFolder.keys)
            let name = Paths.join(folder, DatasetFolder.keys)
            let types: [String]
            do {
                types = try SealedEnds.stanzaTypes { offset, count in
                    try DatasetFolder.read(source, at: offset, count: count, name)
                }
            } catch { throw SealedDataset.failure(error, name) }
            for type in types where !type.hasSuffix("-grease") { try output.write("\(type)\n") }
            try output.flush()
            StandardError.say(
                "these are the kinds of keys that open it; whose they are is known to who can open it",
                hint: "name a key file with -i")
            return .done
        }
        let keys = try dataset.unlock(identities)
        for line in keys.history { try output.write(TerminalEscape.shown("# \(line)") + "\n") }
        for holder in keys.holders {
            let name = holder.name.isEmpty ? "" : "\t\(TerminalEscape.shown(holder.name))"
            try output.write(TerminalEscape.shown(holder.recipient) + name + "\n")
        }
        try output.flush()
        return .done
    }
}
