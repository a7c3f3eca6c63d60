import DICOM
import Foundation
import Standard
import Testing

@testable import Verify

/// Two readers that share no code see the same elements, items and fragments in every fixture, at the same bytes.
@Suite struct ReaderAgreementTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures")
        .standardized

    static func fixtures() -> [String] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: folder.appending(path: name).path, isDirectory: &isFolder)
            return exists && !isFolder.boolValue && !name.hasSuffix(".md") && !name.hasSuffix(".tsv")
        }.sorted()
    }

    struct Step: Equatable, CustomStringConvertible {
        var kind: String
        var tag: UInt32
        var offset: Int
        var length: Int?

        var description: String { "\(kind) \(String(tag, radix: 16)) \(length ?? -1)@\(offset)" }
    }

    /// What `deid` and `inspect` see; `isWhole`: to the last byte, and nothing in it deviates from the standard.
    private func others(_ bytes: [UInt8]) -> (steps: [Step], isWhole: Bool) {
        var (steps, isWhole) = ([Step](), true)
        do {
            var input = try DICOMInput.open(MemorySource(bytes))
            while let element = try input.reader.next() {
                let kind: String
                switch element.kind {
                case .element: kind = "value"
                case .sequence: kind = "sequence"
                case .item: kind = "item"
                case .fragments: kind = "fragments"
                case .fragment: kind = "fragment"
                case .itemEnd, .sequenceEnd: continue
                case .trailing:
                    isWhole = false
                    continue
                }
                let tag = kind == "item" || kind == "fragment" ? 0xFFFE_E000 : element.tag.rawValue
                steps.append(Step(kind: kind, tag: tag, offset: element.offset, length: element.length))
            }
            isWhole = isWhole && input.reader.deviations.isEmpty
        } catch { isWhole = false }
        return (steps, isWhole)
    }

    /// What `verify` sees.
    private func own(_ bytes: [UInt8]) -> (steps: [Step], isWhole: Bool) {
        var check = FileCheck(.memory(bytes), options: VerifierOptions(), rules: .basicProfile)
        var steps: [Step] = []
        do throws(ReadFailure) {
            guard try check.open() else { return (steps, false) }
            while true {
                switch try check.walker.next() {
                case .element(let element):
                    let kind =
                        element.content == .value ? "value" : element.content == .sequence ? "sequence" : "fragments"
                    steps.append(
                        Step(kind: kind, tag: element.tag.rawValue, offset: element.offset, length: element.length))
                case .item:
                    let item = check.walker.frames[check.walker.frames.count - 1]
                    let length = item.isDelimited ? nil : item.end - item.offset - 8
                    steps.append(Step(kind: "item", tag: 0xFFFE_E000, offset: item.offset, length: length))
                case .fragment(let offset, let length, _):
                    steps.append(Step(kind: "fragment", tag: 0xFFFE_E000, offset: offset - 8, length: length))
                case .fragmentsEnd: continue
                case .opaque: return (steps, false)
                case .end: return (steps, true)
                }
            }
        } catch { return (steps, false) }
    }

    @Test(arguments: fixtures()) func bothSeeTheSame(path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: path)))
        var (other, own) = (others(bytes), own(bytes))
        // In a deflated file one counts from the start of the data set.
        let (first, last) = (other.steps.first?.offset ?? 0, own.steps.first?.offset ?? 0)
        for index in other.steps.indices { other.steps[index].offset -= first }
        for index in own.steps.indices { own.steps[index].offset -= last }
        if other.isWhole {
            #expect(own.isWhole && own.steps == other.steps)
        } else {
            // Up to where one of them stops they agree; and that there is something wrong verify says, too.
            let count = min(own.steps.count, other.steps.count)
            #expect(Array(own.steps.prefix(count)) == Array(other.steps.prefix(count)))
            #expect(Verifier().verify(bytes: bytes).contains { $0.severity >= .review })
        }
    }

    @Test func thereAreFixturesOfBothKinds() throws {
        let whole = try Self.fixtures().filter {
            others([UInt8](try Data(contentsOf: Self.folder.appending(path: $0)))).isWhole
        }
        #expect(whole.count > 80 && Self.fixtures().count > whole.count + 20)
    }
}
