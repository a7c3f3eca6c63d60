extension ListedInputs: PlainlyRead {
    init(plain: inout PlainArguments) {
        self.init()
        filesFrom = plain.value("--files-from")
        null = plain.flag("-0", "--null")
    }
}

extension WritingOptions: PlainlyRead {
    init(plain: inout PlainArguments) {
        self.init()
        force = plain.flag("--force")
        quiet = plain.flag("-q", "--quiet")
    }
}

extension SigningOption: PlainlyRead {
    init(plain: inout PlainArguments) {
        self.init()
        signKey = plain.value("--sign-key")
    }
}

extension SignersOption: PlainlyRead {
    init(plain: inout PlainArguments) {
        self.init()
        signers = plain.value("--signers")
    }
}

extension PassphraseOption: PlainlyRead {
    init(plain: inout PlainArguments) {
        self.init()
        descriptor = plain.value("--passphrase-fd")
    }
}

extension BatchOptions: PlainlyRead {
    init(plain: inout PlainArguments) {
        self.init()
        jobs = plain.value("-j", "--jobs")
        shard = plain.value("--shard")
        resume = plain.flag("--resume")
        journal = plain.value("--journal")
        fsync = plain.value("--fsync") ?? .off
        include = plain.values("--include")
        exclude = plain.values("--exclude")
        includePath = plain.values("--include-path")
        excludePath = plain.values("--exclude-path")
        layout = plain.value("--layout")
        metadata = plain.value("--metadata")
        metadataColumns = plain.value("--metadata-columns")
        dryRun = plain.flag("--dry-run")
        quarantine = plain.value("--quarantine")
        quarantineCopies = plain.flag("--quarantine-copies")
        progressEvery = plain.value("--progress-every") ?? 30
        progressFd = plain.value("--progress-fd", "--json")
        verbose = plain.flag("-v", "--verbose")
    }
}
