/// Paths of files in a dataset, as they will lie below a folder when it is opened. Whoever made the dataset may have made them
/// with bad intent.
public enum DatasetPath {
    /// Bytes; what Linux takes, less a folder to put it in.
    static let sizeLimit = 3072

    /// Whether a path leads to a place below the folder that it is joined to, wherever that is.
    public static func isSafe(_ path: String) -> Bool {
        guard !path.isEmpty, path.utf8.count <= sizeLimit, !path.utf8.contains(0) else { return false }
        return path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).allSatisfy { name in
            !name.isEmpty && name.count <= 255 && !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8)
        }
    }
}
