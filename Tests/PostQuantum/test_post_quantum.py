"""Post-quantum keys (C2SP age, mlkem768x25519), of a build with the trait PostQuantum: against X-Wing and HPKE of OpenSSL."""
import os
import re

import bech32
import hybrid
import keys
import program
import pytest

PLAIN = b"in a hundred years " * 100
SMALL = b"to be read in a hundred years"


@pytest.fixture
def key(tmp_path):
    key = hybrid.Key(os.urandom(32))
    path = tmp_path / "key.txt"
    path.touch(0o600)
    path.write_text(key.identity + "\n")
    key.file = path
    return key


def test_a_new_identity_has_the_recipient_that_x_wing_gives(tmp_path):
    made = program.run("keygen", "--post-quantum", "-o", tmp_path / "k")
    assert made.code == program.DONE and made.err.startswith("Public key: age1pq1"), made
    text = (tmp_path / "k").read_text()
    secret = re.search("^AGE-SECRET-KEY-PQ-1.*$", text, re.M).group()
    key = hybrid.Key(bech32.decode(secret))
    assert key.identity == secret and f"# public key: {key.recipient}\n" in text and key.recipient in made.err
    assert program.run("keygen", "-y", tmp_path / "k").out.decode() == key.recipient + "\n"
    assert os.stat(tmp_path / "k").st_mode & 0o777 == 0o600


def test_what_is_sealed_opens_elsewhere(key):
    sealed = program.run("seal", "-r", key.recipient, stdin=PLAIN)
    assert sealed.code == program.DONE and key.open(sealed.out) == PLAIN, sealed
    assert "age 1.3" in sealed.err, "who can open it is told"
    assert program.run("seal", "-q", "-r", key.recipient, stdin=PLAIN).err == ""


def test_what_was_sealed_elsewhere_opens(key):
    opened = program.run("open", "-i", key.file, stdin=hybrid.seal(SMALL, key.recipient))
    assert (opened.code, opened.out) == (program.DONE, SMALL), opened


def test_both_ways_with_armor_several_recipients_and_files_of_them(tmp_path, key):
    other = hybrid.Key(os.urandom(32))
    (tmp_path / "team").write_text(f"# one\n{key.recipient}\n{other.recipient}\n")
    sealed = program.run("seal", "-a", "-R", tmp_path / "team", stdin=PLAIN)
    assert sealed.code == program.DONE and sealed.out.startswith(b"-----BEGIN AGE"), sealed
    opened = program.run("open", "-i", key.file, stdin=sealed.out)
    assert (opened.code, opened.out) == (program.DONE, PLAIN), opened


@pytest.mark.parametrize("order", [0, 1])
def test_never_beside_a_recipient_that_is_not(tmp_path, key, order):
    classic = keys.ours(tmp_path / "classic")
    both = [key.recipient, classic.recipient][::-1 if order else 1]
    for arguments in (["seal"], ["seal", "--dataset"], ["deid"]):
        option = "--seal-to" if arguments == ["deid"] else "-r"
        out = tmp_path / "out"
        done = program.run(*arguments, option, both[0], option, both[1], "-o", out, program.FIXTURES / "basics")
        assert done.code == program.USAGE and "post-quantum" in done.err and not out.exists(), done


def test_an_identity_of_the_other_kind_does_not_open(tmp_path, key):
    classic = keys.ours(tmp_path / "classic")
    sealed = program.run("seal", "-r", key.recipient, stdin=PLAIN).out
    done = program.run("open", "-i", classic.file, stdin=sealed)
    assert done.code == program.NO_KEY and done.out == b"" and "post-quantum" in done.err, done
    other = program.run("open", "-i", key.file, stdin=keys.age("-r", classic.recipient, stdin=PLAIN))
    assert other.code == program.NO_KEY and other.out == b"" and "post-quantum" not in other.err, other


def bad(place: int):
    def change(encapsulated, body):
        message = bytearray(encapsulated + body)
        message[place] ^= 1
        return bytes(message[:hybrid.ENCAPSULATED]), bytes(message[hybrid.ENCAPSULATED:])
    return change


@pytest.mark.parametrize("change, code", [
    (bad(0), program.NO_KEY), (bad(1100), program.NO_KEY), (bad(-1), program.NO_KEY),
    (lambda e, b: (e + b"\0", b), program.BAD_INPUT), (lambda e, b: (e[:-1], b), program.BAD_INPUT),
    (lambda e, b: (e, b + b"\0"), program.BAD_INPUT), (lambda e, b: (e[:-32] + bytes(32), b), program.BAD_INPUT),
], ids=["ml-kem", "x25519", "tag", "long", "short", "long body", "low order"])
def test_stanzas_that_are_not_right(key, change, code):
    done = program.run("open", "-i", key.file, stdin=hybrid.seal(SMALL, key.recipient, change))
    assert done.code == code and done.out == b"", done


def test_recipients_that_are_no_keys():
    public = bech32.decode(hybrid.Key(bytes(32)).recipient)
    # Too short; coefficients beyond the modulus of ML-KEM; a share of low order.
    for bytes_ in (public[:-1], b"\xff" * 1184 + public[-32:], public[:-32] + bytes(32)):
        done = program.run("seal", "-r", bech32.encode("age1pq", bytes_), stdin=b"x")
        assert done.code == program.USAGE and done.out == b"" and len(done.err) < 400, done


def test_a_dataset_for_post_quantum_recipients(tmp_path, key):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_bytes(PLAIN)
    assert program.run("seal", "--dataset", "-r", key.recipient, "-o", tmp_path / "d", tmp_path / "in").code == 0
    assert program.run("seal", "--check", "-i", key.file, tmp_path / "d").code == program.DONE
    opened = program.run("open", "-i", key.file, "-o", tmp_path / "o", tmp_path / "d")
    assert opened.code == program.DONE and (tmp_path / "o" / "a").read_bytes() == PLAIN, opened
    mixed = program.run("rekey", "-i", key.file, "-r", keys.ours(tmp_path / "c").recipient, tmp_path / "d")
    assert mixed.code == program.USAGE and "post-quantum" in mixed.err, mixed
    assert program.run("seal", "--check", "-i", key.file, tmp_path / "d").code == program.DONE


def test_with_a_passphrase(tmp_path):
    reading, writing = os.pipe()
    os.write(writing, b"wrung-Kelp-84-oboe-tin\n")
    os.close(writing)
    made = program.run("keygen", "-pq", "--passphrase", "--passphrase-fd", reading, "-o", tmp_path / "k",
                       pass_fds=(reading,))
    os.close(reading)
    assert made.code == program.DONE, made
    recipient = made.err.split("Public key: ")[1].strip()
    sealed = program.run("seal", "-q", "-r", recipient, stdin=PLAIN).out
    reading, writing = os.pipe()
    os.write(writing, b"wrung-Kelp-84-oboe-tin\n")
    os.close(writing)
    opened = program.run("open", "-i", tmp_path / "k", "--passphrase-fd", reading, stdin=sealed, pass_fds=(reading,))
    os.close(reading)
    assert (opened.code, opened.out) == (program.DONE, PLAIN), opened
