"""Shares of keys: ours come together with gfcombine of libgfshare, and those of gfsplit with ours."""
import hashlib
import itertools
import os
import random
import subprocess

import keys
import program
import pytest


@pytest.fixture
def key(tmp_path):
    assert program.run("keygen", "--study", "-o", tmp_path / "study.key").code == program.DONE
    return tmp_path / "study.key"


def split(tmp_path, key, *options) -> list:
    done = program.run("escrow", "split", *options, "-o", tmp_path / "share", key)
    assert done.code == program.DONE, done
    return done.out.decode().split()


@pytest.mark.parametrize("threshold, count", [(2, 3), (3, 5), (2, 2), (5, 5)])
def test_any_shares_that_are_enough_bring_it_back(tmp_path, key, threshold, count):
    shares = split(tmp_path, key, "-k", threshold, "-n", count)
    assert len(set(shares)) == count
    usable = study_output(tmp_path / "usable", key)
    for number, some in enumerate(itertools.combinations(shares, threshold)):
        done = program.run("escrow", "combine", "-o", tmp_path / f"ours{number}", *some)
        assert done.code == program.DONE and (tmp_path / f"ours{number}").read_bytes() == key.read_bytes(), done
        assert (tmp_path / f"ours{number}").stat().st_mode & 0o777 == 0o600
        subprocess.run([program.tool("gfcombine"), "-o", tmp_path / f"theirs{number}", *some], check=True)
        theirs = tmp_path / f"theirs{number}"
        *lines, check = theirs.read_bytes().splitlines(keepends=True)
        assert b"".join(lines) == key.read_bytes() + b"\n"
        assert check == b"# dcmveil escrow check: sha256 %s\n" % hashlib.sha256(key.read_bytes()).hexdigest().encode()
        if number == 0:
            theirs.chmod(0o600)
            assert study_output(tmp_path / "theirs", theirs) == usable


def study_output(folder, key) -> bytes:
    done = program.run("deid", program.FIXTURES / "ct" / "slice-1.dcm", "-o", folder, "--key-file", key)
    assert done.code == program.DONE, done
    (path,) = program.files_in(folder)
    return path.read_bytes()


def test_shares_of_gfsplit(tmp_path, key):
    subprocess.run([program.tool("gfsplit"), "-n", "3", "-m", "5", key, tmp_path / "theirs"], check=True)
    shares = sorted(tmp_path.glob("theirs.*"))
    for share in shares:
        share.chmod(0o600)
    done = program.run("escrow", "combine", "-o", tmp_path / "back", *shares[1:4])
    assert done.code == program.DONE and (tmp_path / "back").read_bytes() == key.read_bytes(), done


def test_shares_of_gfsplit_of_what_has_no_check(tmp_path):
    """An identity, and a study key from before it had a line that tells of it."""
    old = tmp_path / "old.key"
    old.write_text("dcmveil-study-key-1:" + "ab" * 32 + "\n")
    identity = keys.ours(tmp_path / "id.txt").file
    for number, secret in enumerate((old, identity)):
        stem = tmp_path / f"theirs{number}"
        subprocess.run([program.tool("gfsplit"), "-n", "2", "-m", "3", secret, stem], check=True)
        shares = sorted(tmp_path.glob(f"theirs{number}.*"))
        for share in shares:
            share.chmod(0o600)
        back = tmp_path / f"back{number}"
        done = program.run("escrow", "combine", "-o", back, *shares)
        assert done.code == program.NO_KEY and "--any-content" in done.err and not back.exists(), done
        done = program.run("escrow", "combine", "--any-content", "-o", back, *shares)
        assert done.code == program.DONE and "nothing tells" in done.err and back.read_bytes() == secret.read_bytes(), done


def test_a_wrong_byte_in_a_share_never_gives_another_key(tmp_path, key):
    """Values of a byte in the digits of the key, and a byte here and there: refused, the share named where it can be."""
    shares = split(tmp_path, key, "-k", 2, "-n", 3)
    good = open(shares[1], "rb").read()
    digit = key.read_bytes().index(b"key-1:") + 10
    changes = [(digit, value) for value in range(1, 256, 7)]
    changes += [(random.Random(place).randrange(len(good)), 1 << place % 8) for place in range(30)]
    for place, value in changes:
        wrong = bytearray(good)
        wrong[place] ^= value
        with open(shares[1], "wb") as file:
            file.write(wrong)
        for some in (shares[:2], shares[1:], shares):
            done = program.run("escrow", "combine", "-o", tmp_path / "back", *some)
            assert done.code == program.NO_KEY and not (tmp_path / "back").exists(), (place, value, done)
            assert (f"{shares[1]}: is no share of this key" in done.err) == (len(some) == 3)
    done = program.run("escrow", "combine", "-o", tmp_path / "back", shares[0], shares[2])
    assert done.code == program.DONE and (tmp_path / "back").read_bytes() == key.read_bytes(), done


def test_gfcombine_of_a_wrong_share_is_refused_when_it_is_used(tmp_path, key):
    shares = split(tmp_path, key, "-k", 2, "-n", 2)
    wrong = bytearray(open(shares[0], "rb").read())
    wrong[5] ^= 1  # in the comment
    with open(shares[0], "wb") as file:
        file.write(wrong)
    back = tmp_path / "back"
    subprocess.run([program.tool("gfcombine"), "-o", back, *shares], check=True)
    back.chmod(0o600)
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", back)
    assert done.code == program.NO_KEY and "not what was split" in done.err and not (tmp_path / "out").exists(), done


def test_a_study_key_that_was_changed_is_refused(tmp_path, key):
    text = key.read_text()
    last = text.rstrip("\n")[-1]
    key.write_text(text.rstrip("\n")[:-1] + ("0" if last != "0" else "1") + "\n")
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", key)
    assert done.code == program.NO_KEY and "# check:" in done.err, done
    key.write_text("".join(line for line in text.splitlines(keepends=True) if not line.startswith("#")))
    assert program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", key).code == program.DONE


def test_keys_of_other_kinds_come_back_whole(tmp_path):
    """An ssh key, which ssh-keygen and dcmveil read with the line behind it, too; and a sealed identity."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "ssh"], check=True)
    (tmp_path / "sealed").write_bytes(keys.age("-a", "-r", keys.ours(tmp_path / "id.txt").recipient, stdin=b"x" * 500))
    (tmp_path / "sealed").chmod(0o600)
    for name in ("ssh", "sealed"):
        shares = split(tmp_path, tmp_path / name, "-k", 2, "-n", 2)
        done = program.run("escrow", "combine", "-o", tmp_path / f"{name}.back", *shares)
        assert done.code == program.DONE and (tmp_path / f"{name}.back").read_bytes() == (tmp_path / name).read_bytes(), done
        theirs = tmp_path / f"{name}.theirs"
        subprocess.run([program.tool("gfcombine"), "-o", theirs, *shares], check=True)
        assert theirs.read_bytes()[:-97] == (tmp_path / name).read_bytes()
        for share in shares:
            os.unlink(share)
    theirs = tmp_path / "ssh.theirs"
    theirs.chmod(0o600)
    ours = program.run("keygen", "-y", theirs)
    public = subprocess.run(["ssh-keygen", "-y", "-f", theirs], check=True, capture_output=True).stdout
    assert ours.code == program.DONE and ours.out.split()[:2] == public.split()[:2], ours


def test_too_few_shares_give_nothing(tmp_path, key):
    shares = split(tmp_path, key, "-k", 3, "-n", 3)
    done = program.run("escrow", "combine", "-o", tmp_path / "back", *shares[:2])
    assert done.code == program.NO_KEY and not (tmp_path / "back").exists(), done
    secret = key.read_bytes().split(b":")[-1].strip()[:16]
    assert not [share for share in shares if secret in open(share, "rb").read()]


def test_a_split_that_fails_leaves_no_share(tmp_path, key):
    """All 255 numbers are used, in any order, so that this one is met in the middle."""
    (tmp_path / "share.128").write_text("mine")
    done = program.run("escrow", "split", "-k", 2, "-n", 255, "-o", tmp_path / "share", key)
    assert done.code == program.CANNOT_CREATE and done.out == b"", done
    assert {path.name for path in tmp_path.iterdir()} == {"study.key", "share.128"}
    assert (tmp_path / "share.128").read_text() == "mine"


def test_shares_sealed_to_their_custodians(tmp_path, key):
    people = [keys.stock(tmp_path / f"{name}.txt") for name in "abc"]
    options = [word for person in people for word in ("--custodian", person.recipient)]
    shares = split(tmp_path, key, "-k", 2, *options)
    opened = [keys.age("-d", "-i", person.file, share) for person, share in zip(people, shares)]
    assert len(opened) == 3 and all(share.endswith(".age") for share in shares)
    done = program.run(
        "escrow", "combine", "-o", tmp_path / "back", *shares[:2], "-i", people[0].file, "-i", people[1].file)
    assert done.code == program.DONE and (tmp_path / "back").read_bytes() == key.read_bytes(), done
    done = program.run("escrow", "combine", "-o", tmp_path / "no", *shares[:2], "-i", people[2].file)
    assert done.code == program.NO_KEY and not (tmp_path / "no").exists(), done


@pytest.mark.parametrize("options", [("-k", 4, "-n", 3), ("-k", 1, "-n", 3), ("-k", 2, "-n", 256), ("-k", 2)])
def test_numbers_that_cannot_be(tmp_path, key, options):
    done = program.run("escrow", "split", *options, "-o", tmp_path / "share", key)
    assert done.code == program.USAGE and list(tmp_path.glob("share*")) == [], done


def test_the_same_share_twice(tmp_path, key):
    shares = split(tmp_path, key, "-k", 2, "-n", 2)
    done = program.run("escrow", "combine", "-o", tmp_path / "back", shares[0], shares[0])
    assert done.code == program.NO_KEY and not (tmp_path / "back").exists(), done
