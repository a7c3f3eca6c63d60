import Standard

/// Walks a data set element by element, without recursion and without keeping a value.
///
/// `WalkerItems` reads what stands in sequences, `WalkerElements` what stands in data sets and items.
struct Walker {
    enum Event {
        case element(Element)
        /// An item of the innermost sequence begins.
        case item
        /// A fragment of encapsulated Pixel Data, the Basic Offset Table among them; `number` counts from 0.
        case fragment(offset: Int, length: Int, number: Int)
        case fragmentsEnd
        /// A value of VR UN that was read as a sequence turned out not to be one.
        case opaque(tag: Tag, offset: Int)
        case end
    }

    var source: ByteSource
    /// The open levels, outermost first.
    var frames: [Frame]
    /// Offset of the next header.
    var position: Int
    /// A flaw in the last header that does not keep the walk from going on.
    var flaw: (check: Check, offset: Int)?
    /// The level that the last element opens, entered by the next step.
    var pending: Frame?
    let registry: UIDLookup
    /// Values that stand for a patient, beside the usual ones.
    var patientNames: PatientNames?
    private let maximumFrames: Int

    /// - Parameter registry: what is known of UIDs already, from another walk through the same file.
    init(
        _ source: ByteSource, from position: Int, encoding: Encoding, maximumDepth: Int,
        registry: UIDLookup = UIDLookup()
    ) {
        self.source = source
        self.registry = registry
        self.position = position
        maximumFrames = 1 + 2 * maximumDepth
        frames = []
        frames.reserveCapacity(16)
        frames.append(
            Frame(
                kind: .dataSet, tag: Tag(0), offset: position, end: source.end, isDelimited: false, encoding: encoding))
    }

    /// The next event. After `.element` with a sequence, the content follows; `descend(with:)` may say what holds there.
    mutating func next() throws(ReadFailure) -> Event {
        flaw = nil
        do throws(ReadFailure) {
            return try step()
        } catch {
            // What was taken for a sequence is not one: it is opaque, and the walk goes on behind it.
            guard case .damaged(let check, _) = error, check != .nestedTooDeep,
                let guess = frames.lastIndex(where: { $0.isGuess })
            else { throw error }
            let frame = frames[guess]
            frames.removeSubrange(guess...)
            position = frame.end
            return .opaque(tag: frame.tag, offset: frame.offset)
        }
    }

    /// Adds to what holds inside the sequence that was the last event.
    mutating func descend(with context: Frame.Context) { pending?.context.formUnion(context) }

    /// Goes on behind the sequence that was the last event, if its length says where that is.
    mutating func skipContent() {
        guard let frame = pending, !frame.isDelimited else { return }
        (pending, position) = (nil, frame.end)
    }

    /// Brings bytes of a value into reach; see `ByteSource.load`.
    @inline(__always)
    mutating func load(_ offset: Int, _ wanted: Int) throws(ReadFailure) -> Int { try source.load(offset, wanted) }

    /// Whether bytes of a value are still in reach, without going back for them.
    mutating func loadIfHeld(_ offset: Int, _ wanted: Int) throws(ReadFailure) -> Bool {
        guard offset >= source.start else { return false }
        return try source.load(offset, wanted) >= wanted
    }

    mutating func setPlaceNumber(_ number: Int, at level: Int) { frames[level].placeNumber = number }

    mutating func setPlace(_ place: AttributeTypes.Place, at level: Int) { frames[level].place = place }

    /// The group of the next element, or `nil` when fewer than eight bytes are left.
    mutating func nextGroup() throws(ReadFailure) -> UInt16? {
        guard try source.load(position, 8) >= 8 else { return nil }
        return source.uint16(position, bigEndian: frames[0].encoding.isBigEndian)
    }

    private mutating func step() throws(ReadFailure) -> Event {
        if let frame = pending {
            pending = nil
            try push(frame)
        }
        while true {
            let level = frames.count - 1
            switch frames[level].kind {
            case .dataSet, .item:
                if let element = try element(at: level) { return .element(element) }
                if level == 0 { return .end }
                frames.removeLast()
            case .sequence:
                if try item(at: level) { return .item }
                frames.removeLast()
            case .fragments:
                if let fragment = try fragment(at: level) { return fragment }
                frames.removeLast()
                return .fragmentsEnd
            }
        }
    }

    mutating func push(_ frame: Frame) throws(ReadFailure) {
        guard frames.count < maximumFrames else { throw .damaged(.nestedTooDeep, offset: frame.offset) }
        frames.append(frame)
    }
}
