"""None of the planted markers is left in an output, a name of a file, a message or a report.

What is left on purpose, or not cleaned yet, stands in `Fixtures/known-leftovers.tsv` with the reason. The list is exact:
a place that is clean now must be taken out of it.
"""
import re

import markers
import pixels
import program
import pytest

LEFTOVERS: dict[str, set[tuple[str, str]]] = {}
for row in program.table(program.FIXTURES / "known-leftovers.tsv"):
    assert row["reason"]
    LEFTOVERS.setdefault(row["file"], set()).add((row["place"], row["class"]))

ANY_MARKER = re.compile(rb"phi\d{6}x|zzmark\d{6}|1\.2\.826\.0\.1\.3680043\.10\.999\.\d{7}")


def written(deidentified, name):
    output = deidentified[name].output
    if output is None:
        pytest.fail(f"{name} is listed, but was quarantined: {deidentified[name].reason}")
    return output


def leftovers(output, name, but=lambda row: False) -> set[tuple[str, str]]:
    """Places of the marker table whose marker still stands in the output, but for some rows."""
    data = markers.searchable(output.read_bytes())
    rows = [row for row in markers.planted().get(name, []) if not but(row) and markers.raw(row["marker"]) in data]
    data_set = pixels.read(output) if rows else None
    found, placed = set(), set()
    for row in rows:
        value = markers.value_at(data_set, row["where"])
        if value is not None and markers.raw(row["marker"]) in value.lower():
            found.add((row["where"], row["class"]))
            placed.add(row["marker"])
    # A marker that stands in none of its own places has moved somewhere else.
    found |= {("elsewhere: " + row["where"], row["class"]) for row in rows if row["marker"] not in placed}
    return found


def test_outputs_hold_no_marker_but_the_known_leftovers(deidentified):
    unknown = {}
    for name, result in deidentified.items():
        if result.output and (new := leftovers(result.output, name) - LEFTOVERS.get(name, set())):
            unknown[name] = sorted(new)
    assert not unknown


#: Kept by retain-patient-characteristics.
CHARACTERISTICS = {f"(0010,{element})" for element in "0040 0047 1020 1030 2160 2162 21A0 2203".split()}


def is_time(row) -> bool:
    """A time of day, which stays where dates move; the days of the same values must not."""
    return row["class"] == "date" and bool(TIME.fullmatch(row["marker"]))


#: HHMMSS with a fraction; days have eight digits.
TIME = re.compile(r"\d{6}\.\d{6}")


def test_cleaning_leaves_no_more_than_removing(deidentified_for_research):
    """But times, as test_dates.py has it, and what an option keeps."""
    unknown = {}
    for name, result in deidentified_for_research.items():
        # Items in an encoding of their own stay so (docs/deviations.md); pydicom does not read them.
        if not result.output or name.startswith("deviations/") or name == "quirks/undefined-length-un-big-endian.dcm":
            continue
        new = leftovers(result.output, name, is_time) - LEFTOVERS.get(name, set())
        new = {row for row in new if row[0].split(".")[-1] not in CHARACTERISTICS}
        if new:
            unknown[name] = sorted(new)
    assert not unknown


def test_known_leftovers_are_still_left(deidentified):
    stale = {name: LEFTOVERS[name] - leftovers(written(deidentified, name), name) for name in LEFTOVERS}
    assert not any(stale.values()), "clean now: take it out of known-leftovers.tsv"


def test_the_hiding_places_are_written(deidentified):
    """A file that is refused proves nothing of what is cleaned."""
    hiding = [name for name in deidentified if name.startswith("leftovers/")]
    assert len(hiding) > 8
    assert [name for name in hiding if not deidentified[name].output] == []


def test_no_output_holds_a_marker_of_another_file(deidentified):
    """What the program remembers of one file must not get into the next one."""
    for name, result in deidentified.items():
        if result.output:
            own = {markers.raw(row["marker"]) for row in markers.planted().get(name, [])}
            assert not set(ANY_MARKER.findall(markers.searchable(result.output.read_bytes()))) - own, name


@pytest.mark.parametrize("options", [(), ("--seal-to",)], ids=["plain", "sealed"])
def test_names_messages_and_report_hold_no_marker(tmp_path, study_key, options):
    if options:
        assert program.run("keygen", "-o", tmp_path / "id.txt").code == program.DONE
        options += (program.run("keygen", "-y", tmp_path / "id.txt").out.decode().strip(),)
    done = program.run(
        "deid", program.FIXTURES, "-o", tmp_path / "out", "--key-file", study_key, "--report", tmp_path / "report.jsonl",
        *options)
    assert done.code == program.QUARANTINED, done.err
    names = "\n".join(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert names.count("\n") > 96
    texts = {"stdout": done.out, "stderr": done.err.encode(), "names": names.encode(),
             "report": (tmp_path / "report.jsonl").read_bytes()}
    for place, text in texts.items():
        text = markers.searchable(text)
        found = [marker for marker in markers.every_marker() if marker in text]
        assert not found, place
