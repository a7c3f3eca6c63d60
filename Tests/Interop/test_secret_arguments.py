"""A secret key where a file name belongs is in no message."""
import keys
import program
import pytest

CT = program.FIXTURES / "ct" / "slice-1.dcm"
STUDY = "0123456789abcdef" * 4
PLACES = {
    "open -i": ["open", "-i", "KEY", "x.age"],
    "open -iKEY": ["open", "-iKEY", "x.age"],
    "open --identity=": ["open", "--identity=KEY", "x.age"],
    "keygen -y": ["keygen", "-y", "KEY"],
    "seal -R": ["seal", "-R", "KEY", CT],
    "seal -r": ["seal", "-r", "KEY", CT],
    "deid --seal-to": ["deid", CT, "-o", "out", "--seal-to", "KEY"],
    "deid --key-file": ["deid", CT, "-o", "out", "--key-file", "KEY"],
    "an input": ["seal", "KEY"],
    "an unknown option": ["seal", "--KEY"],
    "an output": ["deid", CT, "-o", "KEY"],
}


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("key") / "key.txt").secret


@pytest.mark.parametrize("around", ["{}", " {}", "{}\n", "# comment\n{}"], ids=["alone", "blank", "line feed", "file"])
@pytest.mark.parametrize("kind", ["identity", "lower case", "study key"])
@pytest.mark.parametrize("place", PLACES)
def test_keys_are_not_shown(tmp_path, secret, place, kind, around):
    key = {"identity": secret, "lower case": secret.lower(), "study key": f"dcmveil-study-key-1:{STUDY}"}[kind]
    arguments = [str(word).replace("KEY", around.format(key)) for word in PLACES[place]]
    refused(program.run(*arguments, cwd=tmp_path), key, place)
    assert program.files_in(tmp_path) == []


@pytest.mark.parametrize("digits", [STUDY, STUDY.upper(), STUDY[:-1], f" {STUDY}"])
@pytest.mark.parametrize("place", ["deid --key-file", "open -i", "open -iKEY", "keygen -y", "seal -R", "deid --seal-to"])
def test_digits_of_study_keys_are_not_shown(tmp_path, place, digits):
    refused(program.run(*[str(word).replace("KEY", digits) for word in PLACES[place]], cwd=tmp_path), digits, place)


def refused(done, key, place):
    assert done.code == program.USAGE and "secret key stands where a file name belongs" in done.err, done
    assert "make a new one" in done.err
    body = key.strip()[-40:]
    assert body.lower() not in done.err.lower() and body.encode() not in done.out
    option = place.split()[-1].removesuffix("=").removesuffix("KEY")
    assert not option.startswith("-") or f"dcmveil: {option}: " in done.err, done


def test_files_named_by_their_digest_are_files(tmp_path, secret):
    (tmp_path / STUDY).touch(0o600)
    (tmp_path / STUDY).write_text(secret + "\n")
    (tmp_path / STUDY[::-1]).write_bytes(CT.read_bytes())
    assert program.run("keygen", "-y", STUDY, cwd=tmp_path).code == program.DONE
    assert program.run("deid", STUDY[::-1], "-o", "out", cwd=tmp_path).code == program.DONE
    missing = "f" * 64
    done = program.run("deid", missing, "-o", "out", cwd=tmp_path)
    assert done.code == program.NO_INPUT and missing in done.err, done
    done = program.run("deid", CT, "-o", "out", "--key-file", "age-secret-key-of-mine.txt", cwd=tmp_path)
    assert done.code == program.NO_KEY and "age-secret-key-of-mine.txt" in done.err, done
