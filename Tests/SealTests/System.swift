#if canImport(Glibc)
    import Glibc
#endif

/// The names in a folder, without those that begin with a dot.
func fileNames(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if !name.hasPrefix(".") { names.append(name) }
    }
    return names
}

func readFile(_ path: String) throws -> [UInt8] {
    struct Unreadable: Error { var path: String }
    guard let file = fopen(path, "rb") else { throw Unreadable(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
}

/// zlib's `uncompress`, from the library that is there anyway, so that tests need no dependency for it.
func inflate(_ bytes: [UInt8]) -> [UInt8] {
    typealias Uncompress =
        @convention(c) (UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt>, UnsafePointer<UInt8>, UInt) -> Int32
    guard let library = dlopen("libz.so.1", RTLD_NOW), let symbol = dlsym(library, "uncompress") else { return [] }
    let uncompress = unsafeBitCast(symbol, to: Uncompress.self)
    var output = [UInt8](repeating: 0, count: 64 << 20)
    var count = UInt(output.count)
    guard uncompress(&output, &count, bytes, UInt(bytes.count)) == 0 else { return [] }
    return Array(output[..<Int(count)])
}

/// libcrypto's `SHA256`, in hexadecimal.
func sha256(_ bytes: [UInt8]) -> String {
    typealias SHA256 =
        @convention(c) (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>) -> UnsafeMutableRawPointer?
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "SHA256") else { return "no SHA256" }
    var digest = [UInt8](repeating: 0, count: 32)
    _ = unsafeBitCast(symbol, to: SHA256.self)(bytes, bytes.count, &digest)
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
