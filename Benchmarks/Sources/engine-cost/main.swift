import DICOM
import Deidentify
import Glibc
import Standard

// engine-cost none|walk|engine PROFILE ROUNDS FILE...: reads the headers of the files so many times, and with `engine` decides on them by
// the profile and makes the output, for nobody. `none` opens the files, and no more: what that costs is taken off the others.

/// Takes what is written and forgets it; bulk that the kernel would copy from file to file costs nothing here.
final class NowhereSink: ByteSink {
    func write(_ bytes: RawSpan) {}
    func copy(from source: any ByteSource, _ range: Range<Int>) {}
}

func open(_ path: String) -> FileSource {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
        print("cannot open a file")
        exit(66)
    }
    return FileSource(descriptor: descriptor, size: Int(status.st_size))
}

func walk(_ source: FileSource) throws {
    var input = try DICOMInput.open(source)
    while try input.reader.next() != nil {}
}

let arguments = CommandLine.arguments
guard arguments.count > 4, let rounds = Int(arguments[3]) else {
    print("usage: engine-cost none|walk|engine PROFILE ROUNDS FILE...")
    exit(64)
}
let profile = try ShippedProfiles.profile(named: arguments[2])
var deidentifier = FileDeidentifier(
    profile: CompiledProfile(profile), pseudonyms: Pseudonyms(.random()), versionName: "engine-cost")
for _ in 0..<rounds {
    for path in arguments[4...] {
        let source = open(path)
        switch arguments[1] {
        case "walk": try walk(source)
        case "engine": _ = try deidentifier.run(source) { _ in NowhereSink() }
        default: break
        }
    }
}
