import DICOM

/// Reads a tar archive from front to back, one member after the other.
final class TarReader {
    enum Entry {
        case file(name: String, TarMember)
        /// A member that is no regular file, and what it is.
        case other(name: String, kind: String)
    }

    private let source: any ByteSource
    private let path: String
    /// Where the next header is.
    private var offset = 0
    private var member: TarMember?
    private var hasSeenMember = false
    /// What extended headers say of the next member.
    private var longName: [UInt8]?
    private var longLength: Int?
    private var isSparse = false

    /// Longer extended headers are no names.
    private static let longestHeader = 1 << 20

    /// - Parameter path: the archive's name, for messages.
    init(_ source: any ByteSource, path: String) {
        self.source = source
        self.path = path
    }

    /// The next member, or `nil` at the end of the archive. What was not read of the one before is passed over.
    func next() throws(Failure) -> Entry? {
        if let member {
            try skip(to: member.end + TarHeader.padding(of: member.length))
            self.member = nil
        }
        longName = nil
        longLength = nil
        isSparse = false
        while true {
            guard let block = try block() else { return nil }
            guard let header = TarHeader(block) else {
                let isCompressed = block.starts(with: [0x1F, 0x8B]) || block.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
                throw Failure(
                    .badInput,
                    "\(path): \(hasSeenMember ? "damaged at byte \(offset - TarHeader.size)" : "no tar archive")",
                    hint: isCompressed ? "decompress it on the way: zcat \(path) | dcmveil deid -t tar -" : nil)
            }
            hasSeenMember = true
            switch header.type {
            case UInt8(ascii: "x"): try readExtended(extended(header))
            case UInt8(ascii: "L"): longName = try extended(header).prefix { $0 != 0 }
            case UInt8(ascii: "g"), UInt8(ascii: "K"): _ = try extended(header)
            case UInt8(ascii: "5"): try skip(to: offset + header.length + TarHeader.padding(of: header.length))
            case UInt8(ascii: "S"):
                try passSparseMap(header)
                return try entry(header)
            default: return try entry(header)
            }
            if header.type == UInt8(ascii: "5") {
                longName = nil
                longLength = nil
                isSparse = false
            }
        }
    }

    /// Passes over the blocks that say where more than four pieces of a sparse file belong (old GNU format): its length does
    /// not count them.
    private func passSparseMap(_ header: TarHeader) throws(Failure) {
        var hasMore = header.hasMoreSparseMap
        while hasMore { hasMore = try read(TarHeader.size)[504] != 0 }
    }

    private func entry(_ header: TarHeader) throws(Failure) -> Entry {
        let bytes = longName ?? header.name
        let name = String(validating: bytes, as: UTF8.self) ?? Paths.escaped(bytes)
        let length = longLength ?? header.length
        guard length >= 0, length <= Int.max - offset - TarHeader.size else { throw damaged() }
        let member = TarMember(source, at: offset, length: length)
        self.member = member
        if header.isRegularFile, !isSparse { return .file(name: name, member) }
        let kind =
            switch header.type {
            case UInt8(ascii: "1"), UInt8(ascii: "2"): "a link"
            case UInt8(ascii: "3"), UInt8(ascii: "4"): "a device"
            case UInt8(ascii: "6"): "a pipe"
            case UInt8(ascii: "S"): "a sparse file, which is not read"
            case _ where isSparse: "a sparse file, which is not read"
            default: "no regular file"
            }
        return .other(name: name, kind: kind)
    }

    /// - Returns: `nil` at the end, which a block of zeros marks. Without it, or with more behind it, members are missing.
    private func block() throws(Failure) -> [UInt8]? {
        let block = try read(TarHeader.size, isEndAllowed: true)
        if block.isEmpty {
            throw Failure(
                .badInput,
                hasSeenMember
                    ? "\(path): cut short: the blocks are missing that end an archive"
                    : "\(path): empty, and no tar archive",
                hint: hasSeenMember ? "the members before were read; compare the archive with its source" : nil)
        }
        if block.contains(where: { $0 != 0 }) { return block }
        while true {
            // What fills the last record of a tape need not be whole blocks.
            let rest = try read(TarHeader.size, isEndAllowed: true, isShortAllowed: true)
            if rest.isEmpty { return nil }
            if rest.contains(where: { $0 != 0 }) {
                throw Failure(
                    .badInput,
                    "\(path): more behind the end of the archive, at byte \(offset - rest.count): it was not read",
                    hint: "archives written one behind the other have to be split, or joined with tar --concatenate")
            }
        }
    }

    private func extended(_ header: TarHeader) throws(Failure) -> [UInt8] {
        guard header.length <= Self.longestHeader else { throw damaged() }
        let bytes = try read(header.length)
        _ = try read(TarHeader.padding(of: header.length))
        return bytes
    }

    /// Records of a pax header: `length key=value\n`.
    private func readExtended(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while let space = rest.firstIndex(of: 0x20) {
            guard let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
                length > space - rest.startIndex + 1,
                length <= rest.count
            else { throw damaged() }
            let record = rest[(space + 1)..<rest.startIndex + length].dropLast()
            rest = rest.dropFirst(length)
            guard let sign = record.firstIndex(of: UInt8(ascii: "=")) else { throw damaged() }
            let value = record[(sign + 1)...]
            switch String(decoding: record[..<sign], as: UTF8.self) {
            case "path" where !isSparse || longName == nil: longName = Array(value)
            // The path of a sparse file is one that it would have where nobody knows of these.
            case "GNU.sparse.name": (longName, isSparse) = (Array(value), true)
            case let key where key.hasPrefix("GNU.sparse."): isSparse = true
            case "size":
                guard let size = Int(String(decoding: value, as: UTF8.self)), size >= 0 else { throw damaged() }
                longLength = size
            default: break
            }
        }
    }

    private func damaged() -> Failure { Failure(.badInput, "\(path): damaged at byte \(offset)") }

    // MARK: Bytes

    private func read(
        _ count: Int, isEndAllowed: Bool = false, isShortAllowed: Bool = false
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = HeaderBuffer(capacity: 4096)
        while bytes.count < count {
            let read: Int
            do { read = try chunk.refill(from: source, at: offset, upTo: count - bytes.count) } catch {
                throw Self.failure(error, path)
            }
            if read == 0 {
                if bytes.isEmpty, isEndAllowed { return [] }
                if isShortAllowed { return bytes }
                throw Failure(.badInput, "\(path): the archive ends inside a member or its header")
            }
            chunk.append(0..<read, to: &bytes)
            offset += read
        }
        return bytes
    }

    /// Passes over what is left of a member.
    private func skip(to end: Int) throws(Failure) {
        if let size = source.size {
            guard end <= size else { throw Failure(.badInput, "\(path): the archive ends inside a member") }
            offset = end
            return
        }
        offset = max(offset, member?.position ?? offset)
        while offset < end { _ = try read(min(64 << 10, end - offset)) }
    }

    private static func failure(_ error: ParseError, _ path: String) -> Failure {
        if case .io(let code) = error.code { return Failure(.io, "\(path): cannot read: \(Failure.reason(code))") }
        return Failure(.io, "\(path): \(error.code.sentence)")
    }
}

/// The bytes of one member: read anywhere where the archive is a file, and once where it is a stream.
final class TarMember: ByteSource {
    private let source: any ByteSource
    private let start: Int
    let length: Int
    /// How far a stream has been read, in bytes of the archive.
    private(set) var position: Int

    init(_ source: any ByteSource, at start: Int, length: Int) {
        self.source = source
        self.start = start
        self.length = length
        position = start
    }

    var end: Int { start + length }
    var size: Int? { source.size == nil ? nil : length }
    var copyableDescriptor: Int32? { nil }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int {
        let place = source.size == nil ? position : start + offset
        let count = min(buffer.count, end - place)
        if count <= 0 { return 0 }
        let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
        let read = try unsafe source.read(at: place, into: part)
        if source.size == nil {
            // The archive ends before the member does: what came so far is not the member.
            if read == 0 { throw ParseError(.shrunk, at: offset) }
            position += read
        }
        return read
    }
}
