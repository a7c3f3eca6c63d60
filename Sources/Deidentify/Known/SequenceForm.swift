/// Names of pulse sequences as makers write them, letters and digits in one: `b1000t`, `tir2d1rr19`.
enum SequenceForm {
    static func matches(_ text: ArraySlice<UInt8>) -> Bool { isWeighting(text) || isReadout(text) }

    /// A b value with a letter for what was made of its images.
    private static func isWeighting(_ text: ArraySlice<UInt8>) -> Bool {
        guard let letter = text.first, letter | 0x20 == UInt8(ascii: "b") else { return false }
        let digits = text.dropFirst().prefix(while: ASCII.isDigit)
        let value = digits.reduce(0) { $0 &* 10 &+ Int($1 & 15) }
        return (3...4).contains(digits.count) && value % 50 == 0 && value <= 5000
            && text.count - digits.count <= 2
    }

    /// The sequence, whether of planes or volumes, its echoes, and its factors: `tse2d1_15`, `tseR2d1rr19`.
    private static func isReadout(_ text: ArraySlice<UInt8>) -> Bool {
        let sequence = text.prefix(while: ASCII.isLetter)
        var rest = text.dropFirst(sequence.count)
        guard (1...5).contains(sequence.count), let dimension = rest.popFirst(), let letter = rest.popFirst(),
            dimension == UInt8(ascii: "2") || dimension == UInt8(ascii: "3"), letter | 0x20 == UInt8(ascii: "d")
        else { return false }
        let echoes = rest.prefix(while: ASCII.isDigit)
        let factor = rest.dropFirst(echoes.count).prefix(while: ASCII.isLetter)
        let value = rest.dropFirst(echoes.count + factor.count)
        return (1...2).contains(echoes.count) && factor.count <= 2 && value.count <= 3
            && value.allSatisfy(ASCII.isDigit) && (!factor.isEmpty || value.isEmpty)
    }
}
