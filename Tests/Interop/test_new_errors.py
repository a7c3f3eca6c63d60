"""dciodvfy finds no new error in what becomes of pydicom's files, and of those that DCMVEIL_CORPUS names.

The original is looked at three times, since dciodvfy gives up early on some files: as it is, as the profile keep-all writes
it (the same data set with File Meta Information of today), and, where the data set has no SOP Class UID and so no IOD to be
held against, with the one that File Meta Information names. What is wrong in any of them is no new error.
"""
import concurrent.futures
import os
import pathlib

import batch
import dciodvfy
import program
import pydicom
import pytest

DATA = pathlib.Path(pydicom.__file__).parent / "data"
CORPUS = os.environ.get("DCMVEIL_CORPUS")
#: (end of the file's path, start of an error) → why it is there and may be.
KNOWN = {(row["file"], row["error"]): row["reason"] for row in program.table(program.HERE / "known_new_errors_files.tsv")}


def sources():
    found = [path for path in program.files_in(DATA) if path.suffix not in (".py", ".pyc")]
    if CORPUS:
        found += program.files_in(pathlib.Path(CORPUS).resolve(strict=True))
    return found


def tell(path) -> set[str]:
    """The errors of a file; none for one that it does not get through."""
    try:
        return dciodvfy.errors(path)
    except Exception:  # noqa: BLE001: a hang or a crash of the oracle on a broken original is no statement about ours
        return set()


def with_class(path, folder) -> pathlib.Path | None:
    """A copy whose data set names the SOP Class that File Meta Information has, where it lacks it."""
    try:
        data = pydicom.dcmread(path, force=True)
        if "SOPClassUID" in data or "MediaStorageSOPClassUID" not in data.file_meta:
            return None
        data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID
        copy = folder / f"{abs(hash(path))}.dcm"
        data.save_as(copy)
        return copy
    except Exception:  # noqa: BLE001: what pydicom cannot read or write has the other two copies
        return None


@pytest.fixture(scope="module")
def before(tmp_path_factory, study_key):
    """Source → the errors of the original."""
    folder = tmp_path_factory.mktemp("original")
    kept = batch.deidentify(sources(), tmp_path_factory.mktemp("kept"), study_key, "--profile", "keep-all", timeout=600)

    def all_of(path):
        output, copy = kept[path].output, with_class(path, folder)
        return tell(path) | (tell(output) if output else set()) | (tell(copy) if copy else set())

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(kept, pool.map(all_of, kept)))


def reason(source, error) -> str | None:
    return next((why for (name, start), why in KNOWN.items()
                 if source.as_posix().endswith(name) and error.startswith(start)), None)


@pytest.mark.parametrize("profile", ["basic", "basic-modified-dates", "limited-data-set", "strict", "research"])
def test_no_new_errors(before, tmp_path, study_key, profile):
    results = batch.deidentify(sources(), tmp_path, study_key, "--profile", profile, timeout=600)
    written = [result for result in results.values() if result.output]
    assert len(written) > 170
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        after = list(pool.map(lambda result: dciodvfy.errors(result.output), written))
    wrong = [f"{result.source}: {error}" for result, errors in zip(written, after)
             for error in sorted(errors - before[result.source]) if not reason(result.source, error)]
    assert not wrong, f"{len(wrong)} new errors:\n" + "\n".join(wrong[:60])
