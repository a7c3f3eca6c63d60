"""deid --canary, verify --canary and --against: what was removed is found again, wherever it turns up, and never told."""
import json
import re
import shutil

import markers
import program
import pytest

FINDINGS = 1


def known(folder, *arguments):
    done = program.run("verify", folder, "--format", "json", *arguments, timeout=120)
    *found, last = map(json.loads, done.out.decode().splitlines())
    return done, [line for line in found if line["id"].startswith("DV07")]


@pytest.fixture(name="run", scope="module")
def run_with_canary(tmp_path_factory, study_key):
    folder = tmp_path_factory.mktemp("canary")
    # Dates that are moved are those of somebody else often enough: a canary of research has none of them.
    done = program.run("deid", program.FIXTURES, "-o", folder / "out", "--key-file", study_key, "--canary", folder / "c",
                       "--profile", "basic", timeout=120)
    assert done.code == program.QUARANTINED, done.err
    return folder


def test_our_own_outputs_hold_nothing_that_was_removed(run, study_key):
    _, found = known(run / "out", "--canary", run / "c", "--key-file", study_key)
    assert found == []


def test_originals_are_full_of_it(run, study_key):
    done, found = known(program.FIXTURES / "ct", "--canary", run / "c", "--key-file", study_key)
    assert done.code == FINDINGS and len(found) > 100
    places = {line["path"] for line in found}
    for place in ("(0010,0010)", "(0010,0020)", "(0010,0030)", "(0020,000D)", "(0008,0050)", "(0040,0275)[1].(0040,0007)"):
        assert place in places, place


@pytest.fixture(name="clean", scope="module")
def clean_output(run):
    return next(path for path in program.files_in(run / "out") if b"CS\x02\x00CT" in path.read_bytes())


def originals():
    return [row for row in markers.planted()["ct/slice-1.dcm"] if row["governed"] == "E.1-1"]


@pytest.mark.parametrize("kind", ["id", "name", "date", "uid"])
def test_one_marker_in_a_comment_of_the_pixels(run, clean, study_key, tmp_path, kind):
    """Appended, where no element is: the verifier's other checks say that there are bytes, this one says whose."""
    rows = [row for row in originals() if row["class"] == kind and not row["marker"].startswith("hex:")
            and row["where"].startswith("(0010" if kind in ("id", "name") else "(0008" if kind == "date" else "(0020")]
    marks = sorted({row["marker"] for row in rows if kind != "date" or re.fullmatch(r"\d{8}", row["marker"])})
    assert marks
    for mark in marks[:5]:
        path = tmp_path / "x.dcm"
        path.write_bytes(clean.read_bytes() + b"\xff\xfe" + mark.encode() + b"\xff\xd9")
        done, found = known(path, "--canary", run / "c", "--key-file", study_key)
        assert found and done.code == FINDINGS, mark
        assert mark.encode().lower() not in done.out.lower() + done.err.encode().lower()


def test_days_are_found_in_other_spellings(run, clean, study_key, tmp_path):
    day = next(row["marker"] for row in originals() if row["where"] == "(0010,0030)")
    for text in (f"{day[:4]}-{day[4:6]}-{day[6:]}", f"{day[6:]}.{day[4:6]}.{day[:4]}", f"{int(day[4:6])}/{int(day[6:])}/{day[:4]}",
                 f"{day}101112"):
        path = tmp_path / "x.dcm"
        path.write_bytes(clean.read_bytes() + b"\0" + text.encode() + b"\0")
        assert known(path, "--canary", run / "c", "--key-file", study_key)[1], text


def test_names_of_files(run, clean, study_key, tmp_path):
    identifier = next(row["marker"] for row in originals() if row["where"] == "(0010,0020)")
    (tmp_path / identifier).mkdir()
    shutil.copy(clean, tmp_path / identifier / "x.dcm")
    _, found = known(tmp_path, "--canary", run / "c", "--key-file", study_key)
    assert [line["id"] for line in found] == ["DV0702"]


def test_the_filter_holds_no_value(run):
    data = markers.searchable((run / "c").read_bytes())
    assert not [mark for mark in markers.every_marker() if len(mark) > 3 and mark in data]
    # Half of its bits are set: it is as large as it needs to be, and looks like noise.
    body = (run / "c").read_bytes().split(b"\n", 1)[1][:-32]
    share = sum(byte.bit_count() for byte in body) / len(body) / 8
    assert 0.45 < share < 0.55


def test_it_answers_only_to_its_key(run, tmp_path, study_key):
    assert program.run("keygen", "--study", "-o", tmp_path / "other").code == program.DONE
    done = program.run("verify", run / "out", "--canary", run / "c", "--key-file", tmp_path / "other")
    assert done.code == program.NO_KEY and "another study key" in done.err
    data = bytearray((run / "c").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "changed").write_bytes(data)
    done = program.run("verify", run / "out", "--canary", tmp_path / "changed", "--key-file", study_key)
    assert done.code == program.NO_KEY and "authentication failed" in done.err
    (tmp_path / "cut").write_bytes(data[:-9])
    assert program.run("verify", run / "out", "--canary", tmp_path / "cut", "--key-file", study_key).code == program.BAD_INPUT
    assert program.run("verify", run / "out", "--canary", run / "c").code == program.USAGE
    assert program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "o", "--canary", tmp_path / "n").code == program.USAGE


def test_the_same_run_makes_the_same_filter(tmp_path, study_key):
    for name in "ab":
        assert program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / f"out{name}", "--key-file", study_key,
                           "--canary", tmp_path / name).code == program.DONE
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    again = program.run("deid", program.FIXTURES / "mr", "-o", tmp_path / "outc", "--key-file", study_key, "--canary",
                        tmp_path / "a")
    assert again.code == program.CANNOT_CREATE and not (tmp_path / "outc").exists()


def test_shifted_dates_are_no_alarm(tmp_path, study_key):
    done = program.run("deid", program.FIXTURES / "ct", program.FIXTURES / "mr", "-o", tmp_path / "out", "--key-file", study_key,
                       "--profile", "basic-modified-dates", "--canary", tmp_path / "c")
    assert done.code == program.DONE
    _, found = known(tmp_path / "out", "--canary", tmp_path / "c", "--key-file", study_key)
    assert found == []


def test_against_the_originals(run, clean, tmp_path):
    """The same without a file and a key, for who has the originals."""
    shutil.copytree(program.FIXTURES / "ct", tmp_path / "originals")
    _, found = known(clean, "--against", tmp_path / "originals")
    assert found == []
    for row in originals():
        if row["where"] in ("(0010,0010)", "(0010,0020)", "(0020,000D)", "(0008,0080)"):
            path = tmp_path / "x.dcm"
            path.write_bytes(clean.read_bytes() + b"\0" + row["marker"].encode() + b"\0")
            assert known(path, "--against", tmp_path / "originals")[1], row
    assert program.run("verify", clean, "--against", tmp_path / "missing").code == program.NO_INPUT
    assert program.run("verify", clean, "--against", clean.parent).code in (program.NO_INPUT, program.DONE, FINDINGS)


def test_a_pipe_is_looked_through_as_well(run, clean, study_key):
    name = next(row["marker"] for row in originals() if row["where"] == "(0010,0020)")
    done = program.run("verify", "-", "--canary", run / "c", "--key-file", study_key, "--format", "json",
                       stdin=clean.read_bytes() + b"\0" + name.encode() + b"\0")
    assert "DV0701" in done.out.decode()
