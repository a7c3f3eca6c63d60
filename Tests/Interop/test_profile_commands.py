"""profile explain, diff, list and show, as a person or a script meets them."""
import json
import re
import subprocess

import program
import pytest
import standard

OFFERED = {
    "retain-uids": "113110", "retain-device-identity": "113109", "retain-institution-identity": "113112",
    "retain-patient-characteristics": "113108", "retain-longitudinal-full-dates": "113106",
    "retain-longitudinal-modified-dates": "113107", "clean-descriptors": "113105", "clean-structured-content": "113104",
    "clean-graphics": "113103"}
#: Text, and sequences that hold some.
CLEANABLE = ("CS", "LO", "LT", "SH", "SQ", "ST", "UC", "UT")


def explain(*arguments):
    done = program.run("profile", "explain", *arguments)
    assert done.code == program.DONE and not done.err, done
    return dict(line.split(": ", 1) for line in re.sub(r":  +", ": ", done.out.decode()).splitlines())


def test_explain_names_attribute_action_rule_and_table():
    lines = explain("AccessionNumber", "--sop", "CTImageStorage")
    assert lines["attribute"] == "(0008,0050) AccessionNumber, Accession Number, VR SH, VM 1"
    assert lines["place"] == "CT Image Storage; top level; Type 2"
    assert lines["action"] == "Z: emptied" and lines["table"] == "Z"
    assert lines["decided by"] == "PS3.15 2026d Table E.1-1, Accession Number"
    for name in ("1.2.840.10008.5.1.4.1.1.2", "CT Image Storage", "ct-image", "CT"):
        assert explain("(0008,0050)", "--sop", name) == lines
    assert explain("00080050", "--sop", "ct-image", "--profile", "keep-all")["action"] == "keep"


@pytest.mark.parametrize("arguments, words", [
    (["PatientNme"], ["PatientName"]), (["PatientName", "--sop", "CTImageStorag"], ["CTImageStorage"]),
    (["PatientName", "--path", "Rows"], ["no sequence"]), (["PatientName", "--path", "RequestAttributeSequence"], ["RequestAttributesSequence"])])
def test_mistakes_in_explain(arguments, words):
    done = program.run("profile", "explain", *arguments)
    assert done.code == program.USAGE and not done.out and all(word in done.err for word in words), done


def test_explain_looks_around():
    lines = explain("PatientID", "--path", "RequestAttributesSequence[1]", "--profile", "basic")
    assert lines["action"].startswith("goes with (0040,0275) RequestAttributesSequence")


def test_diff_of_the_same_is_nothing():
    done = program.run("profile", "diff", "basic", "basic")
    assert done.code == 0 and not done.out and not done.err


#: Dates of context groups, templates and devices, which are no patient's.
PUBLISHED_DATES = {"00080106", "00080107", "00181204", "00181205", "0040DB06", "0040DB07", "00686226", "00686270", "0072000A"}


@pytest.mark.parametrize("option", OFFERED)
def test_an_option_changes_its_column_of_the_table_and_nothing_else(tmp_path, option):
    """Both profiles are the table alone, so that the difference is the option's column."""
    paths = []
    for name, options in (("none", []), ("with", [option])):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps({"name": name, "table": "PS3.15 E.1-1", "options": options}))
    done = program.run("profile", "diff", *paths)
    assert done.code == 1 and not done.err
    *lines, last = done.out.decode().splitlines()
    assert last == f"(0012,0064): 113100 -> 113100 {OFFERED[option]}"
    found = {}
    for line in lines:
        tag, actions = re.fullmatch(r"\((....,....)\) \w+: (.*)", line).groups()
        found[tag.replace(",", "")] = tuple(actions.split(" -> "))
    assert list(found) == sorted(found)
    dictionary = {row[0]: row[3].split("|")[0] for row in standard.load("dictionary")["elements"]}
    columns = standard.load("confidentiality")["columns"]
    expected = {}
    for row in standard.load("confidentiality")["rows"]:
        entry = dict(zip(columns, row))
        code, tag = entry[option.replace("-", "_")], entry["tag"]
        if tag == "private" or tag < "0008":
            continue
        if tag in PUBLISHED_DATES and option == "retain-longitudinal-modified-dates":
            # They get the basic action: moved, they would tell by how much.
            continue
        if code == "K":
            expected[tag] = (entry["basic"], "keep")
        elif code == "C" and option == "retain-longitudinal-modified-dates" and dictionary.get(tag) in ("DA", "DT", "TM"):
            expected[tag] = (entry["basic"], "date")
        elif (code == "C" and option != "retain-longitudinal-modified-dates"
              and dictionary.get(tag, "LT" if tag == "60xx4000" else None) in CLEANABLE):
            expected[tag] = (entry["basic"], "clean")
    assert found == expected


@pytest.mark.parametrize("arguments", [["list"], ["show", "basic"], ["check", "basic"], ["explain", "Rows"], ["diff", "basic", "keep-all"]])
def test_a_full_device_is_an_error(arguments):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([program.binary(), "profile", *arguments], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == program.IO and b"no space left" in done.stderr


@pytest.mark.parametrize("arguments", [["list"], ["show", "basic"], ["diff", "basic", "keep-all"]])
def test_a_reader_that_goes_away_ends_it_quietly(arguments):
    process = subprocess.Popen([program.binary(), "profile", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() in (0, 1, -13)


def test_diff_knows_editions(tmp_path):
    assert program.run("profile", "diff", "basic@2026d", "basic").code == program.DONE
    done = program.run("profile", "diff", "basic@2025e", "basic")
    assert done.code == program.CONFIGURATION and "2026d" in done.err and "show --actions" in done.err, done
    actions = program.run("profile", "show", "--actions", "basic")
    assert actions.code == program.DONE and actions.out.startswith(b"# dcmveil actions: profile basic, PS3.15 2026d, sha256 ")
    old = tmp_path / "basic-2026d.tsv"
    old.write_bytes(actions.out)
    assert program.run("profile", "diff", old, "basic").code == program.DONE
    old.write_bytes(actions.out.replace(b"(0010,0010) PatientName\tpseudonym\n", b"(0010,0010) PatientName\tX\n").replace(b"2026d", b"2025e"))
    done = program.run("profile", "diff", old, "basic")
    assert (done.code, done.out) == (1, b"(0010,0010) PatientName: X -> pseudonym\n"), done
    old.write_text("nothing")
    assert program.run("profile", "diff", old, "basic").code == program.CONFIGURATION
    assert program.run("profile", "diff", tmp_path / "none.tsv", "basic").code == program.NO_INPUT


def test_diff_with_strict_says_it_attribute_by_attribute():
    done = program.run("profile", "diff", "basic", "strict", "--sop", "CTImageStorage")
    lines = done.out.decode().splitlines()
    assert done.code == 1 and "(0018,1100) ReconstructionDiameter: keep -> remove" in lines
    assert not [line for line in lines if "SliceThickness" in line], "Type 2 in CT Image"


def test_the_example_of_the_guide_is_right(tmp_path):
    guide = (program.ROOT / "docs" / "profiles.md").read_text()
    examples = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    path = tmp_path / "my-study.json"
    path.write_text(examples[0])
    done = program.run("profile", "check", path)
    assert done.code == program.DONE and b"does not conform" not in done.out, done
    path.write_text(json.dumps({"name": "t", "extends": "basic", "rules": json.loads(f"[{examples[1]}]")}))
    assert program.run("profile", "check", path).code == program.DONE
    path.write_text(json.dumps({
        "name": "t", "extends": "basic", "options": ["retain-safe-private"], "rules": json.loads(f"[{examples[2]}]")}))
    assert program.run("profile", "check", path).code == program.DONE
