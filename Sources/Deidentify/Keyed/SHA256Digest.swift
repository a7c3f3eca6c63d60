import CLibcrypto

/// Digests of what is no secret, or that are used under a key: an unkeyed one of a patient's values would tell them.
enum SHA256Digest {
    static func bytes(of bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        // Sound: SHA256 writes exactly 32 bytes.
        _ = unsafe SHA256(bytes, bytes.count, &digest)
        return digest
    }

    static func hexadecimal(of bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: self.bytes(of: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
