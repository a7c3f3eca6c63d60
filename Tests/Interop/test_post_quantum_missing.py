"""What a build without post-quantum keys says when it meets some."""
import os

import bech32
import keys
import program

STANZA = "-> mlkem768x25519 " + "A" * 1493 + "\n" + "A" * 43 + "\n"


def test_no_new_identity(tmp_path):
    done = program.run("keygen", "--post-quantum", "-o", tmp_path / "k")
    assert done.code == program.USAGE and "this build" in done.err and "age 1.3" in done.err, done
    assert not (tmp_path / "k").exists()


def test_an_identity_of_that_kind(tmp_path):
    (tmp_path / "k").touch(0o600)
    (tmp_path / "k").write_text(bech32.encode("AGE-SECRET-KEY-PQ-", os.urandom(32)) + "\n")
    done = program.run("open", "-i", tmp_path / "k", stdin=b"x")
    assert done.code == program.NO_KEY and "this build" in done.err and ":1:" in done.err, done


def test_a_recipient_of_that_kind_needs_the_plugin_of_age(tmp_path):
    recipient = bech32.encode("age1pq", os.urandom(1216))
    done = program.run("seal", "-r", recipient, stdin=b"x", env={"PATH": "/nowhere"})
    assert done.code == program.NO_KEY and done.out == b"" and "release-post-quantum" in done.err, done
    mixed = program.run("seal", "-r", recipient, "-r", keys.ours(tmp_path / "k").recipient, stdin=b"x")
    assert mixed.code == program.USAGE and mixed.out == b"" and "post-quantum" in mixed.err, mixed


def test_a_file_that_is_sealed_to_one(tmp_path):
    key = keys.ours(tmp_path / "k")
    file = "age-encryption.org/v1\n" + STANZA + "--- " + "A" * 43 + "\n" + "x" * 100
    done = program.run("open", "-i", key.file, stdin=file.encode())
    assert done.code == program.NO_KEY and "sealed to post-quantum recipients" in done.err and "age 1.3" in done.err, done
