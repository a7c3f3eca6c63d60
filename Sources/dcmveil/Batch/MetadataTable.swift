import Glibc
import Standard

/// A row of CSV (RFC 4180, UTF-8) for each output: its name and chosen attributes, all as they are in the output.
final class MetadataTable {
    struct Columns: Sendable {
        var names: [String]
        var tags: [Tag]

        static let usual = [
            "PatientID", "PatientSex", "PatientAge", "StudyInstanceUID", "StudyDate", "SeriesInstanceUID",
            "SeriesNumber",
            "SOPInstanceUID", "SOPClassUID", "Modality", "BodyPartExamined", "Manufacturer", "ManufacturerModelName",
            "InstanceNumber", "NumberOfFrames", "Rows", "Columns", "BitsStored", "PhotometricInterpretation",
            "PixelSpacing",
            "SliceThickness", "ImagePositionPatient", "ImageOrientationPatient", "KVP", "ConvolutionKernel",
            "RepetitionTime", "EchoTime", "MagneticFieldStrength",
        ]

        /// - Parameter text: keywords or tags with commas between them; `nil` for the usual ones.
        init(_ text: String?) throws(Failure) {
            names = text.map { $0.split(separator: ",").map(String.init) } ?? Self.usual
            tags = []
            for name in names { tags.append(try AttributeArgument.tag(name)) }
        }
    }

    private let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []

    init(_ path: String, _ columns: Columns, replacing: Bool) throws(Failure) {
        self.path = path
        if replacing { try AtomicFile.checkReplaceable(path) }
        descriptor = unsafe open(
            path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (replacing ? O_TRUNC : O_EXCL), 0o666)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate, "\(path): cannot create the table: \(Failure.reason(errno))",
                hint: errno == EEXIST ? "choose another name, or add --force to replace it" : nil)
        }
        try add("file", columns.names)
    }

    deinit { close(descriptor) }

    func add(_ output: String, _ values: [String]) throws(Failure) {
        let row = ([output] + values).map(CSVField.quoted).joined(separator: ",")
        pending.append(contentsOf: (row + "\r\n").utf8)
        if pending.count >= 64 << 10 { try flush() }
    }

    func flush() throws(Failure) {
        var offset = 0
        while offset < pending.count {
            let count = unsafe pending[offset...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                offset += count
            } else if errno != EINTR {
                throw Failure(.io, "\(path): cannot write the table: \(Failure.reason(errno))")
            }
        }
        pending.removeAll(keepingCapacity: true)
    }
}
