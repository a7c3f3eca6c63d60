import DICOM
import Seal

/// Lets plugins do their part for many files before the first of them, so that each is started once for a whole batch, and a token
/// touched once.
struct PluginPreparation {
    /// Files that are prepared for at a time.
    private static let most = 10_000
    /// Of headers, bytes that are held.
    private static let mostBytes = 64 << 20

    private let direction: SealedTransfer.Direction

    init(_ direction: SealedTransfer.Direction) { self.direction = direction }

    /// Tells how many files will be sealed.
    func expect(_ inputs: [String]) {
        guard case .seal(let headers, _) = direction, headers.usesPlugins else { return }
        var count = 0
        forEachFile(in: inputs) { _ in count += 1 }
        headers.expect(count)
    }

    /// How many inputs are worth looking at before the first of them is opened.
    var window: Int { plugins.isEmpty ? 1 : Self.most }

    /// Has plugins open the headers of these files, none of those before being under way any more.
    func open(_ inputs: [InputWalk.Input]) throws(Failure) {
        var headers: [[Stanza]] = []
        var held = 0
        for case .file(let path) in inputs where held < Self.mostBytes {
            // What is wrong with a file is told when its turn comes.
            guard case .file = Folders.kind(of: path), let stanzas = try? Self.header(of: path)?.stanzas else {
                continue
            }
            held += stanzas.reduce(0) { $0 + $1.body.count + 64 }
            headers.append(stanzas)
        }
        for plugin in plugins {
            do throws(SealError) { try plugin.prepare(for: headers) } catch {
                // It may have failed for one file only: each is then asked for by itself.
                if case .plugin(_, .failed) = error.code { continue }
                throw SealFailure.failure(error, "open", kind: .identity)
            }
        }
    }

    private var plugins: [PluginIdentity] {
        guard case .open(let identities) = direction else { return [] }
        return identities.compactMap { $0 as? PluginIdentity }
    }

    private func forEachFile(in inputs: [String], _ body: (String) -> Void) {
        var walk = InputWalk(inputs)
        var count = 0
        while count < Self.most, !Interruption.isRequested, let input = walk.next() {
            guard case .file(let path) = input, case .file = Folders.kind(of: path) else { continue }
            count += 1
            body(path)
        }
    }

    private static func header(of path: String) throws -> SealedHeader? {
        let source = try Inputs.open(path)
        for size in [4 << 10, HeaderLimits.bytes * 3 / 2] {
            var chunk = HeaderBuffer(capacity: size)
            let count = try chunk.refill(from: source, at: 0, upTo: size)
            if let header = try chunk.withBytes(0..<count, { bytes in try SealedHeader(startOf: bytes) }) {
                return header
            }
            if count < size { return nil }
        }
        return nil
    }
}
