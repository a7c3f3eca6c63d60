import CLibcrypto
import DICOM
import Standard

/// The content of one item of the Encrypted Attributes Sequence (PS3.15 E.1.1): a data set in Explicit VR Little Endian with the
/// Modified Attributes Sequence, and behind it, in a private block, what binds it to its object.
///
/// AES-CBC does not tell whether a ciphertext was altered. So a random key and an HMAC-SHA-256 under it over everything before
/// stand in the content, with the SOP Instance UID of the object that it was made for. Who cannot read the content cannot alter
/// it unnoticed, nor move it to another object. Who holds the certificate can make one of his own: that nothing prevents.
enum RoleContent {
    /// (0401,0010) and its elements: the private block of dcmveil in this data set.
    private static let creator = Tag(0x0401_0010)
    private static let creatorName = Array("DCMVEIL ROLES 1".utf8)
    private static let boundTo = Tag(0x0401_1001)
    private static let roleName = Tag(0x0401_1002)
    private static let isEverything = Tag(0x0401_1003)
    /// Values in items of sequences that the role does not recover as a whole: in each item the way to theirs, and them.
    private static let nested = Tag(0x0401_1004)
    private static let nestedPath = Tag(0x0401_1001)
    private static let nestedElements = Tag(0x0401_1002)
    private static let key = Tag(0x0401_1005)
    private static let code = Tag(0x0401_1006)
    private static let keySize = 32
    private static let codeSize = 32

    /// - Parameter newUID: SOP Instance UID of the de-identified object.
    /// - Returns: the content, and how many elements a role may recover with it; `nil` when there are none.
    static func make(
        _ removed: RemovedElements, for role: RoleKeeping.Role, newUID: [UInt8]
    ) -> (bytes: [UInt8], elements: Int)? {
        var chosen = removed.kept.filter { role.scope.contains($0.tag, $0.vr) }
        let encoder = ElementEncoder(.explicitLittleEndian)
        let nested = role.scope.isEverything ? (items: [], elements: 0) : nestedItems(removed, role.scope, encoder)
        if chosen.isEmpty, nested.items.isEmpty { return nil }
        chosen = chosen.enumerated().sorted { ($0.element.tag, $0.offset) < ($1.element.tag, $1.offset) }.map(\.element)
        var item: [UInt8] = []
        item.reserveCapacity(chosen.reduce(64) { $0 + $1.range.count })
        if !removed.characterSet.isEmpty { encoder.append(.specificCharacterSet, .cs, removed.characterSet, to: &item) }
        var last: Tag?
        var count = 0
        var needsUID = role.scope.isEverything
        for element in chosen where element.tag != last {
            if needsUID, element.tag >= .sopInstanceUID {
                // gdcmanon takes nothing back without it, even where a profile has let it stay.
                if element.tag != .sopInstanceUID, !removed.sopInstanceUID.isEmpty {
                    encoder.append(.sopInstanceUID, .ui, removed.sopInstanceUID, to: &item)
                }
                needsUID = false
            }
            item.append(contentsOf: removed.bytes[element.range])
            last = element.tag
            count += 1
        }
        if needsUID, !removed.sopInstanceUID.isEmpty {
            encoder.append(.sopInstanceUID, .ui, removed.sopInstanceUID, to: &item)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(item.count + nested.items.reduce(512) { $0 + $1.count })
        encoder.appendSequence(.modifiedAttributesSequence, items: [item], to: &bytes)
        encoder.append(creator, .lo, creatorName, to: &bytes)
        encoder.append(boundTo, .ui, newUID, to: &bytes)
        encoder.append(roleName, .ut, Array(role.name.utf8), to: &bytes)
        encoder.append(isEverything, .cs, Array((role.scope.isEverything ? "YES" : "NO").utf8), to: &bytes)
        if !nested.items.isEmpty { encoder.appendSequence(Self.nested, items: nested.items, to: &bytes) }
        encoder.append(key, .ob, random(), to: &bytes)
        encoder.appendHeader(code, .ob, length: UInt32(codeSize), to: &bytes)
        bytes += authenticationCode(bytes[...], key: bytes[keyRange(before: bytes.count)])
        return (bytes, count + nested.elements)
    }

    /// Items of `nested`: a path as pairs of a tag and the number of an item, and a sequence with one item of elements.
    private static func nestedItems(
        _ removed: RemovedElements, _ scope: RecoveryScope, _ encoder: ElementEncoder
    ) -> (items: [[UInt8]], elements: Int) {
        var items: [[UInt8]] = []
        var count = 0
        for kept in removed.kept where kept.vr == .sq && kept.remains && !scope.contains(kept.tag, kept.vr) {
            let sequence = Array(removed.bytes[kept.range])
            for group in NestedElements.find(in: sequence, for: scope) {
                var path: [UInt8] = []
                for step in group.path {
                    for number in [step.tag.rawValue, UInt32(step.item)] {
                        for shift in [0, 8, 16, 24] as [UInt32] {
                            path.append(UInt8(truncatingIfNeeded: number >> shift))
                        }
                    }
                }
                var elements: [UInt8] = []
                for element in group.elements { elements.append(contentsOf: sequence[element.bytes]) }
                var item: [UInt8] = []
                encoder.append(creator, .lo, creatorName, to: &item)
                encoder.append(nestedPath, .ul, path, to: &item)
                encoder.appendSequence(nestedElements, items: [elements], to: &item)
                items.append(item)
                count += group.elements.count
            }
        }
        return (items, count)
    }

    /// What an opened item says, once it is known to be whole and of this object.
    struct Opened {
        var role: String
        var isEverything: Bool
        /// The data set, Modified Attributes Sequence first, without what binds it.
        var bytes: [UInt8]
        /// Elements for items, in Explicit VR Little Endian, by the way to them.
        var nested: [(path: [ParseError.PathStep], elements: [UInt8])] = []
    }

    /// Why an opened item is not used.
    enum Fault: Error {
        /// No content of dcmveil, or altered.
        case altered
        /// Made for another object.
        case ofAnotherObject
    }

    /// Whether it begins as such content does, and so was decrypted with the right key.
    static func isLikely(_ content: [UInt8]) -> Bool { content.starts(with: [0x00, 0x04, 0x50, 0x05, 0x53, 0x51]) }

    /// Checks `content` to its last byte.
    static func check(_ content: [UInt8], of sopInstanceUID: [UInt8]) throws(Fault) -> Opened {
        let headerSize = 12
        guard content.count > codeSize + headerSize + keySize + headerSize else { throw .altered }
        let signed = content[..<(content.count - codeSize)]
        var header: [UInt8] = []
        let encoder = ElementEncoder(.explicitLittleEndian)
        encoder.appendHeader(code, .ob, length: UInt32(codeSize), to: &header)
        guard signed.suffix(headerSize).elementsEqual(header) else { throw .altered }
        let key = content[keyRange(before: signed.count)]
        header.removeAll()
        encoder.appendHeader(Self.key, .ob, length: UInt32(keySize), to: &header)
        guard content[..<key.startIndex].suffix(headerSize).elementsEqual(header) else { throw .altered }
        let expected = authenticationCode(signed, key: key)
        let isSame = unsafe expected.withUnsafeBytes { expected in
            unsafe content[signed.count...].withUnsafeBytes { found in
                unsafe CRYPTO_memcmp(expected.baseAddress, found.baseAddress, codeSize) == 0
            }
        }
        guard isSame else { throw .altered }

        // Whole from here on. What stands between the sequence and the key is read from the end of the sequence.
        guard let opened = read(signed) else { throw .altered }
        guard opened.boundTo == sopInstanceUID else { throw .ofAnotherObject }
        return opened.opened
    }

    /// The elements of the private block.
    private static func read(_ content: ArraySlice<UInt8>) -> (opened: Opened, boundTo: [UInt8])? {
        // The header of the code stands at the end, without a value: it is left out.
        let source = MemorySource(Array(content.dropLast(12)))
        var reader = DataSetReader(source, at: 0, encoding: .explicitLittleEndian)
        var opened = Opened(role: "", isEverything: false, bytes: [])
        var bound: [UInt8]?
        var isOurs = false
        var depth = StepDepth()
        var isNested = false
        var path: [ParseError.PathStep] = []
        var start: Int?
        do throws(ParseError) {
            while let element = try reader.next() {
                let place = depth.step(element)
                switch element.kind {
                case .sequence, .item, .fragments:
                    if place == 0 { isNested = element.tag == nested }
                    // The item of the sequence in an item of `nested`: what stands in it is taken as it is.
                    if isNested, place == 3, element.kind == .item { start = element.valueOffset }
                case .itemEnd, .sequenceEnd:
                    if isNested, place == 3, element.kind == .itemEnd, let from = start {
                        opened.nested.append(
                            (path, Array(content[content.startIndex + from..<content.startIndex + element.offset])))
                        start = nil
                    }
                case .fragment, .trailing: break
                case .element:
                    if isNested, place == 2, element.tag == nestedPath {
                        path = steps(element, reader)
                        if path.isEmpty { return nil }
                    }
                    guard place == 0 else { continue }
                    guard element.isResident else { return nil }
                    let value = element.trimmedValue(reader.buffer)
                    switch element.tag {
                    case creator:
                        isOurs = value == creatorName
                        opened.bytes = Array(content[..<(content.startIndex + element.offset)])
                    case boundTo: bound = value
                    case roleName: opened.role = String(decoding: value, as: UTF8.self)
                    case Self.isEverything: opened.isEverything = value.elementsEqual("YES".utf8)
                    case key: break
                    default: return nil
                    }
                }
            }
        } catch { return nil }
        guard isOurs, let bound else { return nil }
        return (opened, bound)
    }

    private static func steps(_ element: Element, _ reader: borrowing DataSetReader) -> [ParseError.PathStep] {
        guard element.isResident, element.lengthField > 0, element.lengthField % 8 == 0 else { return [] }
        return stride(from: 0, to: Int(element.lengthField), by: 8).map { place in
            ParseError.PathStep(
                tag: Tag(reader.buffer.uint32(at: element.valuePosition + place, bigEndian: false)),
                item: Int(reader.buffer.uint32(at: element.valuePosition + place + 4, bigEndian: false)))
        }
    }

    private static func keyRange(before end: Int) -> Range<Int> { end - 12 - keySize..<end - 12 }

    private static func random() -> [UInt8] {
        var key = [UInt8](repeating: 0, count: keySize)
        let status = unsafe key.withUnsafeMutableBufferPointer {
            unsafe RAND_priv_bytes($0.baseAddress, Int32($0.count))
        }
        precondition(status == 1, "the random number generator of OpenSSL failed")
        return key
    }

    static func authenticationCode(_ bytes: ArraySlice<UInt8>, key: ArraySlice<UInt8>) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: codeSize)
        let status = unsafe code.withUnsafeMutableBufferPointer { code in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe key.withUnsafeBytes { key in
                    unsafe dcmveil_hmac_sha256(
                        code.baseAddress, key.baseAddress, key.count, bytes.baseAddress, bytes.count)
                }
            }
        }
        precondition(status == 1, "HMAC of OpenSSL failed")
        return code
    }
}
