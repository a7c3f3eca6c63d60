"""Shares of keys: ours come together with gfcombine of libgfshare, and those of gfsplit with ours."""
import itertools
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
    for number, some in enumerate(itertools.combinations(shares, threshold)):
        done = program.run("escrow", "combine", "-o", tmp_path / f"ours{number}", *some)
        assert done.code == program.DONE and (tmp_path / f"ours{number}").read_bytes() == key.read_bytes(), done
        assert (tmp_path / f"ours{number}").stat().st_mode & 0o777 == 0o600
        subprocess.run([program.tool("gfcombine"), "-o", tmp_path / f"theirs{number}", *some], check=True)
        assert (tmp_path / f"theirs{number}").read_bytes() == key.read_bytes()


def test_shares_of_gfsplit(tmp_path, key):
    subprocess.run([program.tool("gfsplit"), "-n", "3", "-m", "5", key, tmp_path / "theirs"], check=True)
    shares = sorted(tmp_path.glob("theirs.*"))
    for share in shares:
        share.chmod(0o600)
    done = program.run("escrow", "combine", "-o", tmp_path / "back", *shares[1:4])
    assert done.code == program.DONE and (tmp_path / "back").read_bytes() == key.read_bytes(), done


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
