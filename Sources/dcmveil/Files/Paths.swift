import Glibc

/// Paths as Linux takes them: bytes between slashes.
///
/// Never by `Character`: a slash and a combining mark behind it are one of those, so a name that begins with such a mark
/// would seem to have no slash before it. Nor by `==` of strings, for which two spellings of `é` are one name.
enum Paths {
    private static let slash = UInt8(ascii: "/")

    /// The folder that the last name of `path` stands in.
    static func folder(of path: String) -> String {
        var path = path
        return path.withUTF8 { bytes in
            guard let last = unsafe bytes.lastIndex(of: slash) else { return "." }
            return unsafe last == 0 ? "/" : String(decoding: bytes[..<last], as: UTF8.self)
        }
    }

    /// Without slashes at the end, unless it is the root.
    static func trimmed(_ path: String) -> String {
        guard let last = path.utf8.lastIndex(where: { $0 != slash }) else { return path.isEmpty ? path : "/" }
        return text(path.utf8[...last])
    }

    /// The last name; slashes at the end do not count. The path itself when it has no name.
    static func name(of path: String) -> String { path.utf8.split(separator: slash).last.map { text($0) } ?? path }

    static func join(_ folder: String, _ name: String) -> String {
        folder.utf8.last == slash ? folder + name : folder + "/" + name
    }

    /// The path of a file in `folder`, which ends in no slash. In one piece: to append to a string costs several times as much.
    static func file(in folder: String, _ name: String, _ suffix: String) -> String {
        let count = folder.utf8.count + 1 + name.utf8.count + suffix.utf8.count
        return unsafe String(unsafeUninitializedCapacity: count) { path in
            var rest = UnsafeMutableRawBufferPointer(path)
            unsafe put(folder, into: &rest)
            unsafe put("/", into: &rest)
            unsafe put(name, into: &rest)
            unsafe put(suffix, into: &rest)
            return count
        }
    }

    /// Puts a text at the start of memory, which has room for it, and leaves what is behind it.
    private static func put(_ text: String, into memory: inout UnsafeMutableRawBufferPointer) {
        var text = text
        text.withUTF8 { text in
            unsafe memory.copyMemory(from: UnsafeRawBufferPointer(text))
            unsafe memory = UnsafeMutableRawBufferPointer(rebasing: memory[text.count...])
        }
    }

    static func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

    static func hasSlash(_ path: String) -> Bool { path.utf8.contains(slash) }

    static func endsInSlash(_ path: String) -> Bool { path.utf8.last == slash }

    /// Whether the last name has a dot that it does not begin with.
    static func hasExtension(_ path: String) -> Bool { name(of: path).utf8.dropFirst().contains(UInt8(ascii: ".")) }

    /// Without `suffix`; `nil` when it does not end so, or when no name would be left.
    static func removing(_ suffix: StaticString, from path: String) -> String? {
        let end = Array(suffix.description.utf8)
        guard name(of: path).utf8.count > end.count, path.utf8.suffix(end.count).elementsEqual(end) else { return nil }
        return text(path.utf8.dropLast(end.count))
    }

    /// `path` as seen from `folder`, which it was joined to.
    static func relative(_ path: String, to folder: String) -> String {
        text(path.utf8.dropFirst(folder.utf8.count).drop { $0 == slash })
    }

    /// Whether `path` is `folder` or lies in it; both resolved.
    static func contains(_ folder: String, _ path: String) -> Bool {
        guard path.utf8.starts(with: folder.utf8) else { return false }
        let rest = path.utf8.dropFirst(folder.utf8.count)
        return rest.isEmpty || rest.first == slash || folder.utf8.last == slash
    }

    static func areEqual(_ one: String, _ other: String) -> Bool {
        var (one, other) = (one, other)
        // Sound: no pointer leaves the call, and neither is read beyond the count of both.
        return one.withUTF8 { one in
            other.withUTF8 { other in
                guard one.count == other.count, let start = one.baseAddress, let end = other.baseAddress else {
                    return one.isEmpty && other.isEmpty
                }
                return unsafe memcmp(start, end, one.count) == 0
            }
        }
    }

    /// A number that stands for a path in the sets of a run, which may have ten million.
    static func mark(_ path: String) -> Int {
        var hasher = Hasher()
        var path = path
        path.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return hasher.finalize()
    }

    /// Bytes that are no UTF-8, so that a person can tell which file is meant.
    static func escaped(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "\\x" + String($0, radix: 16, uppercase: true) }.joined()
    }

    private static func text(_ bytes: Substring.UTF8View) -> String { String(Substring(bytes)) }
}
