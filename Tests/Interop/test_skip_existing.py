"""A run that goes on where an earlier one ended."""
import shutil

import program
import pytest

CT = program.FIXTURES / "ct" / "slice-1.dcm"
OTHER = program.FIXTURES / "ct" / "slice-2.dcm"


@pytest.fixture
def begun(tmp_path, study_key):
    """Two inputs, one of them done, and how to go on."""
    (tmp_path / "in").mkdir()
    shutil.copy(CT, tmp_path / "in" / "a.dcm")
    shutil.copy(OTHER, tmp_path / "in" / "b.dcm")
    options = ["-o", tmp_path / "out", "--key-file", study_key]
    assert program.run("deid", tmp_path / "in" / "a.dcm", *options).code == program.DONE
    return tmp_path / "in", [*options, "--skip-existing"]


def test_what_is_there_is_skipped_and_no_failure(tmp_path, begun):
    folder, options = begun
    (first,) = program.files_in(tmp_path / "out")
    before = first.stat()
    done = program.run("deid", folder, *options, "--report", tmp_path / "r.jsonl")
    assert done.code == program.DONE and done.err.splitlines() == ["dcmveil: 1 written, 1 there already"], done
    assert first.stat().st_ino == before.st_ino and len(program.files_in(tmp_path / "out")) == 2
    account = program.read_report(tmp_path / "r.jsonl")
    assert account.lines[str(folder / "a.dcm")] == {
        "input": str(folder / "a.dcm"), "number": 1, "status": "skipped", "reason": "output is there already",
        "output": str(first.relative_to(tmp_path / "out"))}
    assert account.summary["summary"] == {"written": 1, "quarantined": 0, "failed": 0, "skipped": 1}
    again = program.run("deid", folder, *options)
    assert again.code == program.DONE and "0 written, 2 there already" in again.err, again
    assert program.run("deid", folder / "a.dcm", *options).code == program.DONE


def test_other_failures_still_count(tmp_path, begun):
    folder, options = begun
    (folder / "c.dcm").write_text("no DICOM")
    assert program.run("deid", folder, *options).code == program.QUARANTINED
    (folder / "c.dcm").unlink()
    (folder / "link").symlink_to(tmp_path)
    assert program.run("deid", folder, *options).code == program.QUARANTINED


def test_two_inputs_of_one_name_are_still_told(begun):
    folder, options = begun
    shutil.copy(CT, folder / "c.dcm")
    done = program.run("deid", folder, *options)
    assert done.code == program.QUARANTINED and "c.dcm: an input before it has the same" in done.err, done


def test_one_output_file(tmp_path):
    (tmp_path / "x.dcm").write_text("kept")
    done = program.run("deid", CT, "-o", tmp_path / "x.dcm", "--skip-existing")
    assert done.code == program.DONE and (tmp_path / "x.dcm").read_text() == "kept", done
    (tmp_path / "y.dcm").symlink_to("x.dcm")
    done = program.run("deid", CT, "-o", tmp_path / "y.dcm", "--skip-existing")
    assert done.code == program.CANNOT_CREATE, done


def test_what_makes_no_sense_is_refused(begun, study_key):
    folder, options = begun
    assert program.run("deid", folder, *options, "--force").code == program.USAGE
    assert program.run("deid", folder, "-o", "out", "--skip-existing").code == program.USAGE
    done = program.run("deid", CT, "-o", "-", "--key-file", study_key, "--skip-existing")
    assert done.code == program.USAGE and done.out == b"", done
    done = program.run("deid", "-t", "tar", "-", "--key-file", study_key, "--skip-existing")
    assert done.code == program.USAGE and done.out == b"", done
