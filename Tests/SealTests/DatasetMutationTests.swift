import Testing

@testable import Seal

/// Damage to what a sealed dataset says of itself, and to key files. A failure prints the seed that brings it back.
struct DatasetMutationTests {
    /// By ssh-keygen -Y sign, over `message`.
    private static let signature = """
        -----BEGIN SSH SIGNATURE-----
        U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgmjVPLCFzuUF1qz5F7gBdJJ+pC+
        6RNHNo7MXqeFInp+cAAAAPZGNtdmVpbC1kYXRhc2V0AAAAAAAAAAZzaGE1MTIAAABTAAAA
        C3NzaC1lZDI1NTE5AAAAQBXSXRRHu1eg6H3utsYoI42i4pai+VuIia/vgSFmXqN6/mcplT
        zhBaQe/5Gq8wkpXSvQSeeG/KA3KWnDoosoNwY=
        -----END SSH SIGNATURE-----

        """
    private static let signer = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJo1Tywhc7lBdas+Re4AXSSfqQvukTRzaOzF6nhSJ6fn"
    private static let message = Array("a dataset\n".utf8)

    @Test func aSignatureOfOpenSSH() throws {
        let signature = try SSHSignature(file: Array(Self.signature.utf8))
        try signature.check(Self.message, namespace: "dcmveil-dataset")
        #expect(try Array(Self.signer.utf8).lend { try SSHSigner.parse($0) } == [signature.signer])
        #expect(code { try signature.check(Self.message, namespace: "file") } == .wrongSignature)
        #expect(code { try signature.check(Self.message + [0], namespace: "dcmveil-dataset") } == .wrongSignature)
    }

    @Test func noDamagedSignatureHolds() throws {
        let original = Array(Self.signature.utf8)
        let signer = try SSHSignature(file: original).signer
        try mutate(original, rounds: 20_000) { mutated in
            let signature = try SSHSignature(file: mutated)
            try signature.check(Self.message, namespace: "dcmveil-dataset")
            // White space, and the field that is reserved and not signed, may differ.
            return signature.signer == signer
        }
    }

    @Test func noDamagedSealIsTakenForAnother() throws {
        let key = try DatasetKey.generate()
        let seal = DatasetSeal(
            id: try DatasetSeal.newID(), created: "2026-11-26T00:00:00Z", files: 12, bytes: 34_567,
            notes: ["by a test"],
            manifest: pattern(32))
        let file = try seal.encoded(with: key)
        #expect(try DatasetSeal.parse(file).seal == seal)
        try mutate(file, rounds: 20_000) { mutated in
            let (parsed, code) = try DatasetSeal.parse(mutated)
            try parsed.check(code, with: key)
            return mutated == file
        }
    }

    @Test func noDamagedKeysOpen() throws {
        let person = try X25519Identity.generate()
        let keys = KeysDocument(
            key: try .generate(), holders: [.init(recipient: "\(person.recipient)", name: "Ann")], history: ["made"])
        let file = try keys.sealed(to: [person.recipient])
        #expect(try KeysDocument.open(file, identities: [person]).holders == keys.holders)
        try mutate(file, rounds: 2_000) { mutated in
            _ = try KeysDocument.open(mutated, identities: [person])
            return mutated == file
        }
    }

    /// What is in `keys.age` was authentic when it was sealed, by whoever: another key than the one it names is never read.
    @Test func noDamagedTextGivesAnotherKey() throws {
        let key = try DatasetKey.generate()
        var text = Array("# recipient: age1x\tAnn\n# history: made\n".utf8)
        key.identity.withSecretText { text.append(contentsOf: $0) }
        text.append(0x0A)
        try mutate(text, rounds: 5_000) { mutated in
            let read = try mutated.lend { (text) throws(SealError) in try KeysDocument(text) }
            return "\(read.key.recipient)" == "\(key.recipient)"
        }
        try mutate(text, rounds: 5_000) { mutated in
            let identities = try mutated.lend { try IdentitiesFile.parse($0, name: "key", dialog: NoDialog()) }
            return try identities.allSatisfy { try $0.recipients().allSatisfy { "\($0)" == "\(key.recipient)" } }
        }
    }

    /// Names in a manifest lead into the dataset, whatever the line.
    @Test func noDamagedLineLeadsElsewhere() throws {
        let line = Array(
            "\(String(repeating: "0f", count: 32))  data/ab/ab\(String(repeating: "cd", count: 15)).age".utf8)
        #expect(ManifestLine(line) != nil)
        try mutate(line, rounds: 20_000) { mutated in
            guard let read = ManifestLine(mutated) else { throw SealError(.malformedDataset) }
            return DatasetName.isValid(read.name.utf8) && !read.name.contains("..")
                || ["index.age", "README.md"].contains(read.name)
        }
    }

    /// - Parameter isFine: whether what was read may be read; it throws `SealError` where nothing was.
    private func mutate(_ original: [UInt8], rounds: Int, _ isFine: ([UInt8]) throws -> Bool) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SplitMix(state: seed)
        for round in 0..<mutationRounds(rounds) {
            var mutated = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) { SealTests.mutate(&mutated, &generator) }
            do {
                #expect(try isFine(mutated), "seed \(seed), round \(round)")
            } catch { #expect(error is SealError, "seed \(seed), round \(round)") }
        }
    }
}
