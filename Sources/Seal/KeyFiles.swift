/// A file of recipients, one a line, as `age -R` reads it.
public enum RecipientsFile {
    /// - Throws: the error of the first bad line, with its number and not its content; `.noRecipients` if there is none.
    public static func parse(_ text: RawSpan) throws(SealError) -> [any Recipient] {
        var recipients: [any Recipient] = []
        try KeyLines.forEach(in: text) { (line) throws(SealError) in recipients.append(try X25519Recipient(text: line))
        }
        guard !recipients.isEmpty else { throw SealError(.noRecipients) }
        return recipients
    }
}

/// A file of identities, one a line, as `age-keygen` writes it and `age -i` reads it.
public enum IdentitiesFile {
    /// Takes bytes, so that the caller can wipe them.
    ///
    /// - Throws: the error of the first bad line, with its number and not its content; `.noIdentities` if there is none;
    ///   `.unsupportedIdentity` if the file is itself sealed, or an ssh key.
    public static func parse(_ text: RawSpan) throws(SealError) -> [X25519Identity] {
        if KeyText.begins(text, with: "age-encryption.org/") || KeyText.begins(text, with: "-----BEGIN ") {
            throw SealError(.unsupportedIdentity)
        }
        var identities: [X25519Identity] = []
        try KeyLines.forEach(in: text) { (line) throws(SealError) in identities.append(try X25519Identity(text: line)) }
        guard !identities.isEmpty else { throw SealError(.noIdentities) }
        return identities
    }
}

/// The lines of a key file that hold a key: not empty, not a comment (`#` in the first column). Lines end with LF or CR LF.
enum KeyLines {
    static func forEach(in text: RawSpan, _ body: (RawSpan) throws(SealError) -> Void) throws(SealError) {
        var number = 1
        var start = 0
        while start < text.byteCount {
            var end = start
            while end < text.byteCount, text[end] != lineFeed { end += 1 }
            let next = end + 1
            if end > start, text[end - 1] == 0x0D { end -= 1 }
            if end > start, text[start] != 0x23 {
                do { try body(text.extracting(start..<end)) } catch { throw SealError(error.code, at: .line(number)) }
            }
            start = next
            number += 1
        }
    }
}
