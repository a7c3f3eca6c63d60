import DICOM
import Glibc
import Seal

/// One output on its way: where its bytes go, and what makes it final.
final class OutputWriter {
    private let path: String?
    private var file: AtomicFile?
    /// What the rewriter writes to.
    let sink: any ByteSink

    private let sealing: SealingSink?

    /// - Parameters:
    ///   - path: the final name; `nil` for standard output.
    ///   - recipients: seals what is written to them; nobody: it is written as it is.
    init(path: String?, recipients: [any Recipient] = []) throws {
        self.path = path
        let descriptor: Int32
        if let path {
            let file = try AtomicFile(path)
            descriptor = file.descriptor
            self.file = consume file
        } else {
            descriptor = 1
        }
        let plain = DescriptorSink(descriptor: descriptor) { Interruption.isRequested }
        sealing = recipients.isEmpty ? nil : try SealingSink(to: recipients, plain)
        sink = sealing ?? plain
    }

    /// Ends the output; only now does it appear under its name.
    ///
    /// - Returns: `false` when something of that name is there already and may not be replaced.
    func finish(replacing: Bool) throws -> Bool {
        try sealing?.finish()
        guard let file = file.take() else { return true }
        return try file.commit(replacing: replacing) == .done
    }
}
