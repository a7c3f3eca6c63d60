import Standard

/// The Encrypted Attributes Sequence (PS3.15 E.1.1): what stands there cannot be read, so that a person has to know of it; what
/// only claims to be encrypted is identity until the opposite is shown.
extension FileCheck {
    /// Room for 64 recipients.
    private static let longestHead = 32 << 10

    mutating func checkEncryptedContent(_ element: Element) throws(ReadFailure) {
        let isInPlace =
            walker.frames.count == 3 && walker.frames[1].tag == .encryptedAttributesSequence
            && element.content == .value && element.vr == .ob
        guard isInPlace, let length = element.length, try isEnveloped(element, length) else {
            // Where a profile keeps the sequence, whatever stood in it is taken as told.
            if rules.rule(for: .encryptedAttributesSequence).isKept { return }
            return add(.encryptedContent, element.tag, element.offset)
        }
        add(.encryptedAttributes, element.tag, element.offset)
    }

    private mutating func isEnveloped(_ element: Element, _ length: Int) throws(ReadFailure) -> Bool {
        // In one pass, front to back: the window is smaller, and what was inflated does not come again.
        var head: [UInt8] = []
        let wanted = min(length, Self.longestHead)
        head.reserveCapacity(wanted)
        _ = try walker.isFilled(element.valueOffset, wanted) { byte in
            head.append(byte)
            return true
        }
        guard head.count == wanted else { throw .damaged(.truncated, offset: element.valueOffset) }
        guard let form = EnvelopedForm(head[...], length: length), form.ciphertext.lowerBound <= wanted else {
            return false
        }
        var noise = NoiseForm()
        for byte in head[form.ciphertext.lowerBound..<min(form.ciphertext.upperBound, wanted)] { noise.add(byte) }
        if form.ciphertext.upperBound > wanted {
            _ = try walker.isFilled(element.valueOffset + wanted, form.ciphertext.upperBound - wanted) { byte in
                noise.add(byte)
                return true
            }
        }
        return !noise.isText
    }
}

extension Tag {
    static let encryptedAttributesSequence = Tag(0x0400_0500)
    static let encryptedContent = Tag(0x0400_0520)
}
