import ArgumentParser
import Seal

/// Who signs a dataset, and whose signature is wanted.
struct SigningOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Sign the dataset with this private ssh key (Ed25519), as ssh-keygen -Y sign does it.", valueName: "file"),
        completion: .file())
    var signKey: String?

    func key(dialog: any Dialog) throws(Failure) -> SSHSigningKey? {
        guard let signKey else { return nil }
        let text = try KeyFile.secret(signKey, limit: 64 << 10)
        do throws(SealError) {
            return try text.withBytes { (text) throws(SealError) in
                try SSHSigningKey(text, name: signKey, dialog: dialog)
            }
        } catch { throw SealFailure.failure(error, signKey, kind: .identity) }
    }
}

struct SignersOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The dataset has to be signed by one of the ssh keys in this file: public keys, or lines of allowed signers.",
            valueName: "file"), completion: .file())
    var signers: String?

    func read() throws(Failure) -> [SSHSigner]? {
        guard let signers else { return nil }
        let text = try Inputs.readSmall(signers, whenRefused: .noKey)
        do throws(SealError) { return try unsafe SSHSigner.parse(text.span.bytes) } catch {
            var failure = SealFailure.failure(error, signers, kind: .recipient)
            failure.hint = "a line is: ssh-ed25519 AAAA…, or NAME ssh-ed25519 AAAA… without options"
            throw failure
        }
    }
}
