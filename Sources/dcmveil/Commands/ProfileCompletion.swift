import ArgumentParser
import Deidentify
import Glibc

extension CompletionKind {
    /// Shipped profiles by name, and files of JSON.
    static let profile = CompletionKind.custom { _, _, prefix in ShippedProfiles.names + ProfileCompletion.files(prefix)
    }
}

/// What a shell offers where a profile is asked for: shells have no completion of their own for names or files.
enum ProfileCompletion {
    /// Files of JSON and folders that a path begins with.
    ///
    /// - Parameter prefix: as it stands on the command line, up to the cursor.
    static func files(_ prefix: String) -> [String] {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        guard let listing = unsafe opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { unsafe closedir(listing) }
        var found: [String] = []
        while let entry = unsafe readdir(listing) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            let path = folder + name
            if name.hasSuffix(".json") {
                found.append(path)
            } else if case .folder = Folders.kind(of: path) {
                found.append(path + "/")
            }
        }
        return found.filter { $0.hasPrefix(prefix) }.sorted()
    }
}
