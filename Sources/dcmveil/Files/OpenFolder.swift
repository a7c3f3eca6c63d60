import CLinux
import Glibc

/// A folder that stays open while many files are made in it: the system goes down its path once.
///
/// It may be removed or moved meanwhile, and then nothing can be made in it or what is made is where it was moved to.
final class OpenFolder {
    let descriptor: Int32

    /// - Returns: `nil` when there is no such folder, or no descriptor left for it: both are for the next step to tell.
    init?(_ path: String) {
        descriptor = unsafe open(path, DCMVEIL_O_PATH | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Gives a file without a name one that is in this folder: the last of `path`.
    ///
    /// - Returns: `false` when that was not possible, whatever the reason.
    func link(_ file: Int32, as path: String) -> Bool {
        path.withCString { path in
            // Sound: what `strrchr` finds lies in `path`, which outlives the call.
            let name = unsafe strrchr(path, Int32(UInt8(ascii: "/"))).map { unsafe $0 + 1 }
            return unsafe linkat(
                file, "", descriptor, name ?? UnsafeMutablePointer(mutating: path), DCMVEIL_AT_EMPTY_PATH) == 0
        }
    }
}
