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
        _ source: any ByteSource, roles: [RoleKeeping.Role] = [everything], batch: Int? = nil, limit: Int? = nil,
        profile: CompiledProfile = basicProfile
    ) throws -> (bytes: [UInt8], contents: [[UInt8]], report: FileReport) {
        var limits = DataSetReader.Limits()
        if let batch { limits.batch = batch }
        var deidentifier = FileDeidentifier(
            profile: profile, pseudonyms: Pseudonyms(testKey, release: ""), versionName: "dcmveil test",
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

    // MARK: What does not fit into its field

    private static let plainUID = "1.2.840.10008.5.1.4.1.1.2"

    /// In Implicit VR, where a value of any VR may be long.
    private func file(charset: String = "ISO_IR 100", uid: String = "1.2.3.4") -> [UInt8] {
        let wire = Wire.implicitLittle
        return part10(
            wire.element(0x0008_0005, "CS", charset) + wire.element(0x0008_0016, "UI", Self.plainUID)
                + wire.element(0x0008_0018, "UI", uid) + wire.element(0x0010_0010, "PN", "DOE^JANE"),
            syntax: wire.syntax)
    }

    private func fault(_ body: () throws -> Void) -> ParseError.Code? {
        do { try body() } catch DeidentifyError.parse(let error) { return error.code } catch {}
        return nil
    }

    @Test(arguments: [64, 4600]) func aLongCharacterSetIsNotKept(count: Int) throws {
        let charset = "ISO 2022 IR 100" + String(repeating: "\\ISO 2022 IR 87", count: count)
        let file = file(charset: charset)
        if count > 64 { #expect(charset.utf8.count > 0xFFFF) }
        #expect(fault { _ = try keep(MemorySource(file)) } == (charset.utf8.count > 1024 ? .unexpectedContent : nil))
        // Nor is it in the way of anybody who keeps nothing.
        _ = try deidentify(MemorySource(file), basicProfile)
    }

    @Test(arguments: [
        String(repeating: "1", count: 65), String(repeating: "1", count: 65_536), "1.2.3.A", "1.2.3\u{e9}",
    ])
    func whatIsNoUIDIsNotKept(uid: String) throws {
        #expect(fault { _ = try keep(MemorySource(file(uid: uid))) } == .unexpectedContent)
        #expect(fault { _ = try keep(MemorySource(file(uid: String(repeating: "1", count: 64)))) } == nil)
        let keeping = try compiled(
            """
            {"name":"t","extends":"basic","conforms":false,"rules":[{"attributes":["SOPInstanceUID"],"action":"keep"}]}
            """)
        #expect(throws: DeidentifyError.self) { _ = try keep(MemorySource(file(uid: uid)), profile: keeping) }
        // Where it stays and goes into File Meta, it is refused without roles, too, if it is too long for that.
        guard uid.utf8.count > 64 else { return }
        do {
            _ = try deidentify(MemorySource(file(uid: uid)), keeping)
            Issue.record("no refusal")
        } catch DeidentifyError.refused(let refusal) { #expect(refusal == .ambiguousUID) }
    }

    private func refusal(_ bytes: [UInt8]) -> RevealRefusal? {
        do { _ = try reveal(bytes) } catch RevealError.refused(let refusal) { return refusal } catch {}
        return nil
    }

    /// An output whose encrypted item holds `element`, as whoever has the certificate may make one.
    private func output(
        holding element: [UInt8], classUID: String = plainUID, uid: String = "2.25.1"
    ) throws -> [UInt8] {
        // Kept as another element, and renamed: what is kept is checked.
        let source = MemorySource(element)
        var reader = DataSetReader(source, at: 0, encoding: .implicitLittleEndian)
        var elements: [Element] = []
        _ = try reader.readSegment(into: &elements)
        var removed = RemovedElements(limit: 1 << 20)
        var edits = EditList()
        edits.drop(0..<element.count)
        try removed.collect(elements, reader, source, edits: edits, isNewSegment: true)
        var content = try #require(
            RoleContent.make(removed, for: Self.everything, newUID: Array(uid.utf8))?.bytes)
        let place = try #require((0..<content.count - 4).first { content[$0..<$0 + 4] == [0x08, 0, 0x17, 0] })
        content[place + 2] = 0x18
        let end = content.count - 32
        content.replaceSubrange(
            end..., with: RoleContent.authenticationCode(content[..<end], key: content[end - 44..<end - 12]))

        let wire = Wire.implicitLittle
        let item = wire.item(
            wire.element(0x0400_0510, "UI", "1.2.840.10008.1.2.1") + wire.element(0x0400_0520, "OB", content))
        return part10(
            wire.element(0x0008_0016, "UI", classUID) + wire.element(0x0008_0018, "UI", uid)
                + wire.sequence(0x0400_0500, [item]),
            syntax: wire.syntax)
    }

    @Test func nothingButUIDsComesIntoFileMeta() throws {
        let wire = Wire.implicitLittle
        func original(_ uid: String) -> [UInt8] { wire.element(0x0008_0017, "UI", uid) }
        let whole = try reveal(try output(holding: original("1.2.3.4")))
        #expect(whole.bytes.contains(Array("1.2.3.4".utf8)) && whole.report.elements == 1)

        for uid in ["1.2.3.A", String(repeating: "1", count: 66), String(repeating: "1", count: 70_000)] {
            #expect(refusal(try output(holding: original(uid))) == .badUID, "comes back: \(uid.count) bytes")
            #expect(refusal(try output(holding: original("1.2.3.4"), classUID: uid)) == .badUID)
            #expect(refusal(try output(holding: original("1.2.3.4"), uid: uid.count > 66 ? "1.2.x" : uid)) == .badUID)
        }
        // The length that a field of 16 bits holds no more.
        let longest = String(repeating: "1", count: 65_536)
        #expect(refusal(try output(holding: original("1.2.3.4"), classUID: longest)) == .badUID)
        #expect(refusal(try output(holding: original(longest))) == .badUID)
        // A sequence in the place of the UID.
        let sequence = wire.sequence(0x0008_0017, [wire.item([])], undefined: true)
        #expect(refusal(try output(holding: sequence)) == .badUID)
    }
}
