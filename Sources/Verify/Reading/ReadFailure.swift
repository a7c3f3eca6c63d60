/// Why a walk ended early.
enum ReadFailure: Error {
    /// A system call failed, with its error number.
    case system(Int32)
    /// The bytes cannot be accounted for, from this offset on.
    case damaged(Check, offset: Int)
}
