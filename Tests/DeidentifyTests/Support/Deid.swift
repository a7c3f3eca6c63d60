import DICOM
import Standard

@testable import Deidentify

/// A key that no study has: 00 01 … 1f.
let testKey = StudyKey(hexadecimal: Array("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f".utf8))!

/// Worked out once: it takes a while in a debug build.
let basicProfile = CompiledProfile(try! ShippedProfiles.profile(named: "basic"))

func compiled(_ options: [Confidentiality.Option] = []) throws -> CompiledProfile {
    if options.isEmpty { return basicProfile }
    let names = options.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    return try compiled(#"{"name":"test","extends":"basic","options":["# + names + "]}")
}

func compiled(_ json: String) throws -> CompiledProfile { CompiledProfile(try profile(json)) }

func profile(_ json: String) throws -> Profile {
    try ProfileReader.read(Array(json.utf8), source: "test.json") { name in
        ShippedProfiles.text(named: name).map { (name, $0) }
    }
}

struct Output {
    var bytes: [UInt8]
    var report: FileReport
    var identity: OutputIdentity
    /// Offset of the data set.
    var start: Int { 144 + Int(bytes[140]) + Int(bytes[141]) << 8 }
    var dataSet: [UInt8] { Array(bytes[start...]) }
}

func deidentify(
    _ source: any ByteSource, _ profile: CompiledProfile, key: StudyKey = testKey, release: String = "",
    limits: DataSetReader.Limits = .init()
) throws -> Output {
    var deidentifier = FileDeidentifier(
        profile: profile, pseudonyms: Pseudonyms(key, release: release), versionName: "dcmveil test", limits: limits)
    let sink = MemorySink()
    var identity: OutputIdentity?
    let report = try deidentifier.run(source) {
        identity = $0
        return sink
    }
    return Output(bytes: sink.bytes, report: report, identity: identity!)
}

/// De-identifies a data set of CT image class, with the elements that every test needs around `content`.
func deidentify(
    _ content: [UInt8], _ wire: Wire, _ profile: CompiledProfile? = nil, sopClass: String = "1.2.840.10008.5.1.4.1.1.2"
) throws -> [Found] {
    let file = part10(content, syntax: wire.syntax, sopClass: sopClass)
    let output = try deidentify(MemorySource(file), profile ?? basicProfile)
    return try Found.parse(output.dataSet, wire)
}
