"""deid and verify without --profile agree: research is what deid does, and what verify allows files that state it."""
import json

import program
import pydicom
import pytest
import roles

FINDINGS = 1


def findings(path, *options, **more):
    """Identifiers and places of what verify finds, from warnings upward."""
    done = program.run("verify", path, "--format", "jsonl", *options, **more)
    lines = [json.loads(line) for line in done.out.decode().splitlines()]
    assert lines[-1]["summary"]["unverified"] == 0, done.err
    return sorted((line["id"], line.get("path", "")) for line in lines[:-1] if line["severity"] in ("error", "warning"))


@pytest.fixture(name="export", scope="module")
def export_folder(tmp_path_factory, study_key):
    out = tmp_path_factory.mktemp("usual") / "out"
    done = program.run("deid", program.FIXTURES / "ct", program.FIXTURES / "sr", program.FIXTURES / "mr", "-o", out, "--key-file", study_key)
    assert done.code == program.DONE, done.err
    return out


@pytest.fixture(name="slice_", scope="module")
def one_slice(export):
    """A slice whose descriptions say something."""
    for path in program.files_in(export):
        ds = pydicom.dcmread(path)
        if ds.Modality == "CT" and "StudyDescription" in ds and ds.StudyDescription:
            return path
    raise AssertionError("no slice has kept a description")


def edited(tmp_path, path, change):
    ds = pydicom.dcmread(path)
    change(ds)
    ds.save_as(tmp_path / "edited.dcm")
    return tmp_path / "edited.dcm"


def test_a_run_of_each_without_a_profile_agree(export):
    done = program.run("verify", export)
    assert done.code == program.DONE, done.out.decode() + done.err
    for path in program.files_in(export):
        assert "profile research" in pydicom.dcmread(path, stop_before_pixels=True).DeidentificationMethod


def test_the_profile_by_its_name_is_the_same(export, tmp_path, study_key):
    named = tmp_path / "named"
    done = program.run(
        "deid", program.FIXTURES / "ct", program.FIXTURES / "sr", program.FIXTURES / "mr", "-o", named, "--key-file", study_key,
        "--profile", "research")
    assert done.code == program.DONE
    files = {path.relative_to(export): path.read_bytes() for path in program.files_in(export)}
    assert files == {path.relative_to(named): path.read_bytes() for path in program.files_in(named)}
    assert findings(named, "--profile", "research") == []


def test_explicit_basic_is_strict(slice_):
    found = findings(slice_, "--profile", "basic")
    assert ("DV0101", "(0008,1030)") in found and ("DV0407", "(0012,0063)") in found


def test_a_pipe_is_judged_alike(slice_, tmp_path):
    path = edited(tmp_path, slice_, lambda ds: ds.__setattr__("StudyDescription", "CT CHEST Smithers"))
    for file in (slice_, path):
        assert findings("-", stdin=file.read_bytes()) == findings(file)


def without(name):
    return lambda ds: ds.__delattr__(name)


def digest(ds):
    values = list(ds.DeidentificationMethod)
    values[3] = values[3][:-1] + ("0" if values[3][-1] != "0" else "1")
    ds.DeidentificationMethod = values


def renamed(ds):
    values = list(ds.DeidentificationMethod)
    values[2] = "profile basic"
    ds.DeidentificationMethod = values


def code_less(ds):
    del ds.DeidentificationMethodCodeSequence[-1]


def code_more(ds):
    item = pydicom.Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "113110", "DCM", "Retain UIDs Option"
    ds.DeidentificationMethodCodeSequence.append(item)


def other_scheme(ds):
    ds.DeidentificationMethodCodeSequence[0].CodingSchemeDesignator = "99ACME"


@pytest.mark.parametrize("change", [
    without("DeidentificationMethod"), without("DeidentificationMethodCodeSequence"), digest, renamed, code_less, code_more, other_scheme])
def test_what_does_not_state_it_is_held_to_basic(slice_, tmp_path, change):
    found = findings(edited(tmp_path, slice_, change))
    assert ("DV0101", "(0008,1030)") in found, found
    kept = pydicom.dcmread(slice_)
    assert kept.PatientSex and ("DV0103", "(0010,0040)") in found


@pytest.mark.parametrize("name,path,check", [
    ("StudyDescription", "(0008,1030)", "DV0101"), ("SeriesDescription", "(0008,103E)", "DV0101"), ("ImageComments", "(0020,4000)", "DV0101"),
    ("ProtocolName", "(0018,1030)", "DV0103"), ("PatientComments", "(0010,4000)", "DV0101")])
def test_a_name_planted_in_a_cleaned_description_is_found(slice_, tmp_path, name, path, check):
    clean = edited(tmp_path, slice_, lambda ds: setattr(ds, name, "CT CHEST W CONTRAST"))
    assert findings(clean) == []
    for text in ("CT CHEST Smithers", "SMITHERS^WAYLON", "MRN 4711123", "Baker, CT CHEST"):
        found = findings(edited(tmp_path, slice_, lambda ds, text=text: setattr(ds, name, text)))
        assert found and found[0] == (check, path), (text, found)


def test_a_name_planted_in_a_report_is_found(export, tmp_path):
    reports = [path for path in program.files_in(export) if pydicom.dcmread(path, stop_before_pixels=True).Modality == "SR"]
    planted = 0

    def plant(items):
        nonlocal planted
        for item in items:
            if item.get("ValueType") == "TEXT" and not planted:
                item.TextValue = "seen by Smithers"
                planted += 1
            plant(item.get("ContentSequence", []))

    for path in reports:
        ds = pydicom.dcmread(path)
        plant(ds.get("ContentSequence", []))
        if planted:
            ds.save_as(tmp_path / "sr.dcm")
            assert [check for check, _ in findings(tmp_path / "sr.dcm")] == ["DV0109"]
            return
    raise AssertionError("no report has text")


def test_originals_and_canary_raise_no_false_alarm(tmp_path, study_key):
    source, out, canary = program.FIXTURES / "ct", tmp_path / "out", tmp_path / "export.canary"
    done = program.run("deid", source, "-o", out, "--key-file", study_key, "--canary", canary)
    assert done.code == program.DONE, done.err
    assert findings(out, "--against", source) == []
    assert findings(out, "--canary", canary, "--key-file", study_key) == []
    path = next(path for path in program.files_in(out))
    original = pydicom.dcmread(next(file for file in program.files_in(source) if file.suffix == ".dcm"))
    name = str(original.PatientName).split("^")[0]
    found = findings(edited(tmp_path, path, lambda ds: setattr(ds, "ConvolutionKernel", name)), "--against", source)
    assert "DV0701" in {check for check, _ in found}


def test_what_roles_may_recover_is_for_review(tmp_path, study_key):
    person = roles.person(tmp_path, "broker")
    file = roles.write(tmp_path / "roles.json", ("honest-broker", ["identity"], [person.certificate]))
    source, out, back = program.FIXTURES / "ct" / "slice-1.dcm", tmp_path / "out.dcm", tmp_path / "back.dcm"
    assert program.run("deid", source, "-o", out, "--key-file", study_key, "--roles", file).code == program.DONE
    for options in ([], ["--profile", "research"]):
        done = program.run("verify", out, "--format", "jsonl", *options)
        assert done.code == program.DONE and "DV0113" in done.out.decode(), done
    done = program.run("reveal", out, "-o", back, "--key-file", person.key, "--certificate", person.certificate)
    assert done.code == program.DONE, done.err
    original, revealed = pydicom.dcmread(source), pydicom.dcmread(back)
    for name in ("PatientName", "PatientID", "StudyDate", "StudyDescription", "ImageComments", "PatientAge", "SOPInstanceUID"):
        assert original[name].value == revealed[name].value, name


def test_words_of_a_site_are_accepted_with_its_profile(tmp_path, study_key):
    (tmp_path / "words.txt").write_text("fluffometer\n")
    profile = tmp_path / "site.json"
    profile.write_text(json.dumps({"name": "site", "extends": "research", "lexicon": "./words.txt"}))
    source = edited(tmp_path, program.FIXTURES / "ct" / "slice-1.dcm", lambda ds: setattr(ds, "StudyDescription", "CHEST Fluffometer"))
    out = tmp_path / "out.dcm"
    assert program.run("deid", source, "-o", out, "--key-file", study_key, "--profile", profile).code == program.DONE
    assert pydicom.dcmread(out).StudyDescription == "CHEST Fluffometer"
    assert findings(out, "--profile", profile) == []
    assert ("DV0101", "(0008,1030)") in findings(out, "--profile", "research")
