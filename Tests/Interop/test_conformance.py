"""De-identification makes no new errors for dciodvfy, but those that `known_new_errors.tsv` explains."""
import concurrent.futures
import functools
import os

import dciodvfy
import program
import pytest

#: (file, error) → why.
KNOWN: dict[str, dict[str, str]] = {}
for row in program.table(program.HERE / "known_new_errors.tsv"):
    assert row["reason"]
    KNOWN.setdefault(row["file"], {})[row["error"]] = row["reason"]


@functools.cache
def errors_before(source) -> set[str]:
    return dciodvfy.errors(source)


def new_errors(result) -> set[str]:
    return dciodvfy.errors(result.output) - errors_before(result.source)


def check(results):
    unknown, stale = {}, {}
    written = {name: result for name, result in results.items() if result.output}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        all_found = pool.map(new_errors, written.values())
    for name, found in zip(written, all_found):
        known = KNOWN.get(name, {}).keys()
        if found - known:
            unknown[name] = sorted(found - known)
        if known - found:
            stale[name] = sorted(known - found)
    assert not unknown, "new errors"
    assert not stale, "no error any more: take it out of known_new_errors.tsv"


def test_profile_basic_makes_no_new_errors(deidentified):
    check(deidentified)


def test_profile_basic_modified_dates_makes_no_new_errors(deidentified_with_dates):
    check(deidentified_with_dates)


def test_profile_research_makes_no_new_errors(deidentified_for_research):
    # Items in an encoding of their own stay so (docs/deviations.md), in sequences that basic removes.
    check({name: result for name, result in deidentified_for_research.items()
           if name != "deviations/explicit-item-in-implicit.dcm"})


def test_the_oracle_sees_errors(tmp_path, deidentified):
    """A file without its Modality is an error to it: the tests above are not passing for want of an answer."""
    data = deidentified["ct/slice-1.dcm"].output.read_bytes()
    (tmp_path / "broken.dcm").write_bytes(data.replace(b"\x08\x00\x60\x00CS\x02\x00CT", b""))
    assert any("Modality" in error for error in dciodvfy.errors(tmp_path / "broken.dcm"))


@pytest.mark.parametrize("name", KNOWN)
def test_known_errors_are_about_fixtures_that_are_written(deidentified, name):
    assert deidentified[name].output
