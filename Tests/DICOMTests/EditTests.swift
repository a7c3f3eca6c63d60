import DICOM
import Standard
import Testing

/// Edits of ranges give the bytes of the edited data set, with the lengths of everything around (PS3.5 §7.5).
@Suite struct EditTests {
    static let seed = UInt64.random(in: 0...UInt64.max)

    @Test(arguments: Wire.allCases) func editedRangesEqualTheEditedDataSet(wire: Wire) throws {
        print("EditTests seed \(Self.seed) \(wire)")
        for round in 0..<60 {
            var maker = ModelMaker(random: Seeded(Self.seed &+ UInt64(round)))
            let nodes = maker.nodes(0)
            var log: [Change] = []
            let expected = maker.changed(nodes, wire, &log).flatMap { $0.encoded(wire) }
            let head = part10([], syntax: wire.syntax)
            // The first element says how the data set is encoded; it stays.
            let first = wire.element(0x0008_0005, "CS", "ISO_IR 192")
            let file = head + first + nodes.flatMap { $0.encoded(wire) }
            for source in [MemorySource(file), TrickleSource(file, step: 3000)] as [any ByteSource] {
                let sink = MemorySink()
                try rewrite(source, to: sink, head: file) { elements, _, edits in
                    DICOMTests.edits(elements, [.keep] + log, wire, &edits)
                }
                #expect(sink.bytes == head + first + expected, "seed \(Self.seed) round \(round) \(type(of: source))")
            }
        }
    }

    @Test func adjacentDropsAndReplacementsKeepTheirOrder() throws {
        let wire = Wire.explicitLittle
        let a = wire.element(0x0008_0060, "CS", "AA")
        let file = part10(a + a + a + a, syntax: wire.syntax)
        let start = file.count - 4 * a.count
        let new = wire.element(0x0008_0060, "CS", "NEW ")
        let sink = MemorySink()
        try rewrite(MemorySource(file), to: sink, head: file) { _, _, edits in
            edits.replace(start..<start) { $0 += new }
            edits.drop(start..<start + a.count)
            edits.replace(start + a.count..<start + 2 * a.count) { $0 += new }
            edits.drop(start + 2 * a.count..<start + 3 * a.count)
            edits.drop(start + 3 * a.count..<start + 4 * a.count)
            edits.replace(file.count..<file.count) { $0 += new }
        }
        #expect(sink.bytes == file[..<start] + new + new + new)
    }

    @Test func anEditListKnowsItsEnd() {
        var edits = EditList()
        #expect(edits.isEmpty && edits.end == 0)
        edits.drop(10..<20)
        #expect(edits.replace(30..<34) { $0 += [1] } == -3)
        #expect(edits.end == 34)
        edits.removeAll()
        #expect(edits.isEmpty)
    }
}
