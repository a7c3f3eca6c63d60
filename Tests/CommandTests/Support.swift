import Foundation
import Testing

/// The built program, run as a person would.
enum Dcmveil {
    struct Missing: Error, CustomStringConvertible {
        var description: String
    }

    struct Run {
        var status: Int32
        var out: Data
        var err: String
        var text: String { String(decoding: out, as: UTF8.self) }
    }

    /// `dcmveil` beside the test bundle, or in a folder above it.
    static func binary() throws -> URL {
        var looked: [String] = []
        for start in [
            CommandLine.arguments[0], Bundle.main.bundlePath,
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "",
        ] {
            var folder = URL(filePath: start).deletingLastPathComponent()
            for _ in 0..<4 {
                let candidate = folder.appending(path: "dcmveil")
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue {
                    return candidate
                }
                looked.append(candidate.path)
                folder.deleteLastPathComponent()
            }
        }
        throw Missing(
            description: "no built dcmveil; looked at \(looked.joined(separator: ", ")); run swift build first")
    }

    static func run(_ arguments: [String], input: Data? = nil, in folder: URL? = nil) throws -> Run {
        let process = Process()
        process.executableURL = try binary()
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // Files, so that no pipe can fill and stop the process.
        let place = FileManager.default.temporaryDirectory.appending(path: "dcmveil-run-\(UUID())")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        func file(_ name: String, _ content: Data = Data()) throws -> FileHandle {
            try content.write(to: place.appending(path: name))
            return try FileHandle(forUpdating: place.appending(path: name))
        }
        process.standardInput = try file("in", input ?? Data())
        process.standardOutput = try file("out")
        process.standardError = try file("err")
        try process.run()
        process.waitUntilExit()
        return Run(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            out: try Data(contentsOf: place.appending(path: "out")),
            err: String(decoding: try Data(contentsOf: place.appending(path: "err")), as: UTF8.self))
    }

    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures")
        .standardized

    static func fixture(_ path: String) -> String { fixtures.appending(path: path).path }
}

/// A folder for one test, gone with it.
final class Scratch {
    let url = FileManager.default.temporaryDirectory.appending(path: "dcmveil-test-\(UUID())")
    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    /// Every file below `name`, as paths relative to it, in order.
    func files(_ name: String = "") -> [String] {
        let root = url.appending(path: name)
        let all = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return all.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: root.appending(path: $0).path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }
}
