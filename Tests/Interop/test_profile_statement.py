"""What an output and the report say of a profile is true."""
import json

import pixels
import program
import pytest

CT = program.FIXTURES / "everything" / "governed.dcm"


def profile(folder, **members):
    path = folder / "mine.json"
    path.write_text(json.dumps({"name": "mine", "extends": "basic", **members}))
    return path


def deidentify(folder, profile, *more):
    report = folder / "report.jsonl"
    done = program.run("deid", CT, "-o", folder / "out.dcm", "--profile", profile, "--report", report, *more)
    return done, folder / "out.dcm", report


KEEP_NAME = {"attributes": ["PatientName"], "action": "keep"}


def test_a_weaker_profile_is_refused_before_anything_is_written(tmp_path):
    done, output, report = deidentify(tmp_path, profile(tmp_path, rules=[KEEP_NAME]))
    assert done.code == program.CONFIGURATION and not output.exists() and not report.exists()
    assert "mine.json:1:" in done.err and "(0010,0010) PatientName" in done.err and '"conforms": false' in done.err


def test_a_declared_one_claims_nothing_and_says_so_once(tmp_path):
    done, output, report = deidentify(tmp_path, profile(tmp_path, rules=[KEEP_NAME], conforms=False))
    assert done.code == program.DONE, done
    assert done.err.count("does not conform to PS3.15") == 1 and "(0010,0010) PatientName" in done.err
    data_set = pixels.read(output)
    assert data_set.PatientIdentityRemoved == "NO" and "DeidentificationMethodCodeSequence" not in data_set
    assert "not conforming to PS3.15 2026d" in data_set.DeidentificationMethod
    summary = program.read_report(report).summary
    assert summary["conforms"] is False and summary["weaker_than_table"] == ["(0010,0010) PatientName"]
    verified = program.run("verify", output)
    assert verified.code == 1


def test_a_conforming_one_says_so(tmp_path):
    done, output, report = deidentify(tmp_path, "basic")
    assert done.code == program.DONE and "conform" not in done.err
    data_set = pixels.read(output)
    assert data_set.PatientIdentityRemoved == "YES"
    assert [item.CodeValue for item in data_set.DeidentificationMethodCodeSequence] == ["113100"]
    assert program.read_report(report).summary["conforms"] is True


@pytest.mark.parametrize("name", ["a\\b", "a\nb", "Müller", "x" * 41, "", "a b"])
def test_names_that_an_output_could_not_carry_are_refused(tmp_path, name):
    done = program.run("profile", "check", profile(tmp_path, name=name))
    assert done.code == program.CONFIGURATION and "name is 1 to 40" in done.err


def test_a_profile_from_nothing_is_told_what_to_write(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"name":"x"}')
    done = program.run("profile", "check", path)
    assert done.code == program.CONFIGURATION and "x.json:1:1:" in done.err and '"extends": "basic"' in done.err


def test_a_parent_is_looked_for_beside_its_child(tmp_path):
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "child.json").write_text('{"name":"c","extends":"parent.json"}')
    (folder / "parent.json").write_text('{"name":"p","extends":"basic"}')
    (tmp_path / "top.json").write_text('{"name":"t","extends":"a/child.json"}')
    assert program.run("profile", "check", tmp_path / "top.json").code == program.DONE
    (folder / "parent.json").unlink()
    done = program.run("profile", "check", tmp_path / "top.json")
    assert done.code == program.CONFIGURATION
    assert "a/child.json:1:23:" in done.err and "a/parent.json: cannot open: no such file" in done.err, done.err


def test_large_profiles_are_checked_at_once(tmp_path):
    rules = [{"attributes": [f"60{number % 128 * 2:02X}{0x5000 + number:04X}"], "action": "remove", "why": "x" * 10} for number in range(20_000)]
    path = profile(tmp_path, rules=rules)
    assert path.stat().st_size > 1 << 20
    assert program.run("profile", "check", path, timeout=20).code == program.DONE
    path.write_text(" " * (5 << 20))
    done = program.run("profile", "check", path)
    assert done.code == program.CONFIGURATION and "4 MiB" in done.err
