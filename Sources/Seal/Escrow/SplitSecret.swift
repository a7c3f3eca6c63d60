/// A secret as it is split: with a line behind it that tells whether it came back as it was. Shares do not tell: a wrong byte
/// in one of them gives other bytes, and maybe another key.
///
/// The line begins with `#`, a comment in files of keys, so that what libgfshare's gfcombine gives is a key file as it stands.
public enum SplitSecret {
    private static let mark = Array("\n# dcmveil escrow check: sha256 ".utf8)
    private static let digestSize = 32
    /// Bytes that the line adds.
    public static let checkSize = "\n# dcmveil escrow check: sha256 ".utf8.count + 2 * digestSize + 1

    /// The secret and its line.
    public static func withCheck(_ secret: RawSpan) throws(SealError) -> Passphrase {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(secret.byteCount + checkSize)
        defer { wipe(&bytes) }
        bytes.append(contentsOf: secret)
        let line = try line(for: bytes)
        bytes.append(contentsOf: line)
        return bytes.lend { Passphrase($0) }
    }

    /// The secret without its line.
    ///
    /// - Returns: `nil` when there is no line, or not the one of this secret.
    public static func checked(_ text: Passphrase) throws(SealError) -> Passphrase? {
        try text.withBytes { (text) throws(SealError) in
            guard let count = try checkedCount(text) else { return nil }
            return Passphrase(text.extracting(first: count))
        }
    }

    /// Whether a file that somebody put together, of shares or by hand, ends with a line that is of another secret.
    public static func isContradicted(_ text: RawSpan) throws(SealError) -> Bool {
        guard hasLine(text) else { return false }
        return try checkedCount(text) == nil
    }

    /// Bytes of the secret before its line; `nil` when there is no line of this secret.
    private static func checkedCount(_ text: RawSpan) throws(SealError) -> Int? {
        guard hasLine(text) else { return nil }
        let secret = text.extracting(droppingLast: checkSize)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(secret.byteCount)
        defer { wipe(&bytes) }
        bytes.append(contentsOf: secret)
        let line = try line(for: bytes)
        return line.indices.allSatisfy({ text[secret.byteCount + $0] == line[$0] }) ? secret.byteCount : nil
    }

    private static func hasLine(_ text: RawSpan) -> Bool {
        let start = text.byteCount - checkSize
        return start >= 0 && mark.indices.allSatisfy { text[start + $0] == mark[$0] }
            && text[text.byteCount - 1] == lineFeed
    }

    private static func line(for secret: [UInt8]) throws(SealError) -> [UInt8] {
        mark + Array(Hexadecimal.text(try Digest.sha256(secret)).utf8) + [lineFeed]
    }
}
