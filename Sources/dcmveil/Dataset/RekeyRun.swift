import Seal

/// `rekey`: other people may open a dataset from now on. Its data stay as they are.
struct RekeyRun {
    let folder: String
    let identities: [any Identity]
    let added: DatasetPeople
    let removed: [String]
    let dialog: any Dialog
    let isQuiet: Bool

    /// What a person has to know who took somebody's name off the list.
    static let caution =
        "rekey is not revocation: who could open the dataset until now may have kept its key, or copies of its files"

    func run() throws -> ExitStatus {
        let lock = try DatasetKeys.Lock(folder)
        defer { withExtendedLifetime(lock) {} }
        let dataset = try SealedDataset(folder)
        var keys = try dataset.unlock(identities)
        var people = try DatasetPeople(keys.holders, dialog: dialog, folder)
        let came = people.add(added)
        var left: [KeysDocument.Holder] = []
        for word in removed { left.append(try people.remove(word)) }
        guard !people.holders.isEmpty else {
            throw Failure(.usage, "nobody could open the dataset any more", hint: "add somebody with -r first")
        }
        try PostQuantumRecipients.check(people.recipients, isQuiet: isQuiet)
        keys.holders = people.holders
        for holder in came { keys.history.append("\(Clock.now()) added \(Self.text(holder))") }
        for holder in left { keys.history.append("\(Clock.now()) removed \(Self.text(holder))") }
        if came.isEmpty, left.isEmpty { keys.history.append("\(Clock.now()) sealed again to the same recipients") }
        let file: [UInt8]
        do { file = try keys.sealed(to: people.recipients) } catch { throw SealedTransfer.failure(error, folder) }
        do { try DatasetKeys.replace(folder, with: file) } catch { throw SealedTransfer.failure(error, folder) }
        if !isQuiet {
            StandardError.say(
                "\(came.count) added, \(left.count) removed: \(people.holders.count) recipients can open \(folder)")
        }
        if !left.isEmpty {
            StandardError.say(
                Self.caution,
                hint:
                    "to shut them out of what is in copies of tomorrow, encrypt it anew: dcmveil reseal -o NEW \(folder)"
            )
        }
        return .done
    }

    /// Name first: a line of the history is cut, and a recipient may be long.
    private static func text(_ holder: KeysDocument.Holder) -> String {
        holder.name.isEmpty ? holder.recipient : "\(holder.name.prefix(80)): \(holder.recipient)"
    }
}
