extension Check {
    /// What to do about a finding: a sentence or two.
    public var remedy: String {
        switch self {
        case .notDICOM:
            "Take the file out of the export, or let a person read it and accept it in a baseline with the reason."
        case .emptyFile: "Take the file out, or fetch it again from the source."
        case .truncated:
            """
            Compare size and checksum with the source, transfer the file again and de-identify it again. If the source is \
            cut as well, leave the file out.
            """
        case .malformed, .nestedTooDeep, .opaqueValue, .bytesAfterDataSet, .strayBytesInHeader, .strayFragments:
            """
            Look at the place with dcmveil inspect, write the file anew with a DICOM toolkit, de-identify it again and verify \
            the result. If nobody can say what the bytes are, leave the file out.
            """
        case .unknownTransferSyntax, .missingTransferSyntax:
            "Convert the file to a registered Transfer Syntax at the source, then de-identify it again."
        case .deflatedDamaged, .deflatedTooLarge:
            "Write the file in Explicit VR Little Endian (dcmconv +te), then de-identify and verify that."
        case .unreadable: "See to the permissions or the disk, and run verify again: the file may hold anything."
        case .imageWithoutPixels:
            "Compare the file with its source. If the pixels were left out on purpose, Rows and Columns should go too."

        case .attributeRemains, .notEmptied, .notReplaced, .sequenceNotEmptied, .structuredContent, .graphicsRemain:
            """
            De-identify the file with a profile that follows PS3.15 (dcmveil deid). If the attribute is meant to stay, say so in \
            a profile, by an option or a rule, and give that profile to verify with --profile.
            """
        case .attributeNotRemoved:
            "Let the tool that made the file remove the attribute. Nothing is leaked; it may wait for the next release."
        case .uidNotReplaced, .originalUID:
            """
            Replace the UID, and alike wherever it occurs, so that references hold (dcmveil deid does). If original UIDs are \
            to stay, use a profile with retain-uids and give it to verify with --profile.
            """
        case .dummyMissing: "Let the tool write a dummy, such as ANONYMIZED. Nothing is leaked."
        case .identityCode:
            """
            Replace the codes of the sequence by dummies or remove its items. Institutions may stay with \
            retain-institution-identity.
            """
        case .encapsulatedDocument:
            """
            Remove the document or replace it by a placeholder; a PDF cannot be de-identified element by element. If it must \
            be shared, let a person redact it and accept the finding in a baseline.
            """
        case .privateElement:
            """
            Remove private elements (dcmveil deid does by default). Those that are known to be safe need a profile that \
            names them.
            """
        case .encryptedAttributes:
            """
            Make sure that the file is for people who may have these items, and that the owners of the certificates may have what \
            is in them; accept it in a baseline then. For a release to others de-identify without --roles.
            """
        case .encryptedContent:
            "Remove the sequence (dcmveil deid does). Look at what the value holds, and find out which tool wrote it."

        case .unlistedText:
            """
            Read the value with dcmveil inspect. Remove it, or keep the attribute by a rule of a profile once a person has \
            seen what the site writes there.
            """
        case .unlistedDate:
            "Remove or shift the date with the others of the patient, or keep it by a rule of a profile."
        case .unknownElement:
            """
            Remove the element. If it is of a newer edition of the standard, wait for tables that know it, or accept it in a \
            baseline.
            """
        case .otherVR, .unknownVR, .foreignCharacters, .valueForm, .numberOfValues, .longNumber:
            """
            Look at the value with dcmveil inspect. Correct it at the source if it is a mistake; remove it if it is something \
            else than what the attribute is for.
            """
        case .characterSet: "Correct the value at the source, or remove it together with text that needs it."
        case .textAsNumbers, .nameInCode, .nameInText, .personInText, .recordNumber, .nationalNumber,
            .doubtfulWord, .ageInText:
            """
            Read the value with dcmveil inspect, and remove it unless it names no person. A technical term that only looks \
            like a name can be accepted in a baseline.
            """
        case .drawing:
            """
            Look at the drawing with a program that shows HPGL. Remove it unless its labels name no person, or keep it by a rule of a \
            profile.
            """
        case .unregisteredClass, .instanceInClass:
            """
            Find out which product the class belongs to. If it is the maker's own it may stay; if it is the UID of an \
            instance, replace it.
            """
        case .unitText, .mixedToken, .unknownTerm:
            """
            Read the value with dcmveil inspect. Remove it by a rule of a profile if it names a person or a record; if it is a unit, \
            a version or a part, accept it in a baseline.
            """
        case .mailAddress, .webAddress, .telephoneNumber, .dayInText:
            """
            Read the value with dcmveil inspect. If it leads to a person, a site or a day of an examination, remove it by a \
            rule of a profile; if it is a vendor's or a version's, accept it in a baseline.
            """
        case .highAge: "Remove the age or group it (as 090Y for all above), as the rules of the release demand."

        case .preamble, .missingPreamble, .missingFileMeta, .fileMetaElement, .fileMetaLength, .fileMetaVersion,
            .implementationUID, .implementationName, .implementationIdentity:
            """
            Write the file anew with preamble and File Meta Information of its own, as dcmveil deid and most toolkits do, \
            instead of copying those of the original.
            """
        case .classDisagrees, .instanceDisagrees:
            """
            Write the File Meta Information anew from the data set. If the UIDs in it are the original's, the release links \
            to the source: do not release it.
            """
        case .foreignGroup, .groupLength, .trailingPadding, .notAscending, .oddLength:
            "Write the file anew with a DICOM toolkit that drops and sorts such elements, then verify again."
        case .directory:
            """
            Leave the DICOMDIR out, and make a new one from the files of the export (dcmmkdir), which verify will check \
            against them.
            """

        case .identityNotRemoved, .methodMissing, .datesUnstated:
            """
            De-identify with a tool that states what it did (PS3.15 E.1.1). Do not add the words by hand to a file that was \
            not checked.
            """
        case .methodText, .methodCode:
            "Read the value once for each tool that made the export, and accept it in a baseline if it only names the tool."
        case .methodIdentity: "Have the tool write its name and version and nothing of the person or the day."
        case .otherProfile:
            "De-identify again with the profile that was agreed on, or verify with the one that was used."
        case .limitedDataSet:
            """
            Give it to nobody without a data use agreement (45 CFR 164.514(e)). For a release without one, de-identify with \
            another profile; where Limited Data Sets are what is wanted, verify with --profile limited-data-set.
            """
        case .datesOtherwise:
            "Find out what was done to the dates; then de-identify again, or verify with the profile that was used."

        case .burnedIn:
            """
            Look at every frame. Blank the text at the source or leave the image out; what a person has seen and found clean \
            can be accepted in a baseline.
            """
        case .codestreamComment, .codestreamApplication, .codestreamSegment, .codestreamWords, .fileFormatBox,
            .bytesAfterCodestream,
            .bytesBeforeCodestream, .offsetTable, .runLengthSegments, .pixelDataSurplus, .unusedBits, .videoUserData:
            """
            De-identify with a tool that cleans codestreams (dcmveil deid blanks such bytes in place), or compress the \
            pixels anew.
            """
        case .codestreamDamaged, .noCodestream:
            "Decode and compress the pixels anew at the source. If they cannot be decoded, leave the file out."
        case .uncheckedStream:
            "Let a person play or decode the stream, and look for metadata with a tool for its format (ffprobe, jxlinfo)."
        case .unaccountedPixels:
            """
            Correct what the attributes say of the image, at the source if it can be, and de-identify the file again; remove Pixel \
            Data from items that are no image.
            """
        case .streamSize:
            "Decode an image with both sizes and look at what only one of them shows; then correct the attributes or the stream."
        case .surplusFrames:
            """
            Look at all streams, and correct Number of Frames or take out what it does not count, at the source if it can be; then \
            de-identify the file again.
            """
        case .recordedVoice:
            """
            Leave the object out (dcmveil deid quarantines it). If a person has listened to it and nobody speaks, keep WaveformData by a \
            rule of a profile and give that to verify with --profile.
            """
        case .waveformSurplus:
            "Cut the value to its samples with a DICOM toolkit, at the source if it can be, and de-identify the file again."
        case .colourProfileText:
            """
            Read the text (iccdump, exiftool -icc_profile). A profile that everybody has, such as sRGB, names nobody; from others let \
            dcmveil deid take the text.
            """
        case .encoderSignature: "Nothing. It names a program."

        case .duplicateInstance:
            "Compare the two files. Leave one out if they are the same; give one a new UID if they are not."
        case .danglingReference:
            """
            Nothing, if the object was left out on purpose. If it is in the export under another UID, de-identify both with \
            the same key.
            """
        case .studyOfTwoPatients, .seriesInTwoStudies, .seriesDiffers, .frameOfTwoPatients, .patientDiffers:
            """
            Look at the same files at the source. If they agree there, de-identify all of them in one run or with the same \
            key; if they do not, correct them there.
            """
        case .studyDatesDiffer, .datesApart, .dateStatementsDiffer:
            """
            Compare the dates with those at the source. All dates of a patient move by one number of days: de-identify all \
            files of the patient with the same key and profile.
            """
        case .knownIdentity:
            """
            Look at the place with dcmveil inspect. Remove it by a rule of a profile, and de-identify again. If it only happens \
            to be the same word, a person who has looked can accept it in a baseline.
            """
        case .knownInName: "Rename the file or folder; dcmveil deid makes names of pseudonyms."
        case .sealedFile: "Open it (dcmveil open), verify what comes out, and release the sealed file only then."
        case .sealedDamaged: "Seal the file again, or copy it again; compare checksums."
        case .nameOfFile, .wordsInFileName, .numberInFileName, .wordInFileName:
            "Rename the file or folder; dcmveil deid makes names of pseudonyms. A harmless name can be accepted in a baseline."
        }
    }
}
