"""File systems that can do less than those of Linux: no hard links, no files without a name, errors that show on closing."""
import os
import subprocess

import program
import pytest

CT = program.FIXTURES / "ct"

SHIM = r"""
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define OPEN(name) int name(const char *path, int flags, ...) { \
    va_list list; va_start(list, flags); int mode = va_arg(list, int); va_end(list); \
    if ((flags & O_TMPFILE) == O_TMPFILE) { errno = EOPNOTSUPP; return -1; } \
    return syscall(SYS_openat, AT_FDCWD, path, flags, mode); }
OPEN(open)
OPEN(open64)

#define OPENAT(name) int name(int folder, const char *path, int flags, ...) { \
    va_list list; va_start(list, flags); int mode = va_arg(list, int); va_end(list); \
    if ((flags & O_TMPFILE) == O_TMPFILE) { errno = EOPNOTSUPP; return -1; } \
    return syscall(SYS_openat, folder, path, flags, mode); }
OPENAT(openat)
OPENAT(openat64)

int link(const char *from, const char *to) { errno = EPERM; return -1; }

int close(int file) {
    char name[64], path[4096] = "";
    int flags = fcntl(file, F_GETFL);
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    int isOutput = (flags & O_ACCMODE) != O_RDONLY && readlink(name, path, sizeof path - 1) > 0 && strstr(path, ".part");
    syscall(SYS_close, file);
    if (isOutput && getenv("SHIM_QUOTA")) { errno = EDQUOT; return -1; }
    return 0;
}
"""


@pytest.fixture(scope="module")
def poor(tmp_path_factory):
    """The environment of a program that sees such a file system."""
    folder = tmp_path_factory.mktemp("shim")
    (folder / "shim.c").write_text(SHIM)
    subprocess.run([program.tool("cc"), "-shared", "-fPIC", "-o", folder / "shim.so", folder / "shim.c"], check=True)
    return {**os.environ, "LD_PRELOAD": str(folder / "shim.so")}


def test_outputs_get_their_names_without_links(tmp_path, study_key, poor):
    command = ["deid", CT, "-o", tmp_path / "out", "--key-file", study_key]
    done = program.run(*command, env=poor)
    names = [path.name for path in program.files_in(tmp_path / "out")]
    assert done.code == program.DONE and len(names) == len(program.files_in(CT)), done
    assert not any(name.endswith(".part") for name in names)
    # What is there stays.
    done = program.run(*command, env=poor)
    assert done.code == program.QUARANTINED and "is there already" in done.err, done
    assert program.run("keygen", "-o", tmp_path / "key", env=poor).code == program.DONE


def test_an_error_on_closing_is_no_success(tmp_path, study_key, poor):
    """On NFS a full quota may show when the file is closed, and only then."""
    done = program.run("deid", CT, "-o", tmp_path / "out", "--key-file", study_key, env={**poor, "SHIM_QUOTA": "1"})
    assert done.code == program.IO and "quota" in done.err, done
    assert not (tmp_path / "out").exists() or not program.files_in(tmp_path / "out")
