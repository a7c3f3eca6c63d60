import Standard
import Testing

@testable import DICOM

/// What comes again in items is taken over as it would have been walked.
@Suite struct RepeatedSequencesTests {
    /// All of a step, where it lies in memory, too.
    private func segment(_ bytes: [UInt8], _ encoding: Encoding, takesRepeats: Bool) -> (steps: [String], repeats: Int)
    {
        var limits = DataSetReader.Limits()
        limits.takesRepeats = takesRepeats
        var reader = DataSetReader(MemorySource(bytes), at: 0, encoding: encoding, limits: limits)
        var elements: [Element] = []
        do {
            _ = try reader.readSegment(into: &elements)
            return (elements.map { "\($0)" } + [reader.deviations.names.joined()], reader.repeats.count)
        } catch { return (["\(error)"], 0) }
    }

    @Test(arguments: [Wire.explicitLittle, .implicitLittle, .explicitBig])
    func stepsAreTheSame(wire: Wire) {
        var dice = Seeded(11)
        var repeats = 0
        for number in 0..<400 {
            func inner(_ depth: Int) -> [UInt8] {
                let leaf = wire.element(
                    0x0018_9098, "FD", [UInt8](repeating: UInt8.random(in: 0...1, using: &dice), count: 8))
                guard depth > 0, Bool.random(using: &dice) else { return leaf }
                return leaf
                    + wire.sequence(
                        0x0020_9111,
                        (0..<Int.random(in: 0...2, using: &dice)).map { _ in
                            wire.item(inner(depth - 1), undefined: Bool.random(using: &dice))
                        }, undefined: Bool.random(using: &dice))
            }
            let items = (0..<16).map { _ in
                let tags: [UInt32] = [0x0018_9006, 0x0018_9006, 0x0020_9113, 0x0028_9110]
                return wire.item(
                    tags.flatMap { tag in
                        (Int.random(in: 0..<5, using: &dice) == 0 ? wire.element(0x0018_0050, "DS", "1 ") : [])
                            + wire.sequence(
                                tag, [wire.item(inner(2), undefined: Bool.random(using: &dice))],
                                undefined: Bool.random(using: &dice))
                    }, undefined: Bool.random(using: &dice))
            }
            var bytes = wire.sequence(0x5200_9230, items, undefined: Bool.random(using: &dice))
            // Damage, in every other one: lengths, delimiters, tags and VRs.
            for _ in 0..<(number % 2 == 0 ? 0 : Int.random(in: 1...3, using: &dice)) {
                let place = Int.random(in: 8..<bytes.count, using: &dice)
                bytes[place] = [0, 1, 8, 0x20, 0xFE, 0xFF].randomElement(using: &dice)!
            }
            let taken = segment(bytes, wire.encoding, takesRepeats: true)
            #expect(taken.steps == segment(bytes, wire.encoding, takesRepeats: false).steps, "data set \(number)")
            repeats += taken.repeats
        }
        #expect(repeats > 500)
    }
}
