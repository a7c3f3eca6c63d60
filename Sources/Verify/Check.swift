/// Everything the verifier looks for, by stable id. An id once given keeps its meaning; it is never used again.
/// DV0011 has gone: what is beyond the bounds of a file's findings is counted by the check it belongs to.
///
/// DV00xx the file as a whole, DV01xx what PS3.15 Table E.1-1 lists, DV02xx what it does not list, DV03xx file format
/// and encoding, DV04xx the statement of de-identification, DV05xx pixels and codestreams, DV06xx the files of an export
/// beside each other, DV07xx what is known from the originals.
public enum Check: String, CaseIterable, Sendable {
    case notDICOM = "DV0001"
    case emptyFile = "DV0002"
    case truncated = "DV0003"
    case malformed = "DV0004"
    case nestedTooDeep = "DV0005"
    case unknownTransferSyntax = "DV0006"
    case missingTransferSyntax = "DV0007"
    case deflatedDamaged = "DV0008"
    case deflatedTooLarge = "DV0009"
    case bytesAfterDataSet = "DV0010"
    case unreadable = "DV0012"
    case imageWithoutPixels = "DV0013"

    case attributeRemains = "DV0101"
    case attributeNotRemoved = "DV0102"
    case notEmptied = "DV0103"
    case notReplaced = "DV0104"
    case uidNotReplaced = "DV0105"
    case sequenceNotEmptied = "DV0106"
    case dummyMissing = "DV0107"
    case identityCode = "DV0108"
    case structuredContent = "DV0109"
    case encapsulatedDocument = "DV0110"
    case graphicsRemain = "DV0111"
    case privateElement = "DV0112"
    case encryptedAttributes = "DV0113"
    case encryptedContent = "DV0114"

    case unlistedText = "DV0201"
    case unlistedDate = "DV0202"
    case unknownElement = "DV0203"
    case opaqueValue = "DV0204"
    case otherVR = "DV0205"
    case foreignCharacters = "DV0206"
    case unknownVR = "DV0207"
    case strayFragments = "DV0208"
    case characterSet = "DV0209"
    case numberOfValues = "DV0210"
    case textAsNumbers = "DV0211"
    case valueForm = "DV0212"
    case nameInCode = "DV0213"
    case nameInText = "DV0214"
    case longNumber = "DV0215"
    case unregisteredClass = "DV0216"
    case originalUID = "DV0217"
    case mailAddress = "DV0218"
    case webAddress = "DV0219"
    case telephoneNumber = "DV0220"
    case dayInText = "DV0221"
    case highAge = "DV0222"
    case unitText = "DV0223"
    case mixedToken = "DV0224"
    case unknownTerm = "DV0225"
    case instanceInClass = "DV0226"
    case personInText = "DV0227"
    case recordNumber = "DV0228"
    case doubtfulWord = "DV0229"
    case nationalNumber = "DV0230"
    case ageInText = "DV0231"
    case drawing = "DV0232"

    case preamble = "DV0301"
    case missingPreamble = "DV0302"
    case missingFileMeta = "DV0303"
    case fileMetaElement = "DV0304"
    case fileMetaLength = "DV0305"
    case classDisagrees = "DV0306"
    case instanceDisagrees = "DV0307"
    case foreignGroup = "DV0308"
    case groupLength = "DV0309"
    case trailingPadding = "DV0310"
    case directory = "DV0311"
    case notAscending = "DV0312"
    case oddLength = "DV0313"
    case strayBytesInHeader = "DV0314"
    case fileMetaVersion = "DV0315"
    case implementationUID = "DV0316"
    case implementationName = "DV0317"
    case implementationIdentity = "DV0318"

    case identityNotRemoved = "DV0401"
    case methodMissing = "DV0402"
    case datesUnstated = "DV0403"
    case methodText = "DV0404"
    case methodIdentity = "DV0405"
    case methodCode = "DV0406"
    case otherProfile = "DV0407"
    case datesOtherwise = "DV0408"
    case limitedDataSet = "DV0409"

    case burnedIn = "DV0501"
    case codestreamComment = "DV0502"
    case codestreamApplication = "DV0503"
    case bytesAfterCodestream = "DV0504"
    case codestreamDamaged = "DV0505"
    case bytesBeforeCodestream = "DV0506"
    case noCodestream = "DV0507"
    case uncheckedStream = "DV0508"
    case codestreamSegment = "DV0509"
    case fileFormatBox = "DV0510"
    case offsetTable = "DV0511"
    case encoderSignature = "DV0512"
    case runLengthSegments = "DV0513"
    case pixelDataSurplus = "DV0514"
    case unusedBits = "DV0515"
    case videoUserData = "DV0516"
    case colourProfileText = "DV0517"
    case waveformSurplus = "DV0518"
    case unaccountedPixels = "DV0519"
    case streamSize = "DV0520"
    case surplusFrames = "DV0521"
    case codestreamWords = "DV0522"
    case recordedVoice = "DV0523"

    case duplicateInstance = "DV0601"
    case danglingReference = "DV0602"
    case studyOfTwoPatients = "DV0603"
    case patientDiffers = "DV0604"
    case seriesInTwoStudies = "DV0605"
    case seriesDiffers = "DV0606"
    case frameOfTwoPatients = "DV0607"
    case studyDatesDiffer = "DV0608"
    case datesApart = "DV0609"
    case dateStatementsDiffer = "DV0610"
    case sealedFile = "DV0611"
    case sealedDamaged = "DV0612"
    case nameOfFile = "DV0613"
    case wordsInFileName = "DV0614"
    case numberInFileName = "DV0615"
    case wordInFileName = "DV0616"

    case knownIdentity = "DV0701"
    case knownInName = "DV0702"

    /// The check with an id such as `DV0101`; `nil` when there is none.
    public init?(id: String) { self.init(rawValue: id) }

    /// A word for the check, as `AttributeRemains`; unlike the id it may change.
    public var name: String {
        let name = "\(self)"
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    public var severity: Severity {
        switch self {
        case .longNumber, .encoderSignature, .danglingReference: .info
        case .limitedDataSet, .burnedIn, .encryptedAttributes, .uncheckedStream, .unaccountedPixels, .streamSize,
            .colourProfileText,
            .imageWithoutPixels, .unregisteredClass, .notAscending, .patientDiffers,
            .seriesDiffers, .studyDatesDiffer, .datesApart,
            .dateStatementsDiffer, .sealedFile, .wordsInFileName, .numberInFileName, .wordInFileName,
            .studyOfTwoPatients, .frameOfTwoPatients,
            .duplicateInstance, .seriesInTwoStudies, .originalUID, .webAddress, .dayInText, .ageInText,
            .drawing,
            .unitText, .mixedToken, .unknownTerm, .doubtfulWord:
            .review
        case .mailAddress, .telephoneNumber, .nationalNumber, .highAge,
            .attributeNotRemoved, .dummyMissing, .instanceInClass, .unlistedText, .unlistedDate, .otherVR,
            .foreignCharacters,
            .missingPreamble, .missingFileMeta, .oddLength, .codestreamComment,
            .codestreamApplication, .bytesAfterCodestream, .codestreamDamaged, .numberOfValues, .valueForm, .nameInText,
            .implementationName, .methodText, .methodCode, .codestreamSegment, .fileFormatBox,
            .runLengthSegments, .surplusFrames, .pixelDataSurplus, .waveformSurplus, .unusedBits, .videoUserData,
            .nameOfFile, .otherProfile, .datesOtherwise:
            .warning
        default: .error
        }
    }

    /// Whether a part of the file was not looked into. The other ones of this kind are errors, which no `--fail-on` lets pass.
    public var leavesPartUnchecked: Bool {
        switch self {
        case .codestreamDamaged, .uncheckedStream, .unaccountedPixels: true
        default: severity == .error && !Baseline.mayAccept(self)
        }
    }
}
