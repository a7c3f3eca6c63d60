"""`deid --linkage` and `reveal --linkage`: whom pseudonyms stand for, sealed."""
import csv
import io
import json
import signal
import subprocess
import time

import keys
import program
import pydicom
import pytest
import roles

CT = program.FIXTURES / "ct"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("key") / "linkage.key")


def deid(study_key, key, folder, *options, inputs=(CT,), linkage="trial.linkage"):
    folder.mkdir(exist_ok=True)
    done = program.run(
        "deid", *inputs, "-o", folder / "out", "--key-file", study_key, "--linkage", folder / linkage, "--linkage-to",
        key.recipient, *options)
    assert done.code in (program.DONE, program.QUARANTINED), done.err
    return done


def rows(key, *tables):
    options = [option for table in tables for option in ("--linkage", table)]
    done = program.run("reveal", *options, "-i", key.file)
    assert done.code == program.DONE, done.err
    return [json.loads(line) for line in done.out.decode().splitlines()]


def test_each_output_is_linked_to_its_original(tmp_path, study_key, key, fixture_files):
    deid(study_key, key, tmp_path, "--report", tmp_path / "r.jsonl", inputs=fixture_files)
    found = {}
    for row in rows(key, tmp_path / "trial.linkage"):
        found.setdefault((row["patient"], row["study"]), []).append(row)
    count = 0
    for path, entry in program.read_report(tmp_path / "r.jsonl").lines.items():
        # Of some of the odd ones pydicom thinks otherwise.
        if entry["status"] != "written" or "/quirks/" in path or "/deviations/" in path:
            continue
        original = pydicom.dcmread(path, force=True)
        patient, study = entry["output"].split("/")[:2]
        linked = found[patient, "" if study == "no-study" else study]
        count += 1
        assert {row["study_instance_uid"] for row in linked} == {original.get("StudyInstanceUID", "")}, path
        if original.get("PatientID"):
            assert {row["patient_id"] for row in linked} == {original.PatientID.strip()}, path
        if "charset/" in path and "unknown-term" not in path:
            assert str(original.PatientName) in {row["patient_name"] for row in linked}, path
    assert count > 50


def test_stock_age_opens_it_and_nothing_is_in_the_clear(tmp_path, study_key, key):
    done = deid(study_key, key, tmp_path)
    original = pydicom.dcmread(CT / "slice-1.dcm")
    table = tmp_path / "trial.linkage"
    assert table.read_bytes().startswith(b"age-encryption.org/v1\n") and table.stat().st_mode & 0o077 == 0
    first, *lines = keys.age("-d", "-i", key.file, table).decode().splitlines()
    assert json.loads(first)["linkage"] == "dcmveil 1"
    assert any(json.loads(line)["patient_id"] == original.PatientID for line in lines)
    # One row for a study, however many images.
    assert len({(row["patient"], row["study"]) for row in map(json.loads, lines)}) == len(lines)
    for path in program.files_in(tmp_path):
        assert original.PatientID.encode() not in path.read_bytes(), path
        assert str(original.PatientName).encode() not in path.read_bytes(), path
    assert original.PatientID not in done.err


def test_shards_and_threads_merge_to_one(tmp_path, study_key, key):
    whole, parts = tmp_path / "whole", [tmp_path / "one", tmp_path / "two"]
    inputs = (CT, program.FIXTURES / "mr", program.FIXTURES / "charset")
    deid(study_key, key, whole, "-j", 2, inputs=inputs)
    for number, folder in enumerate(parts, 1):
        deid(study_key, key, folder, "--shard", f"{number}/2", inputs=inputs)
    expected = rows(key, whole / "trial.linkage")
    merged = rows(key, *[folder / "trial.linkage" for folder in parts])
    text = lambda found: sorted(map(json.dumps, found))
    assert text(merged) == text(expected)
    assert text(rows(key, whole / "trial.linkage", *[folder / "trial.linkage" for folder in parts])) == text(expected)
    # A dry run gives the same, without an output.
    deid(study_key, key, tmp_path / "dry", "--dry-run", inputs=inputs)
    assert rows(key, tmp_path / "dry" / "trial.linkage") == expected
    assert not (tmp_path / "dry" / "out").exists()


def test_csv(tmp_path, study_key, key):
    deid(study_key, key, tmp_path, inputs=(program.FIXTURES / "charset",))
    done = program.run("reveal", "--linkage", tmp_path / "trial.linkage", "-i", key.file, "--format", "csv")
    table = list(csv.DictReader(io.StringIO(done.out.decode(), newline="")))
    assert table == rows(key, tmp_path / "trial.linkage") and len(table) > 3


def test_it_is_never_written_without_recipients(tmp_path, study_key):
    done = program.run("deid", CT, "-o", tmp_path / "out", "--key-file", study_key, "--linkage", tmp_path / "l")
    assert done.code == program.USAGE and "never written in the clear" in done.err and not program.files_in(tmp_path)
    done = program.run("deid", CT, "-o", tmp_path / "out", "--key-file", study_key, "--linkage-to", "age1x")
    assert done.code == program.USAGE and not program.files_in(tmp_path)


@pytest.mark.parametrize("place", ["out/l", "in/l", "r.jsonl", "study.key"])
def test_places_that_are_refused(tmp_path, study_key, key, place):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.dcm").write_bytes((CT / "slice-1.dcm").read_bytes())
    (tmp_path / "study.key").write_bytes(study_key.read_bytes())
    (tmp_path / "study.key").chmod(0o600)
    done = program.run(
        "deid", tmp_path / "in", "-o", tmp_path / "out", "--key-file", tmp_path / "study.key", "--report", tmp_path / "r.jsonl",
        "--linkage", tmp_path / place, "--linkage-to", key.recipient)
    assert done.code == program.USAGE and not (tmp_path / "out").exists(), done.err


@pytest.mark.parametrize("what", ["roles.json", "broker.pem", "team.txt", "linkage.txt"])
@pytest.mark.parametrize("option", ["--linkage", "--report", "--metadata", "--canary", "-o"])
def test_nothing_that_is_written_takes_the_place_of_what_is_read(tmp_path, study_key, key, what, option):
    person = roles.person(tmp_path, "broker")
    roles.write(tmp_path / "roles.json", ("broker", ["identity"], ["broker.pem", "team.txt"]))
    for name in ("team.txt", "linkage.txt"):
        (tmp_path / name).write_text(key.recipient + "\n")
    before = {path: path.read_bytes() for path in program.files_in(tmp_path)}
    written = {"-o": tmp_path / "out", "--linkage": tmp_path / "l"} | {option: tmp_path / what}
    done = program.run(
        "deid", CT / "slice-1.dcm", "--key-file", study_key, "--roles", tmp_path / "roles.json", "--linkage-to",
        tmp_path / "linkage.txt", "--force", *[word for pair in written.items() for word in pair])
    assert done.code == program.USAGE and what in done.err, done
    assert {path: path.read_bytes() for path in program.files_in(tmp_path)} == before and person.key in before


def test_the_table_is_on_the_disk_when_the_run_is_done(tmp_path, study_key, key):
    log = tmp_path / "log"
    subprocess.run(
        [program.tool("strace"), "-f", "-y", "-e", "trace=linkat,rename,fsync", "-o", log, program.binary(), "deid", CT, "-q", "-o",
         tmp_path / "out", "--key-file", study_key, "--linkage", tmp_path / "l", "--linkage-to", key.recipient], check=True)
    lines = log.read_text().splitlines()
    named = max(place for place, line in enumerate(lines) if f'"{tmp_path}/l"' in line)
    assert any(f"<{tmp_path}>) = 0" in line.replace("  ", "") and "fsync" in line for line in lines[named:]), lines


def test_a_table_of_a_line_without_an_end_is_none(tmp_path, key):
    text = b'{"linkage":"dcmveil 1"}\n'
    for name, table in (("cut", text + b'{"patient":"P-0"}'), ("long", text + b"x" * (2 << 20) + b"\n"), ("empty", b"")):
        (tmp_path / name).write_bytes(keys.age("-r", key.recipient, stdin=table))
        done = program.run("reveal", "--linkage", tmp_path / name, "-i", key.file)
        assert done.code == program.BAD_INPUT and "no linkage table" in done.err and done.out == b"", done
    (tmp_path / "none").write_bytes(keys.age("-r", key.recipient, stdin=text))
    assert rows(key, tmp_path / "none") == []


def test_a_table_that_is_there_stays(tmp_path, study_key, key):
    deid(study_key, key, tmp_path)
    before = (tmp_path / "trial.linkage").read_bytes()
    done = program.run(
        "deid", CT, "-o", tmp_path / "other", "--key-file", study_key, "--linkage", tmp_path / "trial.linkage", "--linkage-to",
        key.recipient)
    assert done.code == program.CANNOT_CREATE and (tmp_path / "trial.linkage").read_bytes() == before
    assert not (tmp_path / "other").exists()


def test_cut_altered_and_foreign_tables_show_nothing(tmp_path, study_key, key):
    deid(study_key, key, tmp_path)
    whole = (tmp_path / "trial.linkage").read_bytes()
    foreign = subprocess.run(
        [program.tool("age"), "-r", key.recipient], input=b'{"patient":"P-0"}\n', capture_output=True, check=True).stdout
    altered = bytearray(whole)
    altered[-5] ^= 1
    for data, code in ((whole[:-20], program.NO_KEY), (bytes(altered), program.NO_KEY), (foreign, program.BAD_INPUT)):
        (tmp_path / "bad.linkage").write_bytes(data)
        done = program.run("reveal", "--linkage", tmp_path / "trial.linkage", "--linkage", tmp_path / "bad.linkage", "-i", key.file)
        assert done.code == code and done.out == b"", done.err
    other = keys.ours(tmp_path / "other.key")
    done = program.run("reveal", "--linkage", tmp_path / "trial.linkage", "-i", other.file)
    assert done.code == program.NO_KEY and done.out == b""


def test_a_resumed_run_says_what_its_table_lacks(tmp_path, study_key, key):
    deid(study_key, key, tmp_path, "--resume")
    done = deid(study_key, key, tmp_path, "--resume", linkage="second.linkage")
    assert "lacks 3 inputs" in done.err and rows(key, tmp_path / "second.linkage") == []
    assert rows(key, tmp_path / "trial.linkage", tmp_path / "second.linkage") == rows(key, tmp_path / "trial.linkage")


def test_an_interrupted_run_leaves_the_table_of_what_it_did(tmp_path, study_key, key):
    inputs = tmp_path / "in"
    inputs.mkdir()
    for number in range(400):
        dataset = pydicom.dcmread(CT / "slice-1.dcm")
        dataset.StudyInstanceUID, dataset.SOPInstanceUID = f"1.2.3.{number}", f"1.2.4.{number}"
        dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
        dataset.save_as(inputs / f"{number}.dcm")
    process = subprocess.Popen(
        [program.binary(), "deid", inputs, "-o", tmp_path / "out", "--key-file", study_key, "--linkage", tmp_path / "l",
         "--linkage-to", key.recipient, "--report", tmp_path / "r.jsonl", "-j", "1"], stderr=subprocess.PIPE)
    while len(program.files_in(tmp_path / "out")) < 5:
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (-signal.SIGTERM, 128 + signal.SIGTERM), said
    account = program.read_report(tmp_path / "r.jsonl")
    outputs = {entry["output"].split("/")[1] for entry in account.lines.values() if entry["status"] == "written"}
    assert 5 <= len(outputs) < 400
    assert outputs <= {row["study"] for row in rows(key, tmp_path / "l")}


def test_an_archive_is_linked_too(tmp_path, study_key, key):
    subprocess.run(["tar", "cf", tmp_path / "in.tar", "-C", program.FIXTURES, "ct"], check=True)
    done = program.run(
        "deid", "-t", "tar", tmp_path / "in.tar", "-o", tmp_path / "out.tar", "--key-file", study_key, "--linkage", tmp_path / "l",
        "--linkage-to", key.recipient)
    assert done.code == program.DONE, done.err
    deid(study_key, key, tmp_path)
    assert rows(key, tmp_path / "l") == rows(key, tmp_path / "trial.linkage")


def test_a_dataset_is_linked_too(tmp_path, study_key, key):
    done = program.run(
        "deid", CT, "-o", tmp_path / "sealed", "--dataset", "--seal-to", key.recipient, "--key-file", study_key, "--linkage",
        tmp_path / "sealed" / "l", "--linkage-to", key.recipient)
    assert done.code == program.USAGE and not (tmp_path / "sealed").exists()
    done = program.run(
        "deid", CT, "-o", tmp_path / "sealed", "--dataset", "--seal-to", key.recipient, "--key-file", study_key, "--linkage",
        tmp_path / "l", "--linkage-to", key.recipient)
    assert done.code == program.DONE, done.err
    deid(study_key, key, tmp_path)
    assert rows(key, tmp_path / "l") == rows(key, tmp_path / "trial.linkage")
