"""What goes wrong has its exit code, a message without values, and nothing half-written; the rest of a batch is done."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading

import markers
import program
import pydicom
import pytest

CT = program.FIXTURES / "ct" / "slice-1.dcm"
OTHER = program.FIXTURES / "ct" / "slice-2.dcm"
BROKEN = program.FIXTURES / "broken"
EVERY_MARKER = re.compile(rb"phi\d{6}x|zzmark\d{6}|1\.2\.826\.0\.1\.3680043\.10\.999\.\d{7}|\d{6}\.\d{6}")


def says_no_value(done):
    """No marker in any message, and each message is one line of ours."""
    assert not EVERY_MARKER.search(done.err.lower().encode()), done.err
    text = done.err.lower().encode()
    assert not [marker for marker in markers.every_marker() if marker in text], done.err
    assert all(line.startswith("dcmveil: ") for line in done.err.splitlines()), done.err


@pytest.mark.parametrize("name", sorted(path.name for path in BROKEN.iterdir() if path.name != "deflated-bomb.dcm"))
def test_broken_file_alone_is_bad_input(tmp_path, name):
    done = program.run("deid", BROKEN / name, "-o", tmp_path / "out.dcm")
    assert done.code == program.BAD_INPUT, done
    assert name in done.err
    says_no_value(done)
    assert program.files_in(tmp_path) == []


def test_broken_file_in_a_batch_is_quarantined_and_the_others_are_written(tmp_path):
    done = program.run(
        "deid", BROKEN, CT, BROKEN / "text.dcm", OTHER, "-o", tmp_path / "out", "--report", tmp_path / "report")
    assert done.code == program.QUARANTINED
    says_no_value(done)
    outputs = program.files_in(tmp_path / "out")
    assert len(outputs) == 3 and all(path.suffix == ".dcm" for path in outputs)  # the bomb is below the limit


def test_every_prefix_of_a_file_is_refused(tmp_path):
    """Cut anywhere: never an output that could be taken for the whole."""
    data = CT.read_bytes()
    (tmp_path / "in").mkdir()
    cuts = sorted({1, 127, 128, 131, 132, 133, 150} | set(range(200, len(data), 97)) | {len(data) - 1})
    for cut in cuts:
        (tmp_path / "in" / f"{cut:06}.dcm").write_bytes(data[:cut])
    done = program.run("deid", tmp_path / "in", "-o", tmp_path / "out", "--report", tmp_path / "report")
    says_no_value(done)
    account = program.read_report(tmp_path / "report")
    whole = [pathlib.Path(name).stem for name, line in account.lines.items() if line["status"] == "written"]
    # A cut between two elements before Pixel Data cannot be told from a whole file without pixels; there are few.
    assert len(whole) <= 3, whole
    assert done.code == program.QUARANTINED


@pytest.mark.parametrize("command", [("deid",), ("seal", "-r", "age1"), ("open", "-i", "key")])
def test_missing_input(tmp_path, command):
    if command[0] != "deid":
        assert program.run("keygen", "-o", tmp_path / "key").code == program.DONE
        recipient = program.run("keygen", "-y", tmp_path / "key").out.decode().strip()
        command = ("seal", "-r", recipient) if command[0] == "seal" else ("open", "-i", tmp_path / "key")
    done = program.run(*command, tmp_path / "nothing-here.dcm", "-o", tmp_path / "out.dcm")
    assert done.code == program.NO_INPUT and "nothing-here.dcm" in done.err, done
    assert not (tmp_path / "out.dcm").exists()


def test_missing_input_in_a_batch_does_not_stop_it(tmp_path):
    done = program.run("deid", tmp_path / "nothing-here", CT, "-o", tmp_path / "out")
    assert done.code == program.QUARANTINED and "nothing-here" in done.err
    assert len(program.files_in(tmp_path / "out")) == 1


def test_folder_without_files(tmp_path):
    (tmp_path / "in").mkdir()
    done = program.run("deid", tmp_path / "in", "-o", tmp_path / "out")
    assert done.code == program.NO_INPUT and done.err


def as_nobody():
    """In the child: no longer root, who may read everything."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)


@pytest.fixture
def of_nobody():
    """A folder that an ordinary user may use, all the way down from the root, with a copy of the program."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dcmveil-interop-"))
    folder.chmod(0o777)
    shutil.copy(program.binary(), folder / "dcmveil")
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o700)
    shutil.rmtree(folder)


def run_as_nobody(folder, *arguments):
    done = subprocess.run(
        [folder / "dcmveil", *map(str, arguments)], capture_output=True, timeout=60, preexec_fn=as_nobody, cwd=folder)
    return program.Result(done.returncode, done.stdout, done.stderr.decode())


def test_unreadable_folder_and_file(of_nobody):
    for name in ("in/locked", "in/open"):
        (of_nobody / name).mkdir(parents=True)
    shutil.copy(CT, of_nobody / "in" / "open" / "a.dcm")
    shutil.copy(OTHER, of_nobody / "in" / "open" / "b.dcm")
    (of_nobody / "in" / "open" / "b.dcm").chmod(0)
    (of_nobody / "in" / "locked").chmod(0)
    done = run_as_nobody(of_nobody, "deid", "in", "-o", "out", "--report", "report")
    assert done.code == program.QUARANTINED, done
    assert "in/locked" in done.err and "in/open/b.dcm" in done.err and "permission denied" in done.err
    says_no_value(done)
    assert len(program.files_in(of_nobody / "out")) == 1
    account = program.read_report(of_nobody / "report")
    assert account.summary["summary"]["failed"] == 2
    assert [line["reason"] for line in account.lines.values() if line["status"] == "failed"] == ["input-unreadable"] * 2
    shown = program.run("report", of_nobody / "report").out
    assert b"2  failed: input-unreadable" in shown and b"locked" not in shown

    done = run_as_nobody(of_nobody, "deid", "in/open/b.dcm", "-o", "one.dcm")
    assert done.code == program.NO_INPUT and not (of_nobody / "one.dcm").exists()


def test_output_folder_that_cannot_be_written(of_nobody):
    (of_nobody / "out").mkdir(mode=0o555)
    (of_nobody / "out").chmod(0o555)
    done = run_as_nobody(of_nobody, "deid", CT, OTHER, "-o", "out")
    assert done.code == program.CANNOT_CREATE and "permission denied" in done.err, done
    done = run_as_nobody(of_nobody, "deid", CT, "-o", "out/x.dcm")
    assert done.code == program.CANNOT_CREATE and program.files_in(of_nobody / "out") == []


def test_unknown_profile_suggests_the_one_meant(tmp_path):
    done = program.run("deid", CT, "--profile", "basci", "-o", tmp_path / "out")
    assert done.code == program.CONFIGURATION and "basic" in done.err, done
    assert program.files_in(tmp_path) == []


def test_profile_with_an_error_names_line_and_column(tmp_path):
    (tmp_path / "mine.json").write_text(
        '{\n  "name": "mine",\n  "edition": "2026d",\n  "extends": "basic",\n  "rules": [\n'
        '    {"why": "x", "attributes": ["PatientNmae"], "action": "X"}\n  ]\n}\n')
    done = program.run("deid", CT, "--profile", tmp_path / "mine.json", "-o", tmp_path / "out")
    assert done.code == program.CONFIGURATION and "mine.json:6:" in done.err and "PatientName" in done.err, done
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": 1}', '{"name": "x", "edition": "1999z"}', "\0\xff"])
def test_profile_that_is_none(tmp_path, text):
    (tmp_path / "mine.json").write_bytes(text.encode("latin-1"))
    done = program.run("deid", CT, "--profile", tmp_path / "mine.json", "-o", tmp_path / "out")
    assert done.code == program.CONFIGURATION and "mine.json" in done.err, done
    assert not (tmp_path / "out").exists()


def test_missing_profile_file(tmp_path):
    done = program.run("deid", CT, "--profile", tmp_path / "none.json", "-o", tmp_path / "out")
    assert done.code == program.CONFIGURATION and not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", "dcmveil-study-key-1:12\n", "AGE-SECRET-KEY-1\n", "0" * 64 + "\n"])
def test_study_key_that_is_none(tmp_path, text):
    key = tmp_path / "study.key"
    key.touch(0o600)
    key.write_text(text)
    done = program.run("deid", CT, "--key-file", key, "-o", tmp_path / "out")
    assert done.code == program.NO_KEY and not (tmp_path / "out").exists(), done
    assert not text.strip() or text.strip() not in done.err


def test_study_key_that_others_can_read(tmp_path, study_key):
    copy = tmp_path / "study.key"
    copy.write_bytes(study_key.read_bytes())
    copy.chmod(0o644)
    done = program.run("deid", CT, "--key-file", copy, "-o", tmp_path / "out")
    assert done.code == program.NO_KEY and "chmod 600" in done.err and not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments", [(), ("deid",), ("deid", str(CT)), ("deid", "-o", "x"), ("nonsense",),
                                       ("deid", str(CT), "-o", "x", "--no-such-option")])
def test_wrong_usage(tmp_path, arguments):
    done = program.run(*arguments, cwd=tmp_path)
    assert done.code == (program.DONE if arguments == () else program.USAGE), done
    assert program.files_in(tmp_path) == []


@pytest.mark.parametrize("target", ["in", "in/out", "in/sub/deep", "in/../in/x", "link/out"])
def test_output_inside_the_input(tmp_path, target):
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "link").symlink_to("in")
    shutil.copy(CT, tmp_path / "in" / "a.dcm")
    before = program.files_in(tmp_path)
    done = program.run("deid", tmp_path / "in", "-o", tmp_path / target)
    assert done.code == program.USAGE and "lies in the input" in done.err, done
    assert program.files_in(tmp_path) == before


def test_output_that_is_the_input(tmp_path):
    shutil.copy(CT, tmp_path / "a.dcm")
    (tmp_path / "link.dcm").symlink_to("a.dcm")
    for target in ("a.dcm", "link.dcm"):
        done = program.run("deid", tmp_path / "a.dcm", "-o", tmp_path / target, "--force")
        assert done.code == program.USAGE, done
        assert (tmp_path / "a.dcm").read_bytes() == CT.read_bytes()


def test_hard_link_to_the_input_is_neither_replaced_nor_written_through(tmp_path):
    shutil.copy(CT, tmp_path / "a.dcm")
    (tmp_path / "b.dcm").hardlink_to(tmp_path / "a.dcm")
    done = program.run("deid", tmp_path / "a.dcm", "-o", tmp_path / "b.dcm", "--force")
    assert done.code == program.CANNOT_CREATE and "is read by this run" in done.err, done
    assert (tmp_path / "a.dcm").read_bytes() == CT.read_bytes() == (tmp_path / "b.dcm").read_bytes()


def test_existing_output_stays_unless_forced(tmp_path, study_key):
    first = program.run("deid", CT, OTHER, "-o", tmp_path / "out", "--key-file", study_key)
    assert first.code == program.DONE
    kept = {path: path.stat().st_mtime_ns for path in program.files_in(tmp_path / "out")}
    again = program.run("deid", CT, OTHER, "-o", tmp_path / "out", "--key-file", study_key)
    assert again.code == program.QUARANTINED and "already" in again.err
    says_no_value(again)
    assert {path: path.stat().st_mtime_ns for path in program.files_in(tmp_path / "out")} == kept
    forced = program.run("deid", CT, OTHER, "-o", tmp_path / "out", "--key-file", study_key, "--force")
    assert forced.code == program.DONE and program.files_in(tmp_path / "out") == list(kept)


def test_existing_single_output_stays(tmp_path):
    (tmp_path / "x.dcm").write_text("precious")
    done = program.run("deid", CT, "-o", tmp_path / "x.dcm")
    assert done.code != program.DONE and "already" in done.err
    assert (tmp_path / "x.dcm").read_text() == "precious"


def test_existing_single_output_cannot_be_created(tmp_path):
    (tmp_path / "x.dcm").write_text("precious")
    assert program.run("deid", CT, "-o", tmp_path / "x.dcm").code == program.CANNOT_CREATE


def test_two_inputs_with_one_instance_uid(tmp_path):
    shutil.copy(CT, tmp_path / "copy.dcm")
    done = program.run("deid", CT, tmp_path / "copy.dcm", "-o", tmp_path / "out", "--force")
    assert done.code == program.QUARANTINED and "copy.dcm" in done.err
    says_no_value(done)
    assert len(program.files_in(tmp_path / "out")) == 1


def test_report_that_cannot_be_created(tmp_path):
    done = program.run("deid", CT, "-o", tmp_path / "out", "--report", tmp_path / "no" / "report.jsonl")
    assert done.code == program.CANNOT_CREATE and not (tmp_path / "out").exists(), done
    (tmp_path / "report").write_text("precious")
    done = program.run("deid", CT, "-o", tmp_path / "out", "--report", tmp_path / "report")
    assert done.code == program.CANNOT_CREATE and (tmp_path / "report").read_text() == "precious"
    assert not (tmp_path / "out").exists()


def test_named_pipe_passes_once(tmp_path, study_key, deidentified):
    os.mkfifo(tmp_path / "pipe")
    feeder = threading.Thread(target=lambda: (tmp_path / "pipe").write_bytes(CT.read_bytes()))
    feeder.start()
    done = program.run(
        "deid", tmp_path / "pipe", "-o", tmp_path / "x.dcm", "--key-file", study_key, "--profile", "basic")
    feeder.join()
    assert done.code == program.DONE, done
    assert (tmp_path / "x.dcm").read_bytes() == deidentified["ct/slice-1.dcm"].output.read_bytes()


def test_named_pipe_in_a_folder_is_passed_over(tmp_path):
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe")
    shutil.copy(CT, tmp_path / "in" / "a.dcm")
    (tmp_path / "in" / "loop").symlink_to(".")
    done = program.run("deid", tmp_path / "in", "-o", tmp_path / "out", timeout=20)
    assert done.code in (program.DONE, program.QUARANTINED) and "skipped" in done.err
    assert len(program.files_in(tmp_path / "out")) == 1


def test_key_files_that_may_not_be_read(of_nobody, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root makes files that it cannot give away")
    assert program.run("keygen", "-o", of_nobody / "key").code == program.DONE
    assert program.run("keygen", "--study", "-o", of_nobody / "study").code == program.DONE
    (of_nobody / "team").write_text(program.run("keygen", "-y", of_nobody / "key").out.decode())
    (of_nobody / "team").chmod(0o600)
    (of_nobody / "mine.json").write_text("{}")
    (of_nobody / "mine.json").chmod(0o600)
    for arguments, code in (
            (("open", "-i", "key", "x.age"), program.NO_KEY), (("keygen", "-y", "key"), program.NO_KEY),
            (("seal", "-R", "team", CT), program.NO_KEY), (("seal", "-r", "./team", CT), program.NO_KEY),
            (("deid", CT, "-o", "out", "--seal-to", "./team"), program.NO_KEY),
            (("deid", CT, "-o", "out", "--key-file", "study"), program.NO_KEY),
            # A profile is no secret: that it cannot be read is a matter of configuration.
            (("deid", CT, "-o", "out", "--profile", "./mine.json"), program.CONFIGURATION)):
        done = run_as_nobody(of_nobody, *arguments)
        assert done.code == code and "permission denied" in done.err, (arguments, done)
    assert not (of_nobody / "out").exists()


def test_the_name_of_what_was_not_written_is_free(tmp_path, study_key):
    """A damaged copy comes first and does not keep the whole one from its name. The damage is found in the pixels."""
    (tmp_path / "in").mkdir()
    damaged = pydicom.dcmread(CT)
    damaged.file_meta.TransferSyntaxUID = pydicom.uid.JPEGBaseline8Bit
    damaged.PixelData = pydicom.encaps.encapsulate([b"no JPEG at all"])
    damaged["PixelData"].VR = "OB"
    damaged.save_as(tmp_path / "in" / "a.dcm")
    shutil.copy(CT, tmp_path / "in" / "b.dcm")
    shutil.copy(CT, tmp_path / "in" / "c.dcm")
    done = program.run("deid", tmp_path / "in", "-o", tmp_path / "out", "--key-file", study_key, "--report", tmp_path / "r")
    assert done.code == program.QUARANTINED and len(program.files_in(tmp_path / "out")) == 1, done
    lines = program.read_report(tmp_path / "r").lines
    assert [entry["status"] for entry in lines.values()] == ["quarantined", "written", "quarantined"]
    assert lines[str(tmp_path / "in" / "c.dcm")]["reason"] == "duplicate-sop-instance-uid"
