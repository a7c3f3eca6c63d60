import DICOM

/// Where a report goes: straight to standard output, or first into a file without a name, for formats that begin with
/// what is only known at the end. A report holds no value of an element.
final class ReportOutput {
    private let output = StandardOutput()
    private let held: Spool?

    init(isHeldBack: Bool) { held = isHeldBack ? Spool() : nil }

    func write(_ text: String) throws {
        if text.isEmpty { return }
        guard let held else { return try output.write(text) }
        let bytes = Array(text.utf8)
        do { try unsafe held.write(bytes.span.bytes) } catch {
            throw Failure(.io, "cannot keep the report while it grows: \(error)")
        }
    }

    func flush() throws { if held == nil { try output.flush() } }

    /// - Parameter opening: what comes before all that was held back.
    func finish(opening: String) throws {
        try output.write(opening)
        try output.flush()
        if let held {
            do { try held.pass(to: DescriptorSink(descriptor: 1)) } catch {
                throw Failure(.io, "standard output: cannot write the report")
            }
        }
    }
}
