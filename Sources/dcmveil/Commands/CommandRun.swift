import ArgumentParser
import Glibc

/// How every command ends: a `Failure` becomes a message, a hint and an exit status.
enum CommandRun {
    static func end(_ body: () throws -> ExitStatus) throws {
        // A reader of our output that goes away is an error of `write`, not a silent death.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that grows beyond the limit of the process.
        signal(SIGXFSZ, SIG_IGN)
        do {
            let status = try body()
            if status != .done { throw ExitCode(status.rawValue) }
        } catch let code as ExitCode {
            throw code
        } catch _ where Interruption.isRequested {
            // Whatever gave up, and with whatever error.
            StandardError.say("interrupted")
            Interruption.end()
        } catch let failure as Failure {
            StandardError.say(failure.message, hint: failure.hint)
            throw ExitCode(failure.status.rawValue)
        } catch {
            // Its type and no more: what an error of another layer holds is not known here.
            StandardError.say(
                "unexpected \(type(of: error))",
                hint: "a mistake of dcmveil; please report what was being done, not the file")
            throw ExitCode(ExitStatus.bug.rawValue)
        }
    }
}
