import Deidentify
import Seal

/// Private keys, with the certificates that belong to them.
enum RevealKeys {
    static func load(
        _ paths: [String], certificates: [String], dialog: PersonDialog
    ) throws(Failure) -> [CertificateKey] {
        var unused: [(path: String, certificate: Certificate)] = []
        for path in certificates {
            let bytes = try Inputs.readSmall(path, limit: 1 << 20)
            do throws(CMSError) { unused.append((path, try Certificate(bytes))) } catch {
                throw CMSFailure.failure(error, path, status: .noKey)
            }
        }
        var keys: [CertificateKey] = []
        for path in paths {
            let text = try KeyFile.secret(path, limit: 1 << 20)
            do throws(CMSError) {
                // Asked for once, though a locked key is read for each certificate.
                var answer: Passphrase?
                func passphrase() -> Passphrase? {
                    answer = answer ?? (try? dialog.passphrase(for: .certificateKey(path)))
                    return answer
                }
                keys.append(
                    try text.withBytes { (text) throws(CMSError) in
                        for (index, candidate) in unused.enumerated() {
                            do throws(CMSError) {
                                let key = try CertificateKey(
                                    text, certificate: candidate.certificate, passphrase: passphrase)
                                unused.remove(at: index)
                                return key
                            } catch { if error != .mismatch { throw error } }
                        }
                        return try CertificateKey(text, certificate: nil, passphrase: passphrase)
                    })
            } catch { throw CMSFailure.failure(error, path, status: .noKey) }
        }
        if let first = unused.first { throw CMSFailure.failure(.mismatch, first.path, status: .noKey) }
        return keys
    }

    /// What tries one key.
    static func opener(_ key: CertificateKey) -> @Sendable ([UInt8]) -> OpenedItem {
        { item in
            switch key.open(item) {
            case .content(let content, let isCertain): .content(content, isCertain: isCertain)
            case .closed(let isCertain): isCertain ? .altered : .closed
            case .malformed: .malformed
            }
        }
    }
}
