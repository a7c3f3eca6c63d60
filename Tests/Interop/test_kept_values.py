"""Values that a profile keeps and that are looked at all the same, and what the report says of what nothing names."""
import csv
import io
import json

import program
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

CT = program.FIXTURES / "ct" / "slice-1.dcm"


def apply(tmp_path, key, change, **profile):
    """What becomes of a CT slice that pydicom changed; with the report's line."""
    data_set = pydicom.dcmread(CT)
    change(data_set)
    data_set.save_as(tmp_path / "in.dcm")
    name = profile.pop("name", None)
    if not name:
        name = tmp_path / "site.json"
        name.write_text(json.dumps({"name": "site", **profile}))
    done = program.run(
        "deid", tmp_path / "in.dcm", "-o", tmp_path / "out.dcm", "--profile", name, "--key-file", key, "--report", tmp_path / "r",
        "--force")
    assert done.code == program.DONE, done
    (line,) = program.read_report(tmp_path / "r").lines.values()
    return data_set, pydicom.dcmread(tmp_path / "out.dcm"), line


@pytest.mark.parametrize("text, stays", [("+0100", True), ("-0330", True), ("DOE^JANE", False), ("+01:00", False), ("+9900", False)])
def test_a_timezone_has_its_form(tmp_path, study_key, text, stays):
    _, out, line = apply(
        tmp_path, study_key, lambda d: setattr(d, "TimezoneOffsetFromUTC", text), name="limited-data-set")
    assert out.get("TimezoneOffsetFromUTC") == (text if stays else None)
    noted = [note for note in line.get("review", []) if note["path"] == "(0008,0201)"]
    assert bool(noted) != stays and "DOE" not in json.dumps(line)


@pytest.mark.parametrize("text, stays", [
    ("Caucasian", True), ("Black or African", True), ("A", True), ("Jane Doe", False), ("see Dr Kim", False), ("555-1234", False)])
def test_an_ethnic_group_is_one(tmp_path, study_key, text, stays):
    _, out, _ = apply(tmp_path, study_key, lambda d: setattr(d, "EthnicGroup", text), name="limited-data-set")
    assert out.get("EthnicGroup") == (text if stays else None)


@pytest.mark.parametrize("uid, stays", [
    ("2.16.840.1.113883.6.96", True), ("1.2.840.10008.2.16.4", True), ("1.2.826.0.1.3680043.8.498.20240315.7", False),
    ("1.2.826.0.1.3680043.19530412101500", False)])
def test_the_uid_of_a_coding_scheme_has_no_day_in_it(tmp_path, study_key, uid, stays):
    def change(data_set):
        item = Dataset()
        item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "T-D1100", "SRT", "Head"
        item.CodingSchemeUID = uid
        data_set.AnatomicRegionSequence = Sequence([item])
    _, out, _ = apply(tmp_path, study_key, change, name="basic")
    new = out.AnatomicRegionSequence[0].CodingSchemeUID
    assert (new == uid) == stays and (stays or new.startswith("2.25."))


def test_addresses_and_text_that_stay_name_the_new_objects(tmp_path, study_key):
    def change(data_set):
        data_set.RetrieveURL = (
            f"https://pacs/studies/{data_set.StudyInstanceUID}/instances/{data_set.SOPInstanceUID}?p={data_set.PatientID}"
            f"&series%3D{data_set.SeriesInstanceUID}&t=1.2.840.10008.1.2.4.50&v=10.0.17763.1457")
        data_set.ImageComments = f"copy of {data_set.SOPInstanceUID}, see 1.2.826.0.1.3680043.8.498.77."
    rules = [{"attributes": ["RetrieveURL", "ImageComments"], "action": "keep"}]
    before, out, _ = apply(tmp_path, study_key, change, extends="basic", conforms=False, rules=rules)
    assert out.RetrieveURL == (
        f"https://pacs/studies/{out.StudyInstanceUID}/instances/{out.SOPInstanceUID}?p={out.PatientID}"
        f"&series%3D{out.SeriesInstanceUID}&t=1.2.840.10008.1.2.4.50&v=10.0.17763.1457")
    assert out.ImageComments.startswith(f"copy of {out.SOPInstanceUID}, see 2.25.") and out.ImageComments.endswith(".")
    before_uids, whole = (before.StudyInstanceUID, before.SOPInstanceUID, before.SeriesInstanceUID), (tmp_path / "out.dcm").read_bytes()
    assert not any(uid.encode() in whole for uid in before_uids)
    before, out, _ = apply(
        tmp_path, study_key, change, extends="basic", conforms=False, options=["retain-uids"], rules=rules)
    assert out.ImageComments == before.ImageComments, "where UIDs stay, they stay in text"


@pytest.mark.parametrize("profile, reason, attribute", [
    ({"extends": "basic"}, "ungoverned-text", "(0028,1055)"), ({"extends": "basic", "unlisted": "remove"}, "unlisted", "(0018,0050)"),
    ({"extends": "basic"}, "unknown-attribute", "(0010,9F01)"), ({"extends": "strict"}, "not-needed", "(0018,9073)"),
    ({"extends": "strict"}, "not-needed", "(0010,9F01)"), ({"extends": "strict"}, "not-needed", "(0028,1055)")])
def test_what_nothing_names_is_told(tmp_path, study_key, profile, reason, attribute):
    def change(data_set):
        data_set.SliceThickness, data_set.AcquisitionDuration = 1.5, 2.0
        data_set.add_new(0x00109F01, "LO", "GEHEIM")
    _, out, line = apply(tmp_path, study_key, change, **profile)
    reasons = {note["path"]: note["reason"] for note in line["review"]}
    assert reasons.get(attribute) == reason, reasons
    assert "GEHEIM" not in (tmp_path / "r").read_text()
    table = program.run("report", tmp_path / "r").out.decode()
    assert "Gone because nothing names them" in table and attribute in table
    rows = csv.DictReader(io.StringIO(program.run("report", "--format", "csv", tmp_path / "r").out.decode(), newline=""))
    named = {row["name"]: int(row["count"]) for row in rows if row["section"] == "Gone because nothing names them"}
    expected = [path for path, why in reasons.items() if why in ("ungoverned-text", "unlisted", "unknown-attribute", "not-needed")]
    assert sum(named.values()) == len(expected) and any(name.startswith(attribute) for name in named)
