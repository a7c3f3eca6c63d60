"""docs/deviations.md is true to the last row: each name is met by a fixture, and each name that is met stands there."""
import re

import batch
import program
import pytest
import test_hostile

GUIDE = (program.ROOT / "docs" / "deviations.md").read_text()
# Too large for a fixture, or not the matter of one file: made in the tests below and in those named.
ELSEWHERE = {
    "too-many-elements": "ReaderLimitTests.swift", "file-shrunk": "ReaderLimitTests.swift",
    "too-many-changes": "RefusalTests.swift", "header-too-large": "test_hostile.py", "inflated-too-large": "test_hostile.py",
    "duplicate-sop-instance-uid": "test_deviations.py", "output-exists": "test_deviations.py",
    "identity-after-bulk": "test_deviations.py", "unknown-layout": "PixelLayoutTests.swift",
}


SWIFT_NAMES = {"file-shrunk": ".shrunk", "too-many-changes": "limits.changedBytes"}


def rows(heading: str) -> set[str]:
    """The names in the first column of the table below a heading."""
    section = GUIDE.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([a-z0-9-]+)`", cell)}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory, study_key):
    files = [path for path in program.FIXTURES.rglob("*") if path.is_file() and path.suffix != ".tsv"]
    return batch.deidentify(files, tmp_path_factory.mktemp("deviations"), study_key)


def met(outcomes, kind):
    if kind == "Refused":
        return {result.reason for result in outcomes.values() if result.reason}
    return {name for result in outcomes.values() for name in result.entry.get("deviations", [])}


@pytest.mark.parametrize("kind", ["Accepted", "Refused"])
def test_every_row_has_a_fixture_and_every_name_a_row(outcomes, kind):
    listed = rows(kind)
    assert len(listed) > 10
    assert met(outcomes, kind) <= listed, "a name without a row"
    assert listed - met(outcomes, kind) <= set(ELSEWHERE), "a row without a fixture"


# Those made below need no search: their tests fail by themselves.
@pytest.mark.parametrize("name", sorted(name for name, test in ELSEWHERE.items() if test != "test_deviations.py"))
def test_what_is_made_elsewhere_is_made(name):
    assert name in rows("Refused")
    [test] = program.ROOT.glob(f"Tests/**/{ELSEWHERE[name]}")
    code = name if test.suffix == ".py" else re.sub("-(.)", lambda match: match[1].upper(), name)
    assert code in test.read_text() or SWIFT_NAMES[name] in test.read_text()


@pytest.mark.parametrize("folder", ["broken", "deviations"])
def test_files_named_after_a_row_are_what_they_are_named(outcomes, folder):
    names = rows("Refused" if folder == "broken" else "Accepted")
    found = 0
    for path, result in outcomes.items():
        if path.parent.name == folder and path.stem in names:
            assert [result.reason] == [path.stem] if folder == "broken" else path.stem in result.entry["deviations"], path
            found += 1
    assert found >= (5 if folder == "deviations" else 10)


def test_names_that_are_taken(tmp_path):
    source = program.FIXTURES / "ct" / "slice-1.dcm"
    key = tmp_path / "key"
    assert program.run("keygen", "--study", "-o", key).code == program.DONE
    copy = tmp_path / "copy.dcm"
    copy.write_bytes(source.read_bytes())
    for inputs, reason in (((source, copy), "duplicate-sop-instance-uid"), ((source,), "output-exists")):
        report = tmp_path / f"{reason}.jsonl"
        done = program.run("deid", *inputs, "-o", f"{tmp_path}/out/", "--key-file", key, "--report", report)
        assert done.code != program.DONE
        assert program.read_report(report).lines[str(inputs[-1])]["reason"] == reason


def test_a_patient_behind_bulk_in_a_stream():
    elements = test_hostile.HEAD + test_hostile.element(0x7FE0, 0x10, b"OW", bytes(3 << 20))
    late = elements + test_hostile.element(0x10, 0x20, b"LO", b"PID1")
    done = program.run("deid", "-", "-o", "-", stdin=test_hostile.part10(late))
    assert done.code == program.BAD_INPUT and "(0010,0020)" in done.err and "have passed already" in done.err
    assert program.run("deid", "-", "-o", "-", stdin=test_hostile.part10(elements)).code == program.DONE


def test_accepted_deviations_are_refused_by_name(tmp_path, study_key):
    file = program.FIXTURES / "deviations" / "duplicate-elements.dcm"
    for names, code in ((("unordered-elements",), program.DONE), (("duplicate-elements",), program.BAD_INPUT),
                        (("odd-length", "any"), program.BAD_INPUT), (("no-such",), program.USAGE)):
        options = [word for name in names for word in ("--refuse", name)]
        report = tmp_path / f"{'-'.join(names)}.jsonl"
        out = tmp_path / f"{'-'.join(names)}.dcm"
        done = program.run("deid", file, "-o", out, "--key-file", study_key, "--report", report, *options)
        assert done.code == code, done
        assert out.exists() == (code == program.DONE)
        if code == program.BAD_INPUT:
            [line] = program.read_report(report).lines.values()
            assert line["reason"] == "duplicate-elements"
