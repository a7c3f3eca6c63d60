import DICOM
import Deidentify
import Glibc

/// Where the results of a run go, and what they are called. Names come from new values only.
enum OutputPlace {
    /// A folder: `P-…/study/series/instance.dcm` in it.
    case folder(String)
    /// One file.
    case file(String)
    case standardOutput
    /// A tar archive of outputs named as in a folder: a file, or standard output for `nil`.
    case archive(String?)
    /// A new sealed dataset, with outputs named as in a folder.
    case dataset(String)

    var isFolder: Bool {
        if case .folder = self { true } else { false }
    }

    /// Where the members of archives go: into another one, unless a folder is named.
    static func findForArchives(_ argument: String) throws(Failure) -> OutputPlace {
        switch try find(argument, isSingle: true) {
        case .standardOutput, .archive: .archive(nil)
        case .file(let path): .archive(path)
        case .folder(let path): .folder(path)
        case .dataset(let path): .dataset(path)
        }
    }

    /// One input and a name with an extension mean a file, anything else a folder.
    ///
    /// - Parameter isSingle: the only input is one file or standard input.
    static func find(_ argument: String, isSingle: Bool) throws(Failure) -> OutputPlace {
        if argument == "-" {
            guard isSingle else { throw Failure(.usage, "-o - takes one input file", hint: "use a folder for several") }
            if isatty(1) == 1 {
                throw Failure(
                    .usage, "refusing to write DICOM to a terminal", hint: "redirect it, or name a file with -o")
            }
            return .standardOutput
        }
        switch Folders.kind(of: argument) {
        case .folder: return .folder(argument)
        case .file, .other:
            guard isSingle else { throw Failure(.cannotCreate, "\(argument): is no folder") }
            return .file(argument)
        case .unreachable(let code):
            throw Failure(.cannotCreate, "\(argument): cannot reach the output: \(Failure.reason(code))")
        case .missing:
            let isFile = Paths.hasExtension(argument) && !Paths.endsInSlash(argument)
            return isSingle && isFile ? .file(argument) : .folder(argument)
        }
    }

    /// Standard output as the place of binary data, unless it is a terminal.
    ///
    /// - Parameter isText: what is written may well be text, as an opened file may.
    static func standardOutputForBinary(isText: Bool) throws(Failure) -> String? {
        if isatty(1) == 1, !isText {
            throw Failure(
                .usage, "refusing to write binary data to a terminal", hint: "redirect it, or name a file with -o")
        }
        return nil
    }

    /// Where the results of a series go below the folder.
    static func folder(_ identity: OutputIdentity) -> String {
        let study = identity.studyInstanceUID.isEmpty ? "no-study" : identity.studyInstanceUID
        let series = identity.seriesInstanceUID.isEmpty ? "no-series" : identity.seriesInstanceUID
        return "\(identity.patient)/\(study)/\(series)"
    }
}
