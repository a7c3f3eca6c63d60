/// Finds what is neither pixels nor needed to decode them in the compressed streams of Pixel Data, so that it can be
/// blanked in place: nothing moves, offset tables stay true, decoded samples stay the same.
///
/// Fed with fragments piece by piece, in order; a stream may be spread over fragments. Streams of other kinds (RLE,
/// video, JPEG XL) pass untouched.
public struct CodestreamScrubber: Sendable {
    private enum Kind { case none, jpeg(JPEGMetadataScanner), jpeg2000(JPEG2000MetadataScanner) }

    private var kind = Kind.none
    /// The first bytes of a fragment, until they are enough to tell what it is.
    private var isAtStart = false

    /// Bytes that a piece at the start of a fragment must have, unless the fragment is shorter.
    public static let headLength = 12

    public init() {}

    /// Starts a fragment.
    public mutating func beginFragment() {
        isAtStart =
            switch kind {
            case .none: true
            case .jpeg(let scanner): scanner.isAfterImage
            case .jpeg2000(let scanner): scanner.isAfterImage
            }
    }

    /// Looks at the next piece of the fragment.
    ///
    /// - Parameters:
    ///   - bytes: at the start of a fragment at least `headLength` bytes, or all of it.
    ///   - offset: where the piece lies, in the coordinates that `blank` is to get.
    ///   - blank: called with the ranges whose bytes are to become zero, ascending.
    public mutating func scan(_ bytes: RawSpan, at offset: Int, _ blank: (Range<Int>) -> Void) {
        // Sound: the pointer does not leave this call, and both scanners stay below its count.
        unsafe bytes.withUnsafeBytes { buffer in
            if isAtStart {
                isAtStart = false
                kind = unsafe Self.kind(of: buffer)
            }
            switch kind {
            case .none: break
            case .jpeg(var scanner):
                unsafe scanner.scan(buffer, at: offset, blank)
                kind = .jpeg(scanner)
            case .jpeg2000(var scanner):
                unsafe scanner.scan(buffer, at: offset, blank)
                kind = .jpeg2000(scanner)
            }
        }
    }

    private static func kind(of head: UnsafeRawBufferPointer) -> Kind {
        guard head.count >= 2 else { return .none }
        switch unsafe (head[0], head[1]) {
        case (0xFF, 0xD8): return .jpeg(JPEGMetadataScanner())
        case (0xFF, 0x4F): return .jpeg2000(JPEG2000MetadataScanner(isBoxed: false))
        case (0, 0):
            // The signature box of JP2 (ISO/IEC 15444-1 I.5.1).
            guard head.count >= 12, unsafe head[..<8].elementsEqual([0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) else {
                return .none
            }
            return .jpeg2000(JPEG2000MetadataScanner(isBoxed: true))
        default: return .none
        }
    }
}
