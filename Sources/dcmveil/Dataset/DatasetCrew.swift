/// Does one thing to many files of a dataset, on all cores. What came of each is told in the order of the files, by the thread
/// that submits them.
final class DatasetCrew<Job: Sendable> {
    typealias Outcome = Result<Int, Failure>

    private let workers: OrderedWorkers<Job, Outcome>
    private let settle: (Outcome) throws -> Void
    /// Files under way at most; half of them are waited for at a time, so that threads do not wake each other for every file.
    private static var window: Int { 512 }
    /// Milliseconds after which signals are looked for.
    private static var patience: Int { 100 }

    /// - Parameters:
    ///   - work: is called in any thread; its error is made a `Failure` by `failure`.
    ///   - settle: ends everything by throwing.
    init(
        _ work: @escaping @Sendable (Job) throws -> Int, failure: @escaping @Sendable (any Error, Job) -> Failure,
        settle: @escaping (Outcome) throws -> Void
    ) {
        self.settle = settle
        workers = OrderedWorkers(count: Cores.count, capacity: Self.window) {
            { job in
                do { return .success(try work(job)) } catch { return .failure(failure(error, job)) }
            }
        }
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
        for outcome in workers.take(count, within: Self.patience) { try settle(outcome) }
    }
}
