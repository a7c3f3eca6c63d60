import Standard

/// What the beginning of a file tells: File Meta Information (PS3.10 §7.1), or its absence.
public struct FileMeta: Sendable {
    public var transferSyntax: TransferSyntax
    /// Where the data set starts, in bytes from the start of the file.
    public var dataSetOffset: Int
    /// How the data set is really encoded; differs from `transferSyntax` only with a named deviation.
    public var encoding: Encoding
    public var deviations: DataSetReader.Deviations
    /// SOP Class UID of group 0002, as characters without padding; empty when absent.
    public var mediaStorageSOPClassUID: [UInt8]
    /// SOP Instance UID of group 0002, likewise.
    public var mediaStorageSOPInstanceUID: [UInt8] = []
}

/// Reads the preamble and group 0002, and finds out how the data set is encoded.
///
/// Group 0002 is walked element by element; its group length is not trusted. A file without it is accepted when its
/// first element is believable in one of the three encodings.
struct FileMetaReader: ~Copyable {
    let source: any ByteSource
    var buffer = HeaderBuffer()
    private var ended = false

    /// Needs no look into the table of Transfer Syntaxes.
    private let usual: TransferSyntax?

    init(_ source: any ByteSource, expecting usual: TransferSyntax? = nil) {
        self.source = source
        self.usual = usual
    }

    mutating func read() throws(ParseError) -> FileMeta {
        guard try require(1) else { throw ParseError(.empty, at: 0) }
        var start = 0
        var deviations: DataSetReader.Deviations = []
        if try require(132), buffer.uint32(at: 128, bigEndian: true) == 0x4449_434D {
            start = 132
        } else if try require(8), isGroup2(at: 0) {
            deviations.insert(.missingPreamble)
        } else {
            return try bareDataSet(at: 0, [.missingPreamble, .bareDataSet])
        }
        guard try require(start + 8), isGroup2(at: start) else {
            return try bareDataSet(at: start, [.badFileMeta])
        }
        return try group2(at: start, deviations)
    }

    // MARK: Group 0002

    private func isGroup2(at offset: Int) -> Bool {
        let little = buffer.uint16(at: offset, bigEndian: false)
        let element = buffer.uint16(at: offset + 2, bigEndian: little != 2)
        return (little == 2 || little == 0x0200) && element <= 0x0103
    }

    private mutating func group2(
        at start: Int, _ inherited: DataSetReader.Deviations
    ) throws(ParseError) -> FileMeta {
        var deviations = inherited
        var cursor = start
        let big = buffer.uint16(at: start, bigEndian: false) != 2
        if big { deviations.insert(.badFileMeta) }
        var syntaxUID = 0..<0
        var classUID: [UInt8] = []
        var instanceUID: [UInt8] = []
        var declaredEnd: Int?
        while try require(cursor + 8), buffer.uint16(at: cursor, bigEndian: big) == 2 {
            let tag = Tag(group: 2, element: buffer.uint16(at: cursor + 2, bigEndian: big))
            let vr = VR(buffer[cursor + 4], buffer[cursor + 5])
            var header = 8
            var length: Int
            if vr.isWellFormed {
                if vr.hasLongLength {
                    header = 12
                    guard try require(cursor + 12) else { throw ParseError(.truncatedHeader, at: cursor, tag: tag) }
                    length = Int(buffer.uint32(at: cursor + 8, bigEndian: big))
                } else {
                    length = Int(buffer.uint16(at: cursor + 6, bigEndian: big))
                }
            } else {
                deviations.insert(.badFileMeta)
                length = Int(buffer.uint32(at: cursor + 4, bigEndian: big))
            }
            guard length <= 1 << 20 else { throw ParseError(.valuePastEnd, at: cursor, tag: tag) }
            guard try require(cursor + header + length) else {
                throw ParseError(.valuePastEnd, at: cursor, tag: tag)
            }
            let value = cursor + header..<cursor + header + length
            switch tag {
            case .fileMetaInformationGroupLength where length == 4:
                declaredEnd = value.upperBound + Int(buffer.uint32(at: value.lowerBound, bigEndian: big))
            case .transferSyntaxUID: syntaxUID = trimmed(value)
            case .mediaStorageSOPClassUID: classUID = buffer.copy(trimmed(value))
            case .mediaStorageSOPInstanceUID: instanceUID = buffer.copy(trimmed(value))
            default: break
            }
            cursor = value.upperBound
        }
        if declaredEnd != cursor { deviations.insert(.badFileMeta) }
        guard !syntaxUID.isEmpty else {
            var meta = try bareDataSet(at: cursor, deviations.union(.badFileMeta))
            meta.mediaStorageSOPClassUID = classUID
            meta.mediaStorageSOPInstanceUID = instanceUID
            return meta
        }
        guard let syntax = syntax(of: syntaxUID) else {
            throw ParseError(.unknownTransferSyntax, at: start, tag: .transferSyntaxUID)
        }
        var meta = try checked(syntax, at: cursor, deviations)
        meta.mediaStorageSOPClassUID = classUID
        meta.mediaStorageSOPInstanceUID = instanceUID
        return meta
    }

    private func syntax(of uid: Range<Int>) -> TransferSyntax? {
        if let usual, buffer.holds(usual.uid, at: uid) { return usual }
        return TransferSyntax(uid: String(decoding: buffer.copy(uid), as: UTF8.self))
    }

    /// The value without padding.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, buffer[end - 1] == 0 || buffer[end - 1] == 0x20 { end -= 1 }
        return range.lowerBound..<end
    }

    /// Holds the Transfer Syntax against the first element of the data set.
    private mutating func checked(
        _ syntax: TransferSyntax, at offset: Int, _ inherited: DataSetReader.Deviations
    ) throws(ParseError) -> FileMeta {
        var meta = FileMeta(
            transferSyntax: syntax, dataSetOffset: offset,
            encoding: Encoding(isExplicitVR: syntax.isExplicitVR, isBigEndian: syntax.isBigEndian),
            deviations: inherited, mediaStorageSOPClassUID: [])
        if syntax.isDeflated { return meta }
        guard let found = try sniff(at: offset), found != meta.encoding else { return meta }
        // The data set says otherwise. Believed only when another encoding fits strictly and the declared one does not
        // even loosely: a wrong VR in the first element is no reason to read all others in another encoding.
        if try fits(meta.encoding, at: offset) || looksExplicit(meta.encoding, at: offset) { return meta }
        meta.deviations.insert(.wrongTransferSyntax)
        meta.encoding = found
        if syntax.isEncapsulated {
            guard found == .explicitLittleEndian else {
                throw ParseError(.encodingContradictsTransferSyntax, at: offset)
            }
        } else {
            meta.transferSyntax = Self.syntax(of: found)
        }
        return meta
    }

    // MARK: Without group 0002

    private mutating func bareDataSet(
        at offset: Int, _ deviations: DataSetReader.Deviations
    ) throws(ParseError) -> FileMeta {
        guard let encoding = try sniff(at: offset) else {
            throw ParseError(offset == 0 ? .notDICOM : .missingTransferSyntax, at: offset)
        }
        return FileMeta(
            transferSyntax: Self.syntax(of: encoding), dataSetOffset: offset, encoding: encoding,
            deviations: deviations, mediaStorageSOPClassUID: [])
    }

    private static func syntax(of encoding: Encoding) -> TransferSyntax {
        if !encoding.isExplicitVR { return .implicitVRLittleEndian }
        return encoding.isBigEndian ? .explicitVRBigEndian : .explicitVRLittleEndian
    }

    /// The encoding in which the element at `offset` is one that can start a data set, or `nil`.
    private mutating func sniff(at offset: Int) throws(ParseError) -> Encoding? {
        for encoding in [Encoding.explicitLittleEndian, .explicitBigEndian, .implicitLittleEndian]
        where try fits(encoding, at: offset) { return encoding }
        return nil
    }

    /// Whether a VR that PS3.5 knows stands where an explicit encoding has it, behind a tag of a low group.
    private func looksExplicit(_ encoding: Encoding, at offset: Int) -> Bool {
        encoding.isExplicitVR && buffer.count >= offset + 8
            && buffer.uint16(at: offset, bigEndian: encoding.isBigEndian) <= 0x0020
            && VR(buffer[offset + 4], buffer[offset + 5]).isKnown
    }

    /// Whether the first element is a registered one in `encoding`, with a VR that PS3.6 gives it and a length that fits.
    private mutating func fits(_ encoding: Encoding, at offset: Int) throws(ParseError) -> Bool {
        guard try require(offset + 8) else { return false }
        let big = encoding.isBigEndian
        let tag = Tag(
            group: buffer.uint16(at: offset, bigEndian: big), element: buffer.uint16(at: offset + 2, bigEndian: big))
        guard tag.group <= 0x0020, let expected = DataDictionary.vr(of: tag) ?? (tag.isGroupLength ? .ul : nil) else {
            return false
        }
        var length: Int
        if encoding.isExplicitVR {
            let vr = VR(buffer[offset + 4], buffer[offset + 5])
            guard vr == expected || vr == .un else { return false }
            length = Int(buffer.uint16(at: offset + 6, bigEndian: big))
            if vr.hasLongLength {
                guard try require(offset + 12) else { return false }
                length = Int(buffer.uint32(at: offset + 8, bigEndian: big))
            }
        } else {
            length = Int(buffer.uint32(at: offset + 4, bigEndian: big))
        }
        if length == 0xFFFF_FFFF { return expected == .sq }
        if tag.isGroupLength { return length == 4 }
        // A stream is asked for as much, so that it is judged like a file.
        guard length < 1 << 20 else { return false }
        if let size = source.size { return length <= size - offset - 8 }
        return try require(offset + 8 + length)
    }

    /// A file of no more bytes than this is read at once: a second read would cost more than what need not have been read.
    private static let wholeFile = 128 << 10

    private mutating func require(_ count: Int) throws(ParseError) -> Bool {
        while buffer.count < count, !ended {
            let source = self.source
            let offset = buffer.count
            let usual = source.size.map { $0 <= Self.wholeFile ? $0 - offset : 0 } ?? 0
            let delivered = try unsafe buffer.append(upTo: max(16 << 10, usual, count - offset)) {
                memory throws(ParseError) in try unsafe source.read(at: offset, into: memory)
            }
            if delivered == 0 { ended = true }
        }
        return buffer.count >= count
    }

    consuming func takeBuffer() -> HeaderBuffer { buffer }
}
