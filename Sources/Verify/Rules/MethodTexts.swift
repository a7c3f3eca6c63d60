/// Values of De-identification Method (0012,0063) that tools are known to write: whole texts, without room for more.
///
/// The list is data: add a shape with the tool that writes it.
enum MethodTexts {
    static let patterns: TextPatterns = [
        "dcmveil",
        "Per DICOM PS #.# AnnexE. Details in #,#",  // TCIA
        "Orthanc #.#.# - PS #.#-# Table E.#-#", "Orthanc #.#.# - PS #.#-#c Table E.#-# Basic Profile",
        "Deidentified",
    ]
}
