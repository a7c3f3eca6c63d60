import Standard

/// What went wrong while reading, and where. Never holds value bytes.
public struct ParseError: Error, Hashable, Sendable {
    public enum Code: Hashable, Sendable {
        /// Neither Part 10 nor a bare data set.
        case notDICOM
        /// The file holds no bytes.
        case empty
        case missingTransferSyntax
        case unknownTransferSyntax
        /// The file ends inside the header of a data element.
        case truncatedHeader
        /// The file, or the enclosing item, ends inside the value.
        case valuePastEnd
        /// The file ends before an item or sequence of undefined length does.
        case missingDelimiter
        case unexpectedDelimiter
        /// Something other than an item stands between the items of a sequence.
        case notAnItem
        case invalidVR
        /// The VR may not have undefined length.
        case undefinedLengthNotAllowed
        case nestedTooDeep
        /// More bytes before Pixel Data than the named limit.
        case headerTooLarge
        case tooManyElements
        /// More changes inside one sequence than the named limit.
        case tooManyEdits
        /// The deflate stream is damaged or ends early.
        case badDeflateStream
        /// The deflate stream grows beyond the named limit.
        case inflatedTooLarge
        /// The data set does not have the encoding that its Transfer Syntax names, and the true one cannot be written.
        case encodingContradictsTransferSyntax
        /// Bytes after the data set that are no data element.
        case trailingBytes
        /// In a stream, the patient or a UID of the object comes after values that have passed already.
        case identityAfterBulk
        /// A fragment of Pixel Data does not begin as a stream of its Transfer Syntax does.
        case unknownCodestream
        /// A compressed stream breaks its own rules, so that what follows is not known to be pixels.
        case brokenCodestream
        /// Native pixels whose end the file does not say, or says in two ways, with what may be words in them.
        case unknownLayout
        /// Words, or a VR of another kind, in the place of a number or of pixels that nothing else may stand for.
        case unexpectedContent
        /// A channel of a waveform is said to be a recording of people who speak.
        case recordedVoice
        /// A new value, or a sequence around it, would be longer than its length field can say.
        case resultTooLong
        /// What roles may recover is more than is held in memory.
        case tooMuchToKeep
        /// In a stream: what a role may recover comes after the place where it is kept, or is too large to be held.
        case tooLateToKeep
        /// `read` failed; the associated value is `errno`.
        case io(Int32)
        /// The file became shorter while it was read.
        case shrunk
    }

    public var code: Code
    /// Bytes from the start of the file; for a deflated data set, from the start of the inflated bytes.
    public var offset: Int
    /// The element concerned, where one is known.
    public var tag: Tag?
    /// The sequences and items around it, outermost first.
    public var path: [PathStep]

    /// One sequence and the number of the item in it, counted from 1.
    public struct PathStep: Hashable, Sendable {
        public var tag: Tag
        public var item: Int
        public init(tag: Tag, item: Int) {
            self.tag = tag
            self.item = item
        }
    }

    public init(_ code: Code, at offset: Int, tag: Tag? = nil, path: [PathStep] = []) {
        self.code = code
        self.offset = offset
        self.tag = tag
        self.path = path
    }
}

extension ParseError.Code {
    /// A stable word for reports and scripts.
    public var name: String {
        switch self {
        case .notDICOM: "not-dicom"
        case .empty: "empty-file"
        case .missingTransferSyntax: "missing-transfer-syntax"
        case .unknownTransferSyntax: "unknown-transfer-syntax"
        case .truncatedHeader: "truncated-header"
        case .valuePastEnd: "value-past-end"
        case .missingDelimiter: "missing-delimiter"
        case .unexpectedDelimiter: "unexpected-delimiter"
        case .notAnItem: "not-an-item"
        case .invalidVR: "invalid-vr"
        case .undefinedLengthNotAllowed: "undefined-length"
        case .nestedTooDeep: "nested-too-deep"
        case .headerTooLarge: "header-too-large"
        case .tooManyElements: "too-many-elements"
        case .tooManyEdits: "too-many-changes"
        case .badDeflateStream: "bad-deflate-stream"
        case .inflatedTooLarge: "inflated-too-large"
        case .encodingContradictsTransferSyntax: "wrong-encoding"
        case .trailingBytes: "trailing-bytes"
        case .identityAfterBulk: "identity-after-bulk"
        case .unknownCodestream: "unknown-codestream"
        case .brokenCodestream: "broken-codestream"
        case .unknownLayout: "unknown-layout"
        case .unexpectedContent: "unexpected-content"
        case .recordedVoice: "recorded-voice"
        case .resultTooLong: "result-too-long"
        case .tooMuchToKeep: "too-much-for-roles"
        case .tooLateToKeep: "too-late-for-roles"
        case .io: "read-failed"
        case .shrunk: "file-shrunk"
        }
    }

    /// What is wrong, for a person, without a final full stop.
    public var sentence: String {
        switch self {
        case .notDICOM: "not a DICOM file"
        case .empty: "the file is empty"
        case .missingTransferSyntax: "no Transfer Syntax UID, and the encoding cannot be told from the data set"
        case .unknownTransferSyntax: "the Transfer Syntax is not known"
        case .truncatedHeader: "the file ends inside a data element header"
        case .valuePastEnd: "the value runs past the end of the file or item"
        case .missingDelimiter: "the file ends inside a sequence"
        case .unexpectedDelimiter: "a delimiter stands where a data element should"
        case .notAnItem: "something other than an item stands in a sequence"
        case .invalidVR: "the VR is not one"
        case .undefinedLengthNotAllowed: "undefined length with a VR that may not have it"
        case .nestedTooDeep: "sequences are nested too deep"
        case .headerTooLarge: "headers and text exceed what is held in memory"
        case .tooManyElements: "more data elements than the limit"
        case .tooManyEdits: "more changes inside one sequence than the limit"
        case .badDeflateStream: "the deflate stream is damaged or cut short"
        case .inflatedTooLarge: "the deflated data set grows beyond the limit"
        case .encodingContradictsTransferSyntax: "the data set is not encoded as its Transfer Syntax says"
        case .trailingBytes: "bytes follow the data set that are no data element"
        case .identityAfterBulk: "the patient or a UID comes after values that have passed already"
        case .unknownCodestream: "a fragment of Pixel Data is no stream of its Transfer Syntax"
        case .brokenCodestream:
            "a compressed stream breaks its own rules, or a video has more than pictures: what follows may be anything"
        case .unknownLayout:
            "the file does not say where its pixels end, or their length is that of others, and what is behind may be words"
        case .unexpectedContent: "not what the attribute holds, and it can neither stay nor be replaced"
        case .recordedVoice: "a recording of a voice, or of sounds of which the file does not say that they are none"
        case .resultTooLong: "a new value would be longer than its length field can say"
        case .tooMuchToKeep: "what the roles may recover is more than is held in memory"
        case .tooLateToKeep: "what a role may recover comes too late in the stream, or is too large there"
        case .io(let code): "reading failed (errno \(code))"
        case .shrunk: "the file became shorter while it was read"
        }
    }

    /// What to do about it, where that is known.
    public var hint: String? {
        switch self {
        case .truncatedHeader, .valuePastEnd, .missingDelimiter, .shrunk:
            "the transfer may have been cut short; compare its size with the source"
        case .notDICOM: "only DICOM files can be de-identified; leave other files out of the export"
        case .unknownTransferSyntax: "convert it to a registered Transfer Syntax first"
        case .headerTooLarge: "files of this size are not headers and text; look at the element named here"
        case .identityAfterBulk: "give the file by name instead of through a pipe, or have its elements sorted"
        case .unknownCodestream:
            "no decoder can be trusted with it; a profile with \"codestreams\": \"keep\" passes it as it is"
        case .brokenCodestream:
            "have it compressed anew, a video without sound and text; a profile with \"codestreams\": \"keep\" passes it as it is"
        case .unknownLayout:
            "correct Rows, Columns, Bits Allocated, Number of Frames or Photometric Interpretation at the source"
        case .unexpectedContent: "look at it with dcmveil inspect, and correct it at the source"
        case .recordedVoice:
            "leave it out, or have a person listen to it; a profile whose rule names WaveformData with keep passes it as it is"
        case .tooMuchToKeep: "name in the roles what is needed instead of \"identity\", or keep the original itself"
        case .tooLateToKeep:
            "give the file by name instead of through a pipe or archive, not deflated; files of a million elements cannot have roles"
        case .badDeflateStream: "fetch the file again from its source"
        default: nil
        }
    }
}

extension ParseError.PathStep: CustomStringConvertible {
    public var description: String { "\(tag)[\(item)]" }
}
