import Standard

/// How a file begins: preamble, prefix, File Meta Information, and what its data set is written in (PS3.10 §7.1).
extension FileCheck {
    /// Places the walker at the data set; `false` when there is none to walk.
    mutating func open() throws(ReadFailure) -> Bool {
        guard raw.size > 0, try walker.load(0, 1) > 0 else {
            report.add(Finding(.emptyFile, offset: 0))
            return false
        }
        if try isSealed() {
            try checkSealed()
            return false
        }
        guard let start = try findStart() else {
            report.add(Finding(.notDICOM, offset: 0))
            return false
        }
        begin(at: start, encoding: .explicitLittle)
        guard try walker.nextGroup() == 0x0002 else {
            report.add(Finding(.missingFileMeta, offset: start))
            return try beginGuessed(at: start)
        }
        let transferSyntax = try checkFileMeta()
        if isDirectory { report.add(Finding(.directory, offset: start)) }
        return try beginDataSet(at: walker.position, transferSyntax)
    }

    /// The offset of the first element, or `nil` when the file does not look like DICOM.
    private mutating func findStart() throws(ReadFailure) -> Int? {
        let available = try walker.load(0, 132)
        if available >= 132, isPrefix(at: 128) {
            if let offset = (0..<128).first(where: { walker.source.byte($0) != 0 }) {
                report.add(Finding(.preamble, offset: offset))
            }
            return 132
        }
        let start = available >= 4 && isPrefix(at: 0) ? 4 : 0
        guard try walker.load(start, 8) >= 8 else { return nil }
        if walker.source.uint16(start, bigEndian: false) == 0x0002, walker.source.byte(start + 3) == 0,
            VR(walker.source.byte(start + 4), walker.source.byte(start + 5)).isKnown
        {
            report.add(Finding(.missingPreamble, offset: 0))
            return start
        }
        return try guessEncoding(at: start) == nil ? nil : start
    }

    private func isPrefix(at offset: Int) -> Bool {
        walker.source.slice(offset, 4).equals("DICM")
    }

    private mutating func begin(at offset: Int, encoding: Encoding) {
        walker = Walker(
            walker.source, from: offset, encoding: encoding, maximumDepth: options.maximumDepth,
            registry: walker.registry)
    }

    private mutating func beginDataSet(at offset: Int, _ uid: [UInt8]) throws(ReadFailure) -> Bool {
        guard !uid.isEmpty else {
            report.add(Finding(.missingTransferSyntax, offset: offset))
            return try beginGuessed(at: offset)
        }
        guard let syntax = TransferSyntax(uid: String(decoding: uid, as: UTF8.self)) else {
            report.add(Finding(.unknownTransferSyntax, offset: offset))
            return try beginGuessed(at: offset)
        }
        isEncapsulated = syntax.isEncapsulated
        promise = CodestreamPromise(syntax)
        let encoding = Encoding(isExplicit: syntax.isExplicitVR, isBigEndian: syntax.isBigEndian)
        if syntax.isDeflated {
            let inflater = Inflater(raw, from: offset, options: options)
            var source = ByteSource(inflater, from: offset)
            source.passing = known?.passing
            walker = Walker(
                source, from: offset, encoding: encoding, maximumDepth: options.maximumDepth, registry: walker.registry)
        } else {
            begin(at: offset, encoding: encoding)
        }
        return true
    }

    /// Goes by the look of the first element where nothing says how the data set is written.
    private mutating func beginGuessed(at offset: Int) throws(ReadFailure) -> Bool {
        guard let encoding = try guessEncoding(at: offset) else {
            let available = try walker.load(offset, 0)
            let isAtEnd = available == 0
            throw .damaged(isAtEnd ? .truncated : .malformed, offset: offset)
        }
        // A bare data set may have fragments; whether they may stand there nobody said.
        isEncapsulated = true
        begin(at: offset, encoding: encoding)
        return true
    }

    private mutating func guessEncoding(at offset: Int) throws(ReadFailure) -> Encoding? {
        guard offset <= raw.size, try walker.load(offset, 8) >= 8 else { return nil }
        func tag(bigEndian: Bool) -> Tag {
            Tag(
                group: walker.source.uint16(offset, bigEndian: bigEndian),
                element: walker.source.uint16(offset + 2, bigEndian: bigEndian))
        }
        if VR(walker.source.byte(offset + 4), walker.source.byte(offset + 5)).isKnown {
            if Self.mayComeFirst(tag(bigEndian: false)) { return .explicitLittle }
            if Self.mayComeFirst(tag(bigEndian: true)) { return .explicitBig }
        }
        let length = walker.source.uint32(offset + 4, bigEndian: false)
        guard Self.mayComeFirst(tag(bigEndian: false)), length == .max || Int(length) <= raw.size - offset - 8 else {
            return nil
        }
        return .implicitLittle
    }

    private static func mayComeFirst(_ tag: Tag) -> Bool {
        tag.group >= 0x0002 && (DataDictionary.contains(tag) || tag == Tag(0x0008_0000))
    }
}
