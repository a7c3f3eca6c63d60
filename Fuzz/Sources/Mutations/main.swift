// Damages what is sealed, at random and many times, and looks at what comes of it: it opens to what was sealed, or not at all.
//
//     mutations COUNT FOLDER [KIND...]
//
// FOLDER has what Fuzz/mutations.sh makes. Prints a line for each kind; the status is 1 when something opened to other bytes, and a
// crash speaks for itself. MUTATIONS_SEED brings a run back.
import Glibc
import Seal

guard CommandLine.arguments.count >= 3, let count = Int(CommandLine.arguments[1]) else {
    print("mutations COUNT FOLDER [KIND...]")
    exit(64)
}
let folder = CommandLine.arguments[2]

func file(_ name: String) -> [UInt8] {
    guard let stream = fopen("\(folder)/\(name)", "r") else {
        print("\(folder)/\(name) is missing: Fuzz/mutations.sh makes it")
        exit(66)
    }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    return Array(bytes[..<fread(&bytes, 1, bytes.count, stream)])
}

let certificate = try Certificate(file("certificate.pem"))
let kinds: [(String, () throws -> ([UInt8], Trial))] = [
    ("age", ageTrial), ("header", headerTrial), ("keys.age", keysTrial), ("SEAL", sealTrial), ("manifest", manifestTrial),
    ("key file", { try identitiesTrial(file("key.txt")) }), ("ssh-ed25519", { try identitiesTrial(file("id_ed25519")) }),
    ("ssh-rsa", { try identitiesTrial(file("id_rsa")) }), ("share", escrowTrial),
    ("cms", {
        try roleTrial(
            slice: file("slice.dcm"), certificate: certificate,
            key: CertificateKey(file("key.pem").span.bytes, certificate: certificate) { nil })
    }),
    ("cms, no certificate", {
        try roleTrial(
            slice: file("slice.dcm"), certificate: certificate,
            key: CertificateKey(file("key.pem").span.bytes, certificate: nil) { nil })
    }),
]
let chosen = CommandLine.arguments.dropFirst(3)
var status: Int32 = 0
for (name, make) in kinds where chosen.isEmpty || chosen.contains(name) {
    let seed = getenv("MUTATIONS_SEED").flatMap { UInt64(String(cString: $0)) } ?? .random(in: 0 ... .max)
    var generator = SplitMix(state: seed)
    let (original, trial) = try make()
    guard try trial(original) else {
        print("\(name): does not open as it is")
        exit(70)
    }
    var (opened, refused, wrong) = (0, 0, 0)
    for round in 0..<count {
        do {
            if try trial(damaged(original, &generator)) {
                opened += 1
            } else {
                wrong += 1
                print("\(name): opened to other bytes, seed \(seed), round \(round)")
            }
        } catch { refused += 1 }
    }
    if wrong > 0 { status = 1 }
    print("\(name): \(count) damaged, \(refused) refused, \(opened) opened to what was sealed, \(wrong) to something else; seed \(seed)")
    fflush(stdout)
}
exit(status)
