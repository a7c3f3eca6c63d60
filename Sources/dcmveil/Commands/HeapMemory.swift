import CLinux

/// How the process holds its memory between files.
enum HeapMemory {
    /// Keeps what a file needed for the next one. By itself the allocator gives memory back to the kernel after each
    /// file, and asks for it again: four system calls, and the pages anew.
    static func keep() {
        // Blocks above the second limit still come from the kernel and go back to it.
        _ = mallopt(M_TRIM_THRESHOLD, 16 << 20)
        _ = mallopt(M_MMAP_THRESHOLD, 1 << 20)
    }
}
