"""The plugin protocol of age, with a plugin that keeps to it and one that does not (plugins/age-plugin-test)."""
import os
import pathlib

import bech32
import keys
import program
import pydicom
import pytest

PLAIN = b"behind a plugin " * 1000
RECIPIENT = bech32.encode("age1test", b"anybody")
IDENTITY = bech32.encode("AGE-PLUGIN-TEST-", b"somebody")
PLUGINS = pathlib.Path(__file__).parent / "plugins"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{PLUGINS}:{os.environ['PATH']}")
    monkeypatch.setenv("AGE_TEST_PLUGIN_LOG", str(tmp_path / "log"))
    (tmp_path / "id").touch(0o600)
    (tmp_path / "id").write_text(IDENTITY + "\n")
    return tmp_path


def starts(place) -> list[str]:
    return (place / "log").read_text().splitlines() if (place / "log").exists() else []


def test_both_ways_with_stock_age(place):
    sealed = program.run("seal", "-r", RECIPIENT, stdin=PLAIN)
    assert sealed.code == program.DONE and "hello from the plugin" in sealed.err, sealed
    assert keys.age("-d", "-i", place / "id", stdin=sealed.out) == PLAIN
    opened = program.run("open", "-i", place / "id", stdin=keys.age("-r", RECIPIENT, stdin=PLAIN))
    assert (opened.code, opened.out) == (program.DONE, PLAIN), opened
    assert all(line.split()[1] == "/" for line in starts(place)[::3]), "it runs in no folder of ours"


def test_sealing_to_an_identity_and_by_name_alone(place):
    for option in (("-i", place / "id"), ("-j", "test")):
        sealed = program.run("seal", *option, stdin=PLAIN)
        assert sealed.code == program.DONE, sealed
        opened = program.run("open", *option, stdin=sealed.out)
        assert (opened.code, opened.out) == (program.DONE, PLAIN), opened


def test_one_start_for_a_whole_batch(place):
    (place / "in").mkdir()
    for number in range(300):
        (place / "in" / f"{number}").write_bytes(b"%d" % number)
    done = program.run("seal", "-r", RECIPIENT, "-r", bech32.encode("age1test", b"else"), "-o", place / "sealed", place / "in")
    assert done.code == program.DONE and len(starts(place)) == 1, (done, starts(place))
    done = program.run("open", "-i", place / "id", "-o", place / "out", place / "sealed")
    assert done.code == program.DONE and len(starts(place)) == 2, (done, starts(place))
    assert (place / "out" / "299").read_bytes() == b"299"


def test_few_starts_where_nobody_knows_how_many_files_will_come(place, study_key):
    (place / "in").mkdir()
    for number in range(300):
        (place / "in" / f"{number}").write_bytes(b"%d" % number)
    (place / "list").write_text("".join(f"{place}/in/{number}\n" for number in range(300)))
    done = program.run("seal", "-r", RECIPIENT, "-o", place / "sealed", "--files-from", place / "list")
    assert done.code == program.DONE and len(starts(place)) <= 9, (done, starts(place))
    for number in (0, 1, 150, 299):
        assert keys.age("-d", "-i", place / "id", place / "sealed" / f"{number}.age") == b"%d" % number
    (place / "list").write_text("".join(f"{place}/sealed/{number}.age\n" for number in range(300)))
    before = len(starts(place))
    done = program.run("open", "-i", place / "id", "-o", place / "opened", "--files-from", place / "list")
    assert done.code == program.DONE and len(starts(place)) == before + 1, (done, starts(place))
    assert all((place / "opened" / f"{number}").read_bytes() == b"%d" % number for number in range(300))
    before = len(starts(place))
    source = program.FIXTURES / "ct" / "slice-1.dcm"
    (place / "scans").mkdir()
    for number in range(60):
        instance = pydicom.dcmread(source)
        instance.SOPInstanceUID = instance.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
        instance.save_as(place / "scans" / f"{number}.dcm")
    done = program.run(
        "deid", place / "scans", "--key-file", study_key, "--seal-to", RECIPIENT, "-o", place / "out", "-j", "2")
    outputs = program.files_in(place / "out")
    assert done.code == program.DONE and len(outputs) == 60 and len(starts(place)) - before <= 6, (done, starts(place))
    assert all(b"DICM" in keys.age("-d", "-i", place / "id", path)[:132] for path in outputs[::20])


def test_it_is_not_started_when_another_key_opens(place):
    key = keys.ours(place / "key.txt")
    opened = program.run("open", "-i", key.file, "-i", place / "id", stdin=keys.age("-r", key.recipient, stdin=PLAIN))
    assert (opened.code, opened.out, starts(place)) == (program.DONE, PLAIN, []), opened


@pytest.mark.parametrize("mode", ["dies", "garbage", "endless", "error", "index", "nothing", "asks"])
def test_a_plugin_that_fails_at_sealing(place, monkeypatch, mode):
    monkeypatch.setenv("AGE_TEST_PLUGIN", mode)
    done = program.run("seal", "-r", RECIPIENT, "-o", place / "x.age", stdin=PLAIN, start_new_session=True)
    assert done.code == program.NO_KEY and "test plugin" in done.err and not (place / "x.age").exists(), done
    assert mode != "error" or "the token is broken" in done.err


@pytest.mark.parametrize("mode", ["dies", "garbage", "endless", "error", "short", "twice", "asks"])
def test_a_plugin_that_fails_at_opening(place, monkeypatch, mode):
    sealed = program.run("seal", "-r", RECIPIENT, stdin=PLAIN).out
    monkeypatch.setenv("AGE_TEST_PLUGIN", mode)
    done = program.run("open", "-i", place / "id", "-o", place / "x", stdin=sealed, start_new_session=True)
    assert done.code == program.NO_KEY and "test plugin" in done.err and not (place / "x").exists(), done


def test_labels_keep_recipients_apart(place, monkeypatch):
    monkeypatch.setenv("AGE_TEST_PLUGIN", "labels")
    assert program.run("seal", "-r", RECIPIENT, stdin=PLAIN).code == program.DONE
    key = keys.ours(place / "key.txt")
    done = program.run("seal", "-r", RECIPIENT, "-r", key.recipient, stdin=PLAIN)
    assert done.code == program.USAGE and done.out == b"" and "post-quantum" in done.err, done


@pytest.mark.parametrize("name", ["../test", "te/st", "", "a b", "x" * 100])
def test_names_that_no_plugin_has(place, name):
    assert program.run("open", "-j", name, stdin=b"x").code == program.USAGE
    if " " not in name:
        done = program.run("seal", "-r", bech32.encode(f"age1{name}", b"x"), stdin=b"x")
        assert done.code in (program.USAGE, program.NO_KEY) and done.out == b"" and starts(place) == [], done


def test_a_plugin_is_not_looked_for_in_the_current_folder(place, monkeypatch):
    monkeypatch.setenv("PATH", f".::{os.environ['PATH'].split(':', 1)[1]}")
    done = program.run("seal", "-r", RECIPIENT, stdin=b"x", cwd=PLUGINS)
    assert done.code == program.NO_KEY and "age-plugin-test" in done.err and starts(place) == [], done
