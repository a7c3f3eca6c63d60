import CLinux
import Glibc

/// What standard output is: a terminal with a width and colours, or something that other programs read.
struct Terminal {
    var isTerminal: Bool
    /// Columns; `nil` when it is no terminal.
    var width: Int?
    var hasColour: Bool

    static func standardOutput() -> Terminal {
        guard isatty(1) == 1 else { return Terminal(isTerminal: false, width: nil, hasColour: false) }
        let columns = Int(dcmveil_terminal_columns(1))
        // https://no-color.org: set and not empty, whatever it says.
        let isPlain = variable("NO_COLOR") != "" || variable("TERM") == "dumb"
        return Terminal(isTerminal: true, width: columns > 0 ? columns : 80, hasColour: !isPlain)
    }

    private static func variable(_ name: String) -> String {
        guard let value = unsafe getenv(name) else { return "" }
        return unsafe String(cString: value)
    }
}

/// The colours of a dump. On a terminal only.
enum Colour: String {
    case tag = "36"
    case vr = "33"
    case length = "2"
    case keyword = "1"
    case creator = "35"
    case note = "2;3"
    case warning = "31"

    func paint(_ text: String, if isOn: Bool) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
