"""Several inputs and folders, sealed and opened into one folder: nothing is lost, whatever the names are."""
import keys
import os
import program
import pytest
import subprocess


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("key") / "key.txt")


def write(path, data: bytes):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["plain", "force"])
@pytest.mark.parametrize("kind", ["files", "folders"])
def test_two_inputs_of_one_name_are_never_one_output(tmp_path, key, force, kind):
    for name in ("A", "B", "C"):
        write(tmp_path / name / ("x" if name != "C" else "y"), name.encode())
    inputs = ["A", "B", "C"] if kind == "folders" else ["A/x", "B/x", "C/y"]
    done = program.run("seal", "-r", key.recipient, *force, "-o", "out", *inputs, cwd=tmp_path)
    assert done.code == program.QUARANTINED and "B/x: another input" in done.err and "2 sealed, 1 failed" in done.err, done
    assert keys.age("-d", "-i", key.file, tmp_path / "out" / "x.age") == b"A"
    assert keys.age("-d", "-i", key.file, tmp_path / "out" / "y.age") == b"C"
    # An earlier run's outputs are another matter: --force replaces them.
    again = program.run("seal", "-r", key.recipient, "--force", "-o", "out", "C/y", "A/x", cwd=tmp_path)
    assert again.code == program.DONE, again

    (tmp_path / "D").mkdir()
    (tmp_path / "out" / "x.age").rename(tmp_path / "D" / "y.age")
    done = program.run("open", "-i", key.file, *force, "-o", "back", "out", "D", cwd=tmp_path)
    assert done.code == program.QUARANTINED and "D/y.age: another input" in done.err, done
    assert (tmp_path / "back" / "y").read_bytes() == b"C"


def test_two_spellings_of_one_name_are_two_names(tmp_path, key):
    names = ["\u00e9", "e\u0301"]
    for name in names:
        write(tmp_path / "in" / name, name.encode())
    done = program.run("seal", "-r", key.recipient, "-o", "out", "in", cwd=tmp_path)
    assert done.code == program.DONE, done
    for name in names:
        assert keys.age("-d", "-i", key.file, tmp_path / "out" / (name + ".age")) == name.encode()


def test_an_output_never_takes_the_place_of_another_input(tmp_path, key):
    write(tmp_path / "x", b"one")
    write(tmp_path / "x.age", b"two")
    done = program.run("seal", "-r", key.recipient, "--force", "-o", ".", "x", "x.age", cwd=tmp_path)
    assert done.code == program.QUARANTINED and "is another input" in done.err, done
    assert (tmp_path / "x.age").read_bytes() == b"two" and (tmp_path / "x.age.age").exists()


#: A combining mark behind a slash is one character with it.
MARK = "\u0301"


@pytest.mark.parametrize("target", [f"in/{MARK}x", f"in/{MARK}x/{MARK}y", f"new/../in/{MARK}x", "new/../in/x"])
@pytest.mark.parametrize("command", ["seal", "deid"])
def test_a_combining_mark_hides_no_slash(tmp_path, key, command, target):
    write(tmp_path / "in" / "a", b"a")
    options = ("-r", key.recipient) if command == "seal" else ()
    done = program.run(command, *options, "-o", target, "in", cwd=tmp_path)
    assert done.code == program.USAGE and "lies in the input" in done.err, done
    assert program.files_in(tmp_path) == [tmp_path / "in" / "a"]


def test_names_that_begin_with_a_combining_mark(tmp_path, key):
    write(tmp_path / "in" / f"{MARK}d" / f"{MARK}x", b"mark")
    done = program.run("seal", "-r", key.recipient, "-o", "out", "in", cwd=tmp_path)
    assert done.code == program.DONE, done
    assert program.files_in(tmp_path / "out") == [tmp_path / "out" / f"{MARK}d" / f"{MARK}x.age"]
    done = program.run("open", "-i", key.file, "-o", f"{MARK}back", "out", cwd=tmp_path)
    assert done.code == program.DONE and (tmp_path / f"{MARK}back" / f"{MARK}d" / f"{MARK}x").read_bytes() == b"mark"
    done = program.run("open", "-i", key.file, "-o", "flat", f"out/{MARK}d/{MARK}x.age", "out/", cwd=tmp_path)
    assert program.files_in(tmp_path / "flat") == [tmp_path / "flat" / f"{MARK}d" / f"{MARK}x", tmp_path / "flat" / f"{MARK}x"], done
    done = program.run("seal", "-r", key.recipient, "-o", f"new/{MARK}x.age", f"in/{MARK}d/{MARK}x", cwd=tmp_path)
    assert done.code == program.DONE and (tmp_path / "new" / f"{MARK}x.age").exists(), done


def test_a_dot_age_that_carries_a_combining_mark_is_no_suffix(tmp_path, key):
    write(tmp_path / f"x.age{MARK}", keys.age("-r", key.recipient, stdin=b"x"))
    (tmp_path / "out").mkdir()
    done = program.run("open", "-i", key.file, "-o", "out", f"x.age{MARK}", cwd=tmp_path)
    assert done.code == program.DONE and os.listdir(tmp_path / "out") == [f"x.age{MARK}.opened"], done


def test_a_name_that_is_not_utf8_is_a_failed_file(tmp_path, key):
    write(tmp_path / "in" / "good", b"good")
    for name in (b"caf\xe9.dcm", b"caf\xe8.dcm"):
        (tmp_path / "in" / os.fsdecode(name)).write_bytes(b"x")
    # What the name would be repaired to must not stand in for it.
    write(tmp_path / "in" / "caf\ufffd.dcm", b"other")
    done = program.run("seal", "-r", key.recipient, "-o", "out", "in", cwd=tmp_path)
    assert done.code == program.QUARANTINED and "2 sealed, 2 failed" in done.err, done
    assert "in/caf\\xE9.dcm: its name is not UTF-8" in done.err and "in/caf\\xE8.dcm" in done.err
    done = program.run("deid", "in", "-o", "deid", "--report", "report", cwd=tmp_path)
    account = program.read_report(tmp_path / "report")
    assert account.lines["in/caf\\xE9.dcm"]["status"] == "failed" == account.lines["in/caf\\xE8.dcm"]["status"]
    assert account.summary["summary"] == {"written": 0, "quarantined": 2, "failed": 2, "skipped": 0}
    assert done.code == program.QUARANTINED


def test_a_folder_whose_name_is_not_utf8_is_failed(tmp_path, key):
    write(tmp_path / "in" / "good", b"good")
    folder = tmp_path / "in" / os.fsdecode(b"d\xff")
    folder.mkdir()
    (folder / "x").write_bytes(b"x")
    done = program.run("seal", "-r", key.recipient, "-o", "out", "in", cwd=tmp_path)
    assert done.code == program.QUARANTINED and "in/d\\xFF: its name is not UTF-8" in done.err, done


def test_folder_without_files(tmp_path, key):
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for command, options in (("seal", ("-r", key.recipient)), ("open", ("-i", key.file))):
        done = program.run(command, *options, "-o", "out", "in", cwd=tmp_path)
        assert done.code == program.NO_INPUT and "no files" in done.err, done
    assert not (tmp_path / "out").exists()


def test_output_folder_that_cannot_be_made(tmp_path, key):
    write(tmp_path / "in" / "sub" / "a", b"a")
    write(tmp_path / "in" / "b", b"b")
    write(tmp_path / "file", b"file")
    for target in ("file", "file/out", "/proc/nothing/out"):
        done = program.run("seal", "-r", key.recipient, "-o", target, "in", cwd=tmp_path)
        assert done.code == program.CANNOT_CREATE, done
    assert (tmp_path / "file").read_bytes() == b"file"


def test_a_failure_names_its_file(tmp_path, key):
    write(tmp_path / "in" / "sub" / "bad.age", b"no age file")
    write(tmp_path / "in" / "sub" / "worse.age", keys.age("-r", key.recipient, stdin=b"x" * 100)[:-1])
    done = program.run("open", "-i", key.file, "-o", "out", "in", cwd=tmp_path)
    assert done.code == program.QUARANTINED, done
    assert "dcmveil: in/sub/bad.age: " in done.err and "dcmveil: in/sub/worse.age: " in done.err, done
    assert not (tmp_path / "out").exists(), "folders that were made for nothing"


def test_folders_that_two_threads_made_for_nothing(tmp_path, key):
    for name in ("bad", "worse"):
        write(tmp_path / "in" / "sub" / f"{name}.age", b"no age file")
    # A thread that has made the outer folder waits, while another makes the inner one.
    slow = (program.tool("strace"), "-f", "-o", "calls.txt", "-e", "trace=mkdir", "-e", "inject=mkdir:delay_exit=20000:when=2")
    for _ in range(5):
        done = subprocess.run(
            [*slow, program.binary(), "open", "-i", key.file, "-o", "out", "in"], cwd=tmp_path, capture_output=True)
        assert done.returncode == program.QUARANTINED, done
        assert "(DELAYED)" in (tmp_path / "calls.txt").read_text()
        assert not (tmp_path / "out").exists(), (tmp_path / "calls.txt").read_text()


def test_a_wrong_key_leaves_no_folder(tmp_path, key):
    write(tmp_path / "in" / "sub" / "a.age", keys.age("-r", key.recipient, stdin=b"a"))
    other = keys.ours(tmp_path / "other.txt")
    done = program.run("open", "-i", other.file, "-o", "new/out", "in", cwd=tmp_path)
    assert done.code == program.NO_KEY and not (tmp_path / "new").exists(), done
    # What was there stays, empty or not.
    (tmp_path / "out").mkdir()
    done = program.run("open", "-i", other.file, "-o", "out", "in", cwd=tmp_path)
    assert done.code == program.NO_KEY and list((tmp_path / "out").iterdir()) == [], done


def test_more_recipients_than_can_be_read_back(tmp_path, key):
    (tmp_path / "team.txt").write_text(f"{key.recipient}\n" * 1024)
    done = program.run("seal", "-R", "team.txt", "-o", "x.age", stdin=b"x", cwd=tmp_path)
    assert done.code == program.DONE
    assert program.run("open", "-i", key.file, stdin=(tmp_path / "x.age").read_bytes()).out == b"x"
    for command in (("seal", "-R", "team.txt", "-r", key.recipient, "-o", "y.age"),
                    ("deid", "-o", "y.age", "--seal-to", key.recipient, "--seal-to", "team.txt")):
        done = program.run(*command, program.FIXTURES / "ct" / "slice-1.dcm", cwd=tmp_path)
        assert done.code == program.USAGE and "1025 recipients" in done.err, done
    assert not (tmp_path / "y.age").exists()


def test_a_bad_recipient_is_named_and_a_secret_is_not(tmp_path, key):
    bad = key.recipient[:-1] + ("q" if key.recipient[-1] != "q" else "p")
    done = program.run("seal", "-r", key.recipient, "-r", bad, stdin=b"x")
    assert done.code == program.USAGE and f"-r {bad}: the key has a typing error" in done.err, done
    done = program.run("deid", "x", "-o", "y", "--seal-to", key.recipient, "--seal-to", key.secret)
    assert done.code == program.USAGE and "--seal-to: a secret key stands" in done.err and key.secret not in done.err, done


def test_no_output_takes_the_place_of_a_key(tmp_path, key, study_key):
    write(tmp_path / "key", key.file.read_bytes())
    (tmp_path / "key").chmod(0o600)
    write(tmp_path / "key.age", keys.age("-r", key.recipient, stdin=b"x"))
    write(tmp_path / "in" / "key.age", keys.age("-r", key.recipient, stdin=b"x"))
    write(tmp_path / "study", study_key.read_bytes())
    (tmp_path / "study").chmod(0o600)
    ct = program.FIXTURES / "ct" / "slice-1.dcm"
    for arguments, code in (
            (("open", "-i", "key", "-o", "key", "key.age"), program.USAGE),
            (("open", "-i", "key", "-o", ".", "key.age"), program.USAGE),
            (("open", "-i", "key", "-o", ".", "in"), program.NO_INPUT),
            (("deid", ct, "--key-file", "study", "-o", "study"), program.USAGE)):
        done = program.run(*arguments, "--force", cwd=tmp_path)
        assert done.code == code, (arguments, done)
    assert (tmp_path / "key").read_bytes() == key.file.read_bytes()
    assert (tmp_path / "study").read_bytes() == study_key.read_bytes()


def test_a_file_that_cannot_be_read_is_named(tmp_path, key):
    done = program.run("seal", "-r", key.recipient, "-o", tmp_path / "x", "/proc/self/mem")
    assert done.code == program.IO and "/proc/self/mem: cannot read" in done.err and not (tmp_path / "x").exists(), done


def test_a_file_that_is_shorter_than_it_was_is_not_sealed(tmp_path, key):
    source = "/sys/class/net/lo/mtu"  # says that it has 4,096 bytes, and gives fewer
    if not os.path.exists(source):
        pytest.skip("there is no file here that is shorter than it says")
    done = program.run("seal", "-r", key.recipient, "-o", tmp_path / "x", source)
    assert done.code == program.IO and "shorter" in done.err and not (tmp_path / "x").exists(), done


def test_standard_input_has_no_name(tmp_path, key):
    done = program.run("seal", "-r", key.recipient, "-o", tmp_path, stdin=b"x")
    assert done.code == program.USAGE and program.files_in(tmp_path) == [], done
    done = program.run("open", "-i", "-", stdin=b"x")
    assert done.code == program.USAGE, done


def test_all_cores_tell_of_files_in_their_order(tmp_path, key):
    for number in range(700):
        write(tmp_path / "in" / f"{number:03}", b"%d" % number * 1000)
    assert program.run("seal", "-r", key.recipient, "-o", "out", "in", cwd=tmp_path).code == program.DONE
    broken = [f"{number:03}" for number in range(0, 700, 7)]
    for name in broken:
        path = tmp_path / "out" / f"{name}.age"
        path.write_bytes(path.read_bytes()[:-1])
    done = program.run("open", "-i", key.file, "-o", "back", "out", cwd=tmp_path)
    assert done.code == program.QUARANTINED and "600 opened, 100 failed" in done.err, done
    said = [line.split("out/")[1][:3] for line in done.err.splitlines() if "out/" in line]
    assert said == broken, said
    assert sorted(path.name for path in (tmp_path / "back").iterdir()) == [f"{n:03}" for n in range(700) if n % 7]
    assert all((tmp_path / "back" / f"{n:03}").read_bytes() == b"%d" % n * 1000 for n in range(700) if n % 7)


def test_a_name_that_another_input_has_waits_for_it(tmp_path, key):
    """The first is refused, so that the second may have the name: whether it was written shows when it has ended."""
    write(tmp_path / "a" / "x.age", b"no age file")
    write(tmp_path / "b" / "x", b"good")
    assert program.run("seal", "-r", key.recipient, "-o", "c", "b", cwd=tmp_path).code == program.DONE
    done = program.run("open", "-i", key.file, "-o", "back", "a", "c", cwd=tmp_path)
    assert done.code == program.QUARANTINED and "another input" not in done.err, done
    assert (tmp_path / "back" / "x").read_bytes() == b"good"
