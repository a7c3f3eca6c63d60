import Standard

/// Attributes that Table E.1-1 does not list, classed as chosen text by their keyword, and reviewed: what they hold in
/// practice describes a machine, a method or a code, not a person or a place.
///
/// The list is data: add a tag with its keyword and a reason that a reviewer can check.
enum ReviewedText {
    static let tags: Set<UInt32> = [
        // Makers and models: the same for thousands of devices.
        0x0008_1090,  // ManufacturerModelName
        0x0018_1018,  // SecondaryCaptureDeviceManufacturerModelName
        0x0018_101B,  // HardcopyDeviceManufacturerModelName
        0x0018_702A,  // DetectorManufacturerName
        0x0018_702B,  // DetectorManufacturerModelName
        0x0018_9041,  // ReceiveCoilManufacturerName
        0x0018_9050,  // TransmitCoilManufacturerName
        // Coding schemes and their registrars: published.
        0x0008_010E,  // CodingSchemeURL
        0x0008_0114,  // CodingSchemeExternalID
        0x0008_0115,  // CodingSchemeName
        0x0008_0116,  // CodingSchemeResponsibleOrganization
        0x0008_0122,  // MappingResourceName
        // Names that the scanner's software gives to its own parts and methods.
        0x0018_0024,  // SequenceName
        0x0018_1180,  // CollimatorGridName
        0x0018_11B1,  // DoseModeName
        0x0018_1250,  // ReceiveCoilName
        0x0018_1251,  // TransmitCoilName
        0x0018_7008,  // DetectorMode
        0x0018_7040,  // GridAbsorbingMaterial
        0x0018_7041,  // GridSpacingMaterial
        0x0018_9005,  // PulseSequenceName
        0x0018_9047,  // MultiCoilElementName
        0x0018_9175,  // ApplicableSafetyStandardDescription
        0x0054_0018,  // EnergyWindowName
        // Algorithms.
        0x0018_9524,  // ApplicationName
        0x0062_0009,  // SegmentAlgorithmName
        0x0066_0036,  // AlgorithmName
        // Names of tables and fonts.
        0x0008_0120,  // URNCodeValue: a code, as Code Value is
        0x0040_9210,  // LUTLabel
        0x0070_0227,  // FontName
        0x0070_0229,  // CSSFontName
        // Isotopes.
        0x300A_0226,  // SourceIsotopeName
        // What a film printer is told.
        0x2010_0010,  // ImageDisplayFormat
        0x0016_0020,  // EXIFVersion
    ]

    /// Makers: names of firms, of which some are those of their founders.
    static func namesMaker(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0008_0070, 0x0018_1016, 0x0018_1017, 0x0018_702A, 0x0018_9041, 0x0018_9050, 0x0008_0116: true
        default: namesModel(tag)
        }
    }

    /// Models, in whose names letters and a few digits stand together by their nature.
    static func namesModel(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0008_1090, 0x0018_1018, 0x0018_101B, 0x0018_702B: true
        default: false
        }
    }
}
