import Glibc

/// When a file was changed last: with its size, what tells a journal that an output is what it was.
///
/// Cheap, and kept by `cp -a` and `rsync -a`. Against accidents: who sets a time on purpose deceives it, and `verify` or a sealed
/// dataset is for that.
struct OutputTime {
    /// Since 1970; 0 never counts as equal to what a file has.
    var nanoseconds: Int

    init(_ status: stat) {
        nanoseconds =
            Int(status.st_mtim.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue
            &+ Int(status.st_mtim.tv_nsec)
    }
}
