import Glibc

/// What the exit status of dcmveil means (sysexits where they fit).
enum ExitStatus: Int32 {
    case done = 0
    /// `verify`: there are findings; `profile diff`: there are differences.
    case findings = 1
    /// The batch is finished; some inputs were quarantined.
    case quarantined = 2
    case usage = 64
    case badInput = 65
    case noInput = 66
    case bug = 70
    case cannotCreate = 73
    case io = 74
    case noKey = 77
    case configuration = 78

    /// What failed, as reports name and count it: a word that no path is in.
    var reasonCode: String {
        switch self {
        case .noInput, .noKey: "input-unreadable"
        case .cannotCreate: "output-unwritable"
        case .io: "input-output"
        case .badInput: "archive-damaged"
        case .usage, .configuration: "refused"
        case .done, .findings, .quarantined, .bug: "internal"
        }
    }
}

/// Something that ends a command, for the person who called it.
struct Failure: Error {
    var status: ExitStatus
    var message: String
    var hint: String?
    /// The status speaks of the disk, and a name that is taken is no fault of it.
    var isOfOneFile = false

    /// A full disk is no matter of single files.
    var isOfTheMachine: Bool { !isOfOneFile && [.cannotCreate, .io, .bug].contains(status) }

    init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    /// The words of the C library for `errno`.
    static func reason(_ code: Int32) -> String {
        let text = unsafe String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
