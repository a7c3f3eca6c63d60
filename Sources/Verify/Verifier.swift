import Standard

/// Limits of a verification, each with a name.
public struct VerifierOptions: Hashable, Sendable {
    /// Sequences within sequences; deeper files are a finding.
    public var maximumDepth = 256
    /// Findings kept for one file; the others are counted.
    public var maximumFindings = 10_000
    /// Findings of one check kept for one file; the others are counted.
    public var maximumFindingsPerCheck = 1000
    /// Bytes that a deflated data set may inflate to, however well it is compressed.
    public var maximumInflatedBytes = 2 << 30
    /// How many times its own size a deflated data set may inflate to, once it is large. Deflate ends at some 1030;
    /// real data sets stay far below 200.
    public var maximumInflation = 300
    /// The inflated size in bytes from which on `maximumInflation` counts.
    public var inflationThreshold = 64 << 20
    /// Findings carry the head of what they speak of. Only for who may see the originals, and asks for it.
    public var showsValues = false
    /// Of the tool that made the files.
    public var uidRoots = UIDRoots()

    public init() {}
}

/// What kept the verifier from reading; what it *read* and did not like is a `Finding`.
public enum VerifyError: Error, Hashable, Sendable {
    /// The operating system refused a read, with its error number.
    case read(errno: Int32)
}

/// What was found in a file, and what of it other files may contradict.
public struct Verification: Sendable {
    /// In the order of the file, those about what is absent last.
    public var findings: [Finding]
    /// For `ExportCheck`.
    public var facts = FileFacts()

    /// A file that could not be read.
    public static let unreadable = Verification(findings: [.unreadable])
}

/// A second pair of eyes on a de-identified file: an own reader and an own list of what must not remain
/// (PS3.15 Table E.1-1, Basic Application Level Confidentiality Profile).
///
/// Every byte of the file belongs to something understood and allowed, or is a finding. A verifier holds no state of a
/// file, so one may be shared by many threads.
public struct Verifier: Sendable {
    public var options: VerifierOptions
    let rules: RuleTable
    let stated: [StatedProfile.Source]

    /// - Parameters:
    ///   - expectations: of a profile; `nil` for those of the Basic Profile.
    ///   - stated: the profiles that files may say that they were made by, which are then held to them; two at most. They mean
    ///     nothing with `expectations`.
    public init(
        options: VerifierOptions = VerifierOptions(), expectations: Expectations? = nil,
        stated: [StatedProfile.Source] = []
    ) {
        precondition(stated.count <= Report.Condition.mostProfiles, "more profiles than findings have conditions for")
        self.options = options
        self.stated = expectations == nil ? stated : []
        rules = expectations.map { RuleTable($0) } ?? .basicProfile
    }

    /// Verifies a regular file; empty when nothing was found.
    ///
    /// - Parameters:
    ///   - fileDescriptor: open for reading and seekable; its position is neither used nor changed.
    ///   - size: the size of the file in bytes, as `fstat` tells it.
    ///   - known: answers for `KnownTokens`, which are then looked for in all bytes.
    ///   - memory: of the thread that calls, for one file after the other.
    public func examine(
        fileDescriptor: Int32, size: Int, known: KnownLookup? = nil, memory: VerifierMemory = VerifierMemory()
    ) throws(VerifyError) -> Verification {
        try examine(RawBytes.file(fileDescriptor, size: size), known, memory)
    }

    /// Verifies a file that lies in memory.
    public func examine(
        bytes: [UInt8], known: KnownLookup? = nil, memory: VerifierMemory = VerifierMemory()
    ) -> Verification {
        // Memory has no read errors; should that ever change, the file still must not count as clean.
        do throws(VerifyError) { return try examine(RawBytes.memory(bytes), known, memory) } catch {
            return .unreadable
        }
    }

    /// Verifies what comes out of a pipe, once and in constant memory.
    public func examine(
        stream: StreamBytes, known: KnownLookup? = nil
    ) throws(VerifyError) -> Verification {
        try examine(RawBytes.stream(stream), known, VerifierMemory())
    }

    /// The findings of `examine(bytes:)`.
    public func verify(bytes: [UInt8]) -> [Finding] { examine(bytes: bytes).findings }

    /// The findings of `examine(fileDescriptor:size:)`.
    public func verify(fileDescriptor: Int32, size: Int) throws(VerifyError) -> [Finding] {
        try examine(fileDescriptor: fileDescriptor, size: size).findings
    }

    private func examine(
        _ raw: RawBytes, _ known: KnownLookup?, _ memory: VerifierMemory
    ) throws(VerifyError) -> Verification {
        var check = FileCheck(
            raw, options: options, rules: rules, stated: stated, known: known, memory: memory)
        defer {
            memory.window = check.walker.source.giveWindow()
            memory.faultless = check.faultless
        }
        try check.run()
        return Verification(findings: check.report.findings, facts: check.facts)
    }
}
