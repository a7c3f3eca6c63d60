"""The properties of `test_pydicom_files` for every file of a folder that DCMVEIL_CORPUS names; no table is needed."""
import collections
import os
import pathlib

import batch
import pixels
import program
import pytest

CORPUS = os.environ.get("DCMVEIL_CORPUS")
pytestmark = pytest.mark.skipif(not CORPUS, reason="DCMVEIL_CORPUS names no folder; the corpus is no part of the project")


def files():
    if not CORPUS:
        return []
    found = program.files_in(pathlib.Path(CORPUS).resolve(strict=True))
    assert found, f"DCMVEIL_CORPUS={CORPUS}: no files"
    return found


@pytest.fixture(scope="session")
def results(tmp_path_factory, study_key):
    return batch.deidentify(files(), tmp_path_factory.mktemp("corpus"), study_key, timeout=300)


@pytest.mark.parametrize("source", files(), ids=lambda path: path.name)
def test_file_is_whole_or_set_aside(results, source):
    result = results[source]
    if result.output is None:
        assert result.reason and result.entry["message"]
        return
    try:
        before = pixels.read(source)
    except Exception:  # noqa: BLE001: what pydicom cannot read before, it need not read after
        before = None
    if before is not None:
        pixels.compare(before, pixels.read(result.output), scrubbed=True)
    if pixels.dcmdump_reads(source):
        assert pixels.dcmdump_reads(result.output)


@pytest.mark.parametrize("source", files(), ids=lambda path: path.name)
def test_alone_it_ends_with_an_expected_code(results, source, tmp_path, study_key):
    """One by one, as a person would try it; the bytes are those of the batch."""
    done = program.run("deid", source, "-o", tmp_path / "x.dcm", "--key-file", study_key, timeout=60)
    output = results[source].output
    assert done.code == (program.BAD_INPUT if output is None else program.DONE), done
    assert program.files_in(tmp_path) == ([] if output is None else [tmp_path / "x.dcm"])
    if output:
        assert output.read_bytes() == (tmp_path / "x.dcm").read_bytes()


def test_every_output_is_clean_under_verify(results):
    """No error and no warning: verify at its default ends with 0."""
    assert batch.findings(results) == []


def test_counts(results, capsys):
    counts = collections.Counter(result.reason or "written" for result in results.values())
    with capsys.disabled():
        print(f"\ncorpus: {len(results)} files: " + ", ".join(f"{n} {name}" for name, n in counts.most_common()))
    assert counts["written"]


def test_without_scrubbing_pixel_data_are_the_same_bytes(tmp_path, study_key, keep_codestreams):
    done = batch.deidentify(files(), tmp_path, study_key, "--profile", keep_codestreams, timeout=300)
    changed = []
    for source, result in done.items():
        if result.output is None:
            continue
        try:
            before = pixels.read(source)
        except Exception:  # noqa: BLE001: see above
            continue
        try:
            pixels.compare(before, pixels.read(result.output), decode=False)
        except AssertionError as error:
            changed.append(f"{source.name}: {error}")
    assert not changed, "\n".join(changed)
