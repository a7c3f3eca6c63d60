"""Outputs that do not fit: nothing half-written, exit code 74, and the rest of the batch is tried."""
import json
import resource
import shutil
import subprocess

import keys
import program
import pytest

CT = program.FIXTURES / "ct" / "slice-1.dcm"
SMALL = program.FIXTURES / "sr" / "key-object.dcm"
LARGE = program.FIXTURES / "everything" / "governed.dcm"


@pytest.mark.parametrize("options", [(), ("--seal-to",)], ids=["plain", "sealed"])
def test_standard_output_without_space(tmp_path, options):
    if options:
        options += (keys.ours(tmp_path / "key").recipient,)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [program.binary(), "deid", CT, "-o", "-", *options], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == program.IO and b"no space left" in done.stderr, done


@pytest.mark.parametrize("members", [(), ("ct/slice-1.dcm",)], ids=["empty", "one"])
def test_archives_on_standard_output_without_space(tmp_path, members):
    """Also where nothing but the end of the archive is written."""
    subprocess.run(["tar", "cf", tmp_path / "in.tar", "-C", program.FIXTURES, "--files-from", "-"],
                   input="\n".join(members), text=True, check=True)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [program.binary(), "deid", "-t", "tar", tmp_path / "in.tar", "-o", "-"], stdout=full, stderr=subprocess.PIPE,
            timeout=60)
    assert done.returncode == program.IO and b"no space left" in done.stderr and b"mistake" not in done.stderr, done


def test_progress_without_space(tmp_path):
    """Said once; the run is none the worse for it."""
    with open("/dev/full", "wb") as full:
        done = program.run(
            "deid", CT.parent, "-o", tmp_path / "out", "--progress-fd", full.fileno(), pass_fds=[full.fileno()])
    assert done.code == program.DONE and done.err.count("--progress-fd") == 1 and "no space left" in done.err, done
    assert len(program.files_in(tmp_path / "out")) == 3


@pytest.mark.parametrize("command", ["seal", "open"])
def test_sealing_and_opening_without_space(tmp_path, command):
    key = keys.ours(tmp_path / "key")
    plain = bytes(200_000)
    data, options = (plain, ("-r", key.recipient)) if command == "seal" else (
        keys.age("-r", key.recipient, stdin=plain), ("-i", key.file))
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [program.binary(), command, *options], input=data, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == program.IO and b"no space left" in done.stderr, done


def test_report_without_space(tmp_path):
    done = program.run("deid", CT, "-o", tmp_path / "out", "--report", "/dev/full", "--force")
    assert done.code == program.IO and "report" in done.err, done


def small_disk() -> list[str]:
    """What runs a command where /mnt is a disk of 64 KiB; nothing when this machine does not let us."""
    for options in (["-m"], ["-r", "-m"]):
        command = ["unshare", *options, "sh", "-c", 'mount -t tmpfs -o size=64k none /mnt && "$@"', "sh"]
        if shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True).returncode == 0:
            return command
    return []


def test_full_disk_in_a_batch(tmp_path):
    prefix = small_disk()
    if not prefix:
        pytest.skip("this machine lets nobody mount a small disk (unshare -m); /dev/full is tested all the same")
    report = tmp_path / "report"
    script = '"$@"; code=$?; find /mnt -type f | sed "s/^/left: /"; exit $code'
    done = subprocess.run(
        [*prefix, "sh", "-c", script, "sh", program.binary(), "deid", program.FIXTURES, "-o", "/mnt/out", "--report",
         report], capture_output=True, text=True, timeout=60)
    assert done.returncode == program.IO and "no space left on device" in done.stderr, done
    account = program.read_report(report)
    assert account.summary["summary"]["failed"] > 10 < account.summary["summary"]["written"]
    written = {"/mnt/out/" + line["output"] for line in account.lines.values() if line["status"] == "written"}
    assert {line[6:] for line in done.stdout.splitlines() if line.startswith("left: ")} == written


def limit_size():
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_file_size_limit_in_a_batch(tmp_path):
    done = program.run("deid", LARGE, SMALL, "-o", tmp_path / "out", preexec_fn=limit_size)
    assert done.code == program.IO and "too large" in done.err, done
    assert len(program.files_in(tmp_path / "out")) == 1


def test_file_size_limit_leaves_nothing_half_written(tmp_path):
    program.run("deid", LARGE, "-o", tmp_path / "out", preexec_fn=limit_size)
    assert program.files_in(tmp_path) == []


def test_a_report_that_cannot_be_written_stops_the_run_and_says_what_it_lacks(tmp_path):
    done = program.run("deid", CT, SMALL, LARGE, "-o", tmp_path / "out", "-j", 1, "--report", "/dev/full")
    outputs = program.files_in(tmp_path / "out")
    assert done.code == program.IO and len(outputs) == 1, done
    assert "it names 0 of 1 inputs; the run stopped behind " + str(CT) in done.err, done
    assert str(outputs[0].relative_to(tmp_path / "out")) in done.err and "1 written" in done.err


def test_with_several_threads_it_says_how_many_outputs_are_not_in_the_report(tmp_path):
    done = program.run("deid", CT, SMALL, LARGE, "-o", tmp_path / "out", "-j", 3, "--report", "/dev/full")
    outputs = program.files_in(tmp_path / "out")
    assert done.code == program.IO and 1 <= len(outputs) <= 3, done
    more = f"; {len(outputs) - 1} further outputs are whole but not in the report"
    assert (more in done.err) == (len(outputs) > 1) and "it names 0 of 1 inputs" in done.err, done


def test_a_full_report_ends_with_a_whole_line(tmp_path):
    broken = []
    for number in range(60):
        broken.append(tmp_path / f"{number}.dcm")
        broken[-1].write_text("no DICOM")
    done = program.run(
        "deid", SMALL, *broken, "-o", tmp_path / "out", "--report", tmp_path / "report", preexec_fn=limit_size)
    text = (tmp_path / "report").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert done.code == program.IO and text.endswith("\n") and 10 < len(lines) < 61, done
    assert f"it names {len(lines)} of {len(lines) + 1} inputs; the run stopped behind {broken[len(lines) - 1]}" in done.err


def test_a_report_may_go_to_a_pipe(tmp_path):
    script = '"$@" --report /dev/fd/3 3>&1 >/dev/null | tail -n 1'
    done = subprocess.run(
        ["sh", "-c", script, "sh", program.binary(), "deid", CT, "-o", tmp_path / "out"], capture_output=True, timeout=60)
    assert json.loads(done.stdout)["summary"]["written"] == 1, done
