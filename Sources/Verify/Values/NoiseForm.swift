/// Tells text from what encryption and random numbers make, of which three bytes in eight are printable by chance.
struct NoiseForm {
    private var count = 0
    private var printable = 0
    private var letters = 0

    mutating func add(_ byte: UInt8) {
        count += 1
        if (0x20...0x7E).contains(byte) || byte == 0x09 || byte == 0x0A || byte == 0x0D { printable += 1 }
        if (0x41...0x5A).contains(byte & 0xDF) || byte == 0x20 || byte == UInt8(ascii: "^") { letters += 1 }
    }

    static func isText(_ bytes: some Sequence<UInt8>) -> Bool {
        var form = NoiseForm()
        for byte in bytes { form.add(byte) }
        return form.isText
    }

    /// Noise comes out as text once in some 100,000 times at most. Of fewer than eight bytes nobody can tell.
    var isText: Bool {
        switch count {
        case ..<8: false
        case ..<16: letters == count
        case ..<32: printable * 16 >= count * 15
        case ..<64: printable * 16 >= count * 13
        default: printable * 8 >= count * 5
        }
    }
}
