"""Names of outputs by their own attributes, and the table of those."""
import csv

import keys
import program
import pydicom
import pytest

CT = program.FIXTURES / "ct"


def names(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in program.files_in(folder))


def test_names_are_made_of_the_outputs_attributes(tmp_path, study_key):
    key = ["--key-file", study_key]
    layout = "{PatientID}/{StudyInstanceUID}/{SeriesInstanceUID}/{SOPInstanceUID}.dcm"
    # pydicom does not read the one fixture that has items in UN of a big endian file.
    key += ["--profile", "basic"]
    done = program.run("deid", program.FIXTURES, "-o", tmp_path / "out", *key, "--layout", layout)
    assert done.code == program.QUARANTINED
    for path in program.files_in(tmp_path / "out"):
        data_set = pydicom.dcmread(path, stop_before_pixels=True, force=True)
        patient, study, series, instance = path.relative_to(tmp_path / "out").parts
        assert instance == f"{data_set.SOPInstanceUID}.dcm", path
        assert study == (data_set.get("StudyInstanceUID") or "no-StudyInstanceUID")
        assert series == (data_set.get("SeriesInstanceUID") or "no-SeriesInstanceUID")
    program.run("deid", program.FIXTURES, "-o", tmp_path / "default", *key)
    assert sorted(p.read_bytes() for p in program.files_in(tmp_path / "out")) == sorted(
        p.read_bytes() for p in program.files_in(tmp_path / "default"))


def test_numbers_text_and_sealing(tmp_path, study_key):
    key = ["--key-file", study_key]
    program.run("deid", CT, "-o", tmp_path / "a", *key, "--layout", "{Modality}-{Rows}x{Columns}/slice-{InstanceNumber}.dcm")
    data_set = pydicom.dcmread(CT / "slice-1.dcm")
    folder = f"CT-{data_set.Rows}x{data_set.Columns}"
    assert names(tmp_path / "a") == [f"{folder}/slice-{number}.dcm" for number in (1, 2, 3)]
    recipient = keys.ours(tmp_path / "key").recipient
    program.run("deid", CT, "-o", tmp_path / "b", *key, "--layout", "{InstanceNumber}.dcm", "--seal-to", recipient)
    assert names(tmp_path / "b") == ["1.dcm.age", "2.dcm.age", "3.dcm.age"]


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_collision_is_quarantined_and_the_first_stays(tmp_path, study_key, jobs):
    report = tmp_path / "r"
    done = program.run(
        "deid", CT, "-o", tmp_path / "out", "--key-file", study_key, "--layout", "{PatientID}.dcm", "--report", report, "-j", jobs)
    lines = list(program.read_report(report).lines.values())
    assert done.code == program.QUARANTINED and f"the same output name: {CT / 'slice-1.dcm'}" in done.err
    assert [line.get("reason", line["status"]) for line in lines] == ["written"] + ["output-name-collision"] * 2
    assert len(names(tmp_path / "out")) == 1
    instance = pydicom.dcmread(program.files_in(tmp_path / "out")[0]).InstanceNumber
    assert instance == pydicom.dcmread(CT / "slice-1.dcm").InstanceNumber


def test_values_cannot_leave_their_folder(tmp_path, study_key):
    data_set = pydicom.dcmread(CT / "slice-1.dcm")
    (tmp_path / "in").mkdir()
    for number, value in enumerate(("../../x", "..", ".", "/etc", "a/b", "é ü", "x" * 64, "")):
        data_set.StudyID = value
        data_set.SOPInstanceUID = data_set.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
        data_set.save_as(tmp_path / "in" / f"{number}.dcm")
    done = program.run(
        "deid", tmp_path / "in", "-o", tmp_path / "out", "--key-file", study_key, "--profile", "keep-all", "--layout",
        "{StudyID}/{SOPInstanceUID}.dcm")
    assert done.code == program.DONE, done
    found = names(tmp_path / "out")
    assert len(found) == 8 and all(name.count("/") == 1 and not name.startswith(".") for name in found), found
    assert any(name.startswith("no-StudyID/") for name in found)
    assert names(tmp_path) and not (tmp_path / "x").exists()


def test_it_goes_on_with_a_journal(tmp_path, study_key):
    options = ["-o", tmp_path / "out", "--key-file", study_key, "--layout", "{InstanceNumber}.dcm", "--resume"]
    assert program.run("deid", CT, *options).code == program.DONE
    done = program.run("deid", CT, *options)
    assert done.code == program.DONE and "3 there already" in done.err, done
    (tmp_path / "out" / "2.dcm").unlink()
    done = program.run("deid", CT, *options, "-j", 1)
    assert done.code == program.DONE and "1 written, 2 there already" in done.err, done


@pytest.mark.parametrize("template", [
    "x.dcm", "{Nothing}.dcm", "/{PatientID}.dcm", "../{PatientID}.dcm", "{PatientID}//x.dcm", "{PatientID", "a b{PatientID}",
    "{PixelData}.dcm", "{PatientID}/", ""])
def test_templates_that_are_none(tmp_path, template):
    done = program.run("deid", CT, "-o", tmp_path / "out", "--layout", template)
    assert done.code == program.USAGE and not (tmp_path / "out").exists(), done


def test_the_table_says_what_is_in_the_outputs(tmp_path, study_key):
    for jobs in (1, 4):
        table = tmp_path / f"{jobs}.csv"
        program.run(
            "deid", program.FIXTURES, "-o", tmp_path / f"out{jobs}", "--key-file", study_key, "--profile", "basic", "--metadata", table, "-j", jobs)
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "4.csv").read_bytes()
    with open(tmp_path / "1.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["file"] for row in rows} == set(names(tmp_path / "out1")) and len(rows) > 50
    for row in rows:
        data_set = pydicom.dcmread(tmp_path / "out1" / row["file"], stop_before_pixels=True, force=True)
        for keyword in ("PatientID", "SOPInstanceUID", "Modality", "StudyInstanceUID"):
            assert row[keyword] == str(data_set.get(keyword) or ""), (row["file"], keyword)
        if "Rows" in data_set and data_set.Rows is not None:
            assert row["Rows"] == str(data_set.Rows)


def test_columns_are_chosen(tmp_path, study_key):
    options = ["--key-file", study_key, "--metadata", tmp_path / "t.csv", "--metadata-columns", "InstanceNumber,00080060"]
    assert program.run("deid", CT, "-o", tmp_path / "out", *options).code == program.DONE
    rows = (tmp_path / "t.csv").read_text().splitlines()
    assert rows[0] == "file,InstanceNumber,00080060" and rows[1].endswith(",CT")
    assert program.run("deid", CT, "-o", tmp_path / "b", *options).code == program.CANNOT_CREATE
    assert program.run("deid", CT, "-o", tmp_path / "c", "--metadata", CT / "x.csv").code == program.USAGE


def test_a_run_that_goes_on_has_a_whole_table(tmp_path, study_key):
    options = ["-o", tmp_path / "out", "--key-file", study_key, "--metadata", tmp_path / "t.csv", "--resume"]
    program.run("deid", CT, *options)
    first = (tmp_path / "t.csv").read_bytes()
    program.run("deid", CT, *options)
    assert (tmp_path / "t.csv").read_bytes() == first and first.count(b"\n") == 4
