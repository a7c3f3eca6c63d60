/// The head of a value as people read it, for those who asked for it: one line, in which nothing reaches the terminal.
struct ShownValue {
    /// Bytes that are shown; the rest is counted.
    static let most = 64

    let text: String

    /// - Parameters:
    ///   - bytes: the first bytes, `most` of them at most.
    ///   - count: how many there are in all.
    init(_ bytes: ArraySlice<UInt8>, of count: Int) {
        var head = bytes.prefix(Self.most)
        let more = count - head.count
        if more == 0 { while let last = head.last, last == 0x20 || last == 0 { head = head.dropLast() } }
        let shown = Self.decoded(head, isCut: more > 0)
        text = more > 0 ? "\(shown)… (\(count) bytes)" : shown
    }

    /// As UTF-8, of which a cut may have left a part of a character; else byte by byte, those beyond ASCII as `\x{E9}`.
    private static func decoded(_ bytes: ArraySlice<UInt8>, isCut: Bool) -> String {
        for dropped in 0...(isCut ? 3 : 0) {
            if let text = String(validating: bytes.dropLast(dropped), as: UTF8.self) {
                return EscapedText.visible(text)
            }
        }
        var text = ""
        for byte in bytes {
            if byte < 0x80 {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "\\x{\(String(byte, radix: 16, uppercase: true))}"
            }
        }
        return EscapedText.visible(text)
    }
}

extension FileCheck {
    /// The head of a value, before anybody looks at it; `nil` where nobody asked, or there is none.
    mutating func excerpt(of element: Element) throws(ReadFailure) -> ShownValue? {
        guard options.showsValues, element.content == .value, let length = element.length, length > 0 else {
            return nil
        }
        let wanted = min(length, ShownValue.most)
        guard try walker.load(element.valueOffset, wanted) >= wanted else {
            throw .damaged(.truncated, offset: element.valueOffset)
        }
        return ShownValue(walker.source.slice(element.valueOffset, wanted), of: length)
    }

    /// Bytes that are no value: what stands in the preamble, in codestreams, behind the end. Not those of a pipe, which are
    /// gone, nor those of a deflated data set, which are not in the file as they are.
    mutating func showBytes() throws(ReadFailure) {
        guard options.showsValues, !raw.isStream else { return }
        let (raw, end) = (raw, walker.source.isInflated ? walker.frames[0].offset : raw.size)
        try report.show { (finding) throws(ReadFailure) in
            guard finding.check.isAboutBytes, finding.offset < end else { return nil }
            var bytes = [UInt8](repeating: 0, count: ShownValue.most)
            let count = try raw.read(
                at: finding.offset, into: &bytes, at: 0,
                count: min(bytes.count, end - finding.offset, finding.extent ?? .max))
            return ShownValue(bytes[..<count], of: count)
        }
    }
}

extension Check {
    /// Whether the offset of a finding is that of the very bytes it means, and not that of an element around them.
    var isAboutBytes: Bool {
        switch self {
        case .preamble, .bytesAfterDataSet, .codestreamComment, .codestreamApplication, .bytesAfterCodestream,
            .bytesBeforeCodestream, .codestreamSegment, .codestreamWords, .fileFormatBox, .encoderSignature,
            .runLengthSegments,
            .pixelDataSurplus,
            .waveformSurplus, .unaccountedPixels, .videoUserData, .knownIdentity, .notDICOM:
            true
        default: false
        }
    }
}
