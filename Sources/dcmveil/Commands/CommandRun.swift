import ArgumentParser
import Glibc

/// How every command ends: a `Failure` becomes a message, a hint and an exit status.
enum CommandRun {
    static func end(_ body: () throws -> ExitStatus) throws {
        // A reader of our output that goes away is an error of `write`, not a silent death.
        signal(SIGPIPE, SIG_IGN)
        do {
            let status = try body()
            if status != .done { throw ExitCode(status.rawValue) }
        } catch let failure as Failure {
            StandardError.say(failure.message, hint: failure.hint)
            throw ExitCode(failure.status.rawValue)
        }
    }
}
