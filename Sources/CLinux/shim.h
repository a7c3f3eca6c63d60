// Calls of Linux that Swift's Glibc module does not show, because they stand behind _GNU_SOURCE.
#ifndef DCMVEIL_CLINUX_SHIM_H
#define DCMVEIL_CLINUX_SHIM_H

#include <malloc.h>
#include <sys/file.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

extern ssize_t copy_file_range(int from, long *from_offset, int to, long *to_offset, size_t count, unsigned flags);

// open(2): a file without a name, which vanishes unless it is linked.
#define DCMVEIL_O_TMPFILE 020200000
// open(2): a place in the file system and no more.
#define DCMVEIL_O_PATH 010000000
// linkat(2), openat(2)
#define DCMVEIL_AT_FDCWD (-100)
#define DCMVEIL_AT_SYMLINK_FOLLOW 0x400
#define DCMVEIL_AT_EMPTY_PATH 0x1000

// ioctl(2) is variadic, which Swift cannot call. 0 when the descriptor is no terminal.
static inline int dcmveil_terminal_columns(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern char **environ;

// Starts a program with one argument, its standard input and output given, its standard error nowhere, in the root folder, and with
// the usual answers to signals. 0, or the number of the error. Every other descriptor has to be close-on-exec.
static inline int dcmveil_spawn(pid_t *pid, const char *path, const char *argument, int input, int output) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    char *arguments[] = {(char *)path, (char *)argument, NULL};
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    sigaddset(&signals, SIGXFSZ);
    int code = posix_spawn_file_actions_init(&actions);
    if (code) return code;
    code = posix_spawnattr_init(&attributes);
    if (!code) {
        code = posix_spawnattr_setsigdefault(&attributes, &signals);
        if (!code) code = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
        if (!code) code = posix_spawn_file_actions_adddup2(&actions, input, 0);
        if (!code) code = posix_spawn_file_actions_adddup2(&actions, output, 1);
        if (!code) code = posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
        if (!code) code = posix_spawn_file_actions_addchdir_np(&actions, "/");
        if (!code) code = posix_spawn(pid, path, &actions, &attributes, arguments, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

// prctl(2) is variadic, too. No core dumps, and no looking into this process by others of the same user.
static inline int dcmveil_forbid_dumps(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
// syncfs(2)
extern int syncfs(int descriptor);

// renameat2(2) with RENAME_NOREPLACE.
static inline int dcmveil_rename_unless_there(const char *from, const char *to) {
    return (int)syscall(SYS_renameat2, DCMVEIL_AT_FDCWD, from, DCMVEIL_AT_FDCWD, to, 1);
}

// flock(2), whose name Swift takes for the structure; never waits.
static inline int dcmveil_lock(int descriptor, int shared) {
    return flock(descriptor, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB);
}

// sched_getaffinity(2), whose C types Swift does not see: the number of cores this process may use, 0 when unknown.
static inline int dcmveil_usable_cores(void) {
    unsigned long mask[128] = {0};
    long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    int count = 0;
    for (long word = 0; bytes > 0 && word < bytes / (long)sizeof mask[0]; word++) count += __builtin_popcountl(mask[word]);
    return count;
}

#endif
