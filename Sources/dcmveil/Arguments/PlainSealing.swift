extension SealCommand: PlainlyRead {
    init(plain: inout PlainArguments) throws {
        self.init()
        listed = try plain.group()
        recipient = plain.values("-r", "--recipient")
        recipientsFile = plain.values("-R", "--recipients-file")
        identity = plain.values("-i", "--identity")
        plugin = plain.values("-j", "--plugin")
        passphrase = plain.flag("-p", "--passphrase")
        passphraseOption = try plain.group()
        armor = plain.flag("-a", "--armor")
        dataset = plain.flag("--dataset")
        signing = try plain.group()
        check = plain.flag("--check")
        depth = plain.value("--depth")
        signersOption = try plain.group()
        who = plain.flag("--who")
        output = plain.value("-o", "--output")
        writing = try plain.group()
        inputs = plain.rest()
    }
}

extension OpenCommand: PlainlyRead {
    init(plain: inout PlainArguments) throws {
        self.init()
        listed = try plain.group()
        identity = plain.values("-i", "--identity")
        plugin = plain.values("-j", "--plugin")
        passphraseOption = try plain.group()
        output = plain.value("-o", "--output")
        only = plain.values("--only")
        signersOption = try plain.group()
        writing = try plain.group()
        inputs = plain.rest()
    }
}
