"""What was tampered with, cut, or is for someone else is refused, and leaves nothing behind."""
import keys
import program
import pytest

PLAIN = b"cleartext " * 20000  # four chunks


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return keys.ours(tmp_path_factory.mktemp("key") / "key.txt")


@pytest.fixture(scope="module")
def sealed(key):
    return keys.age("-r", key.recipient, stdin=PLAIN)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def other_letter(data: bytes, at: int) -> bytes:
    """Another letter of Base64 in its place: well formed, and wrong."""
    assert chr(data[at]).isalnum() or data[at] in b"+/"
    return data[:at] + (b"B" if data[at:at + 1] == b"A" else b"A") + data[at + 1:]


def payload_start(data: bytes) -> int:
    return data.index(b"\n", data.index(b"\n--- ") + 1) + 1


#: name → (what happens to the file, exit code). 65: not a whole age file; 77: not authentic.
TAMPERINGS = {
    "flip in the version line": (lambda d: flipped(d, 5), program.BAD_INPUT),
    "other letter in the share of a stanza": (lambda d: other_letter(d, d.index(b"X25519 ") + 10), program.NO_KEY),
    "other letter in the body of a stanza": (lambda d: other_letter(d, d.index(b"\n", d.index(b"X25519 ")) + 5), program.NO_KEY),
    "other letter in the MAC": (lambda d: other_letter(d, d.index(b"\n--- ") + 9), program.NO_KEY),
    "flip in the nonce": (lambda d: flipped(d, payload_start(d) + 3), program.NO_KEY),
    "flip in the first chunk": (lambda d: flipped(d, payload_start(d) + 100), program.NO_KEY),
    "flip in the second chunk": (lambda d: flipped(d, payload_start(d) + 16 + 65552 + 7), program.NO_KEY),
    "flip in the last tag": (lambda d: flipped(d, len(d) - 1), program.NO_KEY),
    "last byte cut": (lambda d: d[:-1], program.NO_KEY),
    "last chunk cut": (lambda d: d[:payload_start(d) + 16 + 3 * 65552], program.NO_KEY),
    "all chunks cut": (lambda d: d[:payload_start(d) + 16], program.NO_KEY),
    "nonce cut": (lambda d: d[:payload_start(d) + 8], program.BAD_INPUT),
    "byte appended": (lambda d: d + b"\0", program.NO_KEY),
    "file appended to itself": (lambda d: d + d, program.NO_KEY),
    "chunks swapped": (lambda d: swapped(d), program.NO_KEY),
    "header cut": (lambda d: d[:60], program.BAD_INPUT),
    "empty": (lambda d: b"", program.BAD_INPUT),
    "no age file": (lambda d: b"just some text\n" * 100, program.BAD_INPUT),
}


def swapped(data: bytes) -> bytes:
    start = payload_start(data) + 16
    first, second = data[start:start + 65552], data[start + 65552:start + 2 * 65552]
    return data[:start] + second + first + data[start + 2 * 65552:]


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampered_file_is_refused_and_nothing_is_left(tmp_path, key, sealed, name):
    tamper, code = TAMPERINGS[name]
    (tmp_path / "x.age").write_bytes(tamper(sealed))
    (tmp_path / "out").mkdir()
    done = program.run("open", "-i", key.file, "-o", tmp_path / "out" / "x", tmp_path / "x.age")
    assert done.code == code, done
    assert done.err and "cleartext" not in done.err and "AGE-SECRET-KEY" not in done.err
    assert program.files_in(tmp_path / "out") == []


def test_in_a_batch_the_others_are_opened(tmp_path, key, sealed):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bad.age").write_bytes(flipped(sealed, len(sealed) - 1))
    (tmp_path / "in" / "good.age").write_bytes(sealed)
    done = program.run("open", "-i", key.file, "-o", tmp_path / "out", tmp_path / "in")
    assert done.code == program.QUARANTINED and "bad.age" in done.err, done
    assert program.files_in(tmp_path / "out") == [tmp_path / "out" / "good"]
    assert (tmp_path / "out" / "good").read_bytes() == PLAIN


def test_wrong_key_is_refused(tmp_path, sealed):
    other = keys.ours(tmp_path / "other.txt")
    done = program.run("open", "-i", other.file, "-o", tmp_path / "x", stdin=sealed)
    assert done.code == program.NO_KEY and "hint" in done.err and not (tmp_path / "x").exists()


def test_no_key_is_refused(tmp_path, sealed):
    done = program.run("open", "-o", tmp_path / "x", stdin=sealed)
    assert done.code == program.NO_KEY and not (tmp_path / "x").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_key_file_that_others_can_read_is_refused(tmp_path, key, sealed, mode):
    copy = tmp_path / "key.txt"
    copy.write_bytes(key.file.read_bytes())
    copy.chmod(mode)
    done = program.run("open", "-i", copy, "-o", tmp_path / "x", stdin=sealed)
    assert done.code == program.NO_KEY and "chmod 600" in done.err and not (tmp_path / "x").exists()


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1QQQQ\n", "no key at all\n", "age1xyz\n"])
def test_key_file_without_a_key_is_refused(tmp_path, sealed, text):
    bad = tmp_path / "key.txt"
    bad.touch(0o600)
    bad.write_text(text)
    done = program.run("open", "-i", bad, "-o", tmp_path / "x", stdin=sealed)
    assert done.code == program.NO_KEY and not (tmp_path / "x").exists(), done
    assert not text.strip() or text.strip() not in done.err


@pytest.mark.parametrize("recipient", [
    "age1", "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", "no-such-file.txt"])
@pytest.mark.parametrize("command", ["seal", "deid"])
def test_bad_recipient_is_a_usage_error(tmp_path, command, recipient):
    plain = program.FIXTURES / "ct" / "slice-1.dcm"
    options = ("-r", recipient) if command == "seal" else ("--seal-to", recipient)
    done = program.run(command, plain, *options, "-o", tmp_path / "out.age", cwd=tmp_path)
    assert done.code == program.USAGE and "hint" in done.err, done
    assert program.files_in(tmp_path) == []


def test_secret_key_as_recipient_is_not_repeated(tmp_path, key):
    done = program.run("seal", "-r", key.secret, "-o", tmp_path / "x", stdin=b"x")
    assert done.code == program.USAGE and key.secret not in done.err and not (tmp_path / "x").exists()


def test_existing_output_stays(tmp_path, key, sealed):
    (tmp_path / "x").write_text("precious")
    done = program.run("open", "-i", key.file, "-o", tmp_path / "x", stdin=sealed)
    assert done.code == program.CANNOT_CREATE and (tmp_path / "x").read_text() == "precious"
    done = program.run("open", "-i", key.file, "--force", "-o", tmp_path / "x", stdin=sealed)
    assert done.code == program.DONE and (tmp_path / "x").read_bytes() == PLAIN
    assert program.files_in(tmp_path) == [tmp_path / "x"]


def test_damaged_armor_is_told_with_its_line(tmp_path, key):
    bad = tmp_path / "x.age"
    bad.write_text("-----BEGIN AGE ENCRYPTED FILE-----\n" + "A" * 64 + "\n!!!!\n-----END AGE ENCRYPTED FILE-----\n")
    done = program.run("open", "-i", key.file, "-o", tmp_path / "x", bad)
    assert done.code == program.BAD_INPUT and f"{bad}:3: the armor is malformed" in done.err, done
