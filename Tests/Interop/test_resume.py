"""Runs that go on with a journal, whatever ended them."""
import json
import os
import random
import shutil
import signal
import subprocess
import time

import keys
import program
import pydicom
import pytest

CT = program.FIXTURES / "ct" / "slice-1.dcm"


def tree(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in program.files_in(folder)}


@pytest.fixture
def scans(tmp_path):
    shutil.copytree(program.FIXTURES / "ct", tmp_path / "in")
    return tmp_path / "in"


@pytest.fixture
def resume(tmp_path, scans, study_key):
    """Runs the command once more, and says how each input ended."""
    def run(*options, key=study_key, code=program.DONE):
        report = tmp_path / "report"
        report.unlink(missing_ok=True)
        done = program.run("deid", scans, "-o", tmp_path / "out", "--key-file", key, "--resume", "--report", report, *options)
        assert done.code == code, done
        lines = program.read_report(report).lines if report.exists() else {}
        return {os.path.basename(path): line.get("reason", line["status"]) for path, line in lines.items()}, done.err
    return run


DONE = "done by an earlier run"


def test_what_is_done_is_skipped(tmp_path, resume):
    assert set(resume()[0].values()) == {"written"}
    before = {path: path.stat().st_ino for path in program.files_in(tmp_path / "out")}
    assert set(resume()[0].values()) == {DONE}
    assert {path: path.stat().st_ino for path in program.files_in(tmp_path / "out")} == before
    journal = (tmp_path / "out.journal").read_text()
    assert "slice" not in journal and str(tmp_path) not in journal
    assert (tmp_path / "out.journal").stat().st_mode & 0o77 == 0


def test_a_changed_input_is_redone(tmp_path, scans, resume):
    resume()
    data_set = pydicom.dcmread(scans / "slice-2.dcm")
    data_set.Rows, data_set.PixelData = data_set.Rows // 2, data_set.PixelData[:len(data_set.PixelData) // 2]
    data_set.save_as(scans / "slice-2.dcm")
    ends, _ = resume()
    assert ends == {"slice-1.dcm": DONE, "slice-2.dcm": "written", "slice-3.dcm": DONE}
    assert len(program.files_in(tmp_path / "out")) == 3
    assert data_set.Rows in [pydicom.dcmread(path).Rows for path in program.files_in(tmp_path / "out")]


def test_an_input_that_leads_to_another_output_leaves_a_stale_one(tmp_path, scans, resume):
    resume()
    old = set(tree(tmp_path / "out"))
    data_set = pydicom.dcmread(scans / "slice-2.dcm")
    data_set.SOPInstanceUID = data_set.file_meta.MediaStorageSOPInstanceUID = pydicom.uid.generate_uid()
    data_set.save_as(scans / "slice-2.dcm")
    ends, errors = resume()
    (stale,) = [line for line in errors.splitlines() if "stale" in line]
    assert ends["slice-2.dcm"] == "written" and any(name in stale for name in old), errors
    assert old < set(tree(tmp_path / "out")), "nothing is removed"
    data_set = pydicom.dcmread(scans / "slice-1.dcm")
    data_set.SOPInstanceUID = data_set.file_meta.MediaStorageSOPInstanceUID = pydicom.uid.generate_uid()
    data_set.save_as(scans / "slice-1.dcm")
    _, errors = resume("-v")
    told = [line.removeprefix("dcmveil: stale: ") for line in errors.splitlines() if line.startswith("dcmveil: stale: ")]
    assert " and 1 more: of an earlier run" in told.pop() and len(told) == 2, errors
    assert all(any(line.endswith(str(name)) for name in old) for line in told), errors


def test_a_removed_and_a_cut_output_are_noticed(tmp_path, resume):
    resume()
    whole = tree(tmp_path / "out")
    first, second, _ = program.files_in(tmp_path / "out")
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    assert sorted(resume()[0].values()) == [DONE, "written", "written"]
    assert tree(tmp_path / "out") == whole


def test_an_output_that_was_changed_without_a_change_of_size_is_noticed(tmp_path, resume):
    """And one that was copied with its time is the same."""
    resume()
    whole = tree(tmp_path / "out")
    first, second, third = program.files_in(tmp_path / "out")
    first.write_bytes(first.read_bytes()[:-1] + b"x")
    shutil.copy2(second, tmp_path / "copy")
    second.unlink()
    shutil.copy2(tmp_path / "copy", second)
    assert sorted(resume()[0].values()) == [DONE, DONE, "written"]
    assert tree(tmp_path / "out") == whole
    third.touch()
    inode = third.stat().st_ino
    assert sorted(resume()[0].values()) == [DONE, DONE, "written"]
    assert third.stat().st_ino == inode, "the same bytes are taken over"
    assert sorted(resume()[0].values()) == [DONE, DONE, DONE], "and their time is known then"


@pytest.mark.parametrize("other", ["--report", "--metadata", "--quarantine", "--canary", "-o", "input", "key"])
def test_a_journal_takes_the_place_of_nothing(tmp_path, scans, study_key, other):
    place = {"-o": tmp_path / "out", "input": scans / "slice-1.dcm", "key": study_key}.get(other, tmp_path / "x")
    before = study_key.read_bytes()
    options = [other, place] if other.startswith("--") else []
    done = program.run(
        "deid", scans, "-o", tmp_path / "out", "--key-file", study_key, "--resume", "--journal", place, *options)
    assert done.code == program.USAGE and not (tmp_path / "x").exists() and not (tmp_path / "out").exists(), done
    assert study_key.read_bytes() == before


@pytest.mark.parametrize("text", [b"my notes\n", b"dcmveil-jot\n"])
def test_a_file_that_is_no_journal_gets_no_lines(tmp_path, scans, study_key, text):
    (tmp_path / "notes").write_bytes(text)
    done = program.run(
        "deid", scans, "-o", tmp_path / "out", "--key-file", study_key, "--resume", "--journal", tmp_path / "notes")
    assert done.code == program.CANNOT_CREATE and "no journal" in done.err and (tmp_path / "notes").read_bytes() == text


def test_another_profile_and_another_release_are_redone(tmp_path, resume):
    resume()
    basic = tree(tmp_path / "out")
    assert set(resume("--profile", "basic-modified-dates")[0].values()) == {"written"}
    assert set(tree(tmp_path / "out")) == set(basic) and tree(tmp_path / "out") != basic
    assert set(resume()[0].values()) == {"written"}, "the journal says what was made last"
    assert tree(tmp_path / "out") == basic
    ends, errors = resume("--release", "two")
    assert set(ends.values()) == {"written"} and "stale" in errors


def test_another_key_is_redone(tmp_path, resume):
    resume()
    program.run("keygen", "--study", "-o", tmp_path / "key")
    ends, errors = resume(key=tmp_path / "key")
    assert set(ends.values()) == {"written"} and "and 2 more" in errors, errors


def test_files_of_others_are_not_replaced(tmp_path, scans, study_key, resume):
    program.run("deid", scans, "-o", tmp_path / "out", "--key-file", study_key)
    for path in program.files_in(tmp_path / "out"):
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert set(resume(code=program.QUARANTINED)[0].values()) == {"output-exists"}
    assert set(resume(code=program.QUARANTINED)[0].values()) == {"output-exists"}, "nor the second time"


def test_the_same_file_of_a_run_without_a_journal_is_taken_over(tmp_path, scans, study_key, resume):
    program.run("deid", scans, "-o", tmp_path / "out", "--key-file", study_key)
    before = {path: path.stat().st_ino for path in program.files_in(tmp_path / "out")}
    assert set(resume()[0].values()) == {"written"} and set(resume()[0].values()) == {DONE}
    assert {path: path.stat().st_ino for path in program.files_in(tmp_path / "out")} == before


def test_sealed_outputs_are_resumed(tmp_path, resume):
    recipient = keys.ours(tmp_path / "a").recipient
    resume("--seal-to", recipient)
    assert set(resume("--seal-to", recipient)[0].values()) == {DONE}
    assert set(resume("--seal-to", keys.ours(tmp_path / "b").recipient)[0].values()) == {"written"}


def test_a_torn_journal_costs_only_its_last_line(tmp_path, resume):
    resume()
    journal = tmp_path / "out.journal"
    text = journal.read_bytes()
    for cut in (1, 20, 100):
        journal.write_bytes(text[:-cut])
        assert sorted(resume()[0].values()) == [DONE, DONE, "written"]
        assert set(resume()[0].values()) == {DONE}
    journal.write_bytes(text.replace(b"= ", b"= f"))
    assert set(resume()[0].values()) == {"written"}, "lines whose checksum is wrong are not believed"


def test_a_second_run_is_refused_while_one_is_at_work(tmp_path, study_key):
    os.mkfifo(tmp_path / "pipe")
    first = subprocess.Popen(
        [program.binary(), "deid", tmp_path / "pipe", CT, "-o", tmp_path / "out", "--key-file", study_key, "--resume"],
        stderr=subprocess.PIPE)
    pipe = open(tmp_path / "pipe", "wb")  # waits until the run reads
    second = program.run("deid", CT, "-o", tmp_path / "out", "--key-file", study_key, "--resume")
    assert second.code == program.CANNOT_CREATE and "another run is at work" in second.err, second
    shard = program.run("deid", CT, "-o", tmp_path / "out", "--key-file", study_key, "--resume", "--shard", "1/2")
    assert shard.code == program.CANNOT_CREATE, shard
    pipe.close()
    first.communicate(timeout=20)
    assert program.run("deid", CT, "-o", tmp_path / "out", "--key-file", study_key, "--resume").code == program.DONE


def test_shards_have_journals_of_their_own_and_a_run_over_all_reads_them(tmp_path, scans, study_key, resume):
    for number in (1, 2, 3):
        resume("--shard", f"{number}/3")
    assert set(resume()[0].values()) == {DONE}
    assert set(resume("--shard", "1/2")[0].values()) <= {DONE}


def test_what_makes_no_sense_is_refused(tmp_path, study_key):
    key = ["--key-file", study_key]
    for options in (["-o", tmp_path / "out"], ["-o", "-", *key], ["-o", tmp_path / "x.dcm", *key],
                    ["-o", tmp_path / "out", *key, "--skip-existing"], ["-o", tmp_path / "out", *key, "--dry-run"]):
        done = program.run("deid", CT, *options, "--resume")
        assert done.code == program.USAGE and done.out == b"" and program.files_in(tmp_path) == [], done


def test_killed_at_random_moments_and_run_again_it_ends_in_the_same_bytes(tmp_path, study_key):
    (tmp_path / "in").mkdir()
    data_set = pydicom.dcmread(CT)
    for number in range(400):
        data_set.SOPInstanceUID = data_set.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
        data_set.save_as(tmp_path / "in" / f"{number:03}.dcm")
    options = ["--key-file", study_key, "-j", 2]
    begin = time.monotonic()
    assert program.run("deid", tmp_path / "in", "-o", tmp_path / "whole", *options).code == program.DONE
    duration = time.monotonic() - begin
    whole = tree(tmp_path / "whole")
    choice = random.Random(7)
    killed = 0
    for attempt in range(20):
        out = tmp_path / f"out{attempt}"
        command = [program.binary(), "deid", str(tmp_path / "in"), "-o", str(out), *map(str, options), "--resume"]
        for _ in range(3):
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            time.sleep(choice.uniform(0, duration * 0.6))
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            if out.exists():
                assert tree(out).items() <= whole.items(), "something half-written has a name"
        done = program.run("deid", tmp_path / "in", "-o", out, *options, "--resume")
        assert done.code == program.DONE and tree(out) == whole, done
        shutil.rmtree(out)
    assert killed > 20


def test_interrupted_and_run_again(tmp_path, scans, study_key):
    process = subprocess.Popen(
        [program.binary(), "deid", "-", scans, "-o", tmp_path / "out", "--key-file", study_key, "--resume"],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == -signal.SIGTERM
    assert b"hint: the same command goes on" in process.communicate()[1]
    done = program.run("deid", scans, "-o", tmp_path / "out", "--key-file", study_key, "--resume")
    assert done.code == program.DONE and len(program.files_in(tmp_path / "out")) == 3


def test_the_journal_is_never_an_input(tmp_path, scans, study_key):
    done = program.run(
        "deid", scans, "-o", tmp_path / "out", "--key-file", study_key, "--resume", "--journal", scans / "j")
    assert done.code == program.USAGE and "lies in the input" in done.err, done
    assert json.dumps(sorted(os.listdir(scans))) == '["slice-1.dcm", "slice-2.dcm", "slice-3.dcm"]'
