/// Where sealed or opened bytes go: a file, a pipe, memory.
public protocol SealOutput: ~Copyable {
    /// Takes all of `bytes` before it returns.
    mutating func write(_ bytes: RawSpan) throws
}
