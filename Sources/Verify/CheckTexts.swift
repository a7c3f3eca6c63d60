extension Check {
    /// What a finding says, lower case and without a full stop.
    public var title: String { text.title }

    /// One paragraph: what is looked for, why it matters, and what to do.
    public var explanation: String { text.explanation }

    private var text: (title: String, explanation: String) {
        switch self {
        case .notDICOM:
            (
                "not a DICOM file",
                """
                The file has neither the prefix DICM, nor File Meta Information, nor a data element of PS3.6 at its start. \
                Nothing in it was checked. Remove it from the export, or check it by other means.
                """
            )
        case .emptyFile:
            (
                "empty file",
                "The file has no bytes. It holds no identity, but a release with empty files has lost something."
            )
        case .truncated:
            (
                "the file ends inside an element",
                """
                A header, value, item or fragment runs past the end of the file, or a delimiter is missing there. The rest \
                could not be accounted for. The transfer may have been cut short: compare the size with the source.
                """
            )
        case .malformed:
            (
                "bytes that are not a data element",
                """
                From this offset on the bytes do not follow PS3.5 §7 in the file's Transfer Syntax: an impossible VR, a \
                length beyond the enclosing sequence or item, or a delimiter where none can be. Nothing behind it was \
                checked. Another program may read the bytes in its own way, so the file must not be released as it is.
                """
            )
        case .nestedTooDeep:
            (
                "sequences nested too deep",
                "Sequences are nested beyond the limit, which no real object reaches. The rest was not checked."
            )
        case .unknownTransferSyntax:
            (
                "unknown Transfer Syntax",
                """
                (0002,0010) names a Transfer Syntax that PS3.6 does not register. The data set was read by the look of its \
                first bytes; whether all readers do the same cannot be known.
                """
            )
        case .missingTransferSyntax:
            (
                "no Transfer Syntax in the File Meta Information",
                "PS3.10 §7.1 requires (0002,0010). The data set was read by the look of its first bytes."
            )
        case .deflatedDamaged:
            (
                "damaged deflate stream",
                "The deflated data set (PS3.5 §A.5) cannot be inflated beyond this point. The rest was not checked."
            )
        case .deflatedTooLarge:
            (
                "deflated data set beyond the size limit",
                """
                The data set inflates to more than 2 GiB, or to more than 64 MiB and 300 times its own size, as a \
                decompression bomb does. It cannot be checked; write it in another Transfer Syntax.
                """
            )
        case .bytesAfterDataSet:
            (
                "bytes after the data set",
                """
                Behind the last data element there are bytes that are none. They may hold anything: an appended file, the \
                remains of a longer one, a cleartext header. Write the file anew without them.
                """
            )
        case .unreadable:
            (
                "cannot be read",
                """
                The operating system refused to open or read the file, or a check asked for bytes that had gone by already. What \
                comes from there on was not checked.
                """
            )
        case .imageWithoutPixels:
            (
                "an image without pixels",
                """
                The data set says how many rows its image has, but holds no pixels and no reference to any. The file may \
                have been cut between two elements; compare its size with the source. Nothing leaks by it.
                """
            )

        case .attributeRemains:
            (
                "has a value and must be removed",
                """
                PS3.15 Table E.1-1 demands action X, removal, and the attribute has a value that is none of the agreed \
                dummies. Where the IOD requires the attribute at this place (Type 1 or 2), an empty value or a dummy is \
                accepted instead.
                """
            )
        case .attributeNotRemoved:
            (
                "is empty or a dummy but should be absent",
                """
                PS3.15 Table E.1-1 demands removal and the IOD does not require the attribute at this place. It holds no \
                identity, but the profile is not followed to the letter.
                """
            )
        case .notEmptied:
            (
                "is neither empty nor a dummy",
                """
                PS3.15 Table E.1-1 demands an empty value or a dummy (action Z, or a compound action that ends there). The \
                value is none of the agreed dummies, so it may be the patient's.
                """
            )
        case .notReplaced:
            (
                "is not a dummy",
                """
                PS3.15 Table E.1-1 demands a dummy value (action D). The value is none of the agreed ones: ANONYMIZED, a \
                pseudonym P- with 16 letters or digits, 19000101, 000000, 000Y, 0, about:blank, or zero bytes.
                """
            )
        case .uidNotReplaced:
            (
                "is a UID that was not replaced",
                """
                PS3.15 Table E.1-1 demands a new UID (action U). Accepted are UIDs under 2.25 with a number of at most 128 \
                bits (not of six to 24 digits, as no UUID has and records do), and UIDs that PS3.6 registers. Any other may name the \
                original instance or its maker's device.
                """
            )
        case .sequenceNotEmptied:
            (
                "has items and must be absent or empty",
                "PS3.15 Table E.1-1 demands removal of the sequence, or no items where the IOD requires it."
            )
        case .dummyMissing:
            (
                "is empty where a dummy is required",
                "PS3.15 Table E.1-1 demands a non-empty dummy (action D). No identity is left, but the object may not conform."
            )
        case .identityCode:
            (
                "is a code that names a person or an institution",
                """
                The code stands inside a sequence that PS3.15 Table E.1-1 wants replaced because its items identify someone. \
                Code Value and Code Meaning there must be empty or dummies.
                """
            )
        case .structuredContent:
            (
                "is text of a report and not a dummy",
                """
                Content Sequence (0040,A730) has action D: what the report says must be replaced, and Text Value is where \
                it says it.
                """
            )
        case .encapsulatedDocument:
            (
                "is a document that was not replaced",
                """
                Encapsulated Document (0042,0011) has action D. Accepted are no bytes, zero bytes, or one of the empty documents \
                that dcmveil writes (PDF, CDA, OBJ, MTL), byte for byte.
                """
            )
        case .graphicsRemain:
            (
                "is an overlay or a curve that must be removed",
                "Overlay Data, Overlay Comments and Curve Data often show names or dates as pixels or lines; action X."
            )
        case .privateElement:
            (
                "private element",
                """
                Elements of odd groups, private creators among them, are removed by the Basic Profile: what a manufacturer \
                keeps there is not known, and often is identity.
                """
            )
        case .encryptedAttributes:
            (
                "attributes encrypted for somebody",
                """
                An item of the Encrypted Attributes Sequence (PS3.15 E.1.1): original values, encrypted to the owners of \
                certificates. Who has one of their keys has what is in it, for as long as the file is kept.
                """
            )
        case .encryptedContent:
            (
                "Encrypted Content that is not encrypted as PS3.15 has it",
                """
                The value is no CMS EnvelopedData with keys by RSA and content by AES or Triple-DES, stands elsewhere than in \
                the Encrypted Attributes Sequence, has places that are not encrypted, or text in place of a ciphertext, a key or what else is random.
                """
            )

        case .unlistedText:
            (
                "has text where PS3.15 lists nothing",
                """
                Table E.1-1 does not name the attribute, but it takes text that a person or a site chooses. The value is not \
                a dummy and the attribute is not on the reviewed list of technical ones.
                """
            )
        case .unlistedDate:
            (
                "has a date where PS3.15 lists nothing",
                "Table E.1-1 does not name the attribute, but it holds a date that is not a dummy."
            )
        case .unknownElement:
            (
                "element that PS3.6 does not register",
                "The group is even, so the element claims to be standard, but no edition up to that of the tables has it."
            )
        case .opaqueValue:
            (
                "value that cannot be understood",
                """
                PS3.6 says the attribute is a sequence, but its bytes, of VR UN or another one, cannot be read as items. What \
                they hold is not known.
                """
            )
        case .otherVR:
            (
                "has a VR of another kind than PS3.6 registers",
                "Written as text where numbers belong, or the like: a place to hide or to lose identity."
            )
        case .foreignCharacters:
            (
                "has characters that its VR does not allow",
                "A number, time, age or UID holds letters or signs that cannot be part of one (PS3.5 §6.2)."
            )
        case .unknownVR:
            ("has a VR that PS3.5 does not define", "The value was skipped by its length; what it holds is not known.")
        case .strayFragments:
            (
                "has fragments although it is not encapsulated Pixel Data",
                "Only Pixel Data in an encapsulated Transfer Syntax may be written as fragments (PS3.5 §A.4)."
            )

        case .characterSet:
            (
                "is no defined term of Specific Character Set",
                """
                (0008,0005) takes the terms of PS3.3 C.12.1.1.2 and nothing else. Another value is read by every program in \
                its own way, or is text that somebody put there.
                """
            )
        case .numberOfValues:
            (
                "has more or fewer numbers than PS3.6 allows",
                """
                The length of the value is no multiple of the size of its numbers (PS3.5 §6.2), or holds a number of values \
                that the Value Multiplicity does not allow. Bytes beyond what a reader takes may hold anything.
                """
            )
        case .textAsNumbers:
            (
                "is text where numbers belong",
                """
                The VR is a binary one, but all bytes of the value are characters, of one, two or four bytes, letters among them; or \
                words stand among bytes of which nobody can say that they are pixels. Readers that show numbers hide it; the \
                bytes are still there.
                """
            )
        case .valueForm:
            (
                "is not of the form that its VR demands",
                """
                The characters are those of the VR, but not in an order that PS3.5 §6.2 allows, or more than it allows: a time \
                that is none, an integer with signs inside as telephone numbers and dates have them, a code of more than 16 \
                characters.
                """
            )
        case .nameInCode:
            (
                "is a code with the caret of a person name",
                """
                A Code String consists of capital letters, digits, spaces and underscores (PS3.5 §6.2). A caret is how person \
                names are written.
                """
            )
        case .nameInText:
            (
                "is technical text with the caret of a person name",
                "Table E.1-1 does not list the attribute and it usually is technical, but carets are how person names are written."
            )
        case .longNumber:
            (
                "is a number with too many digits",
                "A Decimal String has at most 16 characters (PS3.5 §6.2). Many programs write more; the number is one."
            )
        case .unregisteredClass:
            (
                "is the UID of a class that PS3.6 does not register",
                """
                The attribute names a SOP Class or Transfer Syntax. Those of the standard are in PS3.6; another one is a \
                maker's own, which has to stay for the object to be what it is, or the UID of an instance in the wrong \
                place. Look whether it is a class that the maker of the device publishes. Of code systems and context groups only \
                those under the root of DICOM are told of: PS3.6 has all that there are.
                """
            )

        case .instanceInClass:
            (
                "looks like the UID of an instance where a class or a code system belongs",
                """
                The attribute names a SOP Class, a syntax, a program, a code system, a context group or a mapping, which stays as it is. \
                PS3.6 does not register the UID, and it has a day, a long number or more components than published ones have, or stands \
                under an arc that has no owner: an instance in the wrong place, or a number that somebody made up.
                """
            )
        case .originalUID:
            (
                "is a UID that Table E.1-1 does not list and that was not replaced",
                """
                The attribute names an object, a frame or a device by a UID that is neither of 2.25 nor registered in PS3.6. \
                Roots of organisations, serial numbers and dates stand in such UIDs.
                """
            )
        case .mailAddress:
            (
                "has a mail address in technical text",
                "Table E.1-1 does not list the attribute and it usually is technical, but the value has a mail address."
            )
        case .webAddress:
            (
                "has a web address in technical text",
                """
                Table E.1-1 does not list the attribute and it usually is technical, but the value has the address of a \
                page or a server, which may be a site's own.
                """
            )
        case .telephoneNumber:
            (
                "has what looks like a telephone number in technical text",
                "Digits in groups as telephone numbers are written, with a plus sign, an area code or both."
            )
        case .dayInText:
            (
                "has a day in technical text",
                """
                Eight digits, or three numbers with separators, that are a day between 1900 and 2099. It may be the day of a \
                software release, or that of a birth.
                """
            )
        case .highAge:
            (
                "is an age of more than 89 years",
                """
                People of that age are few, so that an age may single one out; many rules of release want such ages grouped. 090Y \
                in a file that says how it was de-identified is that group, and no finding.
                """
            )

        case .unitText:
            (
                "is a code of UCUM with words or numbers that no unit has",
                """
                Braces in a code of UCUM take any text, so that a name or a day may stand in them, and what stands outside of them may \
                be no unit at all. Codes of PS3.16, units of UCUM, words of medicine, and SUVbw and the like are none.
                """
            )
        case .mixedToken:
            (
                "has letters and four digits or more in one word",
                """
                Numbers of records, requests and people look like that, and so do some versions and parts. Codes of PS3.16, and \
                what has the form of a published scheme, are none; names of models are, from six digits on.
                """
            )
        case .unknownTerm:
            (
                "is neither a term of the standard nor made of known words",
                """
                A code string (VR CS) may hold any sixteen capitals and digits: a name, a ward, a number. What PS3.3 lists for \
                the attribute is none of that, nor what is made of words of the standard, of medicine and of short numbers. Other \
                values may be a maker's own terms, or somebody's name. Where a profile lets any term stay and PS3.3 names all \
                that there are (Patient's Sex), it has to be one of them.
                """
            )

        case .personInText:
            (
                "names a person",
                """
                A title, an initial with its point or a label such as *Patient:* stands before a word that neither medicine nor the \
                standard nor makers use: `Dr. Kowalczyk`, `J. Doe`. Such text is somebody's name, whatever the attribute is for.
                """
            )
        case .recordNumber:
            (
                "has the number of a record",
                """
                A label of patients' numbers (MRN, Patient ID, SSN and the like) stands before a number of four digits and more.
                """
            )
        case .doubtfulWord:
            (
                "has a word that may be a name, or a number that may be a record's",
                """
                A word of three letters and more that is in no list of words of medicine, of the standard, of makers and their \
                products; letters one by one; seven digits and more in a row, or in groups; a number behind *ID*, *No.* and the \
                like; a room or a street with its number; or a title before a common word. Products and sequences of a few scanners \
                look like that, too, so a person has to tell.
                """
            )
        case .nationalNumber:
            (
                "has a number as social security numbers are written",
                "Three, two and four digits with hyphens between (123-45-6789), as nothing else is written that often."
            )
        case .ageInText:
            (
                "text with what looks like an age of more than 89 years",
                """
                A number from 90 on with *years*, *yo* and the like behind it or *age* before it, in words as well; in text that was \
                cleaned, beside the letter of a sex (F95), too. People of that age are few.
                """
            )

        case .drawing:
            (
                "is a drawing with lettering that nobody has looked at",
                """
                HPGL Document is a drawing of an implant in the instructions of a plotter (PS3.3 C.29.1.2). Among them are labels, which say \
                whatever somebody wrote there; deid puts a drawing that shows nothing in its place. verify does not read it.
                """
            )

        case .preamble:
            (
                "the preamble is not all zero",
                "The 128 bytes before DICM may hold anything, another file format among it. Write zeros."
            )
        case .missingPreamble:
            (
                "no preamble",
                "The file starts with its File Meta Information; PS3.10 §7.1 wants a preamble and DICM before it."
            )
        case .missingFileMeta:
            ("no File Meta Information", "The file is a bare data set; its encoding was read from its first bytes.")
        case .fileMetaElement:
            (
                "File Meta element that a de-identified file must not have",
                """
                Only group length, version, Media Storage SOP Class and Instance UID, Transfer Syntax, Implementation Class \
                UID and Version Name may stand in group 0002. Application entity titles, addresses and private information \
                tell where a file came from.
                """
            )
        case .fileMetaLength:
            (
                "File Meta group length missing or wrong",
                "(0002,0000) must lead group 0002 and count its bytes (PS3.10 §7.1)."
            )
        case .classDisagrees:
            ("Media Storage SOP Class UID and SOP Class UID differ", "(0002,0002) must equal (0008,0016).")
        case .instanceDisagrees:
            (
                "Media Storage SOP Instance UID and SOP Instance UID differ",
                "(0002,0003) must equal (0008,0018). A difference is often the original UID left in the File Meta Information."
            )
        case .foreignGroup:
            (
                "element of a group that has no place in a data set",
                "Groups 0000, 0002, 0004 and 0006 belong to messages, File Meta Information and directories (PS3.5 §7.1)."
            )
        case .groupLength:
            ("group length", "Group lengths are retired (PS3.5 §7.2) and of no use; after editing they are wrong.")
        case .trailingPadding:
            (
                "Data Set Trailing Padding",
                "Padding may hold the remains of anything; PS3.15 Table E.1-1 wants it removed."
            )
        case .directory:
            (
                "a directory names files and patients",
                "A DICOMDIR repeats identity from the files it lists. Leave it out and make a new one from the clean files."
            )
        case .notAscending:
            (
                "element out of order or repeated",
                """
                Elements must ascend by tag (PS3.5 §7.1); readers differ in which copy counts. Each copy was checked like any \
                other element; look whether one of them is meant to be there.
                """
            )
        case .oddLength:
            ("value of odd length", "Values have an even length (PS3.5 §7.1.1).")
        case .strayBytesInHeader:
            (
                "bytes other than zero in a reserved field",
                "Reserved bytes and the lengths of delimiters are zero (PS3.5 §7.1.2, §7.5)."
            )
        case .fileMetaVersion:
            (
                "File Meta Information Version is longer or shorter than two bytes",
                "(0002,0001) has two bytes with one meaning (PS3.10 §7.1). More may hold anything."
            )
        case .implementationUID:
            (
                "Implementation Class UID is no UID",
                "(0002,0012) is digits and points, at most 64 (PS3.5 §9.1)."
            )
        case .implementationName:
            (
                "Implementation Version Name of a program that is not known",
                """
                (0002,0013) names the software that wrote the file. The value is of none of the known shapes, so it may be \
                anything somebody chose.
                """
            )
        case .implementationIdentity:
            (
                "Implementation Version Name looks like identity",
                """
                (0002,0013) has a caret, five digits in a row, a date, or more than 16 characters: names of software have \
                not.
                """
            )

        case .identityNotRemoved:
            ("Patient Identity Removed is not YES", "PS3.15 §E.1.1 demands (0012,0062) with the value YES.")
        case .methodMissing:
            (
                "no De-identification Method",
                "PS3.15 §E.1.1 demands (0012,0063) or (0012,0064), which say how the file was de-identified."
            )
        case .datesUnstated:
            (
                "Longitudinal Temporal Information Modified missing or not a defined term",
                "(0028,0303) must say UNMODIFIED, MODIFIED or REMOVED (PS3.15 §E.3.6)."
            )
        case .limitedDataSet:
            (
                "states to be a Limited Data Set: days and patient characteristics are kept",
                """
                (0012,0063) and (0012,0064) say, word for word, that the shipped profile limited-data-set made the file, and it is \
                held to that: it may keep dates, times, and what the profile keeps of the patient. That is no de-identified \
                file in the sense of HIPAA, and what a file says of itself is no proof.
                """
            )
        case .methodText:
            (
                "De-identification Method is text of no known form",
                """
                (0012,0063) is free text, and the verifier knows only the forms that dcmveil writes. A person should read it \
                once for each tool.
                """
            )
        case .methodIdentity:
            (
                "De-identification Method looks like identity",
                """
                A value of (0012,0063) or a code of (0012,0064) has a caret, an at sign, five digits in a row, a date, or more \
                characters than its VR allows: signs of a person, a day or a record.
                """
            )
        case .methodCode:
            (
                "is no code of De-identification Method",
                "Items of (0012,0064) hold codes of PS3.16 CID 7050, of the scheme DCM, with their meanings there."
            )

        case .otherProfile:
            (
                "names another profile than the one expected",
                """
                (0012,0063) has the digest of the profile that dcmveil applied, and it is not that of the profile given with \
                --profile: the file was made with another one, or with another version of it.
                """
            )
        case .datesOtherwise:
            (
                "says something else of dates than the profile does",
                """
                (0028,0303) must be what the profile given with --profile leads to: REMOVED, MODIFIED or UNMODIFIED.
                """
            )

        case .burnedIn:
            ("Burned In Annotation says YES", "The pixels are declared to show text. A person must look at them.")
        case .codestreamComment:
            (
                "comment in a compressed stream",
                """
                A COM marker segment of JPEG, JPEG-LS or JPEG 2000 holds free text of whoever wrote the stream. Blanked \
                ones, and the signatures of encoders, are no finding of this kind.
                """
            )
        case .codestreamApplication:
            (
                "JPEG application segment",
                "An APPn marker segment other than JFIF, Adobe and the colour transform of JPEG-LS may hold Exif, names, places."
            )
        case .bytesAfterCodestream:
            (
                "bytes after the end of a compressed stream",
                "Behind the end of image, or of the last RLE segment, there is more than padding."
            )
        case .codestreamDamaged:
            (
                "compressed stream that cannot be followed",
                """
                The marker segments or the end of the stream were not found where they must be. What lies behind this place, \
                up to the next stream, was not checked.
                """
            )
        case .bytesBeforeCodestream:
            (
                "bytes before a compressed stream",
                "A fragment starts with bytes that are not the stream's; decoders skip them, and they may hold anything."
            )
        case .noCodestream:
            (
                "fragment that is no compressed stream",
                """
                The Transfer Syntax promises a stream of its kind, and the fragment does not start with one. What it holds is \
                not known.
                """
            )
        case .uncheckedStream:
            (
                "stream of a kind that is not looked into",
                """
                JPEG XL and deflated frames, sound and text beside a video, and videos of no known format have places for words that the \
                verifier does not know how to find.
                """
            )
        case .codestreamSegment:
            (
                "marker segment, or bytes of one, that no decoder needs",
                """
                The segment has a reserved marker, more bytes than what it says it holds, a table or parameters that no scan uses, or \
                is of a kind that the coding process does not use; or what it says of the tile-parts and packets of JPEG 2000 \
                is not so. What stands there tells a decoder nothing, but may tell a reader something.
                """
            )
        case .codestreamWords:
            (
                "words in a marker segment that no decoder needs",
                """
                What DV0509 is about, and letters in it that make up a word: somebody has written there for people to read.
                """
            )
        case .fileFormatBox:
            (
                "box of the JP2 file format that no decoder needs",
                """
                Boxes such as xml and uuid hold metadata, boxes of no known name anything; or a box about the image has more bytes \
                than it says, other values than there are, or does not agree with the codestream. Pixel Data should be the \
                codestream alone (PS3.5 §A.4.4).
                """
            )
        case .offsetTable:
            (
                "offset table that is none",
                """
                The first item of encapsulated Pixel Data is empty, or a list of 32-bit offsets that starts with 0 and ascends, \
                each of them that of a fragment (PS3.5 §A.4); the numbers of an Extended Offset Table lie within the file.
                """
            )
        case .encoderSignature:
            (
                "encoder's signature in a compressed stream",
                "A comment that is the name and version of a well-known encoder, whole and alone. It names no person or place."
            )
        case .runLengthSegments:
            (
                "RLE header or segment that does not add up",
                """
                The header of an RLE frame says how many segments there are and where they start; what it does not use is \
                zero, and what a segment has beyond its pixels is one byte of padding (PS3.5 Annex G).
                """
            )

        case .pixelDataSurplus:
            (
                "bytes behind the last frame of Pixel Data",
                """
                Rows, Columns, Samples per Pixel, Bits Allocated and Number of Frames say how long the value is. What follows is \
                no pixel, and may be anything.
                """
            )
        case .unaccountedPixels:
            (
                "pixels of which nobody can say where they end",
                """
                Rows, Columns, Bits Allocated or Number of Frames are not there or no such numbers, Pixel Data stand in an item \
                that is no image, there are several of the attributes of pixels, or pixels that share their colours (YBR_FULL_422) \
                are as long as if each had its own; or a waveform lacks its number of channels, of samples or of bits. What is sample and what is something else cannot be told; no words of 16 \
                characters were seen.
                """
            )
        case .streamSize:
            (
                "compressed stream of another size than the image",
                """
                The header of the stream says other numbers of lines and columns than Rows and Columns. Viewers may show the one or \
                the other: at the edges there may be something, such as a line of text, that whoever looked through the images did \
                not see.
                """
            )
        case .surplusFrames:
            (
                "more frames than Number of Frames says",
                """
                Behind the frames that (0028,0008) counts, and without it there is one, comes another stream. Viewers do not show \
                it, so nobody looks at it, and it may be any picture or other bytes.
                """
            )
        case .recordedVoice:
            (
                "a recording of a voice, or of sounds that nothing explains",
                """
                The object is a Basic Voice Audio Waveform, or a channel is coded as voice, narrative or the sound of a room, or it is a \
                General Audio Waveform with channels of which no code says that they are something else (Doppler audio, a phonocardiogram). \
                A voice is an identifier by itself (45 CFR 164.514(b)(2)(i)(P)), and dictations say names. verify does not listen.
                """
            )
        case .waveformSurplus:
            (
                "bytes behind the last sample of Waveform Data",
                """
                Number of Waveform Channels, Number of Waveform Samples and Waveform Bits Allocated say how long the value is. \
                What follows is no sample, and may be anything.
                """
            )
        case .unusedBits:
            (
                "bits outside Bits Stored that are not zero",
                """
                Bits Stored and High Bit say which bits of a sample count (PS3.5 §8.1.1). Others may hold an overlay, or text; \
                only a sign may go on through those above.
                """
            )
        case .videoUserData:
            (
                "user data in a video stream",
                """
                User data and SEI messages of user data or of no known kind carry titles, names, places and captions. No decoder \
                needs them (ITU-T H.262 §6.2.2.2, H.264 and H.265 Annex D).
                """
            )
        case .colourProfileText:
            (
                "text in a colour profile",
                """
                An ICC profile has a description, a copyright and names of devices, beside what colours are made with. Makers \
                of cameras and scanners write there, and so do people.
                """
            )

        case .duplicateInstance:
            (
                "SOP Instance UID of another file",
                """
                Two files of the export have the same SOP Instance UID (0008,0018), which names one object only \
                (PS3.3 C.12.1). One is a copy, or two objects have been given one name.
                """
            )
        case .danglingReference:
            (
                "refers to an object that is not in the export",
                """
                A Referenced SOP Instance UID, or a record of a directory, names an instance that none of the files is. \
                That is no leak, and usual where a part of a study is released; where the object should be there, its \
                UID may have been replaced in one place and not in the other.
                """
            )
        case .studyOfTwoPatients:
            (
                "Study Instance UID of another patient's file",
                """
                Files of one study have different Patient IDs (0010,0020) or issuers. A study belongs to one patient, so \
                one patient was split in two, or two were merged.
                """
            )
        case .patientDiffers:
            (
                "patient of another file with another name, sex or birth date",
                """
                Files with the same Patient ID differ in Patient's Name, Sex or Birth Date. Two patients may have been \
                given one pseudonym, or one file was left as it was.
                """
            )
        case .seriesInTwoStudies:
            (
                "Series Instance UID of another study's file",
                """
                Files with the same Series Instance UID (0020,000E) have different Study Instance UIDs. A series belongs to \
                one study; the UIDs were not replaced alike in all files.
                """
            )
        case .seriesDiffers:
            (
                "series with more than one modality or frame of reference",
                """
                Files with the same Series Instance UID differ in Modality (0008,0060) or Frame of Reference UID \
                (0020,0052), which a series has one of (PS3.3 A.1.2.3). Two series may have been merged.
                """
            )
        case .frameOfTwoPatients:
            (
                "Frame of Reference UID of another patient's file",
                """
                Files with the same Frame of Reference UID (0020,0052) have different Patient IDs. Nobody shares a frame of \
                reference with someone else, so one patient was split in two, and the files can be linked.
                """
            )
        case .studyDatesDiffer:
            (
                "Study Date of its study's other files differs",
                """
                Files of one study have different Study Dates (0008,0020). Their dates may have been shifted by different \
                numbers of days, or one file has the original date.
                """
            )
        case .datesApart:
            (
                "Study Date and other dates of the file are more than a year apart",
                """
                (0028,0303) says that dates were modified, and Series, Acquisition or Content Date lies more than 366 days \
                from the Study Date. One of them may have been left as it was.
                """
            )
        case .dateStatementsDiffer:
            (
                "patient of another file that says something else of its dates",
                """
                Files of one patient differ in Longitudinal Temporal Information Modified (0028,0303). Where some dates are \
                shifted and others are not, the shift can be read off.
                """
            )
        case .sealedFile:
            (
                "sealed: what it holds was not checked",
                """
                The file is an age file, which only its recipients can open. Its form was checked and nothing else, so the \
                run counts as incomplete.
                """
            )
        case .sealedDamaged:
            (
                "sealed file that is cut or damaged",
                """
                The header is not that of an age file (C2SP age), or the length of the payload is none that its chunks of \
                64 KiB and their tags can have. Nobody will be able to open it.
                """
            )
        case .nameOfFile:
            (
                "name of a file or folder that looks like identity",
                """
                A name on the way to the file has a caret, an at sign, a date, or a UID that is not of 2.25. Names are read \
                by everybody who is handed the export, sealed or not.
                """
            )
        case .wordsInFileName:
            (
                "name of a file or folder with two words that may be a person's name",
                """
                Two words side by side that are no words of the trade, as in a family and a given name. Only a person can \
                tell.
                """
            )

        case .numberInFileName:
            (
                "name of a file or folder with a number as records have",
                """
                Six digits or more that do not begin with a zero (seven with one), alone or beside a few letters, four behind a label \
                such as MRN, or three, two and four with hyphens between, as numbers of patients, visits and orders have. Counters and pseudonyms may look like that, too: only a person can tell.
                """
            )

        case .wordInFileName:
            (
                "name of a file or folder with a word of no list",
                """
                A word of letters that neither medicine nor the standard nor makers use, as a family name is; each is told of once. Words of a project \
                look like that, too: only a person can tell.
                """
            )

        case .knownIdentity:
            (
                "something that was removed from an original",
                """
                A word, number, day or UID of the originals stands here: one that deid took out (--canary), or one of the files \
                given with --against. Which one is not told; by chance that happens once in 200 million words.
                """
            )
        case .knownInName:
            (
                "name of a file or folder with something that was removed from an original",
                "The name has a word, number, day or UID of the originals. Names are read by everybody who is handed the export."
            )
        }
    }
}
