import Testing

@testable import Seal

#if canImport(Glibc)
    import Glibc
#endif

/// The age test vectors (C2SP CCTV, `age/testdata`), where `DCMVEIL_AGE_TESTKIT` names the folder that holds them.
struct TestkitTests {
    static let folder = getenv("DCMVEIL_AGE_TESTKIT").map { String(cString: $0) }

    @Test(.enabled(if: folder != nil, "DCMVEIL_AGE_TESTKIT names no folder: the age test vectors were NOT run"))
    func everyVectorGivesItsOutcome() throws {
        var names = fileNames(in: Self.folder!)
        if names.isEmpty || names.contains("testdata") {
            names = fileNames(in: Self.folder! + "/testdata").map { "testdata/" + $0 }
        }
        var ran: [String: Int] = [:]
        var notOffered: [String: Int] = [:]
        for name in names.sorted() {
            guard let vector = Vector(file: try readFile("\(Self.folder!)/\(name)")) else { continue }
            guard let missing = vector.needs else {
                ran[vector.expect, default: 0] += 1
                vector.check(name)
                continue
            }
            notOffered[missing, default: 0] += 1
        }
        print("age test vectors run: \(ran.values.reduce(0, +)) \(ran); not offered: \(notOffered)")
        #expect(ran.values.reduce(0, +) > 0, "no vectors in \(Self.folder!)")
    }
}

private struct Vector {
    var expect = ""
    var payload: String?
    var identities: [String] = []
    var passphrases: [String] = []
    var isCompressed = false
    var isArmored = false
    /// The feature that the library does not have, if the vector needs one.
    var needs: String?
    var body: [UInt8]

    /// `nil` if the file is no vector. A key that is not known means that the vector is to be skipped.
    init?(file: [UInt8]) {
        guard file.starts(with: "expect: ".utf8) else { return nil }
        var rest = file[...]
        body = []
        while let end = rest.firstIndex(of: 0x0A) {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            if line.isEmpty { break }
            let value = String(line.drop { $0 != ":" }.dropFirst(2))
            switch line.prefix(while: { $0 != ":" }) {
            case "expect": expect = value
            case "payload": payload = value
            case "identity":
                identities.append(value)
                if value.hasPrefix("AGE-SECRET-KEY-PQ-"), !PostQuantum.isBuilt { needs = "hybrid" }
            case "passphrase": passphrases.append(value)
            case "armored": isArmored = true
            case "compressed": isCompressed = true
            case "file key", "comment": break
            default: needs = "unknown key"
            }
        }
        body = isCompressed ? inflate(Array(rest)) : Array(rest)
    }

    func check(_ name: String) {
        let expected: SealError.Kind?? =
            switch expect {
            case "success": .some(nil)
            case "header failure": .header
            case "no match": .noMatch
            case "HMAC failure": .headerMAC
            case "payload failure": .payload
            case "armor failure": .armor
            default: nil
            }
        guard let expected else {
            Issue.record("\(name): unknown outcome \(expect)")
            return
        }
        for piece in [nil, 1, 1000, 65552] where piece != 1 || body.count < 10_000 {
            let released = Released()
            var found: SealError.Kind?
            do {
                var reader = AgeReader(
                    identities: try identities.flatMap { try IdentitiesFile.parse(Array($0.utf8).span.bytes) }
                        + passphrases.map { ScryptIdentity(Passphrase(Array($0.utf8).span.bytes)) as any Identity },
                    format: isArmored ? .armored : .binary,
                    output: Shared(released: released))
                try inPieces(body, of: piece) { try reader.write($0) }
                _ = try reader.finish()
            } catch {
                found = (error as? SealError)?.kind
                #expect(error is SealError)
            }
            #expect(found == expected, "\(name) in pieces of \(piece ?? body.count)")
            if let payload {
                #expect(sha256(released.bytes) == payload, "\(name): what was released")
            } else {
                #expect(released.bytes.isEmpty, "\(name): released though no payload is good")
            }
        }
    }
}
