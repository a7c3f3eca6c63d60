"""What `report` makes of reports, and reports of shards and resumed runs that merge to what one run gives."""
import csv
import io
import json
import os
import shutil
import signal
import subprocess
import time
from html.parser import HTMLParser

import program
import pydicom
import pytest

CT = program.FIXTURES / "ct" / "slice-1.dcm"


@pytest.fixture(scope="module")
def whole(tmp_path_factory, study_key):
    folder = tmp_path_factory.mktemp("whole")
    program.run("deid", program.FIXTURES, "-o", folder / "out", "--key-file", study_key, "--report", folder / "r")
    return folder / "r"


@pytest.mark.parametrize("count", [1, 2, 7])
def test_shards_merge_to_what_one_run_reports(tmp_path, study_key, whole, count):
    reports = [tmp_path / f"r{number}" for number in range(1, count + 1)]
    for number, report in enumerate(reports, 1):
        program.run(
            "deid", program.FIXTURES, "-o", tmp_path / "out", "--key-file", study_key, "--report", report, "--shard",
            f"{number}/{count}", "--resume")
    done = program.run("report", "merge", *reversed(reports), "-o", tmp_path / "merged")
    assert done.code == program.DONE and (tmp_path / "merged").read_bytes() == whole.read_bytes(), done
    if count > 1:
        done = program.run("report", "merge", *reports[1:])
        assert done.code == program.QUARANTINED and "shard is missing" in done.err
        assert json.loads(done.out.splitlines()[-1])["interrupted"] is True
    def lines(path):
        # Without the time of the output and the checksum.
        return [line.split()[:4] + line.split()[5:6] for line in path.read_text().splitlines()]
    journal = [tuple(line) for path in tmp_path.glob("out.journal*") for line in lines(path)]
    program.run("deid", program.FIXTURES, "-o", tmp_path / "one", "--key-file", study_key, "--resume")
    one = [tuple(line) for line in lines(tmp_path / "one.journal")]
    assert set(journal) == set(one), "the journals say the same"


def test_an_interrupted_run_and_the_one_that_went_on_merge_to_one(tmp_path, study_key, whole):
    """The first report ends in the middle of a line, as after kill -9."""
    text = whole.read_bytes()
    lines = text.splitlines(keepends=True)
    (tmp_path / "first").write_bytes(b"".join(lines[:50]) + lines[50][:30])
    options = ["-o", tmp_path / "out", "--key-file", study_key, "--resume"]
    program.run("deid", program.FIXTURES / "ct", *options)
    program.run("deid", program.FIXTURES, *options)
    program.run("deid", program.FIXTURES, *options, "--report", tmp_path / "second")
    assert b"done by an earlier run" in (tmp_path / "second").read_bytes()
    # What only the second run could tell of is written anew.
    shutil.copy(whole, tmp_path / "all")
    done = program.run("report", "merge", tmp_path / "all", tmp_path / "second")
    assert done.code == program.DONE and done.out == text, done
    alone = program.run("report", "merge", tmp_path / "first")
    assert alone.code == program.BAD_INPUT and "cut short" in alone.err


def test_reports_that_do_not_fit_together(tmp_path, study_key, whole):
    program.run(
        "deid", program.FIXTURES, "-o", tmp_path / "a", "--key-file", study_key, "--report", tmp_path / "profile",
        "--profile", "basic-modified-dates")
    program.run("deid", CT, "-o", tmp_path / "b/", "--key-file", study_key, "--report", tmp_path / "inputs")
    for other, word in (("profile", "profiles"), ("inputs", "another one")):
        done = program.run("report", "merge", whole, tmp_path / other, "-o", tmp_path / "merged")
        assert done.code == program.BAD_INPUT and word in done.err and not (tmp_path / "merged").exists(), done
    (tmp_path / "junk").write_text("{}\n")
    for command in ("merge", "show"):
        assert program.run("report", command, tmp_path / "junk").code == program.BAD_INPUT
        assert program.run("report", command, tmp_path / "missing").code == program.NO_INPUT
    lines = whole.read_text().splitlines(keepends=True)
    (tmp_path / "order").write_text("".join(reversed(lines[:3])) + lines[-1])
    assert program.run("report", "merge", tmp_path / "order").code == program.BAD_INPUT


def counts(whole) -> dict[str, int]:
    statuses: dict[str, int] = {}
    for line in whole.read_text().splitlines()[:-1]:
        status = json.loads(line)["status"]
        statuses[status] = statuses.get(status, 0) + 1
    return statuses


def test_csv_has_the_counts(whole):
    done = program.run("report", "--format", "csv", whole)
    rows = list(csv.DictReader(io.StringIO(done.out.decode(), newline="")))
    expected = counts(whole)
    assert {row["name"]: int(row["count"]) for row in rows if row["section"] == "Inputs"} == {
        name: expected.get(name, 0) for name in ("written", "quarantined", "failed", "skipped")}
    modalities = {row["name"]: int(row["count"]) for row in rows if row["section"] == "Modality of outputs"}
    lines = [json.loads(line) for line in whole.read_text().splitlines()[:-1]]
    assert modalities["CT"] == sum(line.get("modality") == "CT" for line in lines) > 2
    removed = sum(line["attributes"]["removed"] for line in lines if "attributes" in line)
    assert ("Attributes, by what happened", "removed", str(removed)) in {tuple(row.values()) for row in rows}


def test_the_page_is_whole_and_needs_nothing_else(whole):
    page = program.run("report", "--format", "html", whole).out.decode()
    found, stack = [], []

    class Parser(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append((tag, dict(attributes)))
            if tag != "meta":
                stack.append(tag)

        def handle_startendtag(self, tag, attributes):
            found.append((tag, dict(attributes)))

        def handle_endtag(self, tag):
            assert stack.pop() == tag

    Parser().feed(page)
    assert stack == [] and not any(key in ("src", "href") for _, attributes in found for key in attributes)
    assert sum(tag == "rect" for tag, _ in found) > 20 and "<script" not in page


def test_no_input_is_named(tmp_path, study_key):
    (tmp_path / "Doe^John").mkdir()
    shutil.copy(CT, tmp_path / "Doe^John" / "Doe.dcm")
    (tmp_path / "Doe^John" / "broken Doe.dcm").write_text("no DICOM")
    program.run("deid", tmp_path / "Doe^John", "-o", tmp_path / "out", "--key-file", study_key, "--report", tmp_path / "r")
    for form in ("table", "csv", "html"):
        done = program.run("report", "show", "--format", form, tmp_path / "r")
        assert done.code == program.DONE and b"Doe" not in done.out and b"not-dicom" in done.out.replace(b" ", b"-"), done


def test_an_interrupted_run_says_so(tmp_path, study_key):
    process = subprocess.Popen(
        [program.binary(), "deid", CT, "-", "-o", tmp_path / "out", "--key-file", study_key, "--report", tmp_path / "r"],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while not (tmp_path / "r").exists() or not os.path.getsize(tmp_path / "r"):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert b"cut short" in program.run("report", tmp_path / "r").out


def test_what_reports_lack_is_told(tmp_path, study_key, whole):
    """One report of several that is whole does not make up for the others."""
    reports = [tmp_path / f"r{number}" for number in range(1, 4)]
    for number, report in enumerate(reports, 1):
        program.run(
            "deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--report", report, "--shard",
            f"{number}/3")
    assert b"not whole" not in program.run("report", *reports).out
    for form in ("table", "html"):
        done = program.run("report", "show", "--format", form, *reports[1:])
        assert b"no report is of shard 1/3" in done.out, done
    (tmp_path / "cut").write_bytes(b"".join(whole.read_bytes().splitlines(keepends=True)[:-1]))
    for order in ([tmp_path / "cut", whole], [whole, tmp_path / "cut"]):
        assert b"a run was cut short" in program.run("report", *order).out
    assert b"cut short" not in program.run("report", whole, whole).out
    program.run(
        "deid", program.FIXTURES / "ct", "-o", tmp_path / "other", "--key-file", study_key, "--report", tmp_path / "other.jsonl",
        "--profile", "basic")
    several = program.run("report", whole, tmp_path / "other.jsonl").out
    assert b"profile: " not in several and b"different profiles" in several


def test_with_several_workers_the_report_keeps_up_with_the_run(tmp_path, study_key):
    """While the list of inputs is still open: nothing but time makes the lines come."""
    data = pydicom.dcmread(CT)
    inputs = []
    for number in range(40):
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
        inputs.append(tmp_path / f"{number}.dcm")
        data.save_as(inputs[-1])
    report = tmp_path / "report.jsonl"

    def lines():
        return report.read_bytes().count(b"\n") if report.exists() else 0

    run = subprocess.Popen(
        [program.binary(), "deid", "--files-from", "-", "-o", tmp_path / "out", "--key-file", study_key, "-q", "-j", "2",
         "--report", report], stdin=subprocess.PIPE)
    try:
        run.stdin.write("".join(f"{path}\n" for path in inputs).encode())
        run.stdin.flush()
        end = time.monotonic() + 20
        while time.monotonic() < end and lines() < len(inputs):
            time.sleep(0.05)
        assert lines() == len(inputs) and run.poll() is None, "the list is still open"
    finally:
        run.stdin.close()
        assert run.wait(timeout=60) == 0
    assert lines() == len(inputs) + 1


def test_a_run_that_goes_on_has_a_report_beside_that_of_the_first(tmp_path, study_key):
    (tmp_path / "in").mkdir()
    shutil.copy(CT, tmp_path / "in")
    command = ["deid", tmp_path / "in", "-o", tmp_path / "out", "--key-file", study_key, "--resume", "--report", tmp_path / "r.jsonl"]
    first = program.run(*command)
    assert first.code == program.DONE and not list(tmp_path.glob("r.jsonl.*"))
    shutil.copy(program.FIXTURES / "ct" / "slice-2.dcm", tmp_path / "in" / "slice-2.dcm")
    for number in (1, 2):
        done = program.run(*command)
        assert done.code == program.DONE and f"r.jsonl.{number}" in done.err, done
    reports = [tmp_path / "r.jsonl", tmp_path / "r.jsonl.1", tmp_path / "r.jsonl.2"]
    merged = program.run("report", "merge", *reports)
    assert merged.code == program.DONE and b'"written":2' in merged.out.splitlines()[-1], merged
    # Of one input none of these says what became of it.
    merged = program.run("report", "merge", *reports[1:])
    assert merged.code == program.QUARANTINED and "1 inputs were done by a run" in merged.err, merged


def test_options_that_mean_nothing_cost_no_report(tmp_path, study_key):
    (tmp_path / "r").write_text('{"summary":{"written":0}}\n')
    (tmp_path / "file").touch()
    for options in (["--layout", "{Foo}"], ["--metadata", tmp_path / "m", "--metadata-columns", "Foo"],
                    ["--canary", tmp_path / "c", "--resume"], ["--linkage", tmp_path / "l"], ["--quarantine", tmp_path / "file"]):
        before = sorted(path.name for path in tmp_path.iterdir())
        done = program.run(
            "deid", CT, "-o", f"{tmp_path}/out/", "--key-file", study_key, "--report", tmp_path / "r", "--force", *options)
        assert done.code in (program.USAGE, program.CANNOT_CREATE), (options, done)
        assert (tmp_path / "r").read_text() and sorted(path.name for path in tmp_path.iterdir()) == before, options


def test_a_report_without_anything_is_none(tmp_path):
    (tmp_path / "r").touch()
    assert program.run("report", tmp_path / "r").code == program.BAD_INPUT
