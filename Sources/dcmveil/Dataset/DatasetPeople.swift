import Seal

/// The people whom a dataset is sealed to: as recipients, and as the list in `keys.age` has them.
struct DatasetPeople {
    private(set) var holders: [KeysDocument.Holder] = []
    private(set) var recipients: [any Recipient] = []

    /// From recipients as `-r` and `-R` name them.
    ///
    /// Names are what stands in a file of recipients: the comment line above one, or the comment of an ssh key.
    init(_ recipients: [any Recipient], namedIn files: [String] = []) throws(Failure) {
        let names = Self.names(in: files)
        for recipient in recipients {
            guard let text = (recipient as? any CustomStringConvertible)?.description, !text.contains("\t") else {
                throw Failure(
                    .usage, "a dataset is sealed to keys and not to a passphrase",
                    hint: "make a key file with a passphrase (dcmveil keygen --passphrase) and seal to that")
            }
            guard !holders.contains(where: { $0.recipient == text }) else { continue }
            holders.append(KeysDocument.Holder(recipient: text, name: names[text] ?? ""))
            self.recipients.append(recipient)
        }
    }

    /// From the list in `keys.age`.
    init(_ holders: [KeysDocument.Holder], dialog: any Dialog, _ dataset: String) throws(Failure) {
        self.holders = holders
        for holder in holders {
            do throws(SealError) { recipients.append(try RecipientText.parse(holder.recipient, dialog: dialog)) } catch
            {
                throw SealFailure.failure(error, "\(dataset): \(holder.recipient)", kind: .recipient)
            }
        }
    }

    /// - Returns: the recipients that were not among them.
    @discardableResult
    mutating func add(_ others: DatasetPeople) -> [KeysDocument.Holder] {
        var added: [KeysDocument.Holder] = []
        for (holder, recipient) in zip(others.holders, others.recipients)
        where !holders.contains(where: { $0.recipient == holder.recipient }) {
            holders.append(holder)
            recipients.append(recipient)
            added.append(holder)
        }
        return added
    }

    /// Takes away whom `word` means: a recipient, or a name that one has.
    mutating func remove(_ word: String) throws(Failure) -> KeysDocument.Holder {
        // The comment of an ssh key is no part of it.
        let key = word.split(separator: " ").prefix(2).joined(separator: " ")
        let found = holders.indices.filter { holders[$0].recipient == key || holders[$0].name == word && !word.isEmpty }
        guard let place = found.first else {
            throw Failure(
                .usage, "\(word): nobody whom the dataset is sealed to", hint: "dcmveil seal --who lists them")
        }
        guard found.count == 1 else {
            throw Failure(.usage, "\(word): the name of several", hint: "name the recipient: age1…")
        }
        recipients.remove(at: place)
        return holders.remove(at: place)
    }

    /// Recipients of files, and what people call them there. Files were read before, and found good.
    private static func names(in files: [String]) -> [String: String] {
        var names: [String: String] = [:]
        for path in files where path != "-" {
            guard let bytes = try? Inputs.readSmall(path) else { continue }
            var comment = ""
            for line in String(decoding: bytes, as: UTF8.self).split(
                omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            {
                if line.first == "#" {
                    comment = String(line.drop { $0 == "#" || $0 == " " })
                } else if let first = line.split(separator: " ").first {
                    let words = line.split(separator: " ", maxSplits: 2)
                    let isSSH = first.hasPrefix("ssh-") && words.count >= 2
                    let key = isSSH ? words[..<2].joined(separator: " ") : String(first)
                    let own = isSSH && words.count == 3 ? String(words[2]) : ""
                    names[key] = comment.isEmpty ? own : comment
                    comment = ""
                } else {
                    comment = ""
                }
            }
        }
        return names
    }
}
