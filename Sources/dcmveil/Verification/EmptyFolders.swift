import Glibc

/// Folders in which no file is, whose names go along in an archive of an export all the same.
///
/// A walk of its own: that of the inputs tells of files, and of the folders on the way to them.
struct EmptyFolders {
    /// Calls `body` with the path of each such folder below a folder, in the order of their names. Links are not followed.
    static func forEach(below root: String, _ body: (String) throws -> Void) rethrows {
        var open = [root]
        while let folder = open.popLast() {
            guard let names = entries(folder) else { continue }
            if folder != root, !names.hasFiles, names.folders.isEmpty { try body(folder) }
            open += names.folders.sorted(by: >).map { Paths.join(folder, $0) }
        }
    }

    /// What is in a folder; `nil` when it cannot be read, which the walk of the inputs tells of.
    private static func entries(_ path: String) -> (folders: [String], hasFiles: Bool)? {
        guard let folder = unsafe opendir(path) else { return nil }
        defer { unsafe closedir(folder) }
        var folders: [String] = []
        var hasFiles = false
        while let entry = unsafe readdir(folder) {
            // Most file systems tell the kind with the name.
            let kind = unsafe Int32(entry.pointee.d_type)
            if kind != Int32(DT_DIR), kind != Int32(DT_UNKNOWN) {
                hasFiles = true
                continue
            }
            // Sound: the kernel ends each name with a zero byte, within the entry.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
                    let limited = unsafe UnsafeBufferPointer(start: bytes, count: 256)
                    return unsafe String(decoding: limited.prefix { $0 != 0 }, as: UTF8.self)
                }
            }
            if name == "." || name == ".." { continue }
            if kind == Int32(DT_UNKNOWN) {
                var status = stat()
                let isFolder =
                    unsafe lstat(Paths.join(path, name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
                if !isFolder {
                    hasFiles = true
                    continue
                }
            }
            folders.append(name)
        }
        return (folders, hasFiles)
    }
}
