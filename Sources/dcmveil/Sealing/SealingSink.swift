import DICOM
import Seal

/// Bytes on their way out of the sealing room into a file or pipe.
struct SinkOutput: SealOutput {
    let sink: any ByteSink

    mutating func write(_ bytes: RawSpan) throws { try sink.write(bytes) }
}

/// Seals what passes: cleartext never gets further than the memory of this process.
final class SealingSink: ByteSink {
    private var writer: AgeWriter<SinkOutput>?

    init(to recipients: [any Recipient], _ sink: any ByteSink) throws(TransferError) {
        do { writer = try AgeWriter(to: recipients, output: SinkOutput(sink: sink)) } catch {
            throw Self.wrapped(error)
        }
    }

    func write(_ bytes: RawSpan) throws(TransferError) {
        do { try writer?.write(bytes) } catch { throw Self.wrapped(error) }
    }

    /// Seals the last chunk. Without this call the result cannot be opened.
    func finish() throws(TransferError) {
        guard let writer = writer.take() else { return }
        do { _ = try writer.finish() } catch { throw Self.wrapped(error) }
    }

    private static func wrapped(_ error: any Error) -> TransferError {
        if let error = error as? TransferError { return error }
        if let error = error as? SealError { return .sink(SealFailure.failure(error, "sealing", kind: .sealing)) }
        return .sink(error)
    }
}
