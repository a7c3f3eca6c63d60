import DICOM
import Glibc

/// One output on its way: where its bytes go, and what makes it final.
final class OutputWriter {
    private let path: String?
    private var file: AtomicFile?
    /// What the rewriter writes to.
    let sink: any ByteSink

    /// - Parameter path: the final name; `nil` for standard output.
    init(path: String?) throws(Failure) {
        self.path = path
        let descriptor: Int32
        if let path {
            let file = try AtomicFile(path)
            descriptor = file.descriptor
            self.file = consume file
        } else {
            descriptor = 1
        }
        sink = DescriptorSink(descriptor: descriptor)
    }

    /// Ends the output; only now does it appear under its name.
    ///
    /// - Returns: `false` when something of that name is there already and may not be replaced.
    func finish(replacing: Bool) throws -> Bool {
        guard let file = file.take() else { return true }
        return try file.commit(replacing: replacing) == .done
    }
}
