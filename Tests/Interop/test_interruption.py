"""SIGINT, SIGTERM, SIGHUP and readers that go away, in the middle of a large file."""
import io
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import keys
import program
import pydicom
import pytest

SMALL = program.FIXTURES / "ct" / "slice-1.dcm"
SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["SIGINT", "SIGTERM", "SIGHUP"])


@pytest.fixture(scope="module")
def folder():
    """Room for two large files, in memory where there is enough of it."""
    shared = pathlib.Path("/dev/shm")
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > 5 << 30
    path = pathlib.Path(tempfile.mkdtemp(prefix="dcmveil-interop-", dir=shared if roomy else None))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def large(folder):
    path = folder / "large.dcm"
    subprocess.run(
        [sys.executable, program.ROOT / "Tools" / "fixtures" / "large.py", path, "--gib", "1"], check=True,
        stdout=subprocess.DEVNULL)
    return path


@pytest.fixture(scope="module")
def key(folder):
    return keys.ours(folder / "key.txt")


@pytest.fixture
def out(folder):
    path = pathlib.Path(tempfile.mkdtemp(dir=folder))
    yield path
    shutil.rmtree(path)


def interrupt(number, out, *arguments) -> program.Result:
    """Runs dcmveil and sends a signal as soon as it has a file open below `out`."""
    process = subprocess.Popen(
        [program.binary(), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while not writes_below(process.pid, out):
        assert process.poll() is None, f"ended before it could be interrupted: {process.communicate()}"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.send_signal(number)
    output, errors = process.communicate(timeout=60)
    code = process.returncode if process.returncode >= 0 else 128 - process.returncode
    return program.Result(code, output, errors.decode())


def writes_below(pid, folder) -> bool:
    try:
        links = [os.readlink(entry.path) for entry in os.scandir(f"/proc/{pid}/fd")]
    except OSError:
        return False
    return any(link.startswith(f"{folder}/") for link in links)


@SIGNALS
def test_a_batch_ends_between_two_files(out, large, number):
    report = out.parent / f"{out.name}.jsonl"
    done = interrupt(number, out, "deid", large, SMALL, "-o", out, "--report", report, "-j", 1)
    assert done.code == 128 + number and "interrupted" in done.err, done
    assert "hint: a run with a random key cannot be gone on with" in done.err
    assert program.read_report(report).summary["interrupted"] is True
    report.unlink()
    for path in program.files_in(out):
        assert path.suffix == ".dcm" and path.stat().st_size > 1 << 30, "half-written"
    assert len(program.files_in(out)) <= 1, "the next file was not begun"


@SIGNALS
def test_with_several_threads_what_is_written_is_accounted_for(out, large, number):
    report = out.parent / f"{out.name}.jsonl"
    done = interrupt(number, out, "deid", large, SMALL, "-o", out, "--report", report, "-j", 2)
    assert done.code == 128 + number and "interrupted" in done.err, done
    account = program.read_report(report)
    report.unlink()
    assert account.summary["interrupted"] is True
    written = {line["output"] for line in account.lines.values() if line["status"] == "written"}
    assert {str(path.relative_to(out)) for path in program.files_in(out)} == written
    sizes = [path.stat().st_size for path in program.files_in(out)]
    assert all(size > 1 << 30 or 0 < size < 1 << 20 for size in sizes), "half-written"


@SIGNALS
def test_one_large_file_is_given_up(out, large, number):
    done = interrupt(number, out, "deid", large, "-o", out / "x.dcm")
    assert done.code == 128 + number, done
    assert program.files_in(out) == []


@SIGNALS
def test_sealing_is_given_up(out, large, key, number):
    done = interrupt(number, out, "seal", "-r", key.recipient, "-o", out / "x.age", large)
    assert program.files_in(out) == []
    assert done.code == 128 + number, done


@SIGNALS
def test_sealing_leaves_nothing_half_written(out, large, key, number):
    done = interrupt(number, out, "seal", "-r", key.recipient, "-o", out / "x.age", large)
    assert done.code != program.DONE and program.files_in(out) == []


def test_a_killed_run_leaves_nothing(out, large):
    done = interrupt(signal.SIGKILL, out, "deid", large, "-o", out / "x.dcm")
    assert done.code == 128 + signal.SIGKILL and program.files_in(out) == []


@pytest.mark.parametrize("command", ["deid", "seal"])
def test_a_reader_that_goes_away_is_an_error_of_writing(large, key, command):
    arguments = ["-r", key.recipient] if command == "seal" else ["-o", "-"]
    process = subprocess.Popen(
        [program.binary(), command, large, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    process.stdout.read(1000)
    process.stdout.close()
    errors = process.stderr.read().decode()
    assert process.wait(timeout=60) == program.IO and "broken pipe" in errors


def test_memory_stays_small(out, large):
    """The bound of 64 MiB is for a file of any size."""
    process = subprocess.Popen(
        [program.binary(), "deid", large, "-o", out / "x.dcm"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, high_water(process.pid))
        time.sleep(0.005)
    assert process.returncode == program.DONE
    assert 0 < peak < 64 << 10


def high_water(pid) -> int:
    """KiB that a process has held at most; 0 when it is gone. `ru_maxrss` would count this Python, which forked it."""
    try:
        if os.readlink(f"/proc/{pid}/exe") != os.path.realpath(program.binary()):
            return 0
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


@SIGNALS
@pytest.mark.parametrize("command", ["deid", "seal"])
def test_waiting_for_standard_input_is_given_up(out, key, command, number):
    """One signal is enough, though nothing ever arrives."""
    arguments = ["deid", "-"] if command == "deid" else ["seal", "-", "-r", key.recipient]
    process = subprocess.Popen(
        [program.binary(), *arguments, "-o", str(out / "x")], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(SMALL.read_bytes()[:1000])
    process.stdin.flush()
    time.sleep(0.3)
    process.send_signal(number)
    assert process.wait(timeout=10) == -number
    process.communicate()
    assert program.files_in(out) == []


@pytest.fixture(scope="module")
def medium():
    """A file larger than what is read at once, so that its output is begun before its end has come."""
    data_set = pydicom.dcmread(SMALL)
    data_set.Rows = data_set.Columns = 1024
    data_set.PixelData = bytes(2 << 20) if data_set.BitsAllocated == 16 else bytes(1 << 20)
    data_set.NumberOfFrames = 2
    data_set.PixelData *= 2
    file = io.BytesIO()
    data_set.save_as(file)
    return file.getvalue()


def reading(out, key, medium, *arguments, **options):
    """A run that has made the folder `out` and waits for the rest of its input."""
    process = subprocess.Popen(
        [program.binary(), "deid", "-", "-o", str(out), "--key-file", str(key), *arguments],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    process.stdin.write(medium[:-100])
    process.stdin.flush()
    deadline = time.monotonic() + 20
    while not writes_below(process.pid, out):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.005)
    return process


def test_hanging_up_leaves_no_folder(out, study_key, medium):
    process = reading(out / "new", study_key, medium)
    process.send_signal(signal.SIGHUP)
    assert process.wait(timeout=10) == -signal.SIGHUP
    process.communicate()
    assert list(out.iterdir()) == []


def test_nohup_is_respected(out, study_key, medium):
    process = reading(out / "new", study_key, medium, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    time.sleep(0.2)
    process.communicate(medium[-100:], timeout=20)
    assert process.returncode == program.DONE and len(program.files_in(out)) == 1


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["plain", "force"])
def test_a_run_that_fails_costs_another_one_nothing(out, study_key, medium, force):
    """The first one made the folders, which are empty when it fails: the files of both have no names yet."""
    failing = reading(out / "new", study_key, medium)
    process = reading(out / "new", study_key, medium, *force)
    failing.communicate(timeout=20)
    assert failing.returncode == program.BAD_INPUT and list(out.iterdir()) == []
    _, errors = process.communicate(medium[-100:], timeout=20)
    assert process.returncode == program.DONE, errors
    assert len(program.files_in(out)) == 1
