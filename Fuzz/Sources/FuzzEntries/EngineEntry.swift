import DICOM
import Deidentify

nonisolated(unsafe) private var deidentifier: FileDeidentifier = {
    let profile = try! ShippedProfiles.profile(named: "basic")
    let key = StudyKey(hexadecimal: Array(repeating: UInt8(ascii: "7"), count: 64))!
    return FileDeidentifier(profile: CompiledProfile(profile), pseudonyms: Pseudonyms(key), versionName: "fuzz")
}()

/// What the engine writes must be readable by the reader, and the same from a file and from a stream.
func fuzzEngine(_ bytes: [UInt8]) {
    guard let fromFile = deidentify(MemorySource(bytes)) else { return }
    guard var input = try? DICOMInput.open(MemorySource(fromFile)) else { preconditionFailure("the output does not open") }
    var elements: [Element] = []
    do throws(ParseError) { _ = try input.reader.readSegment(into: &elements) } catch {
        preconditionFailure("the output does not read: \(error)")
    }
    precondition(!elements.contains { $0.tag.isPrivate && $0.kind == .element }, "a private element is left")
    if let fromStream = deidentify(ChunkedSource(bytes, step: 4096)) {
        precondition(fromStream == fromFile, "a file and a stream come out differently")
    }
}

/// Profiles are untrusted text, too.
func fuzzProfile(_ bytes: [UInt8]) {
    guard let profile = try? ProfileReader.read(bytes, source: "fuzz", find: { _ in nil }) else { return }
    _ = CompiledProfile(profile)
}

private func deidentify(_ source: any ByteSource) -> [UInt8]? {
    let sink = MemorySink()
    guard (try? deidentifier.run(source) { _ in sink }) != nil else { return nil }
    return sink.bytes
}
