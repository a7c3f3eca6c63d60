"""Sealed files: ours open with stock age and pyrage, theirs open with ours."""
import os
import random
import subprocess

import keys
import program
import pyrage
import pytest

#: Around the chunks of 64 KiB: nothing, less, exactly one, more; and a few.
SIZES = [0, 1, 65535, 65536, 65537, 200001]


def content(size) -> bytes:
    return random.Random(size).randbytes(size)


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("ours") / "key.txt")


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    return keys.stock(tmp_path_factory.mktemp("stock") / "key.txt")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("maker", ["ours", "stock"])
def test_what_we_seal_opens_elsewhere(tmp_path, request, maker, size):
    key, plain = request.getfixturevalue(maker), tmp_path / "plain"
    plain.write_bytes(content(size))
    done = program.run("seal", "-r", key.recipient, "-o", tmp_path / "sealed.age", plain)
    assert done.code == program.DONE, done
    sealed = (tmp_path / "sealed.age").read_bytes()
    assert keys.age("-d", "-i", key.file, tmp_path / "sealed.age") == content(size)
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key.secret)]) == content(size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sealer", ["age", "pyrage"])
def test_what_others_seal_opens_here(tmp_path, ours, sealer, size):
    sealed = tmp_path / "sealed.age"
    if sealer == "age":
        sealed.write_bytes(keys.age("-r", ours.recipient, stdin=content(size)))
    else:
        sealed.write_bytes(pyrage.encrypt(content(size), [pyrage.x25519.Recipient.from_str(ours.recipient)]))
    done = program.run("open", "-i", ours.file, "-o", tmp_path / "plain", sealed)
    assert done.code == program.DONE, done
    assert (tmp_path / "plain").read_bytes() == content(size)


def test_several_recipients_can_each_open_it(tmp_path, ours, stock):
    third = keys.stock(tmp_path / "third.txt")
    (tmp_path / "team.txt").write_text(f"# the team\n\n{stock.recipient}\n{third.recipient}\n")
    (tmp_path / "plain").write_bytes(content(1000))
    done = program.run(
        "seal", "-r", ours.recipient, "-R", tmp_path / "team.txt", "-o", tmp_path / "x.age", tmp_path / "plain")
    assert done.code == program.DONE, done
    for key in (ours, stock, third):
        assert keys.age("-d", "-i", key.file, tmp_path / "x.age") == content(1000)
        opened = program.run("open", "-i", key.file, tmp_path / "x.age")
        assert (opened.code, opened.out) == (program.DONE, content(1000))


def test_the_matching_one_of_several_identities_opens_it(tmp_path, ours, stock):
    sealed = keys.age("-r", ours.recipient, stdin=b"for one of them")
    opened = program.run("open", "-i", stock.file, "-i", ours.file, stdin=sealed)
    assert (opened.code, opened.out) == (program.DONE, b"for one of them")


def test_standard_input_to_standard_output(ours):
    sealed = program.run("seal", "-r", ours.recipient, stdin=content(200001))
    assert sealed.code == program.DONE and sealed.err == ""
    assert keys.age("-d", "-i", ours.file, stdin=sealed.out) == content(200001)
    opened = program.run("open", "-i", ours.file, "-", "-o", "-", stdin=sealed.out)
    assert (opened.code, opened.out, opened.err) == (program.DONE, content(200001), "")


def test_armored_files_of_age_open(ours):
    armored = keys.age("-a", "-r", ours.recipient, stdin=content(70000))
    opened = program.run("open", "-i", ours.file, stdin=armored)
    assert (opened.code, opened.out) == (program.DONE, content(70000))


def test_a_folder_is_sealed_and_opened_as_a_whole(tmp_path, ours):
    for name in ("a.bin", "sub/b.bin", "sub/deep/c"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(name.encode() * 1000)
    assert program.run("seal", "-r", ours.recipient, "-o", tmp_path / "sealed", tmp_path / "in").code == program.DONE
    assert [str(path.relative_to(tmp_path / "sealed")) for path in program.files_in(tmp_path / "sealed")] == [
        "a.bin.age", "sub/b.bin.age", "sub/deep/c.age"]
    assert program.run("open", "-i", ours.file, "-o", tmp_path / "opened", tmp_path / "sealed").code == program.DONE
    assert subprocess.run(["diff", "-r", tmp_path / "in", tmp_path / "opened"]).returncode == 0


def test_keygen_agrees_with_stock_age(tmp_path):
    key = tmp_path / "key.txt"
    done = program.run("keygen", "-o", key)
    assert done.code == program.DONE
    assert key.stat().st_mode & 0o777 == 0o600
    assert keys.stock_recipient(key) == program.run("keygen", "-y", key).out.decode().strip()
    assert keys.stock_recipient(key) in done.err and "AGE-SECRET-KEY" not in done.err


def test_keygen_is_private_whatever_the_umask(tmp_path):
    for options in ((), ("--study",)):
        path = tmp_path / f"key{len(options)}"
        done = program.run("keygen", *options, "-o", path, preexec_fn=lambda: os.umask(0))
        assert done.code == program.DONE and path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("options", [(), ("--study",)], ids=["identity", "study"])
def test_keygen_never_overwrites_a_key(tmp_path, options):
    key = tmp_path / "key.txt"
    key.write_text("precious\n")
    done = program.run("keygen", *options, "-o", key)
    assert key.read_text() == "precious\n"
    assert done.code == program.CANNOT_CREATE
    assert "Public key" not in done.err
