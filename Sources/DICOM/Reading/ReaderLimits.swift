extension DataSetReader {
    /// Limits that keep hostile input from taking the machine. A file beyond them is refused, never cut.
    public struct Limits: Sendable {
        public var depth = 256
        public var elements = 16_000_000
        /// Bytes held in memory at once.
        public var bufferedBytes = 128 << 20
        /// Steps handed out at once; see `SegmentEnd.batch`.
        public var batch = 1 << 18
        /// Bytes of changes held until the length of what encloses them is known.
        public var changedBytes = 96 << 20
        /// Whether what comes again in items is taken over (`RepeatedSequences`). The steps are the same without.
        var takesRepeats = true
        public init() {}
    }

    /// Something that PS3.5 does not allow and that is read all the same.
    public struct Deviations: OptionSet, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        public static let oddLength = Deviations(rawValue: 1 << 0)
        public static let implicitItemInExplicit = Deviations(rawValue: 1 << 1)
        public static let explicitItemInImplicit = Deviations(rawValue: 1 << 2)
        public static let delimiterInDefinedLength = Deviations(rawValue: 1 << 3)
        public static let trailingBytes = Deviations(rawValue: 1 << 4)
        public static let unorderedElements = Deviations(rawValue: 1 << 5)
        public static let wrongTransferSyntax = Deviations(rawValue: 1 << 6)
        public static let sequenceInUN = Deviations(rawValue: 1 << 7)
        public static let missingPreamble = Deviations(rawValue: 1 << 8)
        public static let bareDataSet = Deviations(rawValue: 1 << 9)
        public static let badFileMeta = Deviations(rawValue: 1 << 10)
        public static let unknownVR = Deviations(rawValue: 1 << 11)
        public static let reservedBytes = Deviations(rawValue: 1 << 12)
        public static let duplicateElements = Deviations(rawValue: 1 << 13)

        /// Stable words for reports and options, in the order of their bits.
        public static let allNames = [
            "odd-length", "implicit-item-in-explicit", "explicit-item-in-implicit", "delimiter-in-defined-length",
            "trailing-bytes", "unordered-elements", "wrong-transfer-syntax", "sequence-in-un", "missing-preamble",
            "bare-data-set", "bad-file-meta", "unknown-vr", "reserved-bytes", "duplicate-elements",
        ]

        /// The words of what was met.
        public var names: [String] {
            Self.allNames.indices.filter { rawValue & (1 << UInt32($0)) != 0 }.map { Self.allNames[$0] }
        }
    }
}
