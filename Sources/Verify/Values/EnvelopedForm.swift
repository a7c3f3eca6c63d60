/// Whether bytes are CMS EnvelopedData (RFC 5652 §6.1) as PS3.15 E.1.1 has it, in DER: keys by RSA, content by AES-CBC or
/// Triple-DES, and no place in which something could stand that is not encrypted.
///
/// An own reader of the few forms there are: nothing of libcrypto, which is lenient, nor of what makes such items.
struct EnvelopedForm {
    /// Where the ciphertext lies among the bytes of the value.
    private(set) var ciphertext: Range<Int>

    private static let envelopedData: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03]
    private static let data: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]
    private static let rsaEncryption: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
    private static let rsaOAEP: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x07]
    /// AES-128, 192 and 256-CBC (RFC 3565), and Triple-DES (RFC 3370): the length of their blocks.
    private static let ciphers: [[UInt8]: Int] = [
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x02]: 16,
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x16]: 16,
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A]: 16,
        [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x03, 0x07]: 8,
    ]

    /// - Parameters:
    ///   - head: the first bytes of the value, as far as the ciphertext.
    ///   - length: of the value, of which the last byte may be padding.
    init?(_ head: ArraySlice<UInt8>, length: Int) {
        var whole = DERReader(head, end: length)
        guard let info = whole.enter(0x30), whole.isAtEnd(butFor: 1) else { return nil }
        var content = info
        guard content.value(0x06)?.elementsEqual(Self.envelopedData) == true, var explicit = content.enter(0xA0),
            content.isAtEnd(butFor: 0), var enveloped = explicit.enter(0x30), explicit.isAtEnd(butFor: 0)
        else { return nil }
        // No certificates of the sender: they would come before the recipients, as [0].
        guard let version = enveloped.value(0x02), version.count == 1, var recipients = enveloped.enter(0x31) else {
            return nil
        }
        var count = 0
        while !recipients.isAtEnd(butFor: 0) {
            guard Self.isRecipient(&recipients) else { return nil }
            count += 1
        }
        guard count > 0, var encrypted = enveloped.enter(0x30), enveloped.isAtEnd(butFor: 0),
            encrypted.value(0x06)?.elementsEqual(Self.data) == true, var algorithm = encrypted.enter(0x30),
            let cipher = algorithm.value(0x06), let block = Self.ciphers[Array(cipher)],
            let vector = algorithm.value(0x04), vector.count == block, !NoiseForm.isText(vector),
            algorithm.isAtEnd(butFor: 0),
            let place = encrypted.place(0x80), !place.isEmpty, place.count % block == 0, encrypted.isAtEnd(butFor: 0)
        else { return nil }
        ciphertext = place
    }

    /// KeyTransRecipientInfo (RFC 5652 §6.2.1): whose certificate, RSA, and the encrypted key.
    private static func isRecipient(_ recipients: inout DERReader) -> Bool {
        guard var info = recipients.enter(0x30), let version = info.value(0x02), version.count == 1 else {
            return false
        }
        if version.first == 2 {
            guard let identifier = info.value(0x80), identifier.count <= 64, !NoiseForm.isText(identifier) else {
                return false
            }
        } else {
            guard var identifier = info.enter(0x30), let issuer = identifier.enter(0x30), Self.isName(issuer),
                let serial = identifier.value(0x02), serial.count <= 20, !NoiseForm.isText(serial),
                identifier.isAtEnd(butFor: 0)
            else { return false }
        }
        guard var algorithm = info.enter(0x30), let name = algorithm.value(0x06) else { return false }
        if name.elementsEqual(rsaEncryption) {
            guard algorithm.value(0x05)?.isEmpty == true, algorithm.isAtEnd(butFor: 0) else { return false }
        } else {
            guard name.elementsEqual(rsaOAEP), let parameters = algorithm.value(0x30), parameters.count <= 128,
                !Self.holdsRun(parameters),
                algorithm.isAtEnd(butFor: 0)
            else { return false }
        }
        guard let key = info.value(0x04) else { return false }
        return (128...2048).contains(key.count) && !NoiseForm.isText(key) && info.isAtEnd(butFor: 0)
    }

    /// Whether the issuer of a certificate is a Name (RFC 5280 §4.1.2.4): sets of a type and a string, none of which looks like
    /// what identifies a patient.
    private static func isName(_ name: DERReader) -> Bool {
        var name = name
        var length = 0
        while !name.isAtEnd(butFor: 0) {
            guard var set = name.enter(0x31) else { return false }
            while !set.isAtEnd(butFor: 0) {
                guard var pair = set.enter(0x30), let type = pair.value(0x06), type.count <= 16 else { return false }
                var text: ArraySlice<UInt8>?
                for kind in strings where text == nil { text = pair.value(kind) }
                guard let text, text.count <= 128, pair.isAtEnd(butFor: 0) else { return false }
                var scan = IdentityScan()
                for byte in text { scan.feed(byte) }
                scan.end()
                if !scan.signs.isDisjoint(with: [.name, .telephone, .day]) { return false }
                length += text.count
            }
        }
        return length <= 512
    }

    /// UTF8String, PrintableString, T61String, IA5String, BMPString.
    private static let strings: [UInt8] = [0x0C, 0x13, 0x14, 0x16, 0x1E]

    /// Whether the parameters of OAEP, which are types and lengths, hold characters in a row.
    private static func holdsRun(_ bytes: ArraySlice<UInt8>) -> Bool {
        var run = 0
        for byte in bytes {
            run = (0x20...0x7E).contains(byte) ? run + 1 : 0
            if run >= 6 { return true }
        }
        return false
    }
}

/// Tags, lengths and values of DER (X.690 §10), definite and shortest lengths only.
private struct DERReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    /// Where the value ends that is being read; beyond `bytes` for the last one.
    private let end: Int

    init(_ bytes: ArraySlice<UInt8>, end: Int) {
        self.bytes = bytes
        position = 0
        self.end = end
    }

    private init(_ bytes: ArraySlice<UInt8>, _ place: Range<Int>) {
        self.bytes = bytes
        position = place.lowerBound
        end = place.upperBound
    }

    private func byte(_ offset: Int) -> UInt8? {
        offset < min(end, bytes.count) ? bytes[bytes.startIndex + offset] : nil
    }

    func isAtEnd(butFor rest: Int) -> Bool { position <= end && end - position <= rest }

    /// Where the next value lies, if its tag is `tag`; what comes behind it is next.
    mutating func place(_ tag: UInt8) -> Range<Int>? {
        guard byte(position) == tag, let first = byte(position + 1) else { return nil }
        var start = position + 2
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard (1...4).contains(count) else { return nil }
            length = 0
            for _ in 0..<count {
                guard let next = byte(start) else { return nil }
                length = length << 8 | Int(next)
                start += 1
            }
            // Shortest form: 128 and more in as few bytes as they need.
            guard length >= 0x80, length >> ((count - 1) * 8) > 0 else { return nil }
        }
        guard length <= end - start else { return nil }
        position = start + length
        return start..<start + length
    }

    mutating func value(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard let place = place(tag), place.upperBound <= bytes.count else { return nil }
        return bytes[(bytes.startIndex + place.lowerBound)..<(bytes.startIndex + place.upperBound)]
    }

    mutating func enter(_ tag: UInt8) -> DERReader? { place(tag).map { DERReader(bytes, $0) } }
}
