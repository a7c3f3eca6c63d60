import DICOM
import Standard
import Testing

@testable import Deidentify

/// What is kept for roles, without the envelope around it: that belongs to another room, and Tests/Interop opens it.
@Suite struct RoleTests {
    private final class Contents { var all: [[UInt8]] = [] }

    private static let everything = RoleKeeping.Role(name: "broker", scope: RecoveryScope(classes: [.identity]))

    /// De-identifies with an envelope that hides nothing.
    private func keep(
        _ source: any ByteSource, roles: [RoleKeeping.Role] = [everything], batch: Int? = nil, limit: Int? = nil
    ) throws -> (bytes: [UInt8], contents: [[UInt8]], report: FileReport) {
        var limits = DataSetReader.Limits()
        if let batch { limits.batch = batch }
        var deidentifier = FileDeidentifier(
            profile: basicProfile, pseudonyms: Pseudonyms(testKey, release: ""), versionName: "dcmveil test",
            limits: limits)
        let contents = Contents()
        var keeping = RoleKeeping(roles: roles) { _, content in
            contents.all.append(content)
            return content
        }
        if let limit { keeping.limit = limit }
        deidentifier.roles = keeping
        let sink = MemorySink()
        let report = try deidentifier.run(source) { _ in sink }
        return (sink.bytes, contents.all, report)
    }

    private func reveal(_ bytes: [UInt8], isStream: Bool = false) throws -> (bytes: [UInt8], report: RevealReport) {
        var reidentifier = FileReidentifier(versionName: "dcmveil test", openers: [{ .content($0, isCertain: true) }])
        let sink = MemorySink()
        let source: any ByteSource = isStream ? TrickleSource(bytes, step: 4096) : MemorySource(bytes)
        let report = try reidentifier.run(source) { sink }
        return (sink.bytes, report)
    }

    /// Without what is random: the key, and the code under it.
    private func fixed(_ contents: [[UInt8]]) -> [[UInt8]] { contents.map { Array($0.dropLast(88)) } }

    @Test(arguments: Fixtures.paths()) func batchesAndStreamsShowNowhere(path: String) throws {
        let bytes = try Fixtures.bytes(path)
        guard let whole = try? keep(MemorySource(bytes)) else { return }
        #expect(whole.contents.count == 1 && whole.report.roles.count == 1)
        for batch in [160, 1000] {
            // Where a batch ends in front of something that is to be kept, the file is refused and nothing lost.
            do {
                #expect(try fixed(keep(MemorySource(bytes), batch: batch).contents) == fixed(whole.contents))
            } catch DeidentifyError.parse(let error) { #expect(error.code == .tooLateToKeep) }
        }
        if let stream = try? keep(TrickleSource(bytes, step: 4096)) {
            #expect(fixed(stream.contents) == fixed(whole.contents))
        }
    }

    /// What comes back is what a second run removes: the same elements, in the same form.
    @Test(arguments: Fixtures.paths()) func whatIsRevealedGivesTheSameAgain(path: String) throws {
        let bytes = try Fixtures.bytes(path)
        guard let kept = try? keep(MemorySource(bytes)) else { return }
        let back = try reveal(kept.bytes)
        #expect(try reveal(kept.bytes, isStream: true).bytes == back.bytes)
        #expect(back.report.isEverything && back.report.roles == ["broker"])
        #expect(back.report.elements >= kept.report.roles[0].elements)
        // Terms that are none are not given back.
        if path.hasSuffix("unknown-term.dcm") { return }
        #expect(fixed(try keep(MemorySource(back.bytes)).contents) == fixed(kept.contents))
    }

    @Test func noChangedByteIsTaken() throws {
        let kept = try keep(MemorySource(try Fixtures.bytes("ct/slice-1.dcm")))
        let uid = Array("2.25.1".utf8)
        let content = try #require(
            RoleContent.make(try removed(), for: Self.everything, newUID: uid)?.bytes)
        #expect(try RoleContent.check(content, of: uid).role == "broker")
        #expect(throws: RoleContent.Fault.ofAnotherObject) {
            _ = try RoleContent.check(content, of: Array("2.25.2".utf8))
        }
        for place in content.indices {
            var altered = content
            altered[place] ^= UInt8(1 << (place % 8))
            #expect(throws: RoleContent.Fault.altered) { _ = try RoleContent.check(altered, of: uid) }
        }
        for count in 0..<content.count {
            #expect(throws: RoleContent.Fault.altered) {
                _ = try RoleContent.check(Array(content.prefix(count)), of: uid)
            }
        }
        #expect(throws: RoleContent.Fault.altered) { _ = try RoleContent.check(content + content, of: uid) }
        #expect(!kept.contents.isEmpty)
    }

    private func removed() throws -> RemovedElements {
        var removed = RemovedElements(limit: 1 << 20)
        let wire = Wire.explicitLittle
        let bytes = wire.element(0x0008_0018, "UI", "1.2.3") + wire.element(0x0010_0010, "PN", "DOE^JANE")
        var reader = DataSetReader(MemorySource(bytes), at: 0, encoding: .explicitLittleEndian)
        var elements: [Element] = []
        _ = try reader.readSegment(into: &elements)
        var edits = EditList()
        edits.drop(0..<bytes.count)
        try removed.collect(elements, reader, MemorySource(bytes), edits: edits, isNewSegment: true)
        return removed
    }

    /// Whatever becomes of a file on its way: what comes back is what was kept, or nothing does.
    @Test func changedFilesEndWell() throws {
        let kept = try keep(MemorySource(try Fixtures.bytes("mr/classic.dcm")))
        let content = kept.contents[0]
        let start = try #require(
            (0..<kept.bytes.count - content.count).first { kept.bytes[$0...].starts(with: content) })
        let range = start..<start + content.count
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var changed = kept.bytes
            let place = Int.random(in: range, using: &generator)
            changed[place] ^= UInt8.random(in: 1...255, using: &generator)
            #expect(throws: RevealError.self) { _ = try reveal(changed) }
        }
        for _ in 0..<2000 {
            var changed = kept.bytes
            for _ in 0..<3 {
                let place = Int.random(in: 132..<changed.count, using: &generator)
                if range.contains(place) { continue }
                changed[place] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? reveal(changed)
            _ = try? reveal(changed, isStream: true)
        }
    }

    @Test func scopesAreSortedAndMeanWhatTheySay() {
        let dates = RecoveryScope(classes: [.dates])
        #expect(dates.contains(Tag(0x0008_0020), .da) && dates.contains(Tag(0x0018_9074), .dt))
        #expect(!dates.contains(Tag(0x0010_0030), .da) && !dates.contains(Tag(0x0010_0010), .pn))
        #expect(!dates.contains(Tag(0x0009_1010), .da))
        let both = RecoveryScope(classes: [.dates, .accession])
        let all = RecoveryScope(classes: [.identity])
        let none = RecoveryScope(classes: [.nothing])
        #expect(
            all.breadth > both.breadth && both.breadth > dates.breadth && dates.breadth > none.breadth && none.isEmpty)
        #expect(RecoveryScope(classes: [], tags: [.patientID]).contains(.patientID, .lo))
    }

    @Test func moreThanIsHeldIsRefused() throws {
        let bytes = try Fixtures.bytes("ct/slice-1.dcm")
        #expect(throws: DeidentifyError.self) { _ = try keep(MemorySource(bytes), limit: 100) }
        // Nothing but what a role recovers needs to be there, but all of it is held: the limit is of the file.
        #expect(try keep(MemorySource(bytes), limit: 1 << 20).contents.count == 1)
    }
}
