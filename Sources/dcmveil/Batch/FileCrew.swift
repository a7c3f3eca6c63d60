import Glibc

/// Does one thing to many files, on all cores. What came of each is told in the order of the files, by the thread that submits
/// them.
final class FileCrew<Job: Sendable, Value: Sendable> {
    typealias Outcome = Result<Value, Failure>

    private let workers: OrderedWorkers<Job, (Job, Outcome)>
    private let settle: (Job, Outcome) throws -> Void
    /// Files under way at most; half of them are waited for at a time, so that threads do not wake each other for every file.
    private static var window: Int { 512 }
    /// Milliseconds after which signals are looked for.
    private static var patience: Int { 100 }

    /// - Parameters:
    ///   - threads: fewer than there are cores where files cannot be worked on side by side.
    ///   - makeWork: called once in each thread: what it makes may keep a state of its own. The error of the work is made a
    ///     `Failure` by `failure`.
    ///   - settle: ends everything by throwing.
    init(
        threads: Int = Cores.count, making makeWork: @escaping @Sendable () -> (Job) throws -> Value,
        failure: @escaping @Sendable (any Error, Job) -> Failure, settle: @escaping (Job, Outcome) throws -> Void
    ) {
        self.settle = settle
        workers = OrderedWorkers(count: threads, capacity: Self.window) {
            let work = makeWork()
            return { job in
                do { return (job, .success(try work(job))) } catch { return (job, .failure(failure(error, job))) }
            }
        }
    }

    /// - Parameter work: is called in any thread.
    convenience init(
        _ work: @escaping @Sendable (Job) throws -> Value, failure: @escaping @Sendable (any Error, Job) -> Failure,
        settle: @escaping (Job, Outcome) throws -> Void
    ) {
        self.init(making: { work }, failure: failure, settle: settle)
    }

    deinit { workers.stop() }

    func submit(_ job: Job) throws {
        while workers.isFull { try take(Self.window / 2) }
        workers.submit(job)
    }

    /// Waits until nothing is under way.
    func drain() throws {
        while workers.underWay > 0 { try take(workers.underWay) }
    }

    private func take(_ count: Int) throws {
        for (job, outcome) in workers.take(count, within: Self.patience) { try settle(job, outcome) }
    }
}

/// Files that are work for all cores, in bytes: side by side each is work for one.
enum LargeFile {
    private static let size = 64 << 20

    static func isOne(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_size >= size
    }
}
