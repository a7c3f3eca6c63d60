import DICOM
import Glibc
import Standard

/// The values that name a file's people and orders, one behind the other as they stand in its header: quick to gather, and
/// to compare with those of the file before, which are the same for most files of a series.
public struct IdentifyingValues: Equatable, Sendable {
    /// Each with a byte that says what it is, and two of its length.
    private var bytes: [UInt8] = []
    /// A value that is too long, or not there to be read, or more than anybody would write.
    private(set) var isOverfull = false

    private static let longestValue = 4096
    private static let most = 256 << 10

    public init() {}

    /// Takes what `element` says, where it names somebody.
    @inline(__always)
    mutating func note(_ element: Element, _ buffer: borrowing HeaderBuffer) {
        if Self.mayTake(element) { note(element, isNumber: Self.isNumber(element.tag), buffer) }
    }

    /// Asked of every element: most are neither a number nor a name.
    @inline(__always)
    static func mayTake(_ element: Element) -> Bool {
        isNumber(element.tag) || element.vr == .pn || element.vr == .un
    }

    /// No image or frame is numbered with these.
    @inline(__always)
    private static func isNumber(_ tag: Tag) -> Bool { tag.group <= 0x0040 && IdentifierKind.isNumber(tag) }

    private mutating func note(_ element: Element, isNumber: Bool, _ buffer: borrowing HeaderBuffer) {
        guard isNumber || element.vr == .pn || DataDictionary.vr(of: element.tag) == .pn, !isOverfull,
            element.lengthField > 0
        else { return }
        guard element.isResident, element.lengthField <= Self.longestValue, bytes.count <= Self.most else {
            isOverfull = true
            return
        }
        let length = Int(element.lengthField)
        if bytes.isEmpty { bytes.reserveCapacity(256) }
        bytes.append(isNumber ? 1 : 0)
        bytes.append(UInt8(truncatingIfNeeded: length))
        bytes.append(UInt8(truncatingIfNeeded: length >> 8))
        buffer.append(element.valuePosition..<element.valuePosition + length, to: &bytes)
    }

    /// Quicker than what would be made for it, which compares byte by byte.
    public static func == (one: IdentifyingValues, other: IdentifyingValues) -> Bool {
        // Sound: no pointer leaves the call, and neither is read beyond the count of both.
        unsafe one.isOverfull == other.isOverfull && one.bytes.count == other.bytes.count
            && memcmp(one.bytes, other.bytes, one.bytes.count) == 0
    }

    func forEach(_ body: (ArraySlice<UInt8>, _ isNumber: Bool) -> Void) {
        var start = 0
        while start < bytes.count {
            let end = start + 3 + (Int(bytes[start + 1]) | Int(bytes[start + 2]) << 8)
            body(bytes[start + 3..<end], bytes[start] == 1)
            start = end
        }
    }
}
