import DICOM
import Glibc
import Seal

/// One output on its way: where its bytes go, and what makes it final. Let go unfinished, it leaves nothing, neither a
/// file nor a folder that was made for it.
final class OutputWriter {
    private var file: AtomicFile?
    private var folders: [String] = []
    /// What the rewriter writes to.
    let sink: any ByteSink

    private let sealing: SealingSink?
    private let durability: Durability
    private let abandoned: AbandonedFolders?
    private var path: String?
    private let known: KnownFolders?
    /// Of the file; `nil` where the output is none.
    private let descriptor: Int32?
    /// The archive that the output becomes a member of, its name there, and where it waits.
    private var member: (archive: TarOutput, name: String, spool: Spool)?
    /// The file of a dataset that the output is, and its path there.
    private var sealed: (member: DatasetMember, path: String)?

    /// - Parameters:
    ///   - path: the final name, whose folders are made; `nil` for standard output.
    ///   - folder: that of the name, where the caller has it at hand.
    ///   - headers: seals what is written; without them it is written as it is.
    ///   - reads: what the output may not take the place of.
    ///   - known: folders that need not be looked for; such outputs have names of their own, so that nothing is looked for
    ///     in their place either until they are written.
    ///   - abandoned: takes the folders that were made and are not needed; without it they are removed at once.
    init(
        path: String?, in folder: String? = nil, sealing headers: SealingHeaders? = nil,
        sparing reads: ReadFiles? = nil, known: KnownFolders? = nil,
        abandoned: AbandonedFolders? = nil, durability: Durability = .off
    ) throws {
        self.path = path
        self.known = known
        self.abandoned = abandoned
        self.durability = durability
        let descriptor: Int32
        if let path {
            let file = try Self.create(
                path, in: folder ?? Paths.folder(of: path), making: &folders, sparing: reads, known, abandoned)
            descriptor = file.descriptor
            self.descriptor = descriptor
            self.file = consume file
        } else {
            descriptor = 1
            self.descriptor = nil
        }
        let plain = DescriptorSink(descriptor: descriptor) { Interruption.isRequested }
        sealing = try headers.map { try SealingSink($0, plain) }
        sink = sealing ?? plain
    }

    /// - Parameter name: of a new member of `archive`.
    init(in archive: TarOutput, name: String, sealing headers: SealingHeaders? = nil) throws {
        path = nil
        known = nil
        descriptor = nil
        durability = .off
        abandoned = nil
        let spool = Spool()
        member = (archive, name, spool)
        sealing = try headers.map { try SealingSink($0, spool) }
        sink = sealing ?? spool
    }

    /// - Parameter path: of a new file in `dataset`.
    init(in dataset: DatasetWriter, path: String) throws {
        self.path = nil
        known = nil
        descriptor = nil
        durability = .off
        abandoned = nil
        sealing = nil
        let member = try dataset.begin()
        sealed = (member, path)
        sink = try member.sink()
    }

    /// A file in a folder that may have to be made, and made again: another run that fails removes what it made and finds
    /// empty, which it may before this one has a file in it.
    private static func create(
        _ path: String, in folder: String, making folders: inout [String], sparing reads: ReadFiles?,
        _ known: KnownFolders?, _ abandoned: AbandonedFolders?
    ) throws(Failure) -> AtomicFile {
        var attempts = 0
        while true {
            attempts += 1
            do throws(Failure) {
                if known?.contains(folder) != true {
                    folders += try Folders.make(folder)
                    known?.add(folder)
                }
                return try AtomicFile(
                    path, in: folder, opened: known?.opened(folder), sparing: reads,
                    looksFirst: known == nil || reads != nil)
            } catch {
                known?.remove(folder)
                if attempts < AtomicFile.attempts, case .missing = Folders.kind(of: folder) { continue }
                // Somebody may have made it again since.
                if attempts < 3, case .folder = Folders.kind(of: folder) { continue }
                if let abandoned { abandoned.add(folders) } else { Folders.remove(folders) }
                throw error
            }
        }
    }

    deinit {
        // First the file, which may have a temporary name.
        _ = file.take()
        if let abandoned { abandoned.add(folders) } else { Folders.remove(folders) }
    }

    /// Ends the output; only now does it appear under its name.
    ///
    /// - Returns: `false` when something of that name is there already and may not be replaced.
    func finish(replacing: Bool) throws -> Bool {
        try complete()
        if let member {
            try member.archive.append(member.name, member.spool)
            return true
        }
        if let sealed {
            try sealed.member.finish(as: sealed.path)
            return true
        }
        guard let file = file.take() else { return true }
        if durability == .each { try sync() }
        guard try file.commit(replacing: replacing) == .done else { return false }
        if durability == .each, let path { try syncFolders(of: path) }
        folders = []
        return true
    }

    /// Bytes of the file so far; 0 where it is none.
    var size: Int {
        guard let descriptor else { return 0 }
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Gives it another name than the one it was begun for.
    func move(to path: String) throws(Failure) {
        let folder = Paths.folder(of: path)
        if known?.contains(folder) != true {
            folders += try Folders.make(folder)
            known?.add(folder)
        }
        self.path = path
        try file?.move(to: path)
    }

    /// Gives a file of a dataset another path than the one it was begun for.
    func rename(to path: String) { sealed?.path = path }

    /// Everything is written, but has no name yet.
    func complete() throws { try sealing?.finish() }

    /// When the last byte was written; the name that the file gets does not change it. 0 where it is no file.
    var time: Int {
        guard let descriptor else { return 0 }
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? OutputTime(status).nanoseconds : 0
    }

    /// When a regular file was written that has the output's name already and holds the same bytes; `nil`: there is none.
    func timeOfSameFile() -> Int? {
        guard let path, let descriptor else { return nil }
        var status = stat()
        let size = size
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == size else {
            return nil
        }
        // The output was opened for writing only, and may have no name.
        let own = unsafe open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
        let other = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        defer {
            if own >= 0 { close(own) }
            if other >= 0 { close(other) }
        }
        guard own >= 0, other >= 0 else { return nil }
        let chunk = 64 << 10
        var (one, two) = ([UInt8](repeating: 0, count: chunk), [UInt8](repeating: 0, count: chunk))
        var offset = 0
        while offset < size {
            let count = unsafe pread(own, &one, chunk, offset)
            guard count > 0, unsafe pread(other, &two, count, offset) == count, one[..<count] == two[..<count] else {
                return nil
            }
            offset += count
        }
        return OutputTime(status).nanoseconds
    }

    /// What was written outlasts a power cut.
    func sync() throws {
        if let descriptor, let path { try Durability.sync(descriptor, path) }
    }

    /// The name of the file, and those of the folders that were made for it.
    private func syncFolders(of path: String) throws(Failure) {
        let folder = Paths.folder(of: path)
        try Durability.syncFolder(folder)
        for made in folders { try Durability.syncFolder(Paths.folder(of: made)) }
    }
}
