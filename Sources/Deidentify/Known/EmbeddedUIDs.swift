import Standard

/// UIDs that stand within texts and addresses of the net: those of the file itself, and whatever can be nothing else.
struct EmbeddedUIDs {
    /// Of the file.
    private let own: [[UInt8]]
    /// The Patient ID, where it stands alone, and what takes its place.
    var patient: (id: [UInt8], pseudonym: [UInt8])?

    init(_ own: [[UInt8]]) { self.own = own.filter { !$0.isEmpty } }

    /// VRs whose text may name instances.
    static func standIn(_ vr: VR) -> Bool {
        switch vr {
        case .lo, .lt, .sh, .st, .uc, .ur, .ut: true
        default: false
        }
    }

    /// - Returns: `nil` when nothing changes.
    func replaced(in text: [UInt8], by new: ([UInt8]) -> [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        var copied = 0
        var position = 0
        func put(_ range: Range<Int>, _ bytes: [UInt8]) {
            out += text[copied..<range.lowerBound]
            out += bytes
            copied = range.upperBound
        }
        while position < text.count {
            if let end = endOfPatientID(text, position) {
                if let patient { put(position..<end, patient.pseudonym) }
                position = copied
                continue
            }
            // The file's own UIDs also stand behind a letter, as in `uid1.2.3`.
            let begins = Self.begins(text, at: position)
            let first = PercentEncoding.byte(text, at: position)
            guard ASCII.isDigit(first.byte), begins || Self.isBehindLetter(text, position) else {
                position += 1
                continue
            }
            var run: [UInt8] = []
            var end = position
            while end < text.count {
                let next = PercentEncoding.byte(text, at: end)
                guard ASCII.isDigit(next.byte) || next.byte == UInt8(ascii: ".") else { break }
                run.append(next.byte)
                end += next.count
            }
            var last = end
            while run.last == UInt8(ascii: ".") {
                run.removeLast()
                last -= text[last - 1] == UInt8(ascii: ".") ? 1 : PercentEncoding.length
            }
            // `…1.2.3.dcm` ends with a point; `…1.2.3rc1` is no UID.
            let isFree = begins && (end == text.count || !Self.isWord(text[end]) || end > last)
            if isFree && isUID(run) || run.count >= Self.shortestInside && own.contains(run) {
                let uid = new(run)
                if uid != run { put(position..<last, uid) }
            }
            position = end
        }
        guard copied > 0 else { return nil }
        return out + text[copied...]
    }

    /// Where the Patient ID ends that begins at a place and stands alone, escaped characters and the case of letters aside.
    private func endOfPatientID(_ text: [UInt8], _ position: Int) -> Int? {
        guard let patient, Self.begins(text, at: position) else { return nil }
        var end = position
        for byte in patient.id {
            guard end < text.count else { return nil }
            if text[end] == UInt8(ascii: "+"), byte == 0x20 {
                end += 1
                continue
            }
            let next = PercentEncoding.byte(text, at: end)
            guard next.byte == byte || ASCII.isLetter(byte) && next.byte ^ byte == 0x20 else { return nil }
            end += next.count
        }
        return end == text.count || !Self.isWord(PercentEncoding.byte(text, at: end).byte) ? end : nil
    }

    /// At least 18 characters in five components, from one of the three arcs that there are; or a UUID (PS3.5 B.2).
    private func isUID(_ run: [UInt8]) -> Bool {
        if own.contains(run) { return true }
        guard run.count <= UIDForm.longest, run.count >= 16, run[0] <= UInt8(ascii: "2"), run[1] == UInt8(ascii: ".")
        else { return false }
        let components = run.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard components.allSatisfy({ !$0.isEmpty && ($0.count == 1 || $0.first != UInt8(ascii: "0")) }) else {
            return false
        }
        return components.count >= 5 && run.count >= 18 || components.count >= 3 && run.starts(with: "2.25.".utf8)
    }

    /// Whether no word or number goes on here; what is escaped in an address (RFC 3986 §2.1) ends one.
    private static func begins(_ text: [UInt8], at position: Int) -> Bool {
        if position == 0 { return true }
        let percent = UInt8(ascii: "%")
        if position >= 3, text[position - 3] == percent {
            let before = PercentEncoding.byte(text, at: position - 3)
            return before.count == 1 || !isWord(before.byte)
        }
        if text[position - 1] == percent || position >= 2 && text[position - 2] == percent { return false }
        return !isWord(text[position - 1]) && text[position - 1] != UInt8(ascii: ".")
    }

    /// Of a UID that is taken for one with letters at its sides, as nobody would write another number.
    private static let shortestInside = 10

    private static func isBehindLetter(_ text: [UInt8], _ position: Int) -> Bool {
        guard position > 0, isWord(text[position - 1]), !ASCII.isDigit(text[position - 1]) else { return false }
        return position == 1 || text[position - 2] != UInt8(ascii: "%")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte >= 0x80
    }
}
