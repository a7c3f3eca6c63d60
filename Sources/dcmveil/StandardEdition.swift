import Standard

/// The edition of DICOM whose tables the program carries.
enum StandardEdition {
    static let name = DataDictionary.edition
}
