"""What an output may not take the place of, messages that no terminal obeys, and standard streams that are not there."""
import fcntl
import os
import resource
import shutil
import socket
import stat
import subprocess
import time

import keys
import program
import pytest

CT = program.FIXTURES / "ct" / "slice-1.dcm"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("key") / "key.txt")


def obstacle(path, kind):
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        bound = socket.socket(socket.AF_UNIX)
        bound.bind(str(path))
        bound.close()
    elif kind == "device":
        try:
            os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3))
        except PermissionError:
            pytest.skip("only root makes device nodes")
    elif kind == "link":
        (path.parent / "real").write_text("real")
        path.symlink_to("real")
    elif kind == "dangling link":
        path.symlink_to("nothing")


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["plain", "force"])
@pytest.mark.parametrize("kind", ["pipe", "folder", "socket", "device", "link", "dangling link"])
def test_only_regular_files_are_replaced(tmp_path, monkeypatch, key, kind, force):
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    (tmp_path / "in").mkdir()
    shutil.copy(CT, tmp_path / "in" / "a")
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "a.age"
    obstacle(tmp_path.__class__("out/a.age"), kind)
    before = os.lstat(target)
    done = program.run("seal", "-r", key.recipient, *force, "-o", "out", "in")
    assert done.code == program.CANNOT_CREATE and "out/a.age: is a" in done.err, done
    after = os.lstat(target)
    assert (before.st_ino, before.st_mode) == (after.st_ino, after.st_mode)
    assert kind != "link" or (tmp_path / "out" / "real").read_text() == "real"
    if kind != "folder":
        done = program.run("deid", CT, *force, "-o", "out/a.age")
        assert done.code == program.CANNOT_CREATE, done
        assert before.st_ino == os.lstat(target).st_ino


def test_missing_folders_of_one_output_are_made(tmp_path, key):
    done = program.run("deid", CT, "-o", tmp_path / "x" / "y" / "z.dcm")
    assert done.code == program.DONE and (tmp_path / "x" / "y" / "z.dcm").exists(), done
    done = program.run("deid", program.FIXTURES / "broken" / "text.dcm", "-o", tmp_path / "new" / "z.dcm")
    assert done.code == program.BAD_INPUT and not (tmp_path / "new").exists(), done
    done = program.run("seal", "-r", key.recipient, "-o", tmp_path / "s" / "z.age", CT)
    assert done.code == program.DONE and (tmp_path / "s" / "z.age").exists(), done


def test_report_and_output_are_two_files(tmp_path):
    done = program.run("deid", CT, "-o", "x.dcm", "--report", "./x.dcm", "--force", cwd=tmp_path)
    assert done.code == program.USAGE and program.files_in(tmp_path) == [], done


def test_no_message_is_lost_when_standard_error_is_slow(tmp_path):
    """A pipe that is full and does not block, as another program may leave it."""
    for number in range(200):
        (tmp_path / f"{number:03}-{'x' * 100}.dcm").write_text("no DICOM")
    read, write = os.pipe()
    fcntl.fcntl(write, 1031, 4096)  # F_SETPIPE_SZ
    os.set_blocking(write, False)
    process = subprocess.Popen(
        [program.binary(), "deid", tmp_path, "-o", tmp_path.parent / "none", "-q"], stdin=subprocess.DEVNULL, stderr=write)
    os.close(write)
    time.sleep(0.3)
    with open(read, "rb") as pipe:
        lines = pipe.read().splitlines()
    assert process.wait(timeout=60) == program.QUARANTINED and len(lines) == 200
    assert all(line.startswith(b"dcmveil: ") and b".dcm: " in line for line in lines)


def test_a_forgotten_o_is_explained(tmp_path):
    done = program.run("deid", CT, "scans")
    assert done.code == program.USAGE and "-o scans" in done.err, done


def test_names_are_shown_so_that_no_terminal_obeys_them(tmp_path):
    name = "a\x1b[2Jb\u009b1mc\u202ed\u2028e\nf"
    (tmp_path / name).write_bytes(b"no DICOM")
    done = program.run("deid", tmp_path / name, "-o", tmp_path / "out")
    assert done.code == program.BAD_INPUT
    assert r"a\x1B[2Jb\x9B1mc\u{202E}d\u{2028}e\nf" in done.err, done
    assert not [c for c in done.err if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2028")]


def shell(script, *arguments, **options):
    return subprocess.run(
        ["sh", "-c", script, "sh", program.binary(), *map(str, arguments)], capture_output=True, timeout=60, **options)


def test_closed_standard_error_puts_no_message_into_a_report(tmp_path):
    broken = program.FIXTURES / "broken" / "text.dcm"
    for closing in ("2>&-", "0<&- 2>&-", "0<&- 1>&- 2>&-"):
        report = tmp_path / closing.replace(" ", "")
        done = shell(f'"$@" {closing}', "deid", CT, broken, "-o", tmp_path / f"{report.name}.out", "--report", report)
        assert done.returncode == program.QUARANTINED
        assert len(program.read_report(report).lines) == 2


@pytest.mark.parametrize("command", [("inspect", CT), ("keygen",), ("keygen", "-y", "KEY"), ("deid", CT, "-o", "-")])
def test_closed_standard_output_is_an_error(key, command):
    done = shell('"$@" >&-', *[key.file if word == "KEY" else word for word in command])
    assert done.returncode == program.IO and b"bad file descriptor" in done.stderr.lower(), done


def test_closed_standard_input_is_an_error(key):
    done = shell('"$@" <&-', "seal", "-r", key.recipient)
    assert done.returncode == program.IO, done


@pytest.mark.parametrize("command", [("inspect", CT), ("keygen",), ("keygen", "--study"), ("keygen", "-y", "KEY")])
def test_standard_output_without_space(key, command):
    done = shell('"$@" >/dev/full', *[key.file if word == "KEY" else word for word in command])
    assert done.returncode == program.IO and b"no space left" in done.stderr, done


@pytest.mark.parametrize("command", [("inspect", CT), ("keygen",), ("keygen", "-y", "KEY")])
def test_a_reader_that_goes_away_ends_what_is_for_reading_quietly(key, command):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [program.binary(), *[str(key.file if word == "KEY" else word) for word in command]], stdout=write,
        stderr=subprocess.PIPE, timeout=60)
    os.close(write)
    assert done.returncode == -13 and done.stderr == b"", done  # SIGPIPE, 141 in a shell


def test_keys_go_to_standard_output_when_asked(tmp_path):
    done = program.run("keygen", "-o", "-", cwd=tmp_path)
    assert done.code == program.DONE and b"AGE-SECRET-KEY-1" in done.out and program.files_in(tmp_path) == [], done


def test_many_pipes_and_devices_do_not_use_up_descriptors(tmp_path):
    done = program.run(
        "deid", *["/dev/null"] * 100, "-o", tmp_path / "out",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40)))
    assert done.code == program.QUARANTINED and "100 quarantined" in done.err and "too many" not in done.err, done
