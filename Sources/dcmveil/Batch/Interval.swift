import Glibc

/// Time that passes, by a clock that nobody sets.
struct Interval {
    /// Nanoseconds.
    private var start = Self.now

    /// Whether so much time has passed; if it has, the next interval begins.
    mutating func hasPassed(milliseconds: Int) -> Bool {
        let now = Self.now
        guard now - start >= milliseconds * 1_000_000 else { return false }
        start = now
        return true
    }

    private static var now: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
