import CLinux
import Glibc

/// Threads that work on jobs side by side and hand the results back in the order of the jobs.
///
/// A bounded number of jobs is under way, so that memory does not grow with their number. One thread submits and takes;
/// only the workers run beside it.
///
/// Sound: everything that is shared is touched under `mutex` alone; mutex and conditions lie at addresses of their own,
/// which live until the last worker has ended (`stop`, at the latest in `deinit` of the owner's reference).
@safe final class OrderedWorkers<Job: Sendable, Result: Sendable>: @unchecked Sendable {
    private enum Slot {
        case empty
        case waiting(Job)
        case running
        case done(Result)
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let wake: UnsafeMutablePointer<pthread_cond_t>
    private let ready: UnsafeMutablePointer<pthread_cond_t>
    private let make: @Sendable () -> (Job) -> Result
    private var slots: [Slot]
    /// Numbers of jobs: the next to take out, the next to run, the next to come.
    private var taken = 0
    private var begun = 0
    private var submitted = 0
    private var isClosed = false
    /// The job whose end is waited for.
    private var goal = 0
    private var putBack: ArraySlice<Result> = []
    private var threads: [pthread_t] = []

    /// - Parameters:
    ///   - count: of threads.
    ///   - capacity: jobs under way at most, results that nobody took among them.
    ///   - make: called once in each thread: makes what does the work, which may keep a state of its own.
    init(count: Int, capacity: Int, make: @escaping @Sendable () -> (Job) -> Result) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe wake = .allocate(capacity: 1)
        unsafe ready = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(wake, nil)
        unsafe pthread_cond_init(ready, nil)
        slots = Array(repeating: .empty, count: max(capacity, 1))
        self.make = make
        for _ in 0..<max(count, 1) {
            var thread = pthread_t()
            let context = unsafe Unmanaged.passRetained(self)
            let code = unsafe pthread_create(
                &thread, nil,
                { context in
                    guard let context = unsafe context else { return nil }
                    let workers = unsafe Unmanaged<AnyObject>.fromOpaque(context).takeRetainedValue()
                    (workers as? any Working)?.work()
                    return nil
                }, context.toOpaque())
            if code == 0 {
                threads.append(thread)
            } else {
                unsafe context.release()
            }
        }
    }

    deinit {
        unsafe pthread_cond_destroy(wake)
        unsafe pthread_cond_destroy(ready)
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
        unsafe wake.deallocate()
        unsafe ready.deallocate()
    }

    /// Whether a result must be taken before another job is submitted.
    var isFull: Bool { submitted - taken == slots.count }

    /// Gives a job to the next free worker. There must be room.
    func submit(_ job: Job) {
        unsafe pthread_mutex_lock(mutex)
        slots[submitted % slots.count] = .waiting(job)
        submitted += 1
        unsafe pthread_cond_signal(wake)
        unsafe pthread_mutex_unlock(mutex)
        // No thread could be started: the caller does the work.
        if threads.isEmpty { runOne(make()) }
    }

    /// Waits for the result of the oldest job that nobody took; `nil` when there is none under way.
    func take() -> Result? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        guard taken < submitted else { return nil }
        while true {
            if case .done(let result) = slots[taken % slots.count] {
                slots[taken % slots.count] = .empty
                taken += 1
                return result
            }
            unsafe pthread_cond_wait(ready, mutex)
        }
    }

    /// The results of the oldest jobs, as far as they have ended.
    ///
    /// - Parameters:
    ///   - count: waits until so many of them have ended: waking up for each would cost more than the work on a small file.
    ///   - milliseconds: waits no longer than that.
    func take(_ count: Int, within milliseconds: Int) -> ArraySlice<Result> {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        let wanted = min(count, submitted - taken)
        guard wanted > 0 else { return [] }
        goal = taken + wanted - 1
        var deadline = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &deadline)
        let nanoseconds = deadline.tv_nsec + milliseconds * 1_000_000
        deadline.tv_sec += nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        while !hasEnded(goal) {
            if unsafe pthread_cond_timedwait(ready, mutex, &deadline) == ETIMEDOUT { break }
        }
        goal = 0
        var results: [Result] = []
        while taken < submitted, case .done(let result) = slots[taken % slots.count] {
            results.append(result)
            slots[taken % slots.count] = .empty
            taken += 1
        }
        return results[...]
    }

    /// Gives results back that were taken but not looked at.
    func putBack(_ results: ArraySlice<Result>) { putBack = results }

    /// What has ended and nobody took, in the order of the jobs; to be called after `stop`.
    func rest() -> [Result] {
        var results = Array(putBack)
        putBack = []
        while taken < submitted {
            if case .done(let result) = slots[taken % slots.count] { results.append(result) }
            slots[taken % slots.count] = .empty
            taken += 1
        }
        return results
    }

    private func hasEnded(_ job: Int) -> Bool {
        if case .done = slots[job % slots.count] { return true }
        return false
    }

    /// Jobs whose results nobody took.
    var underWay: Int { submitted - taken }

    /// Ends the workers; jobs that none has begun are dropped.
    func stop() {
        unsafe pthread_mutex_lock(mutex)
        isClosed = true
        unsafe pthread_cond_broadcast(wake)
        unsafe pthread_mutex_unlock(mutex)
        for thread in threads { pthread_join(thread, nil) }
        threads = []
    }

    fileprivate func runAll() {
        let body = make()
        while runOne(body) {}
    }

    /// - Returns: `false` when there is nothing to do any more.
    @discardableResult
    private func runOne(_ body: (Job) -> Result) -> Bool {
        unsafe pthread_mutex_lock(mutex)
        while begun == submitted, !isClosed { unsafe pthread_cond_wait(wake, mutex) }
        guard !isClosed, case .waiting(let job) = slots[begun % slots.count] else {
            unsafe pthread_mutex_unlock(mutex)
            return false
        }
        let number = begun
        let place = number % slots.count
        slots[place] = .running
        begun += 1
        unsafe pthread_mutex_unlock(mutex)
        let result = body(job)
        unsafe pthread_mutex_lock(mutex)
        slots[place] = .done(result)
        if number == max(taken, goal) { unsafe pthread_cond_signal(ready) }
        unsafe pthread_mutex_unlock(mutex)
        return true
    }
}

/// What a thread sees of the workers it belongs to: C functions know no generic types.
private protocol Working { func work() }

extension OrderedWorkers: Working {
    fileprivate func work() { runAll() }
}

/// How many threads are worth having.
enum Cores {
    /// The cores that this process may use: of a job on a cluster, those that it was given.
    static var count: Int { max(1, Int(dcmveil_usable_cores())) }

    /// As many of `wanted` threads as there can be files open for; the limit that may be raised is raised.
    static func threads(_ wanted: Int) -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        let needed = rlim_t(Self.filesOfAProcess + Self.filesOfAThread * wanted)
        if limit.rlim_cur < needed {
            limit.rlim_cur = min(limit.rlim_max, needed)
            // Where it cannot be raised, there are fewer threads.
            _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        let room = Int(min(limit.rlim_cur, needed)) - Self.filesOfAProcess
        return max(1, min(wanted, room / Self.filesOfAThread))
    }

    /// Input, output, a look at another file, and one to spare.
    private static let filesOfAThread = 4
    /// Standard streams, report, journal, tables, lists, and folders on the way to an input.
    private static let filesOfAProcess = 40
}
