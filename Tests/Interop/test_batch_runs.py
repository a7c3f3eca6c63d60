"""Runs on several threads: the same outputs, report and messages as with one, and names that go by the order of inputs."""
import json
import os
import shutil
import subprocess

import program
import pytest

CT = program.FIXTURES / "ct" / "slice-1.dcm"
OTHER = program.FIXTURES / "ct" / "slice-2.dcm"


def tree(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in program.files_in(folder)}


@pytest.fixture(scope="module")
def reference(tmp_path_factory, study_key):
    """What one thread makes of all fixtures: outputs, report, messages."""
    folder = tmp_path_factory.mktemp("reference")
    done = program.run(
        "deid", program.FIXTURES, "-o", folder / "out", "--key-file", study_key, "--report", folder / "r", "-j", 1)
    assert done.code == program.QUARANTINED, done
    return tree(folder / "out"), (folder / "r").read_text(), done.err


@pytest.mark.parametrize("jobs", [2, 3, 16])
def test_threads_change_nothing(tmp_path, study_key, reference, jobs):
    for attempt in range(5):
        out, report = tmp_path / f"out{attempt}", tmp_path / f"r{attempt}"
        done = program.run(
            "deid", program.FIXTURES, "-o", out, "--key-file", study_key, "--report", report, "-j", jobs)
        assert done.code == program.QUARANTINED and (tree(out), report.read_text(), done.err) == reference
        assert not [path for path in out.rglob("*") if path.is_dir() and not any(path.iterdir())], "empty folders"


def test_the_first_of_two_has_the_name_and_the_message_names_it(tmp_path, study_key):
    (tmp_path / "in").mkdir()
    for number in range(40):
        shutil.copy(CT if number % 2 else OTHER, tmp_path / "in" / f"{number:02}.dcm")
    for attempt in range(10):
        report = tmp_path / f"r{attempt}"
        done = program.run(
            "deid", tmp_path / "in", "-o", tmp_path / f"out{attempt}", "--key-file", study_key, "-j", 8, "--report", report)
        account = program.read_report(report)
        written = [path for path, line in account.lines.items() if line["status"] == "written"]
        assert done.code == program.QUARANTINED and written == [str(tmp_path / "in" / f"0{n}.dcm") for n in (0, 1)]
        assert f"03.dcm: an input before it has the same SOP Instance UID: {tmp_path / 'in' / '01.dcm'}" in done.err


def test_a_name_that_nothing_was_written_to_is_free_again(tmp_path, study_key):
    """The first is cut in its pixels, after its name is known; the second is whole."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.dcm").write_bytes(CT.read_bytes()[:-100])
    shutil.copy(CT, tmp_path / "in" / "b.dcm")
    for attempt in range(10):
        report = tmp_path / f"r{attempt}"
        program.run(
            "deid", tmp_path / "in", "-o", tmp_path / f"out{attempt}", "--key-file", study_key, "-j", 2, "--report", report)
        lines = program.read_report(report).lines
        assert lines[str(tmp_path / "in" / "b.dcm")]["status"] == "written", lines


def test_report_lines_come_in_the_order_of_inputs_and_are_numbered(reference):
    lines = [json.loads(line) for line in reference[1].splitlines()[:-1]]
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("how", ["off", "batch", "each"])
def test_fsync(tmp_path, study_key, how):
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--fsync", how)
    assert done.code == program.DONE and len(program.files_in(tmp_path / "out")) == 3, done
    if not shutil.which("strace"):
        return
    calls = subprocess.run(
        ["strace", "-f", "-e", "trace=fsync,syncfs,linkat", program.binary(), "deid", CT, "-o", tmp_path / "again",
         "--key-file", study_key, "--fsync", how], capture_output=True, text=True).stderr
    if "ptrace" in calls and "not permitted" in calls:
        return
    assert ("syncfs(" in calls) == (how == "batch")
    assert (0 <= calls.find("fsync(") < calls.find("linkat(")) == (how == "each")


def test_shards_have_each_input_once(tmp_path, study_key, reference):
    for count in (1, 2, 7):
        out = tmp_path / f"out{count}"
        inputs = []
        for number in range(1, count + 1):
            report = tmp_path / f"r{count}-{number}"
            done = program.run(
                "deid", program.FIXTURES, "-o", out, "--key-file", study_key, "--report", report, "--shard",
                f"{number}/{count}")
            assert done.code == program.QUARANTINED, done
            account = program.read_report(report)
            assert account.summary["shard"] == f"{number}/{count}"
            inputs += account.lines
        assert tree(out) == reference[0] and len(inputs) == len(set(inputs)) == reference[1].count("\n") - 1


def test_shards_go_by_the_path_below_the_input(tmp_path, study_key):
    """Another machine has the inputs mounted elsewhere."""
    shutil.copytree(program.FIXTURES / "ct", tmp_path / "elsewhere")
    for folder in (program.FIXTURES / "ct", tmp_path / "elsewhere"):
        program.run("deid", folder, "-o", tmp_path / f"out-{folder.name}", "--key-file", study_key, "--shard", "2/3")
    assert tree(tmp_path / "out-ct") == tree(tmp_path / "out-elsewhere")


@pytest.mark.parametrize("value", ["0/3", "4/3", "1", "1/2/3", "a/b", "-1/2", "1/0", "+1/2"])
def test_shards_that_are_none(tmp_path, study_key, value):
    done = program.run("deid", CT, "-o", tmp_path / "out", "--key-file", study_key, f"--shard={value}")
    assert done.code == program.USAGE and not (tmp_path / "out").exists(), done


def test_shards_need_a_key(tmp_path):
    assert program.run("deid", CT, "-o", tmp_path / "out", "--shard", "1/2").code == program.USAGE


def statuses(report) -> dict[str, str]:
    return {os.path.basename(path): line["status"] for path, line in program.read_report(report).lines.items()}


def test_selection(tmp_path, study_key):
    def select(*options):
        report = tmp_path / "r"
        report.unlink(missing_ok=True)
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        done = program.run(
            "deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--report", report, *options)
        assert done.code == program.DONE, done
        return sorted(name for name, status in statuses(report).items() if status == "written")

    names = ["slice-1.dcm", "slice-2.dcm", "slice-3.dcm"]
    assert select("--include", "modalities=CT") == names
    assert select("--include", '{"modalities": ["CT"], "sopClasses": ["CTImageStorage"]}') == names
    assert select("--include", "modalities=MR") == []
    assert select("--include", "modalities=MR", "--include", "sopClasses=CTImageStorage") == names
    assert select("--exclude", "modalities=CT,MR") == []
    assert select("--include-path", "*-[12].dcm", "--exclude-path", "slice-2*") == names[:1]
    assert select("--include", "InstanceNumber=1") == select("--include", "InstanceNumber<2") == names[:1]
    assert select("--include", "InstanceNumber>=2", "--exclude", "InstanceNumber=3") == names[1:2]
    assert select("--include", "PatientName", "--exclude", "!PatientID") == names
    assert select("--include", '{"values": [{"attribute": "PatientAge", "above": 90}, {"attribute": "Rows", "present": true}]}') == names
    assert select("--include", "StationName=*", "--exclude", "SOPInstanceUID=1.2.*") in (names, [])


def test_what_is_left_out_is_counted_by_the_option_that_did_it(tmp_path, study_key):
    report = tmp_path / "r"
    done = program.run(
        "deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--report", report,
        "--exclude-path", "slice-9*", "--exclude-path", "slice-3*", "--exclude", "modalities=MR", "--exclude", "InstanceNumber=2")
    assert done.code == program.DONE and "1 written, 2 not selected (1 by --exclude 2, 1 by --exclude-path 2)" in done.err, done
    lines = program.read_report(report).lines
    assert sorted(line["by"] for line in lines.values() if line["status"] == "skipped") == ["--exclude 2", "--exclude-path 2"]
    assert all(line["reason"] == "not selected" for line in lines.values() if line["status"] == "skipped")
    table = program.run("report", report)
    assert b"skipped: not selected by --exclude 2" in table.out, table


def test_a_condition_that_cannot_be_decided_leaves_nothing_out(tmp_path, study_key):
    """A file that has words where a number is asked about is not the person's to lose without a word."""
    import pydicom

    file = pydicom.dcmread(CT)
    file.add_new(0x00180050, "DS", "")
    file["SliceThickness"]._value = "thin"
    file.save_as(tmp_path / "in.dcm")
    report = tmp_path / "r"
    done = program.run(
        "deid", tmp_path / "in.dcm", "-o", tmp_path / "out", "--key-file", study_key, "--report", report,
        "--include", "SliceThickness<2")
    [line] = program.read_report(report).lines.values()
    assert (line["status"], line["reason"]) == ("quarantined", "undecided-condition"), (line, done)


@pytest.mark.parametrize("text", ["modality=CT", "modalities=", "modalities", "{", "within=PatientSizeCodeSequence", "modalities=ct"])
def test_conditions_that_are_none(tmp_path, text):
    done = program.run("deid", CT, "-o", tmp_path / "out", "--include", text)
    assert done.code == program.USAGE and "--include" in done.err and not (tmp_path / "out").exists(), done


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path, study_key, reference):
    report = tmp_path / "r"
    done = program.run(
        "deid", program.FIXTURES, "-o", tmp_path / "out", "--key-file", study_key, "--dry-run", "--report", report)
    assert done.code == program.QUARANTINED and not (tmp_path / "out").exists()
    *lines, summary = report.read_text().splitlines()
    assert lines == reference[1].splitlines()[:-1] and json.loads(summary)["dry_run"] is True


def test_quarantine_lists_and_copies_only_when_told(tmp_path, study_key):
    broken = program.FIXTURES / "broken"
    options = ["-o", tmp_path / "out", "--key-file", study_key, "--force"]
    done = program.run("deid", broken, *options, "--quarantine", tmp_path / "q")
    assert done.code == program.QUARANTINED
    assert [path.name for path in program.files_in(tmp_path / "q")] == ["quarantined.jsonl"]
    program.run("deid", broken, *options, "--quarantine", tmp_path / "copies", "--quarantine-copies")
    lines = [json.loads(line) for line in (tmp_path / "copies" / "quarantined.jsonl").read_text().splitlines()]
    assert len(lines) > 5
    for line in lines:
        copy = tmp_path / "copies" / f"{line['number']}.dcm"
        assert copy.read_bytes() == open(line["input"], "rb").read() and copy.stat().st_mode & 0o77 == 0
    assert len(program.files_in(tmp_path / "copies")) == len(lines) + 1
    inside = program.run("deid", broken, *options, "--quarantine", tmp_path / "out" / "q")
    assert inside.code == program.USAGE


def test_progress_for_programs(tmp_path, study_key):
    read, write = os.pipe()
    done = program.run(
        "deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--progress-fd", write,
        pass_fds=[write])
    os.close(write)
    with open(read) as pipe:
        *_, last = map(json.loads, pipe)
    assert done.code == program.DONE and last["finished"] is True
    assert (last["files"], last["written"], last["quarantined"]) == (3, 3, 0) and last["bytes"] > 1000
    assert program.run("deid", CT, "-o", tmp_path / "x", "--progress-fd", 77).code == program.USAGE


@pytest.mark.parametrize("option", ["-j3", "-j=3", "--jobs=3"])
def test_workers_are_counted_as_make_and_xargs_take_it(tmp_path, study_key, reference, option):
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, option)
    assert done.code == program.DONE and len(program.files_in(tmp_path / "out")) == 3, done


def test_progress_has_the_name_of_its_form_too(tmp_path, study_key):
    read, write = os.pipe()
    done = program.run(
        "deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--json", write, pass_fds=[write])
    os.close(write)
    with open(read) as pipe:
        *_, last = map(json.loads, pipe)
    assert done.code == program.DONE and last["finished"] is True and last["written"] == 3


def test_verbose_names_outputs_only(tmp_path, study_key):
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "-v")
    written = {line.removeprefix("dcmveil: written: ") for line in done.err.splitlines()[:-1]}
    assert written == set(tree(tmp_path / "out"))
    quiet = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "quiet", "--key-file", study_key, "-v", "-q")
    assert quiet.err == ""


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("option", [
    ("--exclude-path", "1.dcm"), ("--exclude-path", "2.dcm"), ("--exclude-path", "3.dcm"), ("--include-path", "[13].dcm")])
def test_what_is_left_out_by_path_keeps_nothing_waiting(tmp_path, study_key, option, jobs):
    (tmp_path / "in").mkdir()
    for number in (1, 2, 3):
        shutil.copy(program.FIXTURES / "ct" / f"slice-{number}.dcm", tmp_path / "in" / f"{number}.dcm")
    done = program.run(
        "deid", tmp_path / "in", "-o", tmp_path / "out", "--key-file", study_key, "-j", jobs, *option, timeout=20)
    assert done.code == program.DONE and len(program.files_in(tmp_path / "out")) == 2, done


def test_there_are_no_more_threads_than_files_may_be_open(tmp_path, study_key, reference):
    command = ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh", program.binary(), "deid", program.FIXTURES, "-o", tmp_path / "out",
               "--key-file", study_key, "-j", "256"]
    done = subprocess.run(list(map(str, command)), capture_output=True, timeout=60)
    assert done.returncode == program.QUARANTINED and tree(tmp_path / "out") == reference[0], done


def test_quiet_runs_say_that_there_was_nothing(tmp_path):
    (tmp_path / "in").mkdir()
    done = program.run("deid", "-q", tmp_path / "in", "-o", tmp_path / "out")
    assert done.code == program.NO_INPUT and "hold no files" in done.err, done
