import DICOM
import Seal

/// `seal --check` of single files: what can be asked of one at some depth, in any thread.
struct FileCheck {
    let folder: String
    let depth: DatasetCheck.Depth?
    /// All files are going to be opened, and hashed as they pass, when the index is read.
    let opensAll: Bool

    /// Whether every byte is read without a key.
    private var hashes: Bool { depth == nil || depth == .hashes || depth == .all && !opensAll }
    var looksAtHeaders: Bool { depth != .hashes }

    /// - Returns: what the file holds when it is opened, in bytes; 0 for what is not data.
    func check(_ line: ManifestLine) throws -> Int {
        let isData = DatasetName.isValid(line.name.utf8)
        let name = Paths.join(folder, line.name)
        let source = try DatasetFolder.open(folder, line.name)
        if hashes || !isData { try hash(source, line, name) }
        guard looksAtHeaders, line.name != DatasetFolder.recipe else { return 0 }
        do {
            let size = try SealedEnds.plainSize(ofFile: source.size ?? 0) { offset, count in
                try DatasetFolder.read(source, at: offset, count: count, name)
            }
            return isData ? size : 0
        } catch { throw SealedDataset.failure(error, name) }
    }

    /// Whether data are what the manifest names, for depths at which nothing else is to be asked any more.
    ///
    /// - Returns: nothing, which is 0.
    func hash(_ line: ManifestLine) throws -> Int {
        let source = try DatasetFolder.open(folder, line.name)
        try hash(source, line, Paths.join(folder, line.name))
        return 0
    }

    private func hash(_ source: FileSource, _ line: ManifestLine, _ name: String) throws {
        guard try SealedDataset.digest(of: source, name) == line.digest else {
            throw Failure(.badInput, "\(name): is not what manifest.sha256 names")
        }
    }

    /// - Returns: nothing, which is 0.
    func check(_ entry: IndexEntry, _ dataset: SealedDataset, _ key: DatasetKey) throws -> Int {
        if depth == .all {
            try dataset.open(entry, with: key, into: nil)
            return 0
        }
        let name = Paths.join(folder, entry.name)
        let source = try DatasetFolder.open(folder, entry.name)
        let ends: SealedEnds.Ends
        do {
            ends = try SealedEnds.opened(ofFile: source.size ?? 0, identities: [key.identity]) { offset, count in
                try DatasetFolder.read(source, at: offset, count: count, name)
            }
        } catch { throw SealedDataset.failure(error, name) }
        guard ends.plainSize == entry.size, ends.mac == entry.mac else {
            throw Failure(.noKey, "\(name): is not the file that the index names")
        }
        return 0
    }
}
