import Glibc

/// Reads journals from front to back, a piece at a time; lines that are not whole are passed over.
struct JournalLoader {
    let key: String
    let settings: UInt64
    private(set) var entries: [UInt64: Journal.Entry] = [:]
    private(set) var owned: Set<Int> = []

    init(key: String, settings: UInt64) {
        self.key = key
        self.settings = settings
    }

    /// - Parameter base: what is added to the offset of each line.
    mutating func load(_ file: Int32, at base: UInt64, _ path: String) throws(Failure) {
        // Entries hold when they were made as this run makes them.
        var isOurs = false
        try Self.forEachLine(file, path) { line, offset in
            switch line {
            case .settings(let key, let mark): isOurs = key == self.key && mark == settings
            case .done(let input, let state, _, _, let output):
                owned.insert(Paths.mark(output))
                if isOurs {
                    entries[input] = Journal.Entry(state: state, place: base + UInt64(offset))
                } else {
                    entries.removeValue(forKey: input)
                }
            case .void(let input, let foreign):
                entries.removeValue(forKey: input)
                owned.remove(Paths.mark(foreign))
            }
        }
    }

    static func forEachLine(_ file: Int32, _ path: String, _ body: (JournalLine, Int) -> Void) throws(Failure) {
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        var pending: [UInt8] = []
        var offset = 0
        while true {
            let count = unsafe pread(file, &chunk, chunk.count, offset + pending.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(.io, "\(path): cannot read the journal: \(Failure.reason(errno))")
            }
            if count == 0 { return }
            pending.append(contentsOf: chunk[..<count])
            var start = 0
            while let end = pending[start...].firstIndex(of: 0x0A) {
                if let line = JournalLine(pending[start..<end]) { body(line, offset + start) }
                start = end + 1
            }
            offset += start
            pending.removeFirst(start)
            // No line is that long: what stands there is none.
            if pending.count > 1 << 20 {
                offset += pending.count
                pending = []
            }
        }
    }

    /// Whether the file ends with a whole line.
    static func endsWhole(_ file: Int32) -> Bool {
        let end = lseek(file, 0, SEEK_END)
        var last: UInt8 = 0
        if end <= 0 { return true }
        let count = unsafe pread(file, &last, 1, end - 1)
        return count == 1 && last == 0x0A
    }
}
