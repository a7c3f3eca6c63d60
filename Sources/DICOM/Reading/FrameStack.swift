/// The frames around the innermost one.
///
/// An array would ask at each push and pop whether it is shared. Sound because the memory is owned by this value alone,
/// `count` never exceeds `capacity`, and every access is checked against `count` before it is made.
@safe public struct FrameStack: ~Copyable {
    private var memory: UnsafeMutablePointer<DataSetReader.Frame>
    private var capacity = 16
    private(set) var count = 0

    init() { unsafe memory = .allocate(capacity: 16) }

    deinit { unsafe memory.deallocate() }

    var isEmpty: Bool { count == 0 }

    subscript(level: Int) -> DataSetReader.Frame {
        precondition(level >= 0 && level < count)
        return unsafe memory[level]
    }

    @inline(__always)
    mutating func push(_ frame: DataSetReader.Frame) {
        if count == capacity { grow() }
        unsafe (memory + count).initialize(to: frame)
        count &+= 1
    }

    /// - Precondition: `!isEmpty`.
    @inline(__always)
    mutating func pop() -> DataSetReader.Frame {
        precondition(count > 0)
        count &-= 1
        return unsafe memory[count]
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<DataSetReader.Frame>.allocate(capacity: capacity * 2)
        unsafe larger.initialize(from: memory, count: count)
        unsafe memory.deallocate()
        unsafe memory = larger
        capacity *= 2
    }
}
