import Standard

/// Finds what is neither pixels nor needed to decode them in the compressed streams of Pixel Data, so that it can be
/// blanked in place: nothing moves, offset tables stay true, decoded samples stay the same.
///
/// Fed with fragments piece by piece, in order; a stream may be spread over fragments. Of RLE only the header is held to
/// its form; streams of other kinds (video, JPEG XL) pass untouched.
public struct CodestreamScrubber: Sendable {
    private enum Kind { case none, jpeg(JPEGMetadataScanner), jpeg2000(JPEG2000MetadataScanner), rle }

    /// Why a stream cannot be vouched for.
    public enum Failure: Sendable {
        /// It does not begin as one of the Transfer Syntax does.
        case unknown
        /// It breaks its own rules, so that what follows is not known to be pixels.
        case broken
    }

    private var kind = Kind.none
    /// Whether the Transfer Syntax is one of JPEG, JPEG-LS or JPEG 2000: then every stream has to be.
    private let isExpected: Bool
    private let isRLE: Bool
    private var isAtStart = false
    /// Set once a stream is met that cannot be followed; what comes after it is not looked at.
    public private(set) var failure: Failure?

    /// Bytes that a piece at the start of a fragment must have, unless the fragment is shorter.
    public static let headLength = RLEHeader.size

    /// - Parameter transferSyntaxUID: what the fragments are to be; `nil` accepts any streams.
    public init(transferSyntaxUID: String? = nil) {
        isExpected = transferSyntaxUID.map(Self.isScrubbed) ?? false
        isRLE = transferSyntaxUID == "1.2.840.10008.1.2.5"
    }

    /// JPEG (.50 to .70), JPEG-LS (.80, .81), JPEG 2000 (.90 to .93) and HTJ2K (.201 to .203) (PS3.6 Annex A).
    private static func isScrubbed(_ uid: String) -> Bool {
        guard uid.hasPrefix("1.2.840.10008.1.2.4."), let last = Int(uid.dropFirst(20)) else { return false }
        return (50...93).contains(last) || (201...203).contains(last)
    }

    /// Starts a fragment.
    public mutating func beginFragment() { isAtStart = true }

    /// Bytes at the end of what was scanned that may still have to be blanked when more has been seen.
    public var undecided: Int {
        switch kind {
        case .none, .rle: 0
        case .jpeg(let scanner): scanner.undecided
        case .jpeg2000(let scanner): scanner.undecided
        }
    }

    /// Counts the offsets of undecided bytes from `count` bytes further on.
    public mutating func shift(by count: Int) {
        switch kind {
        case .none, .rle: break
        case .jpeg(var scanner):
            scanner.shift(by: count)
            kind = .jpeg(scanner)
        case .jpeg2000(var scanner):
            scanner.shift(by: count)
            kind = .jpeg2000(scanner)
        }
    }

    /// Looks at the next piece of the fragment.
    ///
    /// - Parameters:
    ///   - bytes: at the start of a fragment at least `headLength` bytes, or all of it.
    ///   - offset: where the piece lies, in the coordinates that `blank` is to get.
    ///   - blank: called with the ranges whose bytes are to become zero, ascending.
    public mutating func scan(_ bytes: RawSpan, at offset: Int, _ blank: (Range<Int>) -> Void) {
        if failure != nil || bytes.isEmpty { return }
        // Sound: the pointer does not leave this call, and both scanners stay below its count.
        unsafe bytes.withUnsafeBytes { buffer in
            if isAtStart {
                isAtStart = false
                unsafe beginStream(buffer)
            }
            switch kind {
            // Zeros are padding.
            case .none: if isExpected, unsafe buffer.contains(where: { $0 != 0 }) { failure = .unknown }
            case .rle: break
            case .jpeg(var scanner):
                unsafe scanner.scan(buffer, at: offset, blank)
                if scanner.isLost, isExpected { failure = .broken }
                kind = .jpeg(scanner)
            case .jpeg2000(var scanner):
                unsafe scanner.scan(buffer, at: offset, blank)
                if scanner.isLost, isExpected { failure = .broken }
                kind = .jpeg2000(scanner)
            }
        }
    }

    /// Looks at the start of a fragment: whether it goes on with the stream before it or begins a new one.
    private mutating func beginStream(_ head: UnsafeRawBufferPointer) {
        if isRLE {
            // A frame is one fragment (PS3.5 §A.4.2).
            kind = .rle
            if unsafe !RLEHeader.isHeader(head), unsafe head.contains(where: { $0 != 0 }) { failure = .unknown }
            return
        }
        let begun = unsafe Self.kind(of: head)
        switch (kind, begun) {
        case (.jpeg(let scanner), .jpeg): if !scanner.isAfterImage, !scanner.mayEndHere { return }
        case (.jpeg(let scanner), _): if !scanner.isAfterImage { return }
        // Four bytes that stand at the start of every codestream, and hardly anywhere in one.
        case (.jpeg2000, .jpeg2000): break
        case (.jpeg2000(let scanner), _): if !scanner.isAfterImage { return }
        case (.none, _), (.rle, _): break
        }
        kind = begun
    }

    private static func kind(of head: UnsafeRawBufferPointer) -> Kind {
        if unsafe head.starts(with: [0xFF, 0xD8]) { return .jpeg(JPEGMetadataScanner()) }
        if unsafe head.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) { return .jpeg2000(JPEG2000MetadataScanner(isBoxed: false)) }
        // The signature box of JP2 (ISO/IEC 15444-1 I.5.1).
        if unsafe head.starts(with: [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) {
            return .jpeg2000(JPEG2000MetadataScanner(isBoxed: true))
        }
        return .none
    }
}
