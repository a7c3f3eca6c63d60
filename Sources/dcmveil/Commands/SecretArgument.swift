import Glibc

/// A secret key given where the name of a file belongs: on a command line, where any user of the machine can read it.
///
/// Looked for before the arguments are taken apart, because every later message may show one: a file that cannot be opened,
/// an option that is not known.
enum SecretArgument {
    /// - Throws: a message that names the option and nothing of the argument.
    static func refuse(in arguments: [String]) throws(Failure) {
        var option: String?
        for argument in arguments {
            var value = argument[...]
            let isOption = argument.utf8.first == UInt8(ascii: "-") && argument.utf8.count > 1
            if isOption {
                option = argument
                if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
                    option = String(argument[..<equals])
                    value = argument[argument.index(after: equals)...]
                } else if !argument.hasPrefix("--") {
                    option = String(argument.prefix(2))
                    value = argument.dropFirst(2)
                }
            }
            if holdsKey(value) || option.map(takesKeys) == true && isHexadecimalKey(value) {
                // An option that holds a key itself has no name to show.
                let name = option.map { holdsKey($0[...]) ? "an option" : $0 } ?? "an argument"
                throw Failure(
                    .usage,
                    "\(name): a secret key stands where a file name belongs; it is now in your shell's history and in the "
                        + "process list: make a new one",
                    hint:
                        "save keys to files with dcmveil keygen -o FILE, and name the file; recipients are public keys "
                        + "(dcmveil keygen -y FILE prints them)")
            }
            if !isOption { option = nil }
        }
    }

    /// Identities, and study keys as their files have them, alone or amid other text (`"$(cat study.key)"`).
    private static func holdsKey(_ text: Substring) -> Bool {
        let text = Array(text.utf8).map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        return ["AGE-SECRET-KEY-", "DCMVEIL-STUDY-KEY-"].contains { prefix in
            let prefix = Array(prefix.utf8)
            var start = 0
            while let found = text[start...].firstIndex(of: prefix[0]) {
                // Longer than any file name that says what is in the file.
                let rest = text[found...].dropFirst(prefix.count)
                if text[found...].starts(with: prefix),
                    rest.prefix(while: { $0 != 0x2E && $0 != 0x2F && $0 != 0x20 && $0 != 0x0A }).count >= 16
                {
                    return true
                }
                start = found + 1
            }
            return false
        }
    }

    /// The digits of a study key, some too few or too many included. Files may well have such names, by their SHA-256.
    private static func isHexadecimalKey(_ text: Substring) -> Bool {
        let digits = text.filter { !$0.isWhitespace }
        guard (48...80).contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit) else { return false }
        if case .missing = Folders.kind(of: String(text)) { return true }
        return false
    }

    private static func takesKeys(_ option: String) -> Bool {
        [
            "--key-file", "--identity", "-i", "-y", "--recipients-file", "-R", "--recipient", "-r", "--seal-to",
            "--sign-key", "--remove", "--revoke", "--signers",
        ].contains(option)
    }
}
