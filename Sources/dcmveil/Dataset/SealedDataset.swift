import DICOM
import Seal

/// A sealed dataset that is there: what it says of itself, and the way from that to everything in it.
struct SealedDataset {
    let folder: String
    let seal: DatasetSeal
    /// `SEAL` as it lies there.
    let sealFile: [UInt8]
    private let code: [UInt8]

    init(_ folder: String) throws(Failure) {
        self.folder = Paths.trimmed(folder)
        sealFile = try DatasetFolder.read(folder, DatasetFolder.seal, limit: DatasetSeal.sizeLimit)
        do throws(SealError) { (seal, code) = try DatasetSeal.parse(sealFile) } catch {
            throw SealFailure.failure(error, Paths.join(folder, DatasetFolder.seal), kind: .opening)
        }
    }

    /// Opens its key, and makes sure that who had it wrote what the dataset says of itself.
    func unlock(_ identities: [any Identity]) throws(Failure) -> KeysDocument {
        let keys = try DatasetKeys.read(folder, identities: identities)
        do throws(SealError) { try seal.check(code, with: keys.key) } catch {
            throw SealFailure.failure(error, Paths.join(folder, DatasetFolder.seal), kind: .opening)
        }
        return keys
    }

    /// Whose signature is on it; `nil` if nobody's.
    ///
    /// - Parameter signers: who may have signed it; `nil` for anybody, which proves nothing.
    func signer(among signers: [SSHSigner]?) throws(Failure) -> SSHSigner? {
        let name = Paths.join(folder, DatasetFolder.signature)
        if case .missing = Folders.kind(of: name) {
            guard signers == nil else {
                throw Failure(.noKey, "\(folder): is not signed", hint: "somebody may have taken SEAL.sig away")
            }
            return nil
        }
        let file = try DatasetFolder.read(folder, DatasetFolder.signature, limit: SSHSignature.sizeLimit)
        let signature: SSHSignature
        do throws(SealError) {
            signature = try SSHSignature(file: file)
            try signature.check(sealFile, namespace: DatasetFolder.signatureNamespace)
        } catch { throw SealFailure.failure(error, name, kind: .opening) }
        if let signers, !signers.contains(signature.signer) {
            throw Failure(.noKey, "\(name): signed by \(signature.signer), who is none of the signers")
        }
        return signature.signer
    }

    /// Every line of the manifest, in order. What `body` saw is what was sealed only when this has returned.
    func readManifest(_ body: @escaping (ManifestLine) throws -> Void) throws {
        let name = Paths.join(folder, DatasetFolder.manifest)
        let source = try DatasetFolder.open(folder, DatasetFolder.manifest)
        let lines = LineSplitter(limit: ManifestLine.sizeLimit) { bytes in
            guard let line = ManifestLine(bytes) else { throw Failure(.badInput, "\(name): a line that is none") }
            try body(line)
        }
        let digest = try DigestingSink(lines)
        do {
            try SealedTransfer.pump(source, name) { try digest.write($0) }
            try lines.finish()
        } catch { throw Self.failure(error, name) }
        guard try digest.finish() == seal.manifest else {
            throw Failure(.badInput, "\(name): is not the one that SEAL names")
        }
    }

    /// The digest that the manifest has for the index.
    func indexDigest() throws -> [UInt8] {
        var digest: [UInt8]?
        try readManifest { line in if line.name == DatasetFolder.index { digest = line.digest } }
        guard let digest else {
            throw Failure(.badInput, "\(Paths.join(folder, DatasetFolder.manifest)): does not name the index")
        }
        return digest
    }

    /// Every line of the index, after the index as a whole was found to be the one that the manifest names.
    func readIndex(_ key: DatasetKey, _ body: @escaping (IndexEntry) throws -> Void) throws {
        let name = Paths.join(folder, DatasetFolder.index)
        let expected = try indexDigest()
        let source = try DatasetFolder.open(folder, DatasetFolder.index)
        guard try Self.digest(of: source, name) == expected else {
            throw Failure(.badInput, "\(name): is not the one that manifest.sha256 names")
        }
        let folder = folder
        let lines = LineSplitter(limit: IndexEntry.lineLimit) { bytes in
            guard let entry = IndexEntry(bytes), (try? key.name(ofPath: entry.path)) == entry.name else {
                throw Failure(
                    .badInput, "\(folder): the index has a line that is refused", hint: "its maker is not to be trusted"
                )
            }
            try body(entry)
        }
        var reader = AgeReader(identities: [key.identity], format: .binary, output: SinkOutput(sink: lines))
        do {
            try SealedTransfer.pump(source, name) { try reader.write($0) }
            _ = try reader.finish()
            try lines.finish()
        } catch { throw Self.failure(error, name) }
    }

    static func digest(of source: FileSource, _ name: String) throws -> [UInt8] {
        let digest = try DigestingSink()
        try SealedTransfer.pump(source, name) { try digest.write($0) }
        return try digest.finish()
    }

    /// Opens one file into `sink`, once all of it was compared with what the index has for it as it passed.
    ///
    /// What `sink` got is not to be used before this has returned.
    func open(_ entry: IndexEntry, with key: DatasetKey, into sink: (any ByteSink)?) throws {
        let name = Paths.join(folder, entry.name)
        let source = try DatasetFolder.open(folder, entry.name)
        let digest = try DigestingSink(keepingFirst: SealedEnds.startSize)
        let counter = CountingSink(sink)
        var reader = AgeReader(identities: [key.identity], format: .binary, output: SinkOutput(sink: counter))
        do {
            try SealedTransfer.pump(source, name) {
                try digest.write($0)
                try reader.write($0)
            }
            _ = try reader.finish()
        } catch { throw Self.failure(error, name) }
        guard counter.count == entry.size, SealedEnds.mac(inStart: digest.start) == entry.mac,
            try digest.finish() == entry.digest
        else {
            throw Failure(.noKey, "\(name): holds something else than the index says")
        }
    }

    /// An error of one of its files as the person should see it.
    static func failure(_ error: any Error, _ name: String) -> Failure {
        switch error {
        case let error as SealError: SealFailure.failure(error, name, kind: .opening)
        case TransferError.sink(let inner as LineSplitter.Malformed):
            Failure(.badInput, "\(name):\(inner.line): a line that is none")
        case let error as LineSplitter.Malformed: Failure(.badInput, "\(name):\(error.line): a line that is none")
        case TransferError.sink(let inner as TransferError): failure(inner, name)
        case TransferError.sink(let inner as SealError): SealFailure.failure(inner, name, kind: .opening)
        default: SealedTransfer.failure(error, name)
        }
    }
}

/// Counts what passes.
private final class CountingSink: ByteSink {
    private let sink: (any ByteSink)?
    /// Bytes so far.
    private(set) var count = 0

    init(_ sink: (any ByteSink)?) { self.sink = sink }

    func write(_ bytes: RawSpan) throws(TransferError) {
        count += bytes.byteCount
        try sink?.write(bytes)
    }
}
