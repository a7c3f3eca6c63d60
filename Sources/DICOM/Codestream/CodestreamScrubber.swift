import Standard

/// Finds what is neither pixels nor needed to decode them in the compressed streams of Pixel Data, so that it can be
/// blanked in place: nothing moves, offset tables stay true, decoded samples stay the same.
///
/// Fed with fragments piece by piece, in order; a stream may be spread over fragments. Bare JPEG XL codestreams and the sound of
/// transport streams pass untouched.
public struct CodestreamScrubber: Sendable {
    private enum Kind {
        case none, jpeg(JPEGMetadataScanner), jpeg2000(JPEG2000MetadataScanner), rle(RLEScanner?), video(VideoScanner)
        case mp4(MP4Scanner), transport(TransportStreamScanner), jpegXL(JPEGXLScanner)
        /// Samples as they are, so many in a fragment, of which so many are still to come.
        case native(frame: Int, left: Int)
    }

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
    /// JPEG 2000 (.90, .91) and HTJ2K (.201 to .203) have what Part 1, or Part 15, of the standard knows, and nothing of Part 2,
    /// as the multi-component extensions have (.92, .93).
    private let isPart1: Bool
    private let videoFormat: VideoScanner.Format?
    private let isJPEGXL: Bool
    private var isAtStart = false
    /// What is written over bytes that were undecided to the end.
    public var fill: UInt8 { videoFormat == nil ? 0 : VideoScanner.fill }
    /// Set once a stream is met that cannot be followed; what comes after it is not looked at.
    public private(set) var failure: Failure?

    /// Set once something is met that is not looked into: sound beside a video, or a JPEG XL stream.
    public private(set) var isUnchecked = false

    /// Bytes that a piece at the start of a fragment must have, unless the fragment is shorter.
    public static let headLength = RLEHeader.size

    /// - Parameters:
    ///   - transferSyntaxUID: what the fragments are to be; `nil` accepts any streams.
    ///   - layout: of the image that they hold; `nil` where it is not known.
    public init(transferSyntaxUID: String? = nil, layout: SampleMask.Layout? = nil) {
        // Where there should be no fragments at all, some writers leave streams all the same.
        let number = transferSyntaxUID.flatMap(Self.number) ?? 0
        isExpected = Self.isScrubbed(number) || transferSyntaxUID.map { Self.native.contains($0) } ?? false
        isPart1 = number == 90 || number == 91 || (201...203).contains(number)
        isRLE = transferSyntaxUID == "1.2.840.10008.1.2.5"
        videoFormat = Self.videoFormat(number)
        isJPEGXL = (110...112).contains(number)
        if isRLE { kind = .rle(layout.flatMap(Self.rleScanner)) }
        if transferSyntaxUID == "1.2.840.10008.1.2.1.98", var layout {
            layout.frames = 1
            if let frame = SampleMask(layout, isBigEndian: false)?.length { kind = .native(frame: frame, left: frame) }
        }
    }

    private static func rleScanner(_ layout: SampleMask.Layout) -> RLEScanner? {
        let (samples, isTooLong) = layout.rows.multipliedReportingOverflow(by: layout.columns)
        guard samples > 0, !isTooLong, layout.bitsAllocated > 0 else { return nil }
        let isPacked = layout.bitsAllocated == 1
        // Of a layout that makes no sense, nobody knows how many.
        let bytes = isPacked ? 1 : layout.bitsAllocated % 8 == 0 ? layout.bitsAllocated / 8 : 15
        return RLEScanner(
            segmentSize: isPacked ? (samples + 7) / 8 : samples,
            segmentCount: (1...4).contains(layout.samplesPerPixel) ? layout.samplesPerPixel * bytes : 15)
    }

    /// MPEG-2 (.100, .101), H.264 (.102 to .106), H.265 (.107, .108), and their fragmentable kin (PS3.6 Annex A).
    private static func videoFormat(_ number: Int) -> VideoScanner.Format? {
        switch number {
        case 100, 101: .mpeg2
        case 102...106: .h264
        case 107, 108: .h265
        default: nil
        }
    }

    private static func number(_ uid: String) -> Int? {
        guard uid.hasPrefix("1.2.840.10008.1.2.4.") else { return nil }
        return uid.dropFirst(20).split(separator: ".").first.flatMap { Int($0) }
    }

    /// Transfer Syntaxes whose pixels stand in no fragments (PS3.5 Annex A).
    private static let native: Set<String> = [
        "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99",
    ]

    /// JPEG (.50 to .70), JPEG-LS (.80, .81), JPEG 2000 (.90 to .93) and HTJ2K (.201 to .203) (PS3.6 Annex A).
    private static func isScrubbed(_ number: Int) -> Bool { (50...93).contains(number) || (201...203).contains(number) }

    /// Starts a fragment.
    public mutating func beginFragment() { isAtStart = true }

    /// Bytes at the end of what was scanned that may still have to be blanked when more has been seen.
    public var undecided: Int {
        switch kind {
        case .none, .rle, .jpegXL, .native: 0
        case .jpeg(let scanner): scanner.undecided
        case .jpeg2000(let scanner): scanner.undecided
        case .video(let scanner): scanner.undecided
        case .mp4(let scanner): scanner.undecided
        case .transport(let scanner): scanner.undecided
        }
    }

    /// Counts the offsets of undecided bytes from `count` bytes further on.
    public mutating func shift(by count: Int) {
        switch kind {
        case .none, .rle, .jpegXL, .native: break
        case .video(var scanner):
            scanner.shift(by: count)
            kind = .video(scanner)
        case .mp4(var scanner):
            kind = .none
            scanner.shift(by: count)
            kind = .mp4(scanner)
        case .transport(var scanner):
            kind = .none
            scanner.shift(by: count)
            kind = .transport(scanner)
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
    ///   - blank: called with ranges, ascending, and what is to be written over each of their bytes.
    public mutating func scan(_ bytes: RawSpan, at offset: Int, _ blank: (_ range: Range<Int>, _ fill: UInt8) -> Void) {
        func zero(_ range: Range<Int>) { blank(range, 0) }
        func fill(_ range: Range<Int>) { blank(range, VideoScanner.fill) }
        if failure != nil || bytes.isEmpty { return }
        // Sound: the pointer does not leave this call, and the scanners stay below its count.
        unsafe bytes.withUnsafeBytes { buffer in
            if isAtStart {
                isAtStart = false
                unsafe beginStream(buffer)
            }
            switch kind {
            // Zeros are padding.
            case .none: if isExpected, unsafe buffer.contains(where: { $0 != 0 }) { failure = .unknown }
            case .rle(nil): break
            case .rle(.some(var scanner)):
                unsafe scanner.scan(buffer, at: offset) { zero($0) }
                kind = .rle(scanner)
            case .video(var scanner):
                unsafe scanner.scan(buffer, at: offset) { fill($0) }
                kind = .video(scanner)
            case .mp4(var scanner):
                kind = .none
                unsafe scanner.scan(buffer, at: offset, blank)
                if scanner.isLost { failure = .broken }
                kind = .mp4(scanner)
            case .transport(var scanner):
                kind = .none
                unsafe scanner.scan(buffer, at: offset) { fill($0) }
                if scanner.isLost { failure = .broken }
                if scanner.hasSound { isUnchecked = true }
                kind = .transport(scanner)
            case .jpegXL(var scanner):
                unsafe scanner.scan(buffer, at: offset) { zero($0) }
                kind = .jpegXL(scanner)
            case .native(let frame, let left):
                let kept = min(left, buffer.count)
                if unsafe buffer[kept...].contains(where: { $0 != 0 }) { zero(offset + kept..<offset + buffer.count) }
                kind = .native(frame: frame, left: left - kept)
            case .jpeg(var scanner):
                unsafe scanner.scan(buffer, at: offset) { zero($0) }
                if scanner.isLost, isExpected { failure = .broken }
                kind = .jpeg(scanner)
            case .jpeg2000(var scanner):
                unsafe scanner.scan(buffer, at: offset) { zero($0) }
                if scanner.isLost, isExpected { failure = .broken }
                kind = .jpeg2000(scanner)
            }
        }
    }

    /// Looks at the start of a fragment: whether it goes on with the stream before it or begins a new one.
    private mutating func beginStream(_ head: UnsafeRawBufferPointer) {
        if isRLE {
            // A frame is one fragment (PS3.5 §A.4.2).
            if case .rle(.some(var scanner)) = kind {
                scanner.beginFragment()
                kind = .rle(scanner)
            }
            if unsafe !RLEHeader.isHeader(head), unsafe head.contains(where: { $0 != 0 }) { failure = .unknown }
            return
        }
        switch kind {
        case .native(let frame, _):
            // One fragment a frame, too (PS3.5 §A.4.11).
            kind = .native(frame: frame, left: frame)
            return
        // A stream may go on in the next fragment.
        case .video, .mp4, .transport: return
        case .jpegXL(let scanner) where !scanner.isBetweenBoxes: return
        default: break
        }
        if let videoFormat {
            if unsafe VideoScanner.isStart(head) {
                kind = .video(VideoScanner(videoFormat))
            } else if unsafe MP4Scanner.isStart(head) {
                kind = .mp4(MP4Scanner(videoFormat))
            } else if unsafe TransportStreamScanner.isStart(head) {
                kind = .transport(TransportStreamScanner())
            } else if unsafe head.contains(where: { $0 != 0 }) {
                failure = .unknown
            }
            return
        }
        if isJPEGXL {
            kind = unsafe JPEGXLScanner.isStart(head) ? .jpegXL(JPEGXLScanner()) : .none
            // A bare codestream has no room for text but behind its end, which only a decoder finds.
            if case .none = kind, unsafe !head.starts(with: [0xFF, 0x0A]) { isUnchecked = true }
            return
        }
        let begun = unsafe kind(of: head)
        switch (kind, begun) {
        case (.jpeg(let scanner), .jpeg): if !scanner.isAfterImage, !scanner.mayEndHere { return }
        case (.jpeg(let scanner), _): if !scanner.isAfterImage { return }
        // Four bytes that stand at the start of every codestream, and hardly anywhere in one.
        case (.jpeg2000, .jpeg2000): break
        case (.jpeg2000(let scanner), _): if !scanner.isAfterImage { return }
        case (.none, _), (.rle, _), (.video, _), (.mp4, _), (.transport, _), (.jpegXL, _), (.native, _): break
        }
        kind = begun
    }

    private func kind(of head: UnsafeRawBufferPointer) -> Kind {
        if unsafe head.starts(with: [0xFF, 0xD8]) { return .jpeg(JPEGMetadataScanner()) }
        if unsafe head.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) {
            return .jpeg2000(JPEG2000MetadataScanner(isBoxed: false, isPart1: isPart1))
        }
        // The signature box of JP2 (ISO/IEC 15444-1 I.5.1).
        if unsafe head.starts(with: [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) {
            return .jpeg2000(JPEG2000MetadataScanner(isBoxed: true, isPart1: isPart1))
        }
        return .none
    }
}
