"""`inspect` against pydicom (JSON) and dcmdump (structure), for every file that both can read."""
import collections
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios

import dump_model
import inspect_model
import program
import pytest

FILES = inspect_model.files()
LISTED = collections.defaultdict(dict)
for row in inspect_model.listed():
    LISTED[row["file"]][row["path"]] = row


def read_or_refused(path):
    """A file that one of the two does not read: ours reads it or says what is wrong, and nothing else."""
    done = program.run("inspect", "--no-values", path, timeout=120)
    assert done.code == program.DONE or done.code == program.BAD_INPUT and "at byte" in done.err or "not a DICOM" in done.err \
        or "empty" in done.err, done


@pytest.mark.parametrize("name", FILES)
def test_json_is_that_of_pydicom(name):
    """Equal, or listed one by one; and nothing is listed that is equal. Of files that are not everybody's, explained."""
    differences = inspect_model.differences(FILES[name])
    if differences is None:
        assert name not in LISTED
        return read_or_refused(FILES[name])
    if not inspect_model.is_listed(name):
        assert not [(path, d.ours, d.theirs) for path, rule, d in differences if rule is None]
        return None
    found = {path: rule for path, rule, _ in differences}
    listed = {path: row["rule"] for path, row in LISTED[name].items()}
    assert found == listed
    for row in LISTED[name].values():
        assert (row["right"], row["section"]) == inspect_model.RULES[row["rule"]]


# MARK: dcmdump

DCMDUMP = {row["file"]: row for row in program.table(inspect_model.HERE / "inspect_dcmdump.tsv")}


@pytest.mark.parametrize("name", FILES)
def test_structure_is_that_of_dcmdump(name):
    """Number, order, tags, VRs and lengths of elements, at every depth; or listed with who is right."""
    theirs = dump_model.dcmdump(FILES[name])
    mine = dump_model.inspected(FILES[name]) if theirs else None
    if mine is None:
        assert name not in DCMDUMP
        return read_or_refused(FILES[name])
    rules, unexplained = dump_model.compare(mine, theirs)
    assert not unexplained
    if not inspect_model.is_listed(name):
        return None
    row = DCMDUMP.get(name)
    assert sorted(rules) == (row["rules"].split(" ") if row else [])
    if row:
        assert row["right"] == " ".join(dump_model.RULES[rule][0] for rule in sorted(rules))
        assert row["section"] == "; ".join(dump_model.RULES[rule][1] for rule in sorted(rules))


def test_every_rule_of_dcmdump_is_met():
    assert {rule for row in DCMDUMP.values() for rule in row["rules"].split(" ")} == set(dump_model.RULES)


# MARK: The command itself

CT = inspect_model.FIXTURES / "ct" / "slice-1.dcm"


def test_one_object_a_line():
    done = program.run("inspect", "--json", CT, CT)
    assert done.code == program.DONE
    assert [json.loads(line)["00100020"] for line in done.out.splitlines()] == [
        {"vr": "LO", "Value": ["PHI001002x"]}] * 2


def test_from_a_pipe_as_from_a_file():
    for path in [CT, *sorted((inspect_model.FIXTURES / "syntax").glob("*.dcm"))]:
        for options in (["--json"], ["-v"], ["--full"]):
            from_file = program.run("inspect", *options, path)
            assert from_file.code == program.DONE
            assert program.run("inspect", *options, "-", stdin=path.read_bytes()).out == from_file.out


def test_a_damaged_file_is_shown_up_to_the_damage():
    done = program.run("inspect", inspect_model.FIXTURES / "broken" / "cut-in-half.dcm")
    assert done.code == program.BAD_INPUT
    assert b"PatientName" in done.out and b"# not complete" in done.out
    assert "at byte" in done.err and "hint:" in done.err


def test_a_selection_by_path():
    done = program.run(
        "inspect", "--json", "--tag", "(0040,0275)[1].(0032,1060)", "--tag", "PatientSex", CT)
    assert json.loads(done.out) == {
        "00100040": {"vr": "CS", "Value": ["F"]},
        "00400275": {"vr": "SQ", "Value": [{"00321060": {"vr": "LO", "Value": ["PHI020042x"]}}]},
    }


def test_a_typo_gets_a_suggestion():
    done = program.run("inspect", "--tag", "PatientNmae", CT)
    assert (done.code, done.out) == (program.USAGE, b"")
    assert "did you mean PatientName" in done.err


def test_no_values_shows_no_value():
    for path in program.files_in(inspect_model.FIXTURES):
        if path.suffix != ".dcm":
            continue
        for options in ([], ["--json"], ["-v", "--full"]):
            done = program.run("inspect", "--no-values", *options, path)
            assert b"PHI" not in done.out.replace(b"RETAINPHI", b"") and b"MARK0" not in done.out, path


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    many = [str(CT)] * 60
    done = subprocess.run(
        f"set -o pipefail; '{program.binary()}' inspect {' '.join(many)} | head -1; echo ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", capture_output=True, timeout=60, check=False)
    assert done.stderr == b""
    assert done.stdout.splitlines()[-1] == b"141"


def test_exit_codes(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("no DICOM")
    assert program.run("inspect", text).code == program.BAD_INPUT
    assert program.run("inspect", tmp_path / "missing.dcm").code == program.NO_INPUT
    both = program.run("inspect", text, CT)
    assert both.code == program.QUARANTINED
    assert b"PatientName" in both.out


def on_a_terminal(columns, *arguments, **variables):
    """What a terminal of so many columns gets."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm", **variables}
    with subprocess.Popen([program.binary(), "inspect", *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=follower,
                          env=environment) as run:
        os.close(follower)
        out = b""
        while True:
            try:
                more = os.read(leader, 1 << 16)
            except OSError:
                break
            if not more:
                break
            out += more
    os.close(leader)
    assert run.returncode == program.DONE
    return out.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [80, 132])
def test_lines_fit_the_terminal(columns):
    """Where what comes before a value leaves room for one: not many levels down, nor behind the longest keywords."""
    for path in [CT, *sorted((inspect_model.FIXTURES / "syntax").glob("*.dcm")), inspect_model.FIXTURES / "sr" / "key-object.dcm"]:
        for line in re.sub("\x1b\\[[0-9;]*m", "", on_a_terminal(columns, path)).splitlines():
            name = re.match(r" *\(\S+\) \S\S +\S+ \S+", line)
            if not name or len(name[0]) <= columns - 18:
                assert len(line) <= columns, line
    shown = on_a_terminal(80, "--tag", "SOPClassUID", CT, NO_COLOR="1")
    assert re.search(r"SOPClassUID +\(CT Image Storage\)\n", shown)
    shown = on_a_terminal(132, "--tag", "SOPClassUID", CT, NO_COLOR="1")
    assert re.search(r"SOPClassUID +1\.2\.840\.10008\.5\.1\.4\.1\.1\.2 \(CT Image Storage\)\n", shown)


def test_colours_are_for_terminals_that_want_them():
    assert "\x1b[" in on_a_terminal(80, CT) and "\x1b[" in on_a_terminal(80, CT, NO_COLOR="")
    assert "\x1b" not in on_a_terminal(80, CT, NO_COLOR="1") + on_a_terminal(80, CT, TERM="dumb")
    assert b"\x1b" not in program.run("inspect", CT).out


def test_control_characters_do_not_reach_the_terminal(tmp_path):
    data = CT.read_bytes()
    evil = tmp_path / "evil.dcm"
    name = re.search(rb"\x10\x00\x10\x00PN\x1e\x00(.{30})", data, re.DOTALL)
    assert name
    evil.write_bytes(data.replace(name[1], b"\x1b[31mred\x07\x9b31m\r\n\x00".ljust(30), 1))
    for options in ([], ["--full"], ["--json"]):
        out = program.run("inspect", *options, evil).out
        assert not set(out) & (set(range(0x20)) - {0x0A}) and 0x7F not in out
