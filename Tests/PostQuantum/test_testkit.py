"""The age test vectors (C2SP CCTV, age/testdata) through the command, post-quantum ones included: DCMVEIL_AGE_TESTKIT names their folder."""
import hashlib
import os
import pathlib
import zlib

import program
import pytest

FOLDER = os.environ.get("DCMVEIL_AGE_TESTKIT")
#: What the status and the message tell apart. A passphrase that is wrong and an identity that does not match are both 77.
CODES = {"success": 0, "armor failure": program.BAD_INPUT, "header failure": program.BAD_INPUT, "no match": program.NO_KEY,
         "HMAC failure": program.NO_KEY, "payload failure": program.NO_KEY}


def vectors() -> list[pathlib.Path]:
    if not FOLDER:
        return []
    folder = pathlib.Path(FOLDER)
    folder = folder / "testdata" if (folder / "testdata").is_dir() else folder
    return [path for path in sorted(folder.iterdir()) if path.is_file() and path.read_bytes().startswith(b"expect: ")]


@pytest.mark.skipif(not FOLDER, reason="DCMVEIL_AGE_TESTKIT names no folder: the age test vectors were NOT run")
def test_there_are_vectors():
    assert len(vectors()) > 50


@pytest.mark.parametrize("path", vectors(), ids=lambda path: path.name)
def test_vector(path, tmp_path):
    head, _, body = path.read_bytes().partition(b"\n\n")
    fields: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        key, _, value = line.partition(": ")
        fields.setdefault(key, []).append(value)
    assert set(fields) <= {"expect", "payload", "identity", "passphrase", "armored", "compressed", "file key", "comment"}
    if "compressed" in fields:
        body = zlib.decompress(body)
    arguments, options = [], {}
    if "identity" in fields:
        (tmp_path / "id").touch(0o600)
        (tmp_path / "id").write_text("\n".join(fields["identity"]) + "\n")
        arguments = ["-i", tmp_path / "id"]
    else:
        passphrase = fields.get("passphrase", ["none"])
        if len(passphrase) > 1:
            pytest.skip("the command takes one passphrase; the Swift tests run this vector")
        reading, writing = os.pipe()
        os.write(writing, passphrase[0].encode() + b"\n")
        os.close(writing)
        arguments, options = ["--passphrase-fd", reading], {"pass_fds": (reading,)}
    done = program.run("open", *arguments, stdin=body, **options)
    expect = fields["expect"][0]
    assert done.code == CODES[expect], (expect, done)
    if "payload" in fields:
        assert hashlib.sha256(done.out).hexdigest() == fields["payload"][0], "what came out"
    else:
        assert done.out == b"", "something came out though no payload is good"
