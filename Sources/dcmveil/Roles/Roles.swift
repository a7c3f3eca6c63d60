import Deidentify
import Seal

/// Who may recover what of an original, as a file of roles says it (docs/roles.md).
struct Roles: Sendable {
    struct Entry: Sendable {
        var role: RoleKeeping.Role
        var certificates: [Certificate]
    }

    /// Those that recover something, the widest first; of equal ones as in the file.
    var entries: [Entry]
    /// age recipients of all roles, to whom the outputs are sealed as a whole: recipients themselves and paths.
    var sealTo: [String]
    /// What was read.
    var files: [String]
    /// What the outputs depend on, for the journal of a run.
    var settings: [String]

    /// What seals for one thread.
    var keeping: RoleKeeping? {
        if entries.isEmpty { return nil }
        let entries = entries
        return RoleKeeping(roles: entries.map(\.role)) { number, content in
            do throws(CMSError) { return try EnvelopedData.seal(content, to: entries[number].certificates) } catch {
                throw Failure(.bug, "role \(entries[number].role.name): \(CMSFailure.sentence(error))")
            }
        }
    }
}

/// What an error about certificates means to the person who called.
enum CMSFailure {
    static func failure(_ error: CMSError, _ path: String, status: ExitStatus) -> Failure {
        Failure(status, "\(path): \(sentence(error))", hint: hint(error))
    }

    static func sentence(_ error: CMSError) -> String {
        switch error {
        case .notACertificate: "no X.509 certificate that can be read"
        case .severalCertificates: "holds several certificates, of which one is meant"
        case .notRSA: "no RSA key, which PS3.15 asks for here"
        case .tooShort: "an RSA key of fewer than 2048 bits, which protects nothing"
        case .notYetValid: "the certificate is not valid yet"
        case .expired: "the certificate has expired"
        case .usageForbidden: "the certificate's Key Usage does not allow keys to be encrypted to it"
        case .unusable: "the certificate is damaged: nothing can be encrypted to its key"
        case .notAPrivateKey: "no private key in PEM that can be read"
        case .passphraseNeeded: "the key is locked, and there is no terminal to ask for its passphrase at"
        case .wrongPassphrase: "the passphrase is wrong"
        case .mismatch: "belongs to none of the keys"
        case .tooLarge: "too large to be sealed"
        case .libcryptoFailed: "OpenSSL failed"
        }
    }

    private static func hint(_ error: CMSError) -> String? {
        switch error {
        case .notRSA, .tooShort, .usageForbidden:
            "make one with: openssl req -x509 -newkey rsa:3072 -nodes -keyout key.pem -out certificate.pem -subj /CN=NAME -days 730"
        case .severalCertificates: "give the owner's own a file of its own, without those of issuers"
        case .notAPrivateKey: "openssl pkey -in KEY -out key.pem writes one"
        case .passphraseNeeded: "--passphrase-fd N reads it from an open file descriptor"
        default: nil
        }
    }
}
