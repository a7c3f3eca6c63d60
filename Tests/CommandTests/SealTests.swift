import Foundation
import Testing

/// `keygen`, `seal` and `open`.
@Suite struct SealTests {
    private func key(_ scratch: Scratch, _ name: String = "key.txt") throws -> (path: String, recipient: String) {
        let path = scratch.path(name)
        #expect(try Dcmveil.run(["keygen", "-o", path]).status == 0)
        let recipient = try Dcmveil.run(["keygen", "-y", path]).text.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(recipient.hasPrefix("age1") && recipient.count == 62)
        return (path, recipient)
    }

    @Test(arguments: [0, 1, 65535, 65536, 65537, 200_000]) func whatIsSealedOpens(size: Int) throws {
        let scratch = try Scratch()
        let (path, recipient) = try key(scratch)
        let bytes = Data((0..<size).map { UInt8($0 % 251) })
        try bytes.write(to: scratch.url.appending(path: "plain"))
        #expect(try Dcmveil.run(["seal", "-r", recipient, "-o", "plain.age", "plain"], in: scratch.url).status == 0)
        #expect(try scratch.bytes("plain.age").prefix(22) == Data("age-encryption.org/v1\n".utf8))
        #expect(try Dcmveil.run(["open", "-i", path, "-o", "back", "plain.age"], in: scratch.url).status == 0)
        #expect(try scratch.bytes("back") == bytes)
        let piped = try Dcmveil.run(["open", "-i", path, "-o", "-"], input: scratch.bytes("plain.age"))
        #expect(piped.status == 0 && piped.out == bytes)
    }

    @Test func damageAndWrongKeysLeaveNothing() throws {
        let scratch = try Scratch()
        let (path, recipient) = try key(scratch)
        let (other, _) = try key(scratch, "other.txt")
        let sealed = try Dcmveil.run(["seal", "-r", recipient, "-o", "-"], input: Data(repeating: 7, count: 70_000)).out
        var flipped = sealed
        flipped[sealed.count - 20] ^= 1
        for (name, bytes, identity) in [
            ("flipped", flipped, path), ("cut", sealed.dropLast(17), path), ("longer", sealed + [0], path),
            ("wrong key", sealed, other), ("no age", Data("text".utf8), path),
        ] {
            try bytes.write(to: scratch.url.appending(path: "in.age"))
            let run = try Dcmveil.run(["open", "-i", identity, "-o", "out", "in.age"], in: scratch.url)
            #expect(run.status == (name == "no age" ? 65 : 77) || run.status == 65, "\(name): \(run.status) \(run.err)")
            #expect(run.status != 0 && !scratch.files().contains("out"), "\(name)")
        }
    }

    @Test func keysArePrivateAndNeverOverwritten() throws {
        let scratch = try Scratch()
        for flags in [["--study"], []] {
            let path = scratch.path("key\(flags.count)")
            #expect(try Dcmveil.run(["keygen"] + flags + ["-o", path]).status == 0)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let before = try Data(contentsOf: URL(filePath: path))
            let second = try Dcmveil.run(["keygen"] + flags + ["-o", path])
            if flags.isEmpty {
                do {
                    #expect(second.status == 73 && !second.err.contains("Public key"))
                }
            } else {
                #expect(second.status == 73)
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    @Test func deidSealsWhileItWrites() throws {
        let scratch = try Scratch()
        let (path, recipient) = try key(scratch)
        let run = try Dcmveil.run(["deid", Dcmveil.fixture("ct"), "-o", scratch.path("sealed"), "--seal-to", recipient])
        #expect(run.status == 0, "\(run.err)")
        let sealed = scratch.files("sealed")
        #expect(sealed.count == 3 && sealed.allSatisfy { $0.hasSuffix(".dcm.age") })
        #expect(
            try Dcmveil.run(["open", "-i", path, "-o", scratch.path("opened"), scratch.path("sealed")]).status == 0)
        let opened = scratch.files("opened")
        #expect(opened.count == 3)
        for file in opened { #expect(try scratch.bytes("opened/" + file)[128..<132] == Data("DICM".utf8)) }
    }
}
