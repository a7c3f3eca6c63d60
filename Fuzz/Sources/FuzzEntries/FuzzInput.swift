import Glibc

/// The entries, one file each.
private let entries: [String: @Sendable ([UInt8]) -> Void] = [
    "reader": fuzzReader, "inflate": fuzzInflate, "engine": fuzzEngine, "codestream": fuzzCodestream,
    "charset": fuzzCharacterSet, "verify": fuzzVerifier, "age": fuzzAge, "profile": fuzzProfile,
]

/// The one that the environment names: libFuzzer takes the arguments for itself.
private let entry: @Sendable ([UInt8]) -> Void = {
    guard let name = getenv("DCMVEIL_FUZZ"), let entry = entries[String(cString: name)] else {
        print("set DCMVEIL_FUZZ to one of: \(entries.keys.sorted().joined(separator: " "))")
        exit(64)
    }
    return entry
}()

/// What libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    entry(data.map { Array(UnsafeBufferPointer(start: $0, count: size)) } ?? [])
    return 0
}
