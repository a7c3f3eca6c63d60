import Standard

/// A DICOM file or stream, opened: what its beginning says, and a reader at its data set.
public struct DICOMInput: ~Copyable {
    public let meta: FileMeta
    public var reader: DataSetReader
    /// The source of the offsets that `reader` reports: the file, or its inflated data set.
    public let source: any ByteSource
    /// The bytes before the data set: preamble, prefix and group 0002, as they stand in the file; empty unless asked for.
    public let header: [UInt8]

    /// Reads the preamble and group 0002 of `source`, and no further.
    ///
    /// - Parameters:
    ///   - checksPixels: whether Pixel Data in another form than the Transfer Syntax says is refused.
    ///   - keepsHeader: whether `header` is wanted.
    ///   - usual: the Transfer Syntax that the file probably has, as that of the file before: it is not looked up, then.
    public static func open(
        _ source: any ByteSource, limits: DataSetReader.Limits = .init(), checksPixels: Bool = true,
        keepsHeader: Bool = false, expecting usual: TransferSyntax? = nil
    ) throws(ParseError) -> DICOMInput {
        var metaReader = FileMetaReader(source, expecting: usual)
        let meta = try metaReader.read()
        let buffer = metaReader.takeBuffer()
        let header = keepsHeader ? buffer.copy(0..<meta.dataSetOffset) : []
        guard meta.transferSyntax.isDeflated else {
            return DICOMInput(
                meta: meta,
                reader: DataSetReader(
                    source, taking: buffer, at: meta.dataSetOffset, encoding: meta.encoding,
                    isEncapsulated: checksPixels ? meta.transferSyntax.isEncapsulated : nil,
                    deviations: meta.deviations, limits: limits),
                source: source, header: header)
        }
        let rest: any ByteSource =
            source.size == nil
            ? PrefixedSource(buffer.copy(meta.dataSetOffset..<buffer.count), source, at: buffer.count) : source
        let inflated = try InflateSource(rest, at: source.size == nil ? 0 : meta.dataSetOffset)
        return DICOMInput(
            meta: meta,
            reader: DataSetReader(
                inflated, at: 0, encoding: meta.encoding, isEncapsulated: checksPixels ? false : nil,
                deviations: meta.deviations, limits: limits),
            source: inflated, header: header)
    }
}

/// A stream of which some bytes have been read already.
final class PrefixedSource: ByteSource {
    private let prefix: [UInt8]
    private let rest: any ByteSource
    /// Where `rest` stands after the prefix.
    private let restOffset: Int

    init(_ prefix: [UInt8], _ rest: any ByteSource, at restOffset: Int) {
        self.prefix = prefix
        self.rest = rest
        self.restOffset = restOffset
    }

    var size: Int? { nil }
    var copyableDescriptor: Int32? { nil }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParseError) -> Int {
        guard offset < prefix.count else {
            return try unsafe rest.read(at: restOffset + offset - prefix.count, into: buffer)
        }
        let count = min(buffer.count, prefix.count - offset)
        unsafe buffer.copyBytes(from: prefix[offset..<offset + count])
        return count
    }
}
