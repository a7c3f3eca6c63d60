/// Files that lie among originals and are none, by their names and what is in them.
///
/// A damaged DICOM file must not pass for one of them: with a name as DICOM files have, or none of a known kind, only text
/// is let through; archives, which may hold DICOM files, never are.
enum OtherKinds {
    private static let ofDICOM: Set<String> = ["dcm", "dicom", "dic", "dc3", "ima", "img"]
    private static let ofArchives: Set<String> = [
        "zip", "tar", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "age", "iso",
    ]
    private static let known: Set<String> = [
        "txt", "md", "csv", "tsv", "json", "jsonl", "xml", "html", "htm", "pdf", "doc", "docx", "xls", "xlsx", "ppt",
        "pptx", "odt", "ods",
        "rtf", "log", "ini", "inf", "cfg", "yaml", "yml", "toml", "py", "sh", "bat", "exe", "dll", "jar", "ico", "png",
        "jpg", "jpeg", "gif",
        "bmp", "tif", "tiff", "svg", "sqlite", "db", "nii", "nrrd", "mha", "mhd", "mat", "npy", "sha256", "md5",
        "ds_store",
    ]

    /// - Parameter isText: nothing but text stands at its head.
    static func isOne(_ path: String, isText: Bool) -> Bool {
        let name = Paths.name(of: path)
        let parts = name.lowercased().split(separator: ".", omittingEmptySubsequences: true)
        let kind = name.contains(".") ? parts.last.map(String.init) ?? "" : ""
        if ofDICOM.contains(kind) || ofArchives.contains(kind) { return false }
        return isText || known.contains(kind)
    }
}
