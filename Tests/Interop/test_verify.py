"""The verifier on what is not de-identified, and on what deid makes of it."""
import json

import markers
import program
import pytest

FINDINGS = 1


def findings(*paths, **options):
    done = program.run("verify", *paths, "--format", "json", **options)
    lines = [json.loads(line) for line in done.out.decode().splitlines()]
    return done, lines[:-1], lines[-1]["summary"]


def test_originals_are_full_of_findings():
    done, found, summary = findings(program.FIXTURES / "ct")
    assert done.code == FINDINGS
    assert summary["files"] == 3 and summary["errors"] > 300
    places = {line["path"] for line in found}
    for place in ("(0010,0010)", "(0008,0080)", "(0002,0016)", "(0040,0275)[1].(0040,0007)"):
        assert place in places, place


def test_governed_markers_of_originals_are_found():
    """Every place that Table E.1-1 governs, in the files that a reader can walk to their end.

    But for the meanings of codes below sequences that may stay: telling them apart wants a vocabulary.
    """
    missed = []
    for name in ("ct/slice-1.dcm", "mr/classic.dcm", "us/multiframe-rle.dcm", "sc/jpeg-metadata.dcm", "seg/binary.dcm",
                 "everything/governed.dcm"):
        _, found, _ = findings(program.FIXTURES / name)
        places = [line["path"] for line in found]
        for marker in markers.planted()[name]:
            if marker["governed"] != "E.1-1" or marker["class"] == "code-meaning" or not marker["where"].startswith("("):
                continue
            place = marker["where"].split(" ")[0]
            if not any(place == other or place.startswith(other + "[") or other.startswith(place) for other in places):
                missed.append((name, place))
    assert not missed, missed


@pytest.mark.parametrize("profile", ["basic", "basic-modified-dates"])
def test_outputs_have_no_error(tmp_path, profile):
    program.run("deid", program.FIXTURES, "-o", tmp_path / "out", "--profile", profile)
    done, found, summary = findings(tmp_path / "out", "--fail-on", "error")
    assert summary["files"] > 90
    assert done.code == program.DONE and summary["errors"] == 0, [line for line in found if line["severity"] == "error"]


def test_no_value_is_ever_printed():
    for options in ((), ("--format", "json")):
        done = program.run("verify", program.FIXTURES / "ct", program.FIXTURES / "sr", *options)
        text = done.out.decode() + done.err
        for name in ("ct/slice-1.dcm", "sr/comprehensive.dcm"):
            for marker in markers.planted()[name]:
                assert marker["marker"] not in text, marker["where"]


def test_what_cannot_be_read_is_never_clean(tmp_path):
    assert program.run("verify", tmp_path).code == program.NO_INPUT
    assert program.run("verify", tmp_path / "missing").code == program.NO_INPUT
    for name in sorted(path.name for path in (program.FIXTURES / "broken").iterdir()):
        done = program.run("verify", program.FIXTURES / "broken" / name)
        assert done.code == FINDINGS, name
