"""Large files are sealed and opened in pieces, by several cores: the result is that of one."""
import random

import keys
import program
import pytest

MIB = 1 << 20
#: Around the pieces of a MiB, and around the size from which there are any.
SIZES = [8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 9 * MIB + 65535, 9 * MIB + 65536, 9 * MIB + 65537, 30 * MIB + 5]


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("key") / "key.txt")


@pytest.mark.parametrize("size", SIZES)
def test_both_ways(tmp_path, key, size):
    content = random.Random(size).randbytes(size)
    (tmp_path / "plain").write_bytes(content)
    assert program.run("seal", "-r", key.recipient, "-o", tmp_path / "x.age", tmp_path / "plain").code == program.DONE
    assert keys.age("-d", "-i", key.file, tmp_path / "x.age") == content
    (tmp_path / "y.age").write_bytes(keys.age("-r", key.recipient, tmp_path / "plain"))
    for name in ("x", "y"):
        done = program.run("open", "-i", key.file, "-o", tmp_path / f"{name}.plain", tmp_path / f"{name}.age")
        assert done.code == program.DONE and (tmp_path / f"{name}.plain").read_bytes() == content, done


@pytest.mark.parametrize("size", [512 * 1024 + more for more in (-65536, -1, 0, 1, 65535, 65536, 65537, 512 * 1024)])
def test_around_the_runs_that_files_are_read_in(tmp_path, key, size):
    content = random.Random(size).randbytes(size)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x").write_bytes(content)
    for more in ([], ["--dataset"]):
        sealed = tmp_path / f"sealed{len(more)}"
        assert program.run("seal", *more, "-r", key.recipient, "-o", sealed, tmp_path / "in").code == program.DONE
        opened = tmp_path / f"opened{len(more)}"
        assert program.run("open", "-i", key.file, "-o", opened, sealed).code == program.DONE
        assert (opened / "x").read_bytes() == content
    assert keys.age("-d", "-i", key.file, tmp_path / "sealed0" / "x.age") == content


@pytest.mark.parametrize("cut", [1, 17, 65552, 65553, MIB, 5 * MIB])
@pytest.mark.parametrize("how", ["cut", "flipped", "appended", "swapped"])
def test_damage_is_told_as_for_small_files(tmp_path, key, how, cut):
    content = random.Random(1).randbytes(12 * MIB)
    sealed = keys.age("-r", key.recipient, stdin=content)
    at = len(sealed) - cut
    start = len(sealed) - 192 * 65552
    chunk = start + 65552 * ((at - start) // 65552)
    damaged = {
        "cut": sealed[:at], "flipped": sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1:],
        "appended": sealed + sealed[-cut:],
        "swapped": sealed[:chunk - 65552] + sealed[chunk:chunk + 65552] + sealed[chunk - 65552:chunk] + sealed[chunk + 65552:],
    }[how]
    (tmp_path / "x.age").write_bytes(damaged)
    by_file = program.run("open", "-i", key.file, tmp_path / "x.age")
    by_pipe = program.run("open", "-i", key.file, stdin=damaged)
    assert by_file.code == program.NO_KEY and by_file.out == by_pipe.out and content.startswith(by_file.out)
    assert by_file.err.replace(str(tmp_path / "x.age"), "-") == by_pipe.err
    done = program.run("open", "-i", key.file, "-o", tmp_path / "plain", tmp_path / "x.age")
    assert done.code == program.NO_KEY and program.files_in(tmp_path) == [tmp_path / "x.age"]
