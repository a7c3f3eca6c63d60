"""The verifier on what is not de-identified, and on what deid makes of it."""
import json
import os
import resource
import struct
import subprocess
import urllib.parse
import xml.etree.ElementTree
import zlib

import markers
import program
import pydicom
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


@pytest.mark.parametrize("profile", ["basic", "basic-modified-dates", "research", "strict"])
def test_outputs_have_no_error(tmp_path, profile):
    program.run("deid", program.FIXTURES, "-o", tmp_path / "out", "--profile", profile)
    done, found, summary = findings(tmp_path / "out", "--fail-on", "error")
    assert summary["files"] > 90
    errors = [line for line in found if line["severity"] == "error"]
    assert not errors, errors
    assert summary["errors"] == 0


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


@pytest.fixture(name="clean", scope="module")
def clean_file(tmp_path_factory):
    """A file without a finding."""
    folder = tmp_path_factory.mktemp("clean")
    program.run("deid", program.FIXTURES / "ct" / "slice-1.dcm", "-o", folder / "out", "--profile", "basic")
    path = next((folder / "out").rglob("*.dcm"))
    done = program.run("verify", path)
    assert (done.code, done.err) == (program.DONE, "dcmveil: 1 file, no findings\n")
    return path


def test_what_was_passed_over_is_said_and_never_0(tmp_path, clean):
    """A link to a folder, a file that cannot be read: neither is verified, so the run is incomplete."""
    folder = tmp_path / "in"
    folder.mkdir()
    os.link(clean, folder / "one.dcm")
    (tmp_path / "elsewhere").mkdir()
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    done = program.run("verify", folder)
    assert done.code == program.QUARANTINED
    assert f"{folder}/link: not verified: a link to a folder" in done.err and "1 input not verified" in done.err
    done, _, summary = findings(folder, tmp_path / "missing")
    assert done.code == program.QUARANTINED and summary["unverified"] == 2
    # Findings outweigh it.
    assert program.run("verify", folder, program.FIXTURES / "ct").code == FINDINGS


def test_nothing_verified_is_not_summed_up(tmp_path):
    done = program.run("verify", tmp_path / "missing")
    assert done.code == program.NO_INPUT and done.out == b""
    assert "no such file" in done.err and "no findings" not in done.err and done.err.count("\n") == 1
    (tmp_path / "letter.txt").write_text("Dear doctor")
    done = program.run("verify", tmp_path)
    assert done.code == program.NO_INPUT and "no DICOM file" in done.err
    assert program.run("verify", tmp_path / "letter.txt").code == FINDINGS


def test_a_reader_that_goes_away_ends_the_run_without_a_word():
    command = f'"{program.binary()}" verify -q "{program.FIXTURES}" | head -n 1; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert done.returncode == 141 and done.stderr == b"" and done.stdout.count(b"\n") == 1


@pytest.mark.parametrize("level, code", [("error", 0), ("warning", 0), ("review", 0), ("info", FINDINGS)])
def test_the_severity_that_fails_is_chosen(tmp_path, clean, level, code):
    """One finding that is good to know: a number with too many digits."""
    data = clean.read_bytes()
    thickness = struct.pack("<HH2sH", 0x18, 0x50, b"DS", 18) + b"0.1234567890123456"
    at = data.index(struct.pack("<HH2s", 0x18, 0x50, b"DS"))
    length = struct.unpack_from("<H", data, at + 6)[0]
    path = tmp_path / "long.dcm"
    path.write_bytes(data[:at] + thickness + data[at + 8 + length:])
    assert program.run("verify", path, "--fail-on", level).code == code


WICKED = "a,b%0A::error::c\n\x1b[2J\"<&>'\u202e.dcm"


@pytest.fixture(name="wicked")
def wicked_folder(tmp_path):
    """An original under a name that breaks what does not escape it."""
    path = tmp_path / "in" / WICKED
    path.parent.mkdir()
    path.write_bytes((program.FIXTURES / "ct" / "slice-1.dcm").read_bytes())
    return path.parent


def test_sarif_is_what_readers_expect(wicked):
    done = program.run("verify", wicked, wicked / "missing", "--format", "sarif")
    assert done.code == FINDINGS
    log = json.loads(done.out)
    assert log["version"] == "2.1.0" and len(log["runs"]) == 1
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) > 60
    for rule in rules:
        assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"].endswith(".")
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    assert len(run["results"]) > 100
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        # SARIF 2.1.0 §3.27.10: a level other than none goes with the kind fail.
        assert (result["kind"] == "fail") == (result["level"] != "none")
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert set(place["region"]) == {"byteOffset"} and place["region"]["byteOffset"] >= 0
        assert urllib.parse.unquote(place["artifactLocation"]["uri"]) == str(wicked / WICKED)
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert len(invocation["toolExecutionNotifications"]) == 1


def test_a_clean_run_is_valid_in_every_format(clean):
    log = json.loads(program.run("verify", clean, "--format", "sarif").out)
    assert log["runs"][0]["results"] == [] and log["runs"][0]["invocations"][0]["executionSuccessful"] is True
    root = xml.etree.ElementTree.fromstring(program.run("verify", clean, "--format", "junit").out)
    assert [len(case) for case in root.iter("testcase")] == [0]
    assert program.run("verify", clean, "--format", "github").out == b""
    lines = program.run("verify", clean, "--format", "jsonl").out.decode().splitlines()
    assert len(lines) == 1 and json.loads(lines[0])["summary"]["files"] == 1


def test_junit_has_a_case_for_each_input(wicked, clean):
    done = program.run("verify", wicked, clean, wicked / "missing", "--format", "junit")
    root = xml.etree.ElementTree.fromstring(done.out)
    cases = list(root.iter("testcase"))
    assert [[child.tag for child in case] for case in cases] == [["failure", "system-out"], [], ["error"]]
    assert "\\u{a}" in cases[0].get("name") and "DV0103" in cases[0][0].text


def test_workflow_commands_are_one_line_each(wicked):
    done = program.run("verify", wicked, "--format", "github")
    lines = done.out.decode().split("\n")[:-1]
    assert len(lines) > 100
    for line in lines:
        assert line.startswith("::")
        command = line[2:].partition("::")[0]
        assert command.startswith(("error file=", "warning file=", "notice file="))
        assert command.count(",") == 1 and "%250A" in command and "%0A" in command
    assert "\x1b" not in done.out.decode() and "\u202e" not in done.out.decode()


def test_checks_explain_themselves():
    listed = program.run("verify", "--list-checks").out.decode().splitlines()
    assert len(listed) > 60
    for line in listed:
        identifier, severity = line.split()[:2]
        page = program.run("verify", "--explain", identifier)
        assert page.code == program.DONE and page.out.decode().startswith(f"{identifier} ({severity}): ")
    assert program.run("verify", "--explain", "DV9999").code == program.USAGE
    assert program.run("verify").code == program.USAGE


def bounded(path):
    """Verifies in at most 256 MiB and some seconds, whatever the file is."""
    limit = lambda: resource.setrlimit(resource.RLIMIT_DATA, (256 << 20, 256 << 20))
    return program.run("verify", path, timeout=15, preexec_fn=limit)


def test_hostile_files_are_bounded(tmp_path, clean):
    data = clean.read_bytes()
    end = 144 + struct.unpack_from("<I", data, 140)[0]
    meta = data[:end]
    bomb = tmp_path / "bomb.dcm"
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    explicit, deflated = b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.1.99"
    assert explicit in meta
    changed = meta.replace(struct.pack("<H", len(explicit)) + explicit, struct.pack("<H", len(deflated)) + deflated)
    changed = changed[:140] + struct.pack("<I", len(changed) - 144) + changed[144:]
    with open(bomb, "wb") as file:
        file.write(changed + deflate.compress(struct.pack("<HH2sHI", 0x7FE0, 0x10, b"OW", 0, 0x80000000)))
        for _ in range(128):
            file.write(deflate.compress(bytes(1 << 24)))
        file.write(deflate.flush())
    assert "DV0009" in bounded(bomb).out.decode()

    item = struct.pack("<HHI", 0xFFFE, 0xE000, 0)
    names = struct.pack("<HH2sH", 0x10, 0x10, b"PN", 0)
    contents = {
        "items": struct.pack("<HH2sHI", 0x54, 0x16, b"SQ", 0, 8_000_000) + item * 1_000_000,
        "elements": names * 2_000_000,
        "private": struct.pack("<HH2sH", 0x11, 0x10, b"LO", 0) * 2_000_000,
        "nested": (struct.pack("<HH2sHI", 0x54, 0x16, b"SQ", 0, 0xFFFFFFFF) + item[:4] + b"\xff" * 4) * 10_000,
        "longest": struct.pack("<HH2sHI", 0x7FE0, 0x10, b"OW", 0, 0xFFFFFFFE) + bytes(100),
    }
    for name, content in contents.items():
        path = tmp_path / f"{name}.dcm"
        path.write_bytes(meta + content)
        done = bounded(path)
        assert done.code == FINDINGS, (name, done.err)
        assert done.out.count(b"\n") < 10_100


@pytest.mark.parametrize("size", [16_384, 16_386, 40_000, 700_000])
def test_long_colour_profiles_are_looked_at_to_their_end(tmp_path, clean, size):
    """Longer than the reader's window, in a plain and in a deflated file; the text of a description is at the end."""
    header = bytearray(struct.pack(">I", size) + bytes(124))
    header[36:40] = b"acsp"
    text = b"Smith^John, Main Street 5\0"
    tag = b"text" + bytes(4) + text
    table = struct.pack(">I4sII", 1, b"cprt", size - len(tag), len(tag))
    profile = (bytes(header) + table).ljust(size - len(tag), b"\0") + tag
    data = pydicom.dcmread(clean)
    data.ICCProfile = profile
    for syntax in (pydicom.uid.ExplicitVRLittleEndian, pydicom.uid.DeflatedExplicitVRLittleEndian):
        data.file_meta.TransferSyntaxUID = syntax
        data.save_as(tmp_path / "a.dcm", enforce_file_format=True)
        done = program.run("verify", "--fail-on", "review", tmp_path / "a.dcm")
        assert done.code == 1 and b"(0028,2000)" in done.out, done
