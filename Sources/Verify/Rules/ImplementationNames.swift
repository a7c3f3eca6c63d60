/// Implementation Version Names (0002,0013) that programs are known to write: they name software, nothing else.
///
/// The list is data: add a shape with the program that writes it.
enum ImplementationNames {
    static let patterns: TextPatterns = [
        "dcmveil #.#.#",
        "OFFIS_DCMTK_#",  // DCMTK
        "GDCM #.#.#", "GDCM #.#.#.#",
        "ITK/GDCM #.#.#",
        "PYDICOM #.#.#", "PYDICOM #.#.#.dev0", "pydicom #.#.#",
        "dcm4che-#.#", "dcm4che-#.#.#", "dcm4che-#.#.#.#",
        "fo-dicom #.#.#", "FO-DICOM #.#.#",
        "ClearCanvas_#.#",
        "MATLAB IPT #.#",
        "DICOM-RS #.#.#", "DICOM-rs #.#.#",
        "dicom-rs #.#.#",
        "HIGHDICOM#.#.#", "highdicom#.#.#",
        "ORTHANC #.#.#", "Orthanc #.#.#",
        "PIXELMED_#", "PIXELMED_JAVA",
        "XNAT #.#.#",
        // Scanners, archives and viewers.
        "Philips MR #.#", "SYNGO_MR_XA#A", "SYNGO_MR_XA#B", "CENTRICITY_#.#", "INFINITT_#.#", "MergeCOM3_#IB#",
        "DCTOOL#", "DICOMCORE_#", "DICOMKIT-#.#", "PYNETDICOM_#", "PIXELMEDJAVA#", "OFFIS_DCMBP_#", "dcm4che-#.#-JP",
        "OSIRIX", "OSIRIX#", "OSIRIX_#", "eFilm/efDICOM", "DWV_#.#.#", "DWV_#.#.#-beta", "highdicom v#.#.#",
        "wsiget v#.#.#", "RUBY_DCM_#.#.#",
    ]
}
