"""verify never ends with 0 when something could not be checked: whatever the file system has in store."""
import os
import shutil
import socket
import subprocess
import sys
import threading
import time

import program
import pytest

DONE, FINDINGS, OPEN, NO_INPUT = 0, 1, 2, 66


@pytest.fixture(name="clean", scope="module")
def clean_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean")
    assert program.run("deid", program.FIXTURES / "ct" / "slice-1.dcm", "-o", folder / "out").code == DONE
    return next((folder / "out").rglob("*.dcm"))


@pytest.fixture(name="folder")
def folder_with_a_clean_file(tmp_path, clean):
    (tmp_path / "in").mkdir()
    shutil.copy(clean, tmp_path / "in" / "one.dcm")
    assert program.run("verify", tmp_path / "in").code == DONE
    return tmp_path / "in"


def fifo(path):
    os.mkfifo(path)


def dangling(path):
    path.symlink_to("nowhere")


def loop(path):
    path.symlink_to(path.name)


def link_to_folder(path):
    path.symlink_to(path.parent.parent, target_is_directory=True)


def unix_socket(path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


@pytest.mark.parametrize("make", [fifo, dangling, loop, link_to_folder, unix_socket])
def test_what_is_no_file(folder, make):
    """In a folder, by its own name, and in a list; each time told of, and soon."""
    odd = folder / "odd.dcm"
    make(odd)
    for arguments in ((folder,), (folder / "one.dcm", odd)):
        done = program.run("verify", *arguments, timeout=20)
        assert done.code == OPEN and "odd.dcm" in done.err and "1 input not verified" in done.err, done
    done = program.run("verify", "--files-from", "-", stdin=f"{folder / 'one.dcm'}\n{odd}\n".encode(), timeout=20)
    assert done.code == OPEN and "odd.dcm" in done.err
    # Nothing was verified at all. A link to a folder is followed where a person names it, and not back into itself.
    assert program.run("verify", odd, timeout=20).code == (OPEN if make is link_to_folder else NO_INPUT)


@pytest.mark.parametrize("kind, says", [
    ("json", '"unverified":1'), ("sarif", '"executionSuccessful":false'), ("junit", 'errors="1"'), ("github", "title=not verified"),
    ("html", "Not complete")])
def test_every_format_says_what_was_not_checked(folder, kind, says):
    fifo(folder / "odd.dcm")
    done = program.run("verify", folder, "--format", kind)
    assert done.code == OPEN and says in done.out.decode()


def test_no_option_turns_it_into_0(folder, tmp_path):
    fifo(folder / "odd.dcm")
    (tmp_path / "base.json").write_text('{"accept": []}')
    for options in (("--fail-on", "error"), ("--max-findings", "0"), ("--quiet",), ("--baseline", tmp_path / "base.json"), ("--jobs", "1"),
                    ("--fail-on", "error", "--max-findings", "0", "--quiet", "--format", "github")):
        assert program.run("verify", folder, *options).code == OPEN, options


def test_empty_and_special_files(folder):
    (folder / "empty.dcm").touch()
    assert program.run("verify", folder).code == FINDINGS
    # The kernel says that it has no bytes; whatever comes out, it was not checked as a file.
    for path in ("/proc/self/cmdline", "/proc/version", "/dev/null", "/dev/zero", "/proc/self/mem"):
        assert program.run("verify", folder / "one.dcm", path, timeout=20).code in (FINDINGS, OPEN), path


def run_as_nobody(*arguments):
    """Root may read everything; the tests may run as root."""
    command = [program.binary(), "verify", *map(str, arguments)]
    if os.geteuid() == 0:
        command = [program.tool("setpriv"), "--reuid", "65534", "--regid", "65534", "--clear-groups", *command]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False)


def test_files_and_folders_without_permission(clean, tmp_path_factory):
    shared = tmp_path_factory.mktemp("shared")
    for parent in [shared, *shared.parents]:
        if parent.stat().st_uid == os.geteuid() and parent != parent.parent:
            parent.chmod(parent.stat().st_mode | 0o055)
        if parent.name.startswith("pytest-of"):
            break
    try:
        shutil.copy(clean, shared / "one.dcm")
        (shared / "one.dcm").chmod(0o644)
        if run_as_nobody(shared).returncode != DONE:
            pytest.skip("nobody cannot reach the binary or the folder here")
        shutil.copy(clean, shared / "two.dcm")
        (shared / "two.dcm").chmod(0)
        done = run_as_nobody(shared)
        assert done.returncode == OPEN and "two.dcm" in done.stderr
        assert run_as_nobody(shared / "two.dcm").returncode == NO_INPUT
        (shared / "two.dcm").unlink()
        # Not to be listed; to be listed and not to be entered.
        for mode in (0o000, 0o111, 0o444):
            (shared / "sub").mkdir()
            shutil.copy(clean, shared / "sub" / "three.dcm")
            (shared / "sub").chmod(mode)
            done = run_as_nobody(shared)
            (shared / "sub").chmod(0o755)
            shutil.rmtree(shared / "sub")
            assert done.returncode == OPEN and "sub" in done.stderr, (oct(mode), done)
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(shared)], check=True)


def test_files_that_vanish_or_shrink_while_they_are_read(tmp_path, clean):
    """Whatever the run saw, it saw each file whole, or it does not end with 0."""
    data = clean.read_bytes()
    folder = tmp_path / "many"
    folder.mkdir()
    names = [folder / f"{number:05}.dcm" for number in range(3000)]
    for name in names:
        name.write_bytes(data)

    def meddle():
        for name in reversed(names[1:]):
            name.unlink()

    thread = threading.Thread(target=meddle)
    process = subprocess.Popen([program.binary(), "verify", str(folder), "--format", "json"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    time.sleep(0.02)
    thread.start()
    out, err = process.communicate(timeout=120)
    thread.join()
    seen = out.splitlines()[-1]
    if process.returncode == DONE:
        # Then all that it listed was there when it was read.
        assert '"unverified":0' in seen and "not verified" not in err
    else:
        assert process.returncode in (FINDINGS, OPEN), (process.returncode, err[-300:])
        assert process.returncode != OPEN or "not verified" in err


def test_a_folder_without_files_beside_others(folder, tmp_path):
    """An export that went elsewhere."""
    (tmp_path / "empty").mkdir()
    done = program.run("verify", tmp_path / "empty", folder)
    assert done.code == OPEN and "empty: not verified: the folder is empty" in done.err
    assert program.run("verify", tmp_path / "empty").code == NO_INPUT


def test_accepted_other_files_are_no_release(tmp_path):
    readme = tmp_path / "README"
    readme.write_text("about the data\n")
    (tmp_path / "base.json").write_text(
        '{"accept": [{"id": "DV0001", "reason": "read", "expires": "2999-01-01"}]}')
    assert program.run("verify", readme).code == FINDINGS
    done = program.run("verify", readme, "--baseline", tmp_path / "base.json")
    assert done.code == NO_INPUT and "no DICOM file" in done.err


def test_a_stream_that_was_not_looked_into(tmp_path, study_key):
    """A cut JPEG stream (DV0505) is a warning: below --fail-on, the run is still not a complete one."""
    program.run("deid", program.FIXTURES / "syntax", "-o", tmp_path / "out", "--key-file", study_key, "--profile", "basic")
    for path in program.files_in(tmp_path / "out"):
        data = path.read_bytes()
        if b"1.2.840.10008.1.2.4.50\0" in data or b"1.2.840.10008.1.2.4.50\x02" in data:
            break
    start = data.index(b"\xff\xd8\xff")
    end = start + int.from_bytes(data[start - 4:start], "little")
    path.write_bytes(data[:start + 4] + bytes(end - start - 4) + data[end:])
    done = program.run("verify", path, "--fail-on", "error")
    assert "DV0505" in done.out.decode() and " error " not in done.out.decode(), done.out
    assert done.code == OPEN and "1 file not checked in full" in done.err
    assert '"partlyUnchecked":1' in program.run("verify", path, "--format", "jsonl").out.decode()
    (tmp_path / "base.json").write_text('{"accept": [{"id": "DV0505", "reason": "looked at it", "expires": "2999-01-01"}]}')
    assert program.run("verify", path, "--fail-on", "error", "--baseline", tmp_path / "base.json").code == DONE


def test_short_options_of_other_commands(folder):
    """-j as in deid; lists of files as everywhere."""
    assert program.run("verify", "-j2", folder).code == DONE and program.run("verify", "-j", "2", folder).code == DONE
    listed = f"{folder / 'one.dcm'}\0".encode()
    done = program.run("inspect", "--files-from", "-", "-0", "--tag", "SOPInstanceUID", stdin=listed)
    assert done.code == DONE and b"2.25." in done.out
    assert program.run("inspect").code == program.USAGE


def test_a_list_that_names_what_is_gone(folder):
    lines = "".join(f"{folder}/{name}\n" for name in ("one.dcm", "gone.dcm"))
    done = program.run("verify", "--files-from", "-", stdin=lines.encode())
    assert done.code == OPEN and "gone.dcm" in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_a_report_that_cannot_be_written(folder):
    for kind in ("text", "json", "sarif", "junit", "github", "html"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([program.binary(), "verify", str(program.FIXTURES / "ct"), "--format", kind], stdout=full,
                                  stderr=subprocess.PIPE, timeout=60, check=False)
        assert done.returncode == program.IO, (kind, done)
