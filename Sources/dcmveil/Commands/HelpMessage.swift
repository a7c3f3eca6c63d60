import ArgumentParser
import Glibc

/// Help, versions and completion scripts: what is asked for on the command line and written to standard output.
enum HelpMessage {
    /// Ends the program if that is what was asked for. The parser would not notice that it could not be written.
    static func say(_ error: any Error) {
        guard Dcmveil.exitCode(for: error) == .success else { return }
        let message = Dcmveil.fullMessage(for: error)
        if message.isEmpty { return }
        write(message)
    }

    /// Writes a text that was asked for, and ends the program.
    static func write(_ message: String) -> Never {
        let output = StandardOutput()
        do throws(Failure) {
            try output.write(message + "\n")
            try output.flush()
        } catch {
            StandardError.say(error.message, hint: error.hint)
            exit(error.status.rawValue)
        }
        exit(0)
    }
}
