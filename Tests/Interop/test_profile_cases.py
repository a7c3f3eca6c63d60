"""Each shipped profile against the table of its cases, before and after."""
import re

import batch
import pixels
import program
import pydicom
import pytest

CASES = program.table(program.HERE / "profile_cases.tsv")
PROFILES = sorted({case["profile"] for case in CASES})


@pytest.fixture(scope="module")
def outputs(tmp_path_factory, study_key):
    """(profile, file) → data sets before and after."""
    done = {}
    for profile in PROFILES:
        files = sorted({case["file"] for case in CASES if case["profile"] == profile})
        sources = [program.FIXTURES / name for name in files]
        results = batch.deidentify(sources, tmp_path_factory.mktemp(profile), study_key, "--profile", profile)
        for name, source in zip(files, sources):
            done[profile, name] = pixels.read(source), pixels.read(results[source].output)
    return done


def outcome(before, after, keyword) -> set[str]:
    """Every word of the table that is true of the attribute."""
    old, new = before.get(keyword), after.get(keyword)
    assert old not in (None, ""), f"{keyword}: the fixture has nothing to begin with"
    if keyword not in after:
        return {"gone"}
    text = str(new) if new is not None else ""
    words = {"same" if new == old else "changed", text}
    if not text:
        words.add("empty")
    if re.fullmatch(r"P-[0-9A-Z]{16}", text):
        words.add("pseudonym")
    if new != old and re.fullmatch(r"2\.25\.[1-9][0-9]*", text):
        words.add("new UID")
    if new != old and re.fullmatch(r"[12][0-9]{7}", text):
        words.add("moved")
    return words


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['profile']}-{case['attribute']}")
def test_case(outputs, case):
    before, after = outputs[case["profile"], case["file"]]
    assert case["after"] in outcome(before, after, case["attribute"])


def test_every_shipped_profile_has_cases():
    shipped = {line.split()[0] for line in program.run("profile", "list").out.decode().splitlines()}
    assert shipped == set(PROFILES)


def test_strict_leaves_nothing_that_the_iod_does_without(outputs):
    _, after = outputs["strict", "ct/slice-1.dcm"]
    assert len(after) < 70 and "SoftwareVersions" not in after and "ProtocolName" not in after


def test_strict_refuses_what_it_does_not_know(tmp_path, study_key):
    """Without an IOD nobody can say what the object needs."""
    data = (program.FIXTURES / "ct/slice-1.dcm").read_bytes()
    known, unknown = b"1.2.840.10008.5.1.4.1.1.2\0", b"1.2.826.0.1.3680043.9.999\0"
    assert data.count(known) >= 2 and len(known) == len(unknown)
    (tmp_path / "in.dcm").write_bytes(data.replace(known, unknown))
    done = program.run("deid", tmp_path / "in.dcm", "-o", tmp_path / "out.dcm", "--profile", "strict", "--key-file", study_key)
    assert done.code == program.BAD_INPUT and not (tmp_path / "out.dcm").exists()
    assert program.run("deid", tmp_path / "in.dcm", "-o", tmp_path / "out.dcm", "--key-file", study_key).code == program.DONE


def test_strict_keeps_a_report_to_its_last_item(outputs, tmp_path, study_key):
    """Content Sequence is of Type 1C at every depth (PS3.3 C.17.3.2)."""
    def depth(item):
        return 1 + max((depth(child) for child in item.get("ContentSequence", [])), default=0)

    data_set = pixels.read(program.FIXTURES / "sr" / "comprehensive.dcm")
    leaf = data_set.ContentSequence[-1]
    for _ in range(5):
        leaf.ValueType, leaf.ContinuityOfContent = "CONTAINER", "SEPARATE"
        child = pydicom.Dataset()
        child.RelationshipType, child.ValueType = "CONTAINS", "CONTAINER"
        child.ContinuityOfContent = "SEPARATE"
        leaf.ContentSequence, leaf = [child], child
    data_set.save_as(tmp_path / "in.dcm")
    done = program.run("deid", tmp_path / "in.dcm", "-o", tmp_path / "out.dcm", "--profile", "strict", "--key-file", study_key)
    assert done.code == program.DONE, done
    assert depth(pixels.read(tmp_path / "out.dcm")) == depth(data_set) > 6


@pytest.mark.parametrize("file, attributes", [
    ("ct/slice-1.dcm", {"AnatomicRegionSequence": "code"}),
    ("dx/overlays.dcm", {"PixelSpacingCalibrationType": "GEOMETRY", "PixelSpacingCalibrationDescription": "By geometry"}),
    ("ct/slice-1.dcm", {"WaterEquivalentDiameter": 230.5, "WaterEquivalentDiameterCalculationMethodCodeSequence": "code"}),
    ("ct/slice-1.dcm", {"LongitudinalTemporalOffsetFromEvent": 12.0, "LongitudinalTemporalEventType": "BASELINE"})])
def test_strict_keeps_what_conditions_speak_of(tmp_path, study_key, file, attributes):
    data_set = pixels.read(program.FIXTURES / file)
    for keyword, value in attributes.items():
        if value == "code":
            code = pydicom.Dataset()
            code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = "51185008", "SCT", "Chest"
            value = [code]
        setattr(data_set, keyword, value)
    data_set.save_as(tmp_path / "in.dcm")
    done = program.run("deid", tmp_path / "in.dcm", "-o", tmp_path / "out.dcm", "--profile", "strict", "--key-file", study_key)
    after = pixels.read(tmp_path / "out.dcm")
    assert done.code == program.DONE and all(keyword in after for keyword in attributes), done
