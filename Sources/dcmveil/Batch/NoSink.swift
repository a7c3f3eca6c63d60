import DICOM

/// Where the bytes of a dry run go: nowhere.
final class NoSink: ByteSink {
    func write(_ bytes: RawSpan) {}
    func copy(from source: any ByteSource, _ range: Range<Int>) {}
}
