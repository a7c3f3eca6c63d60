"""All files that come with pydicom: de-identified and whole, or set aside for a reason in `pydicom_files.tsv`."""
import collections
import pathlib

import batch
import pixels
import program
import pydicom
import pytest

DATA = pathlib.Path(pydicom.__file__).parent / "data"
TABLE = {row["file"]: row for row in program.table(program.HERE / "pydicom_files.tsv")}


#: Outputs that are wrong, and why; strict, so that a repair is noticed.
WRONG: dict[str, str] = {}


def files():
    """Those of the wheel; pydicom's own code is none of them."""
    return [path for path in program.files_in(DATA) if path.suffix not in (".py", ".pyc")]


@pytest.fixture(scope="session")
def results(tmp_path_factory, study_key):
    done = batch.deidentify(files(), tmp_path_factory.mktemp("pydicom"), study_key)
    return {path.relative_to(DATA).as_posix(): result for path, result in done.items()}


def test_the_table_names_every_file():
    assert sorted(TABLE) == sorted(path.relative_to(DATA).as_posix() for path in files())


@pytest.mark.parametrize("name", TABLE)
def test_outcome_is_that_of_the_table(results, name):
    row, result = TABLE[name], results[name]
    assert (row["outcome"], row["reason"]) == ("written" if result.output else "quarantined", result.reason or "-")


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=[pytest.mark.xfail(strict=True, reason=WRONG[name])] if name in WRONG else [])
    for name, row in TABLE.items() if row["outcome"] == "written"])
def test_output_is_readable_and_its_pixels_are_those_of_the_input(results, name):
    result = results[name]
    after = pixels.read(result.output)
    assert pixels.dcmdump_reads(result.output)
    pixels.compare(pixels.read(result.source), after, scrubbed=True)


def test_without_scrubbing_pixel_data_are_the_same_bytes(tmp_path, study_key, keep_codestreams):
    compared = collections.Counter()
    sources = [path for path in files() if path.relative_to(DATA).as_posix() not in WRONG]
    for result in batch.deidentify(sources, tmp_path, study_key, "--profile", keep_codestreams).values():
        if result.output:
            compared[pixels.compare(pixels.read(result.source), pixels.read(result.output), decode=False)] += 1
    assert compared[1] > 80


def test_every_output_is_clean_under_verify(results):
    """No error and no warning: verify at its default ends with 0."""
    assert batch.findings(results) == []


def test_counts(results, capsys):
    counts = collections.Counter(result.reason or "written" for result in results.values())
    with capsys.disabled():
        print(f"\npydicom {pydicom.__version__}: {len(results)} files: "
              + ", ".join(f"{count} {name}" for name, count in counts.most_common()))
    expected = collections.Counter("written" if row["reason"] == "-" else row["reason"] for row in TABLE.values())
    assert counts == expected
