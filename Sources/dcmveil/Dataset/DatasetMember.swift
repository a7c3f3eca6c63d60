import DICOM
import Glibc
import Seal

/// A file of a dataset on its way. Let go unfinished, it leaves nothing.
final class DatasetMember {
    private let writer: DatasetWriter
    private let file: NewFile
    private let recipient: X25519Recipient
    private let sealed: DigestingSink
    private var sealing: SealingSink?
    private var isFinished = false

    init(_ writer: DatasetWriter, file: NewFile, to recipient: X25519Recipient) throws {
        self.writer = writer
        self.file = file
        self.recipient = recipient
        sealed = try DigestingSink(file.sink, keepingFirst: SealedEnds.startSize)
    }

    deinit {
        if !isFinished { _ = unsafe unlink(file.path) }
    }

    /// What its content is written to.
    func sink() throws -> SealingSink {
        if let sealing { return sealing }
        let sealing = try SealingSink(to: [recipient], sealed)
        self.sealing = sealing
        return sealing
    }

    /// Writes all of a file.
    ///
    /// - Parameter onAllCores: works on a large one with all of them; where each core has a file of its own that is no gain.
    func write(_ source: any ByteSource, name: String, onAllCores: Bool) throws {
        let direction = SealedTransfer.Direction.seal(SealingHeaders(to: [recipient]), isArmored: false)
        if onAllCores, try PiecewiseTransfer(direction: direction).run(source, name: name, to: sealed) { return }
        let sink = try sink()
        try SealedTransfer.pump(source, name) { bytes, isFollowed in try sink.write(bytes, isFollowed: isFollowed) }
    }

    /// - Parameter path: where it will lie when the dataset is opened.
    func finish(as path: String) throws {
        let name = try writer.name(ofPath: path)
        try sealing?.finish()
        let start = sealed.start
        guard let mac = SealedEnds.mac(inStart: start),
            let size = try? SealedEnds.plainSize(
                ofFile: sealed.count, read: { offset, count in Array(start.dropFirst(offset).prefix(count)) })
        else { throw Failure(.bug, "\(writer.target): a sealed file has no header") }
        try writer.add(file, IndexEntry(name: name, path: path, size: size, digest: try sealed.finish(), mac: mac))
        isFinished = true
    }
}
