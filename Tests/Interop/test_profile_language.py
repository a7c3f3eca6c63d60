"""Keyed names, exact paths, allow-lists and capped ages, as a profile of a site asks for them."""
import json

import pixels
import program
import pytest

SLICE = program.FIXTURES / "ct/slice-1.dcm"


def apply(tmp_path, key, rules, *options, extends="basic", **more):
    profile = tmp_path / "site.json"
    profile.write_text(json.dumps({"name": "site", "extends": extends, "rules": rules, **more}))
    done = program.run("deid", SLICE, "-o", tmp_path / "out.dcm", "--profile", profile, "--key-file", key, "--force", *options)
    assert done.code == program.DONE, done
    return pixels.read(tmp_path / "out.dcm")


def test_hash_is_a_keyed_name(tmp_path, study_key):
    rules = [{"attributes": ["AccessionNumber", "PatientName"], "action": "hash"}]
    first = apply(tmp_path, study_key, rules)
    for keyword in ("AccessionNumber", "PatientName"):
        text = str(first[keyword].value)
        assert len(text) == 16 and text[0] == "H", text
    assert first.AccessionNumber == apply(tmp_path, study_key, rules).AccessionNumber
    assert first.AccessionNumber != apply(tmp_path, study_key, rules, "--release", "other").AccessionNumber
    assert first.AccessionNumber != str(first.PatientName)


@pytest.mark.parametrize("keyword", ["PatientBirthDate", "StudyInstanceUID", "StudyDescription", "Rows"])
def test_hash_is_refused_where_it_does_not_fit_or_is_too_weak(tmp_path, keyword):
    profile = tmp_path / "site.json"
    profile.write_text(json.dumps(
        {"name": "site", "extends": "basic", "rules": [{"attributes": [keyword], "action": "hash"}]}))
    done = program.run("profile", "check", profile)
    assert done.code == program.CONFIGURATION and "site.json:1:" in done.err


def test_a_rule_for_a_path_holds_there_only(tmp_path, study_key):
    plain = apply(tmp_path, study_key, [])
    assert "KVP" in plain
    rule = {"attributes": ["KVP"], "action": "remove"}
    assert "KVP" not in apply(tmp_path, study_key, [{**rule, "when": {"paths": ["."]}}])
    assert "KVP" in apply(tmp_path, study_key, [{**rule, "when": {"paths": ["CTExposureSequence"]}}])


@pytest.mark.parametrize("path", ["ProcedureCodeSequenc", "", "A..B", "PatientName", "ProcedureCodeSequence."])
def test_what_is_no_path_is_an_error_with_its_place(tmp_path, path):
    profile = tmp_path / "site.json"
    profile.write_text(json.dumps({"name": "site", "extends": "basic", "rules": [
        {"attributes": ["StudyID"], "action": "remove", "when": {"paths": [path]}}]}))
    done = program.run("profile", "check", profile)
    assert done.code == program.CONFIGURATION and "site.json:1:" in done.err, done


def test_what_a_rule_keeps_stays_under_strict(tmp_path, study_key):
    keyword = "SliceLocation"
    assert keyword in apply(tmp_path, study_key, [])
    assert keyword not in apply(tmp_path, study_key, [], extends="strict")
    assert keyword in apply(tmp_path, study_key, [{"attributes": [keyword], "action": "keep"}], extends="strict")


def test_ages_over_89_are_one_class(tmp_path, study_key):
    assert pixels.read(SLICE).PatientAge == "094Y"
    assert apply(tmp_path, study_key, [], options=["retain-patient-characteristics"]).PatientAge == "090Y"
