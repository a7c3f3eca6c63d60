import Standard

/// Finds what is neither pixels nor needed to decode them in the compressed streams of Pixel Data, so that it can be
/// blanked in place: nothing moves, offset tables stay true, decoded samples stay the same. A segment that goes becomes a comment of
/// zeros.
///
/// Fed with fragments piece by piece, in order; a stream may be spread over fragments. Bare JPEG XL codestreams and the sound of
/// transport streams pass untouched.
///
/// An object, in which the scanners of images change where they lie: to move them about would cost a small file more than what they do.
public final class CodestreamScrubber {
    private enum Kind {
        case none, jpeg, jpeg2000, rle
        indirect case video(VideoScanner), mp4(MP4Scanner), transport(TransportStreamScanner), jpegXL(JPEGXLScanner)
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

    public let transferSyntaxUID: String?
    private var kind = Kind.none
    // Of the stream that is of the kind, or of one before.
    private var jpeg = JPEGMetadataScanner()
    private var jpeg2000: JPEG2000MetadataScanner
    /// `nil` where nobody knows how long segments are.
    private var rle: RLEScanner?
    /// Whether the Transfer Syntax is one of JPEG, JPEG-LS, JPEG 2000 or video: then every stream has to be.
    private let isExpected: Bool
    private let isRLE: Bool
    /// JPEG 2000 (.90, .91) and HTJ2K (.201 to .203) have what Part 1, or Part 15, of the standard knows, and nothing of Part 2,
    /// as the multi-component extensions have (.92, .93).
    private let part: JPEG2000Parameters.Part
    private let videoFormat: VideoScanner.Format?
    private let isJPEGXL: Bool
    private var isAtStart = false
    /// What is written over what video has no need of, or else other streams; and over bytes that stay undecided to the end.
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
        self.transferSyntaxUID = transferSyntaxUID
        // Where there should be no fragments at all, some writers leave streams all the same.
        let number = transferSyntaxUID.flatMap(Self.number) ?? 0
        videoFormat = Self.videoFormat(number)
        isExpected =
            Self.isScrubbed(number) || videoFormat != nil || transferSyntaxUID.map { Self.native.contains($0) } ?? false
        part = number == 90 || number == 91 ? .one : (201...203).contains(number) ? .fifteen : .any
        isRLE = transferSyntaxUID == "1.2.840.10008.1.2.5"
        isJPEGXL = (110...112).contains(number)
        jpeg2000 = JPEG2000MetadataScanner(isBoxed: false, part)
        begin(layout)
    }

    /// Begins anew, with the fragments of another image of the same Transfer Syntax.
    public func begin(_ layout: SampleMask.Layout?) {
        kind = .none
        failure = nil
        isUnchecked = false
        isAtStart = false
        if isRLE {
            kind = .rle
            rle = layout.flatMap(Self.rleScanner)
        }
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

    private static let root = Array("1.2.840.10008.1.2.4.".utf8)

    /// What stands behind the root, up to the next point. Of bytes, for it is asked of every file.
    private static func number(_ uid: String) -> Int? {
        guard uid.utf8.starts(with: root) else { return nil }
        var number = 0
        for byte in uid.utf8.dropFirst(root.count).prefix(9) {
            if byte == UInt8(ascii: ".") { break }
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte & 15)
        }
        return number
    }

    /// Transfer Syntaxes whose pixels stand in no fragments (PS3.5 Annex A).
    private static let native: Set<String> = [
        "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99",
    ]

    /// JPEG (.50 to .70), JPEG-LS (.80, .81), JPEG 2000 (.90 to .93) and HTJ2K (.201 to .203) (PS3.6 Annex A).
    private static func isScrubbed(_ number: Int) -> Bool { (50...93).contains(number) || (201...203).contains(number) }

    /// Starts a fragment.
    public func beginFragment() { isAtStart = true }

    /// Bytes at the end of what was scanned that may still have to be changed when more has been seen.
    public var undecided: Int {
        switch kind {
        case .none, .rle, .native: 0
        case .jpegXL(let scanner): scanner.undecided
        case .jpeg: jpeg.undecided
        case .jpeg2000: jpeg2000.undecided
        case .video(let scanner): scanner.undecided
        case .mp4(let scanner): scanner.undecided
        case .transport(let scanner): scanner.undecided
        }
    }

    /// Whether a decoder may need some of those.
    public var mayNeedUndecided: Bool {
        switch kind {
        case .none, .rle, .native, .video, .transport: false
        case .mp4(let scanner): scanner.mayNeedUndecided
        case .jpegXL(let scanner): scanner.undecided > 0
        case .jpeg: jpeg.mayNeedUndecided
        case .jpeg2000: jpeg2000.mayNeedUndecided
        }
    }

    /// Counts the offsets of undecided bytes from `count` bytes further on.
    public func shift(by count: Int) {
        switch kind {
        case .none, .rle, .native: break
        case .jpegXL(var scanner):
            scanner.shift(by: count)
            kind = .jpegXL(scanner)
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
        case .jpeg: jpeg.shift(by: count)
        case .jpeg2000: jpeg2000.shift(by: count)
        }
    }

    /// Looks at the next piece of the fragment.
    ///
    /// - Parameters:
    ///   - bytes: at the start of a fragment at least `headLength` bytes, or all of it.
    ///   - offset: where the piece lies, in the coordinates that `overwrite` is to get.
    ///   - overwrite: called with ranges and the value that their bytes are to have; with earlier ones, too, when what follows tells
    ///     that nothing needs them.
    public func scan(_ bytes: RawSpan, at offset: Int, _ overwrite: (Range<Int>, UInt8) -> Void) {
        let fill = fill
        func blank(_ range: Range<Int>) { overwrite(range, fill) }
        if failure != nil || bytes.isEmpty { return }
        // Sound: the pointer does not leave this call, and the scanners stay below its count.
        unsafe bytes.withUnsafeBytes { buffer in
            if isAtStart {
                isAtStart = false
                unsafe beginStream(buffer, overwrite)
            }
            switch kind {
            // Zeros are padding.
            case .none: if isExpected, unsafe buffer.contains(where: { $0 != 0 }) { failure = .unknown }
            case .rle: unsafe rle?.scan(buffer, at: offset, blank)
            case .video(var scanner):
                unsafe scanner.scan(buffer, at: offset, blank)
                kind = .video(scanner)
            case .mp4(var scanner):
                // Taken out while it changes, so that its buffers are not copied.
                kind = .none
                unsafe scanner.scan(buffer, at: offset, overwrite)
                if scanner.isLost { failure = .broken }
                kind = .mp4(scanner)
            case .transport(var scanner):
                kind = .none
                unsafe scanner.scan(buffer, at: offset, blank)
                if scanner.isLost { failure = .broken }
                if scanner.hasSound { isUnchecked = true }
                kind = .transport(scanner)
            case .jpegXL(var scanner):
                unsafe scanner.scan(buffer, at: offset, overwrite)
                if scanner.isLost { failure = .broken }
                kind = .jpegXL(scanner)
            case .native(let frame, let left):
                let kept = min(left, buffer.count)
                if unsafe buffer[kept...].contains(where: { $0 != 0 }) { blank(offset + kept..<offset + buffer.count) }
                kind = .native(frame: frame, left: left - kept)
            case .jpeg:
                unsafe jpeg.scan(buffer, at: offset, overwrite)
                if jpeg.isLost, isExpected { failure = .broken }
            case .jpeg2000:
                unsafe jpeg2000.scan(buffer, at: offset, overwrite)
                if jpeg2000.isLost, isExpected { failure = .broken }
            }
        }
    }

    /// Looks at the start of a fragment: whether it goes on with the stream before it or begins a new one.
    private func beginStream(_ head: UnsafeRawBufferPointer, _ overwrite: Overwrite) {
        if isRLE {
            // A frame is one fragment (PS3.5 §A.4.2).
            rle?.beginFragment()
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
            }
            return
        }
        if isJPEGXL {
            if unsafe JPEGXLScanner.isStart(head) {
                kind = .jpegXL(JPEGXLScanner())
            } else if unsafe head.starts(with: [0xFF, 0x0A]) {
                // A bare codestream has no room for text but behind its end, which only a decoder finds.
                kind = .none
            } else if case .jpegXL = kind {
                // Boxes of the same image.
            } else {
                kind = .none
                isUnchecked = true
            }
            return
        }
        let begun = unsafe kind(of: head)
        switch (kind, begun) {
        case (.jpeg, .jpeg): if !jpeg.isAfterImage, !jpeg.mayEndHere { return }
        case (.jpeg, _): if !jpeg.isAfterImage { return }
        // Four bytes that stand at the start of every codestream, and hardly anywhere in one.
        case (.jpeg2000, .jpeg2000): break
        case (.jpeg2000, _): if !jpeg2000.isAfterImage { return }
        case (.none, _), (.rle, _), (.video, _), (.mp4, _), (.transport, _), (.jpegXL, _), (.native, _): break
        }
        finish(overwrite)
        kind = begun
        switch begun {
        case .jpeg: jpeg = JPEGMetadataScanner()
        case .jpeg2000: jpeg2000.begin(isBoxed: unsafe head.first == 0)
        default: break
        }
    }

    /// The last stream has ended, with or without its end mark.
    public func finish(_ overwrite: (Range<Int>, UInt8) -> Void) {
        if failure != nil { return }
        switch kind {
        case .jpeg:
            let wasLost = jpeg.isLost
            jpeg.finish(overwrite)
            if jpeg.isLost, !wasLost, isExpected { failure = .broken }
        case .jpeg2000:
            let wasLost = jpeg2000.isLost
            jpeg2000.finish(overwrite)
            if jpeg2000.isLost, !wasLost, isExpected { failure = .broken }
        case .mp4(var scanner):
            scanner.finish()
            if scanner.isLost { failure = .broken }
            kind = .mp4(scanner)
        case .none, .rle, .video, .transport, .jpegXL, .native: break
        }
    }

    private func kind(of head: UnsafeRawBufferPointer) -> Kind {
        if unsafe head.starts(with: [0xFF, 0xD8]) { return .jpeg }
        if unsafe head.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) { return .jpeg2000 }
        // The signature box of JP2 (ISO/IEC 15444-1 I.5.1).
        if unsafe head.starts(with: [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) { return .jpeg2000 }
        return .none
    }
}
