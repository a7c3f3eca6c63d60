"""Inputs from a list: the same as if they were arguments, in as many as there are, without holding them in memory."""
import os
import re
import shutil
import time

import keys
import program
import pytest

CT = program.FIXTURES / "ct"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("key") / "key.txt")


@pytest.mark.parametrize("separator", ["\n", "\0"], ids=["lines", "null"])
@pytest.mark.parametrize("place", ["file", "standard input"])
def test_a_list_is_as_good_as_arguments(tmp_path, study_key, separator, place):
    names = ["slice-1.dcm", " blank .dcm", "-", "a\nb.dcm" if separator == "\0" else "ab.dcm"]
    for name, source in zip(names, ["slice-1.dcm", "slice-2.dcm", "slice-3.dcm", "../sr/key-object.dcm"]):
        shutil.copy(CT / source, tmp_path / name)
    text = separator.join(["", names[0], "nothing.dcm", *names[1:]])  # no separator at the end
    (tmp_path / "list").write_text(text)
    options = ("-0",) if separator == "\0" else ()
    listed = program.run(
        "deid", "--files-from", "-" if place != "file" else "list", *options, "-o", "out", "--key-file", study_key,
        "--report", "report", cwd=tmp_path, stdin=text.encode() if place != "file" else None)
    assert listed.code == program.QUARANTINED, listed
    account = program.read_report(tmp_path / "report")
    assert set(account.lines) == {*names, "nothing.dcm"}
    assert account.summary["summary"] == {"written": 4, "quarantined": 0, "failed": 1, "skipped": 0}


def test_arguments_come_first_and_folders_are_walked(tmp_path, key):
    (tmp_path / "list").write_text(f"{CT}\n")
    shutil.copy(CT / "slice-1.dcm", tmp_path / "one.dcm")
    done = program.run("seal", "-r", key.recipient, "one.dcm", "--files-from", "list", "-o", "out", cwd=tmp_path)
    assert done.code == program.DONE, done
    assert {path.name for path in program.files_in(tmp_path / "out")} == {
        "one.dcm.age", *(path.name + ".age" for path in program.files_in(CT))}
    (tmp_path / "sealed").write_text("out\n")
    done = program.run("open", "-i", key.file, "--files-from", "sealed", "-o", "back", cwd=tmp_path)
    assert done.code == program.DONE
    assert (tmp_path / "back" / "one.dcm").read_bytes() == (CT / "slice-1.dcm").read_bytes()


@pytest.mark.parametrize("command", ["deid", "seal"])
def test_a_listed_folder_that_holds_the_output_is_refused(tmp_path, key, command):
    (tmp_path / "in").mkdir()
    shutil.copy(CT / "slice-1.dcm", tmp_path / "in" / "a.dcm")
    options = ("-r", key.recipient) if command == "seal" else ()
    done = program.run(command, *options, "--files-from", "-", "-o", "in/out", stdin=b"in\n", cwd=tmp_path)
    assert done.code != program.DONE and "the output lies in it" in done.err, done
    assert program.files_in(tmp_path) == [tmp_path / "in" / "a.dcm"]


def test_lists_that_are_none(tmp_path):
    out = ("-o", tmp_path / "out")
    assert program.run("deid", "--files-from", tmp_path / "none", *out).code == program.NO_INPUT
    assert program.run("deid", "--files-from", "-", *out, stdin=b"\n\n").code == program.NO_INPUT
    assert program.run("deid", "-", "--files-from", "-", *out, stdin=b"x").code == program.USAGE
    assert program.run("deid", "-0", CT, *out).code == program.USAGE
    done = program.run("deid", "--files-from", tmp_path, *out)
    assert done.code != program.DONE and "cannot read the list to its end" in done.err, done
    # Not -0, though it should have been.
    done = program.run("deid", "--files-from", "-", *out, stdin=b"/a/path\0" * 20000)
    assert done.code != program.DONE and "-0" in done.err, done
    done = program.run("deid", "--files-from", "-", *out, stdin=b"caf\xe9\n" + os.fsencode(CT / "slice-1.dcm"))
    assert done.code == program.QUARANTINED and "caf\\xE9: its name is not UTF-8" in done.err, done
    assert len(program.files_in(tmp_path)) == 1


def test_a_long_list_takes_no_longer_than_its_files(tmp_path):
    """As arguments, twenty thousand paths take more than ten seconds to be taken apart."""
    text = b"".join(b"/nothing/%06d\n" % number for number in range(20000))
    start = time.monotonic()
    done = program.run("deid", "--files-from", "-", "-o", tmp_path / "out", stdin=text)
    assert done.code == program.QUARANTINED and "20000 failed" in done.err
    assert time.monotonic() - start < 5


def test_many_empty_folders_need_no_stack(tmp_path):
    (tmp_path / "in").mkdir()
    done = program.run("deid", "--files-from", "-", "-o", "out", stdin=b"in\n" * 200000, cwd=tmp_path)
    assert done.code == program.NO_INPUT, done


def test_a_file_that_is_no_list_is_not_shown(tmp_path):
    """Named by mistake, a DICOM file must not be spelled out in messages and reports."""
    report = tmp_path / "report.jsonl"
    done = program.run("deid", "--files-from", CT / "slice-1.dcm", "-o", tmp_path / "out", "--report", report)
    assert done.code not in (program.DONE, program.BUG) and len(done.err) < 600
    assert not re.search("phi[0-9]{6}x|zzmark", (done.err + report.read_text()).lower())


def test_what_is_passed_over_is_not_done(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(program.FIXTURES / "mr")
    assert program.run("deid", tmp_path / "in", "-o", tmp_path / "out").code == program.NO_INPUT
    shutil.copy(CT / "slice-1.dcm", tmp_path / "in" / "a.dcm")
    done = program.run("deid", tmp_path / "in", "-o", tmp_path / "out")
    assert done.code == program.QUARANTINED and "1 written, 1 skipped" in done.err


def test_a_folder_is_a_batch_whatever_it_holds(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.dcm").write_bytes(b"text")
    assert program.run("deid", tmp_path / "in", "-o", tmp_path / "out").code == program.QUARANTINED
    assert program.run("deid", tmp_path / "in" / "a.dcm", "-o", tmp_path / "out").code == program.BAD_INPUT


def test_a_report_among_the_inputs_is_refused(tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(CT / "slice-1.dcm", tmp_path / "in" / "a.dcm")
    done = program.run("deid", tmp_path / "in", "-o", tmp_path / "out", "--report", tmp_path / "in" / "r.jsonl")
    assert done.code == program.USAGE and "lies in the input" in done.err
    assert not (tmp_path / "in" / "r.jsonl").exists()


def test_a_pipe_in_a_list_is_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    listed = f"{tmp_path / 'pipe'}\0{program.FIXTURES / 'ct' / 'slice-1.dcm'}\0".encode()
    done = program.run("deid", "--files-from", "-", "-0", "-o", tmp_path / "out", stdin=listed, timeout=20)
    assert done.code == program.QUARANTINED and "neither file nor folder" in done.err, done
    assert len(program.files_in(tmp_path / "out")) == 1
