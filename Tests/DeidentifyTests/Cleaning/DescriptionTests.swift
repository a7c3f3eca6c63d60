import Foundation
import Testing

@testable import Deidentify

/// Names found and words kept over many descriptions (Tools/cleaning/descriptions.py).
@Suite struct DescriptionTests {
    @Test func namesGoAndWordsStayInFiveThousandDescriptions() throws {
        var names = (all: 0, left: 0)
        var unknownNames = (all: 0, left: 0)
        var words = (all: 0, lost: 0)
        let lines = try Self.descriptions()
        #expect(lines.count == 5000)
        for line in lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            var context = CleaningContext()
            if !fields[0].isEmpty { context.identifiers.addPerson(Array(fields[0].utf8)[...]) }
            var left = Self.words(TextCleanerTests.clean(fields[1], context))
            for name in fields[2].split(separator: ";") {
                let isLeft = left.contains(String(name))
                names.all += 1
                names.left += isLeft ? 1 : 0
                if fields[0].isEmpty {
                    unknownNames.all += 1
                    unknownNames.left += isLeft ? 1 : 0
                }
            }
            for word in fields[3].split(separator: ";") {
                words.all += 1
                if let index = left.firstIndex(of: String(word)) { left.remove(at: index) } else { words.lost += 1 }
            }
        }
        #expect(names.all > 4000 && words.all > 14_000)
        #expect(Double(names.left) <= 0.005 * Double(names.all), "\(names)")
        #expect(Double(unknownNames.left) <= 0.01 * Double(unknownNames.all), "\(unknownNames)")
        #expect(Double(words.lost) <= 0.03 * Double(words.all), "\(words)")
    }

    private static func words(_ text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func descriptions() throws -> [Substring] {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../../Tools/cleaning/descriptions.py")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script.standardizedFileURL.path, "5000", "1"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }

    /// A table of cases with the columns of the one that came with the word list: id, language, element, input, expected.
    static let table = ProcessInfo.processInfo.environment["DCMVEIL_CLEANING_CASES"]

    @Test(.enabled(if: table != nil, "DCMVEIL_CLEANING_CASES names no table: its cases were NOT run"))
    func everyCaseComesOutAsExpected() throws {
        let text = try String(contentsOfFile: Self.table!, encoding: .utf8)
        let lines = text.split(separator: "\n").dropFirst()
        #expect(lines.count >= 154)
        for line in lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            #expect(TextCleanerTests.clean(fields[3]) == fields[4], "case \(fields[0])")
        }
    }
}
