import CFuzzer
import Glibc

/// `dcmveil-fuzz ENTRY [libFuzzer arguments]`
@main
enum FuzzMain {
    /// By name; a C callback cannot carry a context, so the one chosen is kept here before the driver starts.
    nonisolated(unsafe) private static var entry: ([UInt8]) -> Void = { _ in }

    static let entries: [String: @Sendable ([UInt8]) -> Void] = [
        "reader": fuzzReader, "inflate": fuzzInflate, "engine": fuzzEngine, "codestream": fuzzCodestream,
        "charset": fuzzCharacterSet, "verify": fuzzVerifier, "age": fuzzAge, "profile": fuzzProfile,
    ]

    static func main() {
        let name = CommandLine.arguments.dropFirst().first ?? ""
        guard let chosen = entries[name] else {
            print("usage: dcmveil-fuzz ENTRY [libFuzzer arguments]\nentries: \(entries.keys.sorted().joined(separator: " "))")
            exit(64)
        }
        entry = chosen
        // libFuzzer sees its own arguments only, behind the program's name.
        var arguments: [UnsafeMutablePointer<CChar>?] =
            [strdup(CommandLine.arguments[0])] + CommandLine.arguments.dropFirst(2).map { strdup($0) } + [nil]
        var count = Int32(arguments.count - 1)
        let status = arguments.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            return LLVMFuzzerRunDriver(&count, &start) { data, size in
                FuzzMain.entry(data.map { Array(UnsafeBufferPointer(start: $0, count: size)) } ?? [])
                return 0
            }
        }
        exit(status)
    }
}
