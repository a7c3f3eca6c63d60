"""verify --against: what stands in the originals is found again, wherever it turns up, and never told."""
import json
import os
import shutil

import markers
import program
import pydicom
import pytest

FINDINGS = 1


def known(*arguments):
    done = program.run("verify", *arguments, "--format", "json", timeout=120)
    *found, _ = map(json.loads, done.out.decode().splitlines())
    return done, [line for line in found if line["id"].startswith("DV07")]


@pytest.fixture(name="out", scope="module")
def outputs(tmp_path_factory, study_key):
    folder = tmp_path_factory.mktemp("against")
    assert program.run(
        "deid", program.FIXTURES, "-o", folder / "out", "--key-file", study_key, "--profile", "basic").code == program.QUARANTINED
    return folder / "out"


@pytest.fixture(name="clean", scope="module")
def clean_output(out):
    return next(path for path in program.files_in(out) if b"CS\x02\x00CT" in path.read_bytes())


def rows(*places):
    return [row for row in markers.planted()["ct/slice-1.dcm"] if row["where"] in places]


def test_our_own_outputs_hold_nothing_of_the_originals(out):
    assert known(out, "--against", program.FIXTURES)[1] == []


def test_originals_are_full_of_it():
    done, found = known(program.FIXTURES / "ct", "--against", program.FIXTURES / "ct")
    places = {line["path"] for line in found}
    assert done.code == FINDINGS
    for place in ("(0010,0010)", "(0010,0020)", "(0010,0030)", "(0020,000D)", "(0008,0050)", "(0040,0275)[1].(0040,0007)"):
        assert place in places, place


def test_it_is_found_behind_the_end_and_never_told(clean, tmp_path):
    for row in rows("(0010,0010)", "(0010,0020)", "(0010,0030)", "(0020,000D)", "(0008,0080)"):
        path = tmp_path / "x.dcm"
        path.write_bytes(clean.read_bytes() + b"\0" + row["marker"].encode() + b"\0")
        done, found = known(path, "--against", program.FIXTURES / "ct")
        assert found, row
        assert row["marker"].encode().lower() not in done.out.lower() + done.err.encode().lower()


def test_names_of_files(clean, tmp_path):
    (row,) = rows("(0010,0020)")
    (tmp_path / row["marker"]).mkdir()
    shutil.copy(clean, tmp_path / row["marker"] / "x.dcm")
    _, found = known(tmp_path, "--against", program.FIXTURES / "ct")
    assert [line["id"] for line in found] == ["DV0702"]


def test_identifiers_and_names_however_they_are_written(tmp_path):
    """Put into technical text of a clean file, in other characters, other capitals and other signs than the original has."""
    source = tmp_path / "source"
    source.mkdir()
    data = pydicom.dcmread(program.FIXTURES / "ct" / "slice-1.dcm")
    data.SpecificCharacterSet = "ISO_IR 100"
    data.PatientName = "Gr\u00fcnw\u00e4lder^J\u00f6rg"
    data.PatientID, data.OtherPatientIDs, data.PatientBirthDate = "471-11-23", "123-45-6789", "19710203"
    # What makers call their methods, in a private element and in a code string that stays.
    data.add_new(0x00510010, "LO", "SIEMENS MR HEADER")
    data.add_new(0x00511016, "LO", "p2 M/NORM/DIS2D MONOCHROME2")
    data.ImageType = ["ORIGINAL", "PRIMARY", "M", "NORM", "DIS2D"]
    data.save_as(source / "a.dcm")
    assert program.run("deid", source, "-o", tmp_path / "out").code == program.DONE
    (clean,) = program.files_in(tmp_path / "out")
    assert known(tmp_path / "out", "--against", source)[1] == []
    made = tmp_path / "made.dcm"
    texts = ["471-11-23", "471 11 23", "4711123", "123-45-6789", "123456789", "Gr\u00fcnw\u00e4lder", "GR\u00dcNW\u00c4LDER",
             "Grunwalder", "03-FEB-1971", "3 Feb 1971", "1971-02-03"]
    for text in texts:
        for charset in ("ISO_IR 100", "ISO_IR 192"):
            data = pydicom.dcmread(clean)
            data.SpecificCharacterSet, data.SoftwareVersions = charset, text
            data.save_as(made)
            found = known(made, "--against", source)[1]
            assert [line["path"] for line in found] == ["(0018,1020)"], (text, charset, found)
    for name in ("471-11-23.dcm", "Gr\u00fcnw\u00e4lder.dcm"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(clean, folder / name)
        assert [line["id"] for line in known(folder, "--against", source)[1]] == ["DV0702"], name


@pytest.mark.parametrize("charset, name, identifier, texts", [
    ("ISO_IR 101", "Prze\u0142omska^Wa\u0142\u0119sa", "MR8834571", ["Przelomska", "Walesa", "8834571", "ACC-8834571"]),
    ("ISO_IR 148", "Y\u0131ld\u0131r\u0131m^G\u00fcne\u015f", "1", ["Yildirim", "G\u00fcne\u015f"]),
    ("ISO_IR 192", "Nguy\u1ec5n^H\u1ed3ng", "1", ["Nguyen", "Nguy\u1ec5n"]),
    ("ISO_IR 100", "O'Callaghan^Siobhan", "1", ["OCALLAGHAN", "O'Callaghan"]),
])
def test_names_and_numbers_of_any_character_set(tmp_path, study_key, charset, name, identifier, texts):
    """Of originals in a set that is not that of the output, by the originals themselves and by the canary of a run."""
    data = pydicom.dcmread(program.FIXTURES / "ct" / "slice-1.dcm")
    data.SpecificCharacterSet, data.PatientName, data.PatientID = charset, name, identifier
    source, canary = tmp_path / "source", tmp_path / "canary"
    source.mkdir()
    data.save_as(source / "a.dcm")
    run = program.run("deid", source, "-o", tmp_path / "out", "--key-file", study_key, "--canary", canary)
    assert run.code == program.DONE, run
    (clean,) = program.files_in(tmp_path / "out")
    for options in (("--against", source), ("--canary", canary, "--key-file", study_key)):
        assert known(clean, *options)[1] == []
        for text in texts:
            data = pydicom.dcmread(clean)
            data.SpecificCharacterSet, data.SoftwareVersions = "ISO_IR 192", text
            data.save_as(tmp_path / "made.dcm")
            found = known(tmp_path / "made.dcm", *options)[1]
            assert [line["path"] for line in found] == ["(0018,1020)"], (text, options, found)


def test_originals_that_say_nothing_are_a_mistake(clean, tmp_path):
    assert program.run("verify", clean, "--against", tmp_path / "missing").code == program.NO_INPUT
    assert program.run("verify", clean, "--against", tmp_path).code == program.NO_INPUT


def test_originals_that_cannot_be_read_leave_the_search_open(clean, tmp_path):
    """What was not read was not looked for: never 0."""
    originals = tmp_path / "originals"
    originals.mkdir()
    shutil.copy(program.FIXTURES / "mr" / "classic.dcm", originals)
    assert program.run("verify", clean, "--against", originals).code == program.DONE
    whole = (program.FIXTURES / "ct" / "slice-2.dcm").read_bytes()
    for content in (whole[:900], whole[:-1], b"a letter", b""):
        (originals / "cut.dcm").write_bytes(content)
        done = program.run("verify", clean, "--against", originals, "--fail-on", "review")
        assert done.code == program.QUARANTINED and "1 of the originals" in done.err, (content[:9], done)
    (originals / "cut.dcm").unlink()
    (originals / "link").symlink_to(program.FIXTURES / "ct")
    assert program.run("verify", clean, "--against", originals).code == program.QUARANTINED
    (originals / "link").unlink()
    if os.geteuid() != 0:
        (originals / "locked").mkdir(mode=0)
        assert program.run("verify", clean, "--against", originals).code == program.QUARANTINED
    # Letters and pictures among them are no DICOM files; that is said, and the rest was looked for.
    for name, content in (("README", b"a letter"), ("notes.txt", "für Jörg".encode("latin-1")), ("scan.png", b"\x89PNG\r\n\0\0")):
        (originals / name).write_bytes(content)
        done = program.run("verify", clean, "--against", originals, "--fail-on", "review")
        assert done.code == program.DONE and f"{name}: is no DICOM file, and nothing in it is looked for" in done.err, done
        (originals / name).unlink()
    # A damaged DICOM file does not pass for one, nor does an archive, which may hold some.
    for name, content in (("IM0001", whole[:100]), ("IM0001", b"\0\1\2"), ("notes.txt", whole[:900]), ("old.zip", b"PK\3\4"),
                          ("scan.dcm", b"a letter"), ("empty.dcm", b"")):
        (originals / name).write_bytes(content)
        assert program.run("verify", clean, "--against", originals).code == program.QUARANTINED, (name, content[:9])
        (originals / name).unlink()
    # A finding outweighs it.
    (originals / "cut.dcm").write_bytes(whole[:900])
    assert program.run("verify", originals / "classic.dcm", "--against", originals).code == FINDINGS
