"""`deid --seal-to`: the same bytes as without it, and no cleartext on the way."""
import batch
import keys
import program
import pytest


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("key") / "key.txt")


def test_opened_with_age_they_are_the_unsealed_outputs(tmp_path, key, study_key, deidentified, fixture_files):
    results = batch.deidentify(fixture_files, tmp_path, study_key, "--profile", "basic", "--seal-to", key.recipient)
    count = 0
    for path, result in results.items():
        plain = deidentified[str(path.relative_to(program.FIXTURES))]
        assert (result.output is None) == (plain.output is None) and result.reason == plain.reason
        if result.output:
            assert result.entry["output"] == plain.entry["output"] + ".age"
            assert keys.age("-d", "-i", key.file, result.output) == plain.output.read_bytes()
            count += 1
    assert count > 90


def test_only_sealed_files_are_in_the_folder(tmp_path, key):
    done = program.run(
        "deid", program.FIXTURES / "ct", program.FIXTURES / "broken", "-o", tmp_path / "out", "--seal-to", key.recipient)
    assert done.code == program.QUARANTINED
    files = program.files_in(tmp_path)
    assert files and all(path.suffix == ".age" for path in files)
    for path in files:
        data = path.read_bytes()
        assert data.startswith(b"age-encryption.org/v1\n") and b"DICM" not in data and b"2.25." not in data


def test_recipients_of_a_file_and_standard_streams(tmp_path, key, study_key, deidentified):
    (tmp_path / "team.txt").write_text(f"# team\n{key.recipient}\n")
    plain = deidentified["ct/slice-1.dcm"]
    done = program.run(
        "deid", "-", "-o", "-", "--key-file", study_key, "--profile", "basic", "--seal-to", tmp_path / "team.txt",
        stdin=plain.source.read_bytes())
    assert done.code == program.DONE
    assert keys.age("-d", "-i", key.file, stdin=done.out) == plain.output.read_bytes()
