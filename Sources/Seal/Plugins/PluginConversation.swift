/// What both state machines have in common (C2SP age-plugin, "State machines"): the plugin leads, and asks the person for things.
struct PluginConversation: ~Copyable {
    private let name: String
    private let dialog: any Dialog
    private var process: PluginProcess

    init(
        _ name: String, machine: String, dialog: any Dialog, patience: PluginProcess.Patience = .init()
    ) throws(SealError) {
        self.name = name
        self.dialog = dialog
        process = try PluginProcess(name, machine: machine, dialog: dialog, patience: patience)
    }

    mutating func send(_ type: String, _ arguments: [String] = [], body: [UInt8] = []) throws(SealError) {
        try process.send(type, arguments, body: body)
    }

    /// A command that no plugin knows, now and then.
    mutating func sendGrease() throws(SealError) {
        let random = try Random.bytes(8)
        guard random[0] % 3 != 0 else { return }
        let number = random[1...4].reduce(0) { $0 << 8 | UInt32($1) }
        try send(
            "grease-\(number)", (0..<Int(random[5] % 3)).map(String.init), body: try Random.bytes(Int(random[6]) % 64))
    }

    /// The plugin's part, up to its `done`.
    ///
    /// - Parameter handle: gets what the machine has of its own; `false` for what it does not know.
    /// - Throws: `.plugin`, once the plugin has ended, for every `error` that it reported (and that was shown).
    mutating func listen(_ handle: (Stanza) throws(SealError) -> Bool) throws(SealError) {
        try process.send("done")
        var hasFailed = false
        while true {
            let stanza = try process.receive()
            switch stanza.type {
            case "done":
                if hasFailed { throw SealError(.plugin(name, .failed)) }
                return
            case "error":
                hasFailed = true
                _ = dialog.show("error: \(text(of: stanza))", from: name)
                try process.send("ok")
            case "msg": try process.send(dialog.show(text(of: stanza), from: name) ? "ok" : "fail")
            case "request-secret", "request-public":
                let isSecret = stanza.type == "request-secret"
                guard let answer = dialog.answer(to: text(of: stanza), isSecret: isSecret, from: name) else {
                    try process.send("fail")
                    continue
                }
                var bytes = answer.secret.copy()
                defer { wipe(&bytes) }
                try process.send("ok", body: bytes)
            case "confirm": try confirm(stanza)
            default:
                // Nothing of it counts once there was an error; it is still answered.
                let isKnown = try handle(stanza)
                try process.send(isKnown ? "ok" : "unsupported")
            }
        }
    }

    private mutating func confirm(_ stanza: Stanza) throws(SealError) {
        let options = stanza.arguments.map { Base64.decode($0.utf8).map { String(decoding: $0, as: UTF8.self) } }
        guard 1...2 ~= options.count, let yes = options[0], options.count == 1 || options[1] != nil else {
            throw violation
        }
        switch dialog.choice(on: text(of: stanza), yes: yes, no: options.count == 2 ? options[1] : nil, from: name) {
        case true?: try process.send("ok", ["yes"])
        case false?: try process.send("ok", ["no"])
        case nil: try process.send("fail")
        }
    }

    private func text(of stanza: Stanza) -> String { String(decoding: stanza.body.prefix(4096), as: UTF8.self) }

    var violation: SealError { SealError(.plugin(name, .protocolViolated)) }
}
