import Standard

/// What a Transfer Syntax says the fragments of Pixel Data hold (PS3.5 §10, PS3.6 Annex A).
enum CodestreamPromise: Equatable {
    /// JPEG and JPEG-LS.
    case jpeg
    /// JPEG 2000 and High-Throughput JPEG 2000.
    case jpeg2000(JPEG2000Stream.Part)
    case runLength
    /// Samples as they are.
    case samples
    case video(VideoStream.Format)
    /// JPEG XL, deflated frames.
    case other
    /// Nobody said.
    case unknown

    init(_ syntax: TransferSyntax) {
        let root = "1.2.840.10008.1.2."
        guard syntax.isEncapsulated, syntax.uid.hasPrefix(root) else {
            self = .unknown
            return
        }
        let parts = syntax.uid.dropFirst(root.count).split(separator: ".").compactMap { Int($0) }
        switch (parts.first, parts.dropFirst().first) {
        case (4, .some(50...89)): self = .jpeg
        case (4, .some(90...91)): self = .jpeg2000(.one)
        case (4, .some(92...93)): self = .jpeg2000(.two)
        case (4, .some(201...203)): self = .jpeg2000(.fifteen)
        case (5, nil): self = .runLength
        case (1, 98): self = .samples
        case (4, .some(100...101)): self = .video(.mpeg2)
        case (4, .some(102...106)): self = .video(.h264)
        case (4, .some(107...108)): self = .video(.h265)
        default: self = .other
        }
    }
}
