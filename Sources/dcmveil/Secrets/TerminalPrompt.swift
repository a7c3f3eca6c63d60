import Glibc

/// Questions at the terminal itself, wherever standard input and output go.
enum TerminalPrompt {
    /// What keeps a question from being asked.
    enum Fault: Error { case noTerminal, interrupted, tooLong }

    /// Bytes of an answer.
    static let limit = 1024

    /// Asks, and reads one line.
    ///
    /// - Parameter isSecret: nothing of what is typed is shown.
    static func ask(_ question: String, isSecret: Bool) throws(Fault) -> SecretText {
        // So that a signal ends the question and not the process, which would leave the terminal without echo.
        Interruption.listen()
        let terminal = try open()
        defer { close(terminal) }
        write("\(TerminalEscape.shown(question)) ", to: terminal)
        var before = termios()
        let hasEcho = unsafe isSecret && tcgetattr(terminal, &before) == 0
        if hasEcho {
            var silent = before
            silent.c_lflag &= ~tcflag_t(ECHO)
            silent.c_lflag |= tcflag_t(ECHONL)
            _ = unsafe tcsetattr(terminal, TCSAFLUSH, &silent)
        }
        defer { if hasEcho { _ = unsafe tcsetattr(terminal, TCSAFLUSH, &before) } }
        var answer = SecretText(capacity: limit)
        switch answer.fillLine(from: terminal) {
        case .whole: return answer
        case .tooLong: throw .tooLong
        case .interrupted: throw .interrupted
        case .ended: throw .noTerminal
        }
    }

    /// Says something that must not be in a log.
    static func show(_ text: borrowing SecretText, after label: String) throws(Fault) {
        let terminal = try open()
        defer { close(terminal) }
        write(label, to: terminal)
        text.withBytes { bytes in
            _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(terminal, $0.baseAddress, $0.count) }
        }
        write("\n", to: terminal)
    }

    static func show(_ text: String) throws(Fault) {
        let terminal = try open()
        defer { close(terminal) }
        write("\(TerminalEscape.shown(text))\n", to: terminal)
    }

    private static func open() throws(Fault) -> Int32 {
        let descriptor = unsafe Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw .noTerminal }
        return descriptor
    }

    private static func write(_ text: String, to terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(terminal, $0.baseAddress, $0.count) }
    }
}
