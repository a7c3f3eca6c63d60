// Calls of Linux that Swift's Glibc module does not show, because they stand behind _GNU_SOURCE.
#ifndef DCMVEIL_CLINUX_SHIM_H
#define DCMVEIL_CLINUX_SHIM_H

#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/types.h>

extern ssize_t copy_file_range(int from, long *from_offset, int to, long *to_offset, size_t count, unsigned flags);

// open(2): a file without a name, which vanishes unless it is linked.
#define DCMVEIL_O_TMPFILE 020200000
// linkat(2), openat(2)
#define DCMVEIL_AT_FDCWD (-100)
#define DCMVEIL_AT_SYMLINK_FOLLOW 0x400

// ioctl(2) is variadic, which Swift cannot call. 0 when the descriptor is no terminal.
static inline int dcmveil_terminal_columns(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// prctl(2) is variadic, too. No core dumps, and no looking into this process by others of the same user.
static inline int dcmveil_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

#endif
