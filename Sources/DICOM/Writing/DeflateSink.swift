/// Deflates what passes, as a Deflated Explicit VR data set is stored (PS3.5 A.5): raw, padded to even length.
///
/// Where the input is deflated itself, its blocks are taken over bit by bit as soon as nothing that they refer to has
/// changed: references reach back 32,768 bytes (RFC 1951 §2), so that this holds for every block whose bytes, and as many
/// before it, are those of the input. Only what is changed and the 32 KiB behind it are deflated anew.
public final class DeflateSink: ByteSink {
    private let sink: any ByteSink
    private let deflater: Deflater
    private let origin: InflateSource?
    private var written = 0
    /// Where in the input the bytes begin that were written last and are unchanged; `nil` after others.
    private var keptSince: Int?
    /// The offset in the input behind them.
    private var keptUntil = 0
    /// Blocks are taken over; else bytes are deflated.
    private var isCopying = false
    /// The bytes of the block that is next to be taken over, as far as they have come.
    private var held: [UInt8] = []
    private var bits = BitWriter()
    private var block: [UInt8] = []

    /// The reach of a reference.
    private static let window = 32 << 10
    /// A block that inflates to more is deflated anew.
    private static let longestBlock = 1 << 20
    private static let chunk = 64 << 10

    /// - Parameters:
    ///   - level: zlib's, 1 (fast) to 9 (small).
    ///   - origin: where the bytes come from that are written as kept.
    public init(to sink: any ByteSink, level: Int32 = 6, keepingBlocksOf origin: InflateSource? = nil) {
        self.sink = sink
        self.origin = origin
        deflater = Deflater(level: level)
    }

    public func write(_ bytes: RawSpan) throws(TransferError) {
        try stopCopying()
        keptSince = nil
        try deflate(bytes)
    }

    public func write(_ bytes: RawSpan, keptFrom offset: Int) throws(TransferError) {
        guard let origin else { return try deflate(bytes) }
        if keptSince == nil || keptUntil != offset {
            try stopCopying()
            keptSince = offset
        }
        keptUntil = offset + bytes.byteCount
        var rest = 0
        while rest < bytes.byteCount {
            if isCopying {
                rest += try hold(bytes.extracting(rest...), origin)
                continue
            }
            let since = max(offset + rest, (keptSince ?? offset) + Self.window)
            guard let start = origin.blocks.next(atOrBehind: since), start.offset < keptUntil else {
                return try deflate(bytes.extracting(rest...))
            }
            try deflate(bytes.extracting(rest..<start.offset - offset))
            rest = start.offset - offset
            // Ends at a byte, with all that was given.
            try deflater.run(.sync) { bytes throws(TransferError) in try self.pass(bytes) }
            isCopying = true
        }
    }

    /// Ends the stream. Without this call the data set is cut short.
    public func finish() throws(TransferError) {
        if isCopying, let origin { try takeOver(origin) }
        if isCopying, held.isEmpty {
            // An empty last block: of the fixed codes, which has but an end (RFC 1951 §3.2.6).
            bits.append(0b011, bits: 10)
            bits.align()
            try passBits()
        } else {
            try stopCopying()
            try deflater.run(.finish) { bytes throws(TransferError) in try self.pass(bytes) }
        }
        if written % 2 != 0 { try unsafe sink.write([UInt8(0)].span.bytes) }
    }

    // MARK: Blocks

    /// Takes bytes of the block that is next.
    ///
    /// - Returns: how many.
    private func hold(_ bytes: RawSpan, _ origin: InflateSource) throws(TransferError) -> Int {
        try takeOver(origin)
        var count = bytes.byteCount
        if let start = origin.blocks.next(atOrBehind: 0), let end = origin.blocks.end {
            count = min(count, end.offset - start.offset - held.count)
            precondition(count > 0, "a block ends before what came of it")
        }
        held.append(bytesOf: bytes.extracting(0..<count))
        if held.count > Self.longestBlock || origin.blocks.next(atOrBehind: 0) == nil {
            // The window has seen nothing else; the next block may be taken over again.
            let since = keptSince
            try stopCopying()
            keptSince = since
        }
        return count
    }

    /// Writes the blocks of which everything has come.
    private func takeOver(_ origin: InflateSource) throws(TransferError) {
        while let start = origin.blocks.next(atOrBehind: 0), let end = origin.blocks.end,
            end.offset - start.offset == held.count
        {
            if held.isEmpty {
                // A block of nothing is not needed, and what its tables say is nobody's data.
                origin.blocks.pass()
                continue
            }
            block.removeAll(keepingCapacity: true)
            let first = start.bit / 8
            do throws(ParseError) { try origin.appendDeflated(first..<(end.bit + 7) / 8, to: &block) } catch {
                throw .read(error)
            }
            let bit = start.bit - first * 8
            let type =
                block[(bit + 1) / 8] >> UInt8((bit + 1) % 8) & 1 | (block[(bit + 2) / 8] >> UInt8((bit + 2) % 8) & 1)
                << 1
            // Whichever it was, it is not the last one.
            bits.append(0, bits: 1)
            if type == 0 {
                // Stored: its bytes begin at a byte.
                bits.append(0, bits: 2)
                bits.align()
                bits.append(contentsOf: block[((bit + 3 + 7) / 8)...])
            } else {
                bits.append(block, from: bit + 1, length: end.bit - start.bit - 1)
            }
            held.removeAll(keepingCapacity: true)
            origin.blocks.pass()
            if bits.bytes.count >= Self.chunk { try passBits() }
        }
    }

    /// Goes on deflating, with what was held back.
    private func stopCopying() throws(TransferError) {
        guard isCopying else { return }
        if let origin { try takeOver(origin) }
        isCopying = false
        if !bits.isAligned {
            // An empty stored block, behind which a byte begins (RFC 1951 §3.2.4).
            bits.append(0, bits: 3)
            bits.align()
            bits.append(contentsOf: [0, 0, 0xFF, 0xFF])
        }
        try passBits()
        deflater.restart()
        if !held.isEmpty { try deflate(held) }
        held.removeAll(keepingCapacity: true)
    }

    // MARK: Output

    private func deflate(_ bytes: RawSpan) throws(TransferError) {
        try deflater.take(bytes) { bytes throws(TransferError) in try self.pass(bytes) }
    }

    private func deflate(_ bytes: [UInt8]) throws(TransferError) { try unsafe deflate(bytes.span.bytes) }

    private func passWhole(_ bytes: [UInt8]) throws(TransferError) { try unsafe pass(bytes.span.bytes) }

    private func passBits() throws(TransferError) {
        if bits.bytes.isEmpty { return }
        try passWhole(bits.bytes)
        bits.removeBytes()
    }

    private func pass(_ bytes: RawSpan) throws(TransferError) {
        try sink.write(bytes)
        written += bytes.byteCount
    }
}
