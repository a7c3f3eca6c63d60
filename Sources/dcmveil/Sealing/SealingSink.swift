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
    private let armor: ArmorSink?

    init(_ headers: SealingHeaders, isArmored: Bool = false, _ sink: any ByteSink) throws(TransferError) {
        do {
            armor = isArmored ? try ArmorSink(sink) : nil
            writer = try AgeWriter(headers.next(), output: SinkOutput(sink: armor ?? sink))
        } catch { throw Self.wrapped(error) }
    }

    convenience init(to recipients: [any Recipient], _ sink: any ByteSink) throws(TransferError) {
        try self.init(SealingHeaders(to: recipients), sink)
    }

    func write(_ bytes: RawSpan) throws(TransferError) { try write(bytes, isFollowed: false) }

    /// - Parameter isFollowed: more bytes will come for sure, which saves a copy.
    func write(_ bytes: RawSpan, isFollowed: Bool) throws(TransferError) {
        do { try writer?.write(bytes, isFollowed: isFollowed) } catch { throw Self.wrapped(error) }
    }

    /// Seals the last chunk. Without this call the result cannot be opened.
    func finish() throws(TransferError) {
        guard let writer = writer.take() else { return }
        do {
            _ = try writer.finish()
            try armor?.finish()
        } catch { throw Self.wrapped(error) }
    }

    private static func wrapped(_ error: any Error) -> TransferError {
        if let error = error as? TransferError { return error }
        if let error = error as? SealError { return .sink(SealFailure.failure(error, "sealing", kind: .sealing)) }
        return .sink(error)
    }
}

/// Puts armor around what passes.
private final class ArmorSink: ByteSink {
    private var armor: ArmorOutput<SinkOutput>?

    init(_ sink: any ByteSink) throws { armor = try ArmorOutput(SinkOutput(sink: sink)) }

    func write(_ bytes: RawSpan) throws(TransferError) {
        do { try armor?.write(bytes) } catch { throw error as? TransferError ?? .sink(error) }
    }

    func finish() throws {
        guard let armor = armor.take() else { return }
        _ = try armor.finish()
    }
}
