import DICOM
import Deidentify
import Seal

/// Items of the Encrypted Attributes Sequence, sealed to a certificate: what is revealed of a damaged one is what was sealed.
func roleTrial(slice: [UInt8], certificate: Certificate, key: CertificateKey) throws -> ([UInt8], Trial) {
    let items = Items()
    var deidentifier = FileDeidentifier(
        profile: CompiledProfile(try ShippedProfiles.profile(named: "basic")),
        pseudonyms: Pseudonyms(StudyKey(hexadecimal: Array(repeating: UInt8(ascii: "7"), count: 64))!), versionName: "mutations")
    deidentifier.roles = RoleKeeping(
        roles: [.init(name: "broker", scope: RecoveryScope(classes: [.identity]))]
    ) { _, content in
        let item = try EnvelopedData.seal(content, to: [certificate])
        items.all.append(item)
        return item
    }
    let sink = MemorySink()
    _ = try deidentifier.run(MemorySource(slice)) { _ in sink }
    let object = sink.bytes
    let expected = try reveal(object, instead: items.all[0], key)
    return (items.all[0], { try reveal(object, instead: $0, key) == expected })
}

private final class Items { var all: [[UInt8]] = [] }

/// The object as it is, but for what stands in its item.
private func reveal(_ object: [UInt8], instead item: [UInt8], _ key: CertificateKey) throws -> [UInt8] {
    var reidentifier = FileReidentifier(versionName: "mutations", openers: [{ _ in
        switch key.open(item) {
        case .content(let content, let isCertain): .content(content, isCertain: isCertain)
        case .closed(let isCertain): isCertain ? .altered : .closed
        case .malformed: .malformed
        }
    }])
    let sink = MemorySink()
    _ = try reidentifier.run(MemorySource(object)) { sink }
    return sink.bytes
}
