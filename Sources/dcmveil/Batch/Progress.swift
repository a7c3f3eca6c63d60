import CLinux
import Glibc
import Synchronization

/// How far a run is: a line that is drawn anew on a terminal, lines now and then elsewhere, JSON lines for programs.
///
/// Counts and rates only; no names. Called by one thread.
final class Progress {
    struct State {
        var files = 0
        var bytes = 0
        var written = 0
        var quarantined = 0
        var failed = 0
        var skipped = 0
    }

    private let begin = SteadyClock.seconds
    private let draws: Bool
    private let linesEvery: Double?
    private let descriptor: Int32?
    private var lastDrawn = 0.0
    private var lastLine = 0.0
    private var lastEvent = 0.0
    private var isDrawn = false
    private let total: InputCount?
    private var isDescriptorLost = false

    /// - Parameters:
    ///   - isQuiet: nothing for people.
    ///   - every: seconds between lines where standard error is no terminal; 0 for none.
    ///   - descriptor: for JSON lines.
    ///   - total: counts the inputs beside the run, for the time that is left.
    init(isQuiet: Bool, every: Int, descriptor: Int32?, total: @autoclosure () -> InputCount?) {
        draws = !isQuiet && isatty(2) == 1
        linesEvery = isQuiet || draws || every == 0 ? nil : Double(every)
        self.descriptor = descriptor
        self.total = draws || descriptor != nil ? total() : nil
    }

    /// Whether there is anybody to tell.
    var isOn: Bool { draws || linesEvery != nil || descriptor != nil }

    /// - Parameter state: asked for only when somebody is to be told.
    func update(_ state: @autoclosure () -> State) {
        guard isOn else { return }
        let state = state()
        let seconds = SteadyClock.seconds - begin
        if draws, seconds - lastDrawn >= 0.2, seconds >= 0.5 {
            lastDrawn = seconds
            let columns = Int(dcmveil_terminal_columns(2))
            let text = String(line(state, seconds).prefix(columns > 20 ? columns - 1 : 79))
            put("\r\u{1B}[K" + text, to: 2)
            isDrawn = true
        }
        if let linesEvery, seconds - lastLine >= linesEvery {
            lastLine = seconds
            StandardError.say(line(state, seconds))
        }
        if descriptor != nil, seconds - lastEvent >= 1 {
            lastEvent = seconds
            event(state, seconds, isLast: false)
        }
    }

    /// Takes the drawn line away, for a message or the end.
    func clear() {
        guard isDrawn else { return }
        put("\r\u{1B}[K", to: 2)
        isDrawn = false
    }

    func finish(_ state: State) {
        clear()
        total?.stop()
        if descriptor != nil { event(state, SteadyClock.seconds - begin, isLast: true) }
    }

    private func line(_ state: State, _ seconds: Double) -> String {
        let rate = seconds > 0 ? Double(state.files) / seconds : 0
        let speed = seconds > 0 ? Double(state.bytes) / seconds / 1e6 : 0
        var text = "\(state.files)"
        let known = total?.value
        if let known, known >= state.files { text += " of \(known)" }
        text += " files, \(Int(rate)) files/s, \(Int(speed)) MB/s"
        if state.quarantined > 0 { text += ", \(state.quarantined) quarantined" }
        if state.failed > 0 { text += ", \(state.failed) failed" }
        if let known, rate > 0, known > state.files {
            text += ", \(Self.duration(Double(known - state.files) / rate)) left"
        }
        return text
    }

    private static func duration(_ seconds: Double) -> String {
        let seconds = Int(seconds.rounded(.up))
        if seconds < 90 { return "\(seconds) s" }
        if seconds < 5400 { return "\((seconds + 30) / 60) min" }
        return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
    }

    private func event(_ state: State, _ seconds: Double, isLast: Bool) {
        guard let descriptor else { return }
        var json = JSONText()
        json.open("{")
        json.member("files", state.files)
        if let known = total?.value { json.member("of", known) }
        json.member("bytes", state.bytes)
        json.member("written", state.written)
        json.member("quarantined", state.quarantined)
        json.member("failed", state.failed)
        json.member("skipped", state.skipped)
        json.key("seconds")
        json.literal("\((seconds * 1000).rounded() / 1000)")
        json.member("finished", isLast)
        json.close("}")
        json.endLine()
        let (count, code) = put(json.bytes, to: descriptor)
        // A reader that is slow or has gone misses lines of its own will; what a full disk lacks, nobody else would tell.
        if !isDescriptorLost, count != json.bytes.count, count >= 0 || code != EAGAIN && code != EPIPE && code != EINTR
        {
            isDescriptorLost = true
            let reason = count < 0 ? Failure.reason(code) : "not all of a line was taken"
            StandardError.say("--progress-fd \(descriptor): cannot write: \(reason); the run goes on without it")
        }
    }

    private func put(_ text: String, to descriptor: Int32) { _ = put(Array(text.utf8), to: descriptor) }

    /// Progress that nobody takes is not worth waiting for.
    ///
    /// - Returns: how many bytes were taken, below zero for none, and why.
    private func put(_ bytes: [UInt8], to descriptor: Int32) -> (count: Int, code: Int32) {
        let count = unsafe write(descriptor, bytes, bytes.count)
        return (count, errno)
    }
}

/// Counts the files among the inputs beside the run.
final class InputCount: Sendable {
    private let count = Atomic<Int>(0)
    private let isWhole = Atomic<Bool>(false)
    private let isStopped = Atomic<Bool>(false)

    /// How many there are; `nil` until all have been counted.
    var value: Int? { isWhole.load(ordering: .acquiring) ? count.load(ordering: .relaxed) : nil }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// - Parameter selection: of the run, which does not take all.
    static func begin(_ inputs: [String], _ selection: PathSelection) -> InputCount {
        let counter = InputCount()
        let context = unsafe Unmanaged.passRetained(Task(counter: counter, inputs: inputs, selection: selection))
            .toOpaque()
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<Task>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        if code == 0 { pthread_detach(thread) } else { unsafe Unmanaged<Task>.fromOpaque(context).release() }
        return counter
    }

    private final class Task {
        let counter: InputCount
        let inputs: [String]
        let selection: PathSelection

        init(counter: InputCount, inputs: [String], selection: PathSelection) {
            self.counter = counter
            self.inputs = inputs
            self.selection = selection
        }

        func run() {
            var walk = InputWalk(inputs)
            var found = 0
            while !counter.isStopped.load(ordering: .relaxed), let input = walk.next() {
                if selection.isOurs(walk.relative(input)) { found += 1 }
                counter.count.store(found, ordering: .relaxed)
            }
            counter.isWhole.store(true, ordering: .releasing)
        }
    }
}
