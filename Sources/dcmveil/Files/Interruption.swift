import Glibc
import Synchronization

/// SIGINT, SIGTERM and SIGHUP (a connection that is gone): the first one ends the run after the current file, the second one at once.
enum Interruption {
    private static let signal = Atomic<Int32>(0)

    static func listen() {
        _ = signal.load(ordering: .relaxed)  // made before a handler can need it
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            // Whoever calls with nohup wants the run to outlive the connection.
            if number == SIGHUP, unsafe sigaction(number, nil, &action) == 0,
                unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
            {
                continue
            }
            unsafe action.__sigaction_handler.sa_handler = { number in
                Interruption.signal.store(number, ordering: .relaxed)
            }
            // Back to the default with the first one, so that an impatient second one ends the process.
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            unsafe sigaction(number, &action, nil)
        }
    }

    static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

    /// Ends the process as the signal would have.
    static func end() -> Never {
        let number = signal.load(ordering: .relaxed)
        Glibc.signal(number, SIG_DFL)
        raise(number)
        exit(128 + number)
    }
}
