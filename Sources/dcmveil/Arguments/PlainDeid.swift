import Deidentify

extension DeidCommand: PlainlyRead {
    init(plain: inout PlainArguments) throws {
        self.init()
        listed = try plain.group()
        type = plain.value("-t", "--type") ?? .dicom
        output = plain.value("-o", "--output")
        profile = plain.value("--profile") ?? ShippedProfiles.defaultName
        keyFile = plain.value("--key-file")
        subjects = plain.value("--subjects")
        release = plain.value("--release") ?? ""
        sealTo = plain.values("--seal-to")
        dataset = plain.flag("--dataset")
        signing = try plain.group()
        roles = plain.value("--roles")
        linkage = plain.value("--linkage")
        linkageTo = plain.values("--linkage-to")
        refuse = plain.values("--refuse")
        report = plain.value("--report")
        canary = plain.value("--canary")
        skipExisting = plain.flag("--skip-existing")
        batch = try plain.group()
        writing = try plain.group()
        inputs = plain.rest()
    }
}
