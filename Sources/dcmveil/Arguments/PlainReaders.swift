extension VerifyCommand: PlainlyRead {
    init(plain: inout PlainArguments) throws {
        self.init()
        listed = try plain.group()
        format = plain.value("--format") ?? .text
        failOn = plain.value("--fail-on") ?? .warning
        profile = plain.value("--profile")
        subjects = plain.value("--subjects")
        uidRoot = plain.values("--uid-root")
        canary = plain.value("--canary")
        keyFile = plain.value("--key-file")
        against = plain.values("--against")
        baseline = plain.value("--baseline")
        maxFindings = plain.value("--max-findings")
        showValues = plain.flag("--show-values")
        jobs = plain.value("-j", "--jobs")
        explain = plain.value("--explain")
        listChecks = plain.flag("--list-checks")
        quiet = plain.flag("-q", "--quiet")
        paths = plain.rest()
    }
}

extension InspectCommand: PlainlyRead {
    init(plain: inout PlainArguments) throws {
        self.init()
        listed = try plain.group()
        tag = plain.values("--tag")
        json = plain.flag("--json")
        let (hasMeta, hasNoMeta) = (plain.flag("--meta"), plain.flag("--no-meta"))
        // Of both the last one would count.
        if hasMeta, hasNoMeta { plain.refuse() }
        meta = hasMeta ? true : hasNoMeta ? false : nil
        noValues = plain.flag("--no-values")
        full = plain.flag("--full")
        verbose = plain.flag("-v", "--verbose")
        paths = plain.rest()
    }
}
