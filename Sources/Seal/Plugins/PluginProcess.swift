import CLinux
import Glibc

/// A running plugin: stanzas go to its standard input and come from its standard output. Ended when it is let go.
///
/// Both ends are read and written as they are ready, so that a plugin which talks before it has listened to the end does not
/// stand still. Sound: descriptors and process belong to this value alone; every buffer is passed with its size.
@safe struct PluginProcess: ~Copyable {
    /// How long a plugin may say nothing, in seconds: it may wait for somebody to find a token.
    struct Patience: Sendable {
        var notice = 5
        var limit = 300
    }

    private let name: String
    private let dialog: any Dialog
    private let patience: Patience
    private let process: pid_t
    private var input: Int32
    private let output: Int32
    private var unsent: [UInt8] = []
    private var received = StanzaStream()

    /// Starts `age-plugin-name`, found in the absolute folders of `PATH`.
    init(_ name: String, machine: String, dialog: any Dialog, patience: Patience = Patience()) throws(SealError) {
        guard let path = Self.find("age-plugin-\(name)") else { throw SealError(.plugin(name, .notFound)) }
        var to: [Int32] = [-1, -1]
        var from: [Int32] = [-1, -1]
        guard unsafe pipe(&to) == 0 else { throw SealError(.plugin(name, .notStarted)) }
        guard unsafe pipe(&from) == 0 else {
            for descriptor in to { close(descriptor) }
            throw SealError(.plugin(name, .notStarted))
        }
        for descriptor in to + from { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var process: pid_t = 0
        let code = unsafe dcmveil_spawn(&process, path, "--age-plugin=\(machine)", to[0], from[1])
        close(to[0])
        close(from[1])
        guard code == 0 else {
            close(to[1])
            close(from[0])
            throw SealError(.plugin(name, .notStarted))
        }
        for descriptor in [to[1], from[0]] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
        self.name = name
        self.dialog = dialog
        self.patience = patience
        self.process = process
        input = to[1]
        output = from[0]
    }

    deinit {
        if input >= 0 { close(input) }
        close(output)
        // It sees the end of its input; one that does not end by that is ended.
        for (wait, signal) in [(20, nil), (20, SIGTERM), (20, SIGKILL)] as [(Int, Int32?)] {
            if let signal { kill(process, signal) }
            for _ in 0..<wait {
                let ended = waitpid(process, nil, WNOHANG)
                if ended == process || (ended < 0 && errno == ECHILD) { return }
                usleep(10_000)
            }
        }
    }

    mutating func send(_ type: String, _ arguments: [String] = [], body: [UInt8] = []) throws(SealError) {
        let stanza: Stanza
        do throws(SealError) { stanza = try Stanza(type: type, arguments: arguments, body: body) } catch {
            throw SealError(.plugin(name, .protocolViolated))
        }
        stanza.encode(to: &unsent)
    }

    /// Sends what is unsent and waits for the next stanza.
    mutating func receive() throws(SealError) -> Stanza {
        var silence = 0
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        defer { wipe(&buffer) }
        while true {
            do throws(SealError) {
                if let stanza = try received.next() { return stanza }
            } catch { throw SealError(.plugin(name, .protocolViolated)) }
            var ends = [
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: unsent.isEmpty ? -1 : input, events: Int16(POLLOUT), revents: 0),
            ]
            let ready = unsafe poll(&ends, 2, 1000)
            if dialog.isCancelled { throw SealError(.plugin(name, .ended)) }
            if ready < 0 {
                guard errno == EINTR else { throw SealError(.plugin(name, .ended)) }
                continue
            }
            if ready == 0 {
                silence += 1
                if silence == patience.notice { dialog.isWaiting(for: name) }
                guard silence < patience.limit else { throw SealError(.plugin(name, .silent)) }
                continue
            }
            if ends[1].revents != 0 { try flushSome() }
            guard ends[0].revents != 0 else { continue }
            silence = 0
            let count = unsafe read(output, &buffer, buffer.count)
            if count > 0 {
                received.append(buffer[..<count])
            } else if count == 0 {
                throw SealError(.plugin(name, .ended))
            } else if errno != EINTR, errno != EAGAIN {
                throw SealError(.plugin(name, .ended))
            }
        }
    }

    private mutating func flushSome() throws(SealError) {
        // The command layer ignores SIGPIPE, so that a plugin that is gone is an error here.
        let count = unsafe unsent.withUnsafeBytes { unsafe write(input, $0.baseAddress, $0.count) }
        if count > 0 {
            wipe(&unsent, first: count)
            unsent.removeFirst(count)
        } else if errno != EINTR, errno != EAGAIN {
            // What it still has to say is read first.
            wipe(&unsent, first: unsent.count)
            unsent = []
        }
    }

    /// Folders that are not absolute are passed over: a plugin is never looked for where the files are.
    private static func find(_ program: String) -> String? {
        guard let path = unsafe getenv("PATH") else { return nil }
        for folder in unsafe String(cString: path).split(separator: ":") where folder.first == "/" {
            let file = "\(folder)/\(program)"
            var status = stat()
            if unsafe stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, unsafe access(file, X_OK) == 0 {
                return file
            }
        }
        return nil
    }
}
