import Deidentify
import Glibc
import Verify

/// Reads a baseline: `{"accept": [{"id": "DV0501", "file": "*/us/*", "reason": "…", "expires": "2027-06-30"}]}`.
struct BaselineFile {
    private let path: String
    private let text: [UInt8]

    static func load(_ path: String) throws(Failure) -> Baseline {
        let text: [UInt8]
        do { text = try Inputs.readSmall(path) } catch {
            throw Failure(.configuration, error.message, hint: error.hint)
        }
        let file = BaselineFile(path: path, text: text)
        return Baseline(try file.entries(), today: today)
    }

    /// The day in UTC, so that every machine means the same one.
    private static var today: String {
        var now = time(nil)
        var parts = unsafe tm()
        _ = unsafe gmtime_r(&now, &parts)
        func digits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (year, month, day) = unsafe (parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
        return "\(year)-\(digits(month))-\(digits(day))"
    }

    private func entries() throws(Failure) -> [Baseline.Entry] {
        let json: JSONValue
        do throws(JSONReader.Failure) { json = try JSONReader.read(text) } catch {
            throw failure(error.message, at: error.offset)
        }
        guard let members = json.object, members.count == 1, members[0].key.string == "accept",
            let list = members[0].value.array
        else { throw failure("a baseline is an object with one member, \"accept\", which is a list", at: json.offset) }
        var entries: [Baseline.Entry] = []
        for value in list { entries.append(try entry(value)) }
        return entries
    }

    private func entry(_ value: JSONValue) throws(Failure) -> Baseline.Entry {
        guard let members = value.object else { throw failure("an entry is an object", at: value.offset) }
        var texts: [String: String] = [:]
        for (key, value) in members {
            let name = key.string ?? ""
            guard ["id", "file", "path", "reason", "expires"].contains(name) else {
                throw failure("an entry has id, file, path, reason and expires, and nothing else", at: key.offset)
            }
            guard let text = value.string, !text.allSatisfy(\.isWhitespace) else {
                throw failure("\(name) is a text", at: value.offset)
            }
            texts[name] = text
        }
        guard let id = texts["id"], let check = Check(id: id) else {
            throw failure("an entry needs the id of a check, as DV0501", at: value.offset)
        }
        guard Baseline.mayAccept(check) else {
            throw failure("\(id) means that a file could not be checked, which nobody can accept", at: value.offset)
        }
        guard let reason = texts["reason"] else { throw failure("an entry needs a reason", at: value.offset) }
        guard let expires = texts["expires"], Self.isDay(expires) else {
            throw failure(
                "an entry needs the last day it counts, \"expires\": \"YYYY-MM-DD\", which the calendar has",
                at: value.offset)
        }
        return Baseline.Entry(check: check, file: texts["file"], path: texts["path"], reason: reason, expires: expires)
    }

    private static func isDay(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
        let parts = text.split(separator: "-").map { Int($0) ?? 0 }
        guard parts.count == 3, parts[0] > 1999, (1...12).contains(parts[1]) else { return false }
        let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][parts[1] - 1]
        return (1...days).contains(parts[2])
    }

    private func failure(_ message: String, at offset: Int) -> Failure {
        let before = text.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let column = offset - ((before.lastIndex(of: 0x0A) ?? -1))
        return Failure(
            .configuration, "\(path):\(line):\(column): \(message)", hint: "docs/verify.md shows what a baseline is")
    }
}
