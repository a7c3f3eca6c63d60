import Seal

/// `reseal`: every file encrypted anew, under a new key, into a new dataset. Nothing is written in the clear.
struct ResealRun {
    let folder: String
    let output: String
    let identities: [any Identity]
    let added: DatasetPeople
    let removed: [String]
    let signingKey: SSHSigningKey?
    let dialog: any Dialog
    let isQuiet: Bool

    func run() throws -> ExitStatus {
        Interruption.listen()
        if let place = Folders.resolved(folder), Paths.contains(place, Folders.resolvedTarget(output)) {
            throw Failure(.usage, "the output \(output) lies in the dataset", hint: "choose another place")
        }
        let dataset = try SealedDataset(folder)
        let keys = try dataset.unlock(identities)
        var people = try DatasetPeople(keys.holders, dialog: dialog, folder)
        people.add(added)
        for word in removed { _ = try people.remove(word) }
        guard !people.holders.isEmpty else {
            throw Failure(.usage, "nobody could open the new dataset", hint: "add somebody with -r")
        }
        try PostQuantumRecipients.check(people.recipients, isQuiet: isQuiet)
        let writer = try DatasetWriter(
            output, for: people, signingKey: signingKey, notes: dataset.seal.notes,
            origin: "resealed from \(Hexadecimal.text(dataset.seal.id))")
        // One file that does not open ends it: the new dataset would look whole.
        let (key, folder) = (keys.key, folder)
        let crew = FileCrew<IndexEntry, Void>(
            { entry in
                let member = try writer.begin()
                try dataset.open(entry, with: key, into: member.sink())
                try member.finish(as: entry.path)
            }, failure: { SealedDataset.failure($0, Paths.join(folder, $1.name)) }, settle: { try $1.get() })
        try dataset.readIndex(key) { try crew.submit($0) }
        try crew.drain()
        let count: Int
        do { count = try writer.finish(expecting: dataset.seal.files) } catch {
            throw SealedTransfer.failure(error, output)
        }
        if !isQuiet {
            StandardError.say("\(count) sealed anew into \(output) for \(people.holders.count) recipients")
            StandardError.say("the old dataset is still there, and opens with the old keys: delete it and its copies")
        }
        return .done
    }
}
