import CZlib
import Standard

/// Writes data elements byte by byte, so that a test reads like the format (PS3.5 §7.1).
struct Bytes {
    var isExplicit = true
    var isBigEndian = false
    var all: [UInt8] = []

    static let explicit = Bytes()
    static let implicit = Bytes(isExplicit: false)
    static let bigEndian = Bytes(isBigEndian: true)

    func uint16(_ value: Int) -> [UInt8] {
        let bytes = [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)]
        return isBigEndian ? bytes.reversed() : bytes
    }

    func uint32(_ value: Int) -> [UInt8] {
        let bytes = (0..<4).map { UInt8(value >> ($0 * 8) & 0xFF) }
        return isBigEndian ? bytes.reversed() : bytes
    }

    func tag(_ tag: UInt32) -> [UInt8] { uint16(Int(tag >> 16)) + uint16(Int(tag & 0xFFFF)) }

    /// A header; a length of -1 is the undefined one.
    func header(_ tag: UInt32, _ vr: String, _ length: Int) -> [UInt8] {
        let length = length < 0 ? 0xFFFF_FFFF : length
        guard isExplicit else { return self.tag(tag) + uint32(length) }
        let name = Array(vr.utf8)
        if VR(name[0], name[1]).hasLongLength { return self.tag(tag) + name + [0, 0] + uint32(length) }
        return self.tag(tag) + name + uint16(length)
    }

    /// An element with binary value.
    func element(_ tag: UInt32, _ vr: String, _ value: [UInt8]) -> [UInt8] { header(tag, vr, value.count) + value }

    /// An element with text, padded to even length.
    func element(_ tag: UInt32, _ vr: String, _ text: String) -> [UInt8] {
        var value = Array(text.utf8)
        if value.count % 2 != 0 { value.append(vr == "UI" ? 0 : 0x20) }
        return element(tag, vr, value)
    }

    func item(_ content: [UInt8], delimited: Bool = false) -> [UInt8] {
        delimited
            ? tag(0xFFFE_E000) + uint32(0xFFFF_FFFF) + content + tag(0xFFFE_E00D) + uint32(0)
            : tag(0xFFFE_E000) + uint32(content.count) + content
    }

    func sequence(_ tag: UInt32, _ items: [[UInt8]], delimited: Bool = false, vr: String = "SQ") -> [UInt8] {
        let content = items.flatMap { item($0, delimited: delimited) }
        return delimited
            ? header(tag, vr, -1) + content + self.tag(0xFFFE_E0DD) + uint32(0)
            : header(tag, vr, content.count) + content
    }

    /// Encapsulated Pixel Data with an empty Basic Offset Table (PS3.5 §A.4).
    func fragments(_ fragments: [[UInt8]], tag: UInt32 = 0x7FE0_0010) -> [UInt8] {
        header(tag, "OB", -1) + item([]) + fragments.flatMap { item($0) } + self.tag(0xFFFE_E0DD) + uint32(0)
    }
}

/// A small file that has been de-identified, and variations of it.
struct CleanFile {
    static let instance = "2.25.340282366920938463463374607431768211455"
    static let ctImage = "1.2.840.10008.5.1.4.1.1.2"
    static let explicitLittle = "1.2.840.10008.1.2.1"
    static let jpeg = "1.2.840.10008.1.2.4.50"

    var bytes = Bytes.explicit
    var transferSyntax = explicitLittle
    var preamble = [UInt8](repeating: 0, count: 128)
    var sopClass = ctImage
    var dates = "REMOVED"
    /// Elements to add or to put in place of the usual ones: whole elements, by tag.
    var changes: [UInt32: [UInt8]] = [:]
    /// More elements of group 0002, explicit little endian.
    var extraMeta: [UInt8] = []
    var mediaInstance = instance
    var tail: [UInt8] = []

    /// The usual elements: markers of de-identification, dummies, a few technical ones, Pixel Data.
    var elements: [UInt32: [UInt8]] {
        var elements: [UInt32: [UInt8]] = [:]
        func add(_ tag: UInt32, _ vr: String, _ text: String) { elements[tag] = bytes.element(tag, vr, text) }
        add(0x0008_0005, "CS", "ISO_IR 192")
        add(0x0008_0016, "UI", sopClass)
        add(0x0008_0018, "UI", Self.instance)
        add(0x0008_0020, "DA", "")
        add(0x0008_0023, "DA", "19000101")
        add(0x0008_0060, "CS", "CT")
        add(0x0008_0070, "LO", "Acme")
        add(0x0008_0090, "PN", "")
        add(0x0008_1090, "LO", "Scanner 3")
        add(0x0010_0010, "PN", "P-0123456789ABCDEF")
        add(0x0010_0020, "LO", "P-0123456789ABCDEG")
        add(0x0010_0030, "DA", "")
        add(0x0012_0062, "CS", "YES")
        add(0x0012_0063, "LO", "dcmveil\\PS3.15 2026d\\profile basic")
        add(0x0018_0050, "DS", "1.25")
        add(0x0020_000D, "UI", "2.25.7")
        add(0x0028_0010, "US", "")
        elements[0x0028_0010] = bytes.element(0x0028_0010, "US", bytes.uint16(1))
        add(0x0028_0303, "CS", dates)
        elements[0x7FE0_0010] = bytes.element(0x7FE0_0010, "OW", bytes.uint16(1) + bytes.uint16(2))
        return elements
    }

    var dataSet: [UInt8] {
        let all = elements.merging(changes) { $1 }
        return all.keys.sorted().flatMap { all[$0]! } + tail
    }

    var meta: [UInt8] {
        let plain = Bytes.explicit
        let group =
            plain.element(0x0002_0001, "OB", [0, 1]) + plain.element(0x0002_0002, "UI", sopClass)
            + plain.element(0x0002_0003, "UI", mediaInstance) + plain.element(0x0002_0010, "UI", transferSyntax)
            + plain.element(0x0002_0012, "UI", "2.25.1") + extraMeta
        return plain.element(0x0002_0000, "UL", plain.uint32(group.count)) + group
    }

    var file: [UInt8] { preamble + Array("DICM".utf8) + meta + dataSet }

    mutating func set(_ tag: UInt32, _ vr: String, _ text: String) { changes[tag] = bytes.element(tag, vr, text) }
    mutating func set(_ tag: UInt32, _ vr: String, _ value: [UInt8]) { changes[tag] = bytes.element(tag, vr, value) }

    /// The clean file with one change.
    static func with(_ change: (inout CleanFile) -> Void) -> [UInt8] {
        var file = CleanFile()
        change(&file)
        return file.file
    }
}

/// A raw deflate stream of the bytes.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1024)
    var stream = z_stream()
    let count = unsafe input.withUnsafeMutableBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { target in
            _ = unsafe dcmveil_deflate_init_raw(&stream, 6)
            unsafe stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            unsafe stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            _ = unsafe deflate(&stream, Z_FINISH)
            let count = target.count - Int(stream.avail_out)
            _ = unsafe deflateEnd(&stream)
            return count
        }
    }
    return Array(output[..<count])
}
