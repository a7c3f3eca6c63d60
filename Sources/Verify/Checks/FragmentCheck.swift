import Standard

/// Encapsulated Pixel Data (PS3.5 §A.4): fragments, and the compressed streams that they make up.
extension FileCheck {
    /// Fragments belong to Pixel Data alone.
    mutating func beginFragments(_ element: Element) {
        let isExpected = element.tag == .pixelData && isEncapsulated && isImageHere(.pixelData)
        layoutOfFragments = isExpected ? layoutOfItem : SampleLayout()
        if !isExpected { add(.strayFragments, element.tag, element.offset) }
        codestream = CodestreamCheck(isExpected ? promise : .samples, layout: layoutOfFragments)
    }

    mutating func checkFragment(at offset: Int, length: Int, number: Int) throws(ReadFailure) {
        if number > 0, length > 0, codestream.holdsSamples,
            try !CodestreamCheck.isCompressed(at: offset, length, in: &walker)
        {
            var flaws = FlawBuffer()
            codestream.pass(offset, to: offset + length) { flaws.append($0) }
            reportFlaws(flaws, in: nil)
            guard let frame = layoutOfFragments.bytes(ofFrames: 1, layoutOfFragments.bitsAllocated) else {
                return checkUnaccounted(fragmentAt: offset, length, number)
            }
            return try checkSamples(at: offset, length, frame: frame)
        }
        if promise == .runLength, layoutOfFragments.segmentSize == nil {
            checkUnaccounted(fragmentAt: offset, length, number)
        }
        // The check is taken out while it runs: it needs the walker, and its flaws the report.
        var check = codestream
        codestream = CodestreamCheck()
        var flaws = FlawBuffer()
        try check.check(fragmentAt: offset, length: length, number: number, in: &walker) { flaws.append($0) }
        codestream = check
        reportFlaws(flaws, in: nil)
    }

    /// Of RLE and of samples as they are, the layout alone says where they end. Told of once.
    private mutating func checkUnaccounted(fragmentAt offset: Int, _ length: Int, _ number: Int) {
        if number == 1, length >= WordRuns.shortest, !(rules.expectations?.keepsCodestreams ?? false) {
            add(.unaccountedPixels, offset)
        }
    }

    mutating func endFragments() {
        var flaws = FlawBuffer()
        codestream.end { flaws.append($0) }
        reportFlaws(flaws, in: .pixelData)
    }

    private mutating func reportFlaws(_ flaws: FlawBuffer, in tag: Tag?) {
        if flaws.first.isEmpty { return }
        var path: String?
        for flaw in flaws.first where !mayStay(flaw.check) {
            if report.keeps(flaw.check) {
                path = path ?? walker.path(to: tag)
                report.add(Finding(flaw.check, path: path ?? "", offset: flaw.offset))
            } else {
                report.count(flaw.check, at: flaw.offset)
            }
        }
        for more in flaws.surplus where !mayStay(more.check) {
            report.count(more.check, at: more.offset, number: more.count)
        }
    }

    /// Whether a profile leaves such things in codestreams.
    private func mayStay(_ check: Check) -> Bool {
        guard rules.expectations?.keepsCodestreams ?? false else { return false }
        switch check {
        case .codestreamComment, .codestreamApplication, .bytesAfterCodestream, .codestreamSegment, .codestreamWords,
            .fileFormatBox,
            .videoUserData,
            .colourProfileText, .unusedBits:
            return true
        default: return false
        }
    }

    /// The flaws of one fragment: of each check a thousand, and a count of the others.
    private struct FlawBuffer {
        var first: [CodestreamFlaw] = []
        var surplus: [(check: Check, offset: Int, count: Int)] = []
        private var kept: [Check: Int] = [:]

        mutating func append(_ flaw: CodestreamFlaw) {
            if let index = surplus.firstIndex(where: { $0.check == flaw.check }) {
                surplus[index].count += 1
                return
            }
            let count = kept[flaw.check, default: 0]
            if count < 1000 {
                kept[flaw.check] = count + 1
                first.append(flaw)
            } else {
                surplus.append((flaw.check, flaw.offset, 1))
            }
        }
    }
}
