import CLinux
import Glibc

/// Keys, passphrases and patients are in the memory of this process, and a core dump would put them on a disk.
enum CoreDumps {
    /// Both: the limit alone does not keep a crash handler that the kernel pipes into from getting a dump.
    static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = dcmveil_forbid_dumps()
    }
}
