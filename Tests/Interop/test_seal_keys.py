"""Keys of every kind that age has: ssh keys, passphrases, sealed identities, armor; against stock age, pyrage and ssh-keygen."""
import os
import pty
import subprocess
import time

import keys
import program
import pyrage
import pytest

PLAIN = b"for whom it is for " * 10000
PASSPHRASE = "wrung-Kelp-84-oboe-tin"


def ssh_key(path, kind="ed25519", passphrase="", options=()) -> str:
    """A new key of ssh-keygen; its public half as one line."""
    subprocess.run(
        [program.tool("ssh-keygen"), "-q", "-t", kind, "-N", passphrase, "-C", "somebody@somewhere", "-f", path, *options],
        check=True, capture_output=True)
    return path.with_name(path.name + ".pub").read_text().strip()


def with_passphrase(*arguments, passphrase=PASSPHRASE, stdin=None) -> program.Result:
    """Runs dcmveil with a passphrase at a descriptor of its own."""
    reading, writing = os.pipe()
    os.write(writing, passphrase.encode() + b"\n")
    os.close(writing)
    try:
        return program.run(*arguments, "--passphrase-fd", reading, stdin=stdin, pass_fds=(reading,))
    finally:
        os.close(reading)


def at_a_terminal(arguments, answers, stdin=None) -> tuple[int, bytes, bytes]:
    """Runs a program with a terminal of its own; exit code, standard output, and what the terminal showed."""
    child, terminal = pty.fork()
    if child == 0:
        try:
            out = os.open(str(stdin) + ".out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(os.open(stdin, os.O_RDONLY), 0)
            os.dup2(out, 1)
            os.execv(arguments[0], [str(argument) for argument in arguments])
        finally:
            os._exit(99)
    shown = b""
    for answer in answers:
        start, deadline = len(shown), time.monotonic() + 20
        while not shown[start:].rstrip().endswith(b":") and time.monotonic() < deadline:
            shown += os.read(terminal, 4096)
        time.sleep(0.05)  # the echo goes off with or after the question
        os.write(terminal, answer.encode() + b"\n")
        shown += b"\n"
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError:
            break
        if not more:
            break
        shown += more
    status = os.waitpid(child, 0)[1]
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), open(str(stdin) + ".out", "rb").read(), shown


@pytest.mark.parametrize("kind, options", [
    ("ed25519", ()), ("rsa", ("-b", "2048")), ("rsa", ("-b", "4096")), ("rsa", ("-b", "2048", "-m", "PEM")),
    ("rsa", ("-b", "2048", "-m", "PKCS8"))])
def test_ssh_keys_both_ways(tmp_path, kind, options):
    public = ssh_key(tmp_path / "id", kind, options=options)
    sealed = program.run("seal", "-r", public, stdin=PLAIN)
    assert sealed.code == program.DONE, sealed
    assert keys.age("-d", "-i", tmp_path / "id", stdin=sealed.out) == PLAIN
    for theirs in (keys.age("-r", public, stdin=PLAIN), sealed.out,
                   pyrage.encrypt(PLAIN, [pyrage.ssh.Recipient.from_str(public)])):
        opened = program.run("open", "-i", tmp_path / "id", stdin=theirs)
        assert (opened.code, opened.out) == (program.DONE, PLAIN), opened.err


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
@pytest.mark.parametrize("options", [(), ("-Z", "aes256-cbc", "-a", "3")], ids=["usual", "cbc"])
def test_ssh_keys_with_a_passphrase(tmp_path, kind, options):
    public = ssh_key(tmp_path / "id", kind, PASSPHRASE, options)
    theirs = keys.age("-r", public, stdin=PLAIN)
    opened = with_passphrase("open", "-i", tmp_path / "id", stdin=theirs)
    assert (opened.code, opened.out) == (program.DONE, PLAIN), opened.err
    wrong = with_passphrase("open", "-i", tmp_path / "id", passphrase="wrong", stdin=theirs)
    assert wrong.code == program.NO_KEY and wrong.out == b"" and "passphrase is wrong" in wrong.err, wrong
    # Who seals needs no passphrase: the public half is in the file.
    sealed = program.run("seal", "-i", tmp_path / "id", stdin=PLAIN)
    opened = with_passphrase("open", "-i", tmp_path / "id", stdin=sealed.out)
    assert (opened.code, opened.out) == (program.DONE, PLAIN), opened.err


def test_a_locked_ssh_key_is_asked_for_at_the_terminal(tmp_path):
    public = ssh_key(tmp_path / "id", passphrase=PASSPHRASE)
    (tmp_path / "sealed").write_bytes(keys.age("-r", public, stdin=PLAIN))
    code, out, shown = at_a_terminal(
        [program.binary(), "open", "-i", tmp_path / "id"], [PASSPHRASE], tmp_path / "sealed")
    assert code == 0 and out == PLAIN and PASSPHRASE.encode() not in shown and b"Passphrase of the ssh key" in shown, shown


def test_a_locked_ssh_key_is_not_asked_for_when_it_is_not_the_one(tmp_path):
    ssh_key(tmp_path / "id", passphrase=PASSPHRASE)
    key = keys.ours(tmp_path / "key.txt")
    opened = program.run(
        "open", "-i", tmp_path / "id", "-i", key.file, stdin=keys.age("-r", key.recipient, stdin=PLAIN))
    assert (opened.code, opened.out) == (program.DONE, PLAIN), opened.err


def test_an_altered_stanza_for_an_ssh_key_is_refused(tmp_path):
    for kind in ("ed25519", "rsa"):
        public = ssh_key(tmp_path / kind, kind)
        sealed = bytearray(keys.age("-r", public, stdin=PLAIN))
        at = sealed.index(b"\n", sealed.index(b"-> ssh-")) + 5
        sealed[at] = ord("B") if sealed[at] == ord("A") else ord("A")
        opened = program.run("open", "-i", tmp_path / kind, stdin=bytes(sealed))
        assert opened.code == program.BAD_INPUT and opened.out == b"", opened


@pytest.mark.parametrize("kind, options", [("ecdsa", ()), ("rsa", ("-b", "1024"))])
def test_ssh_keys_that_nothing_is_sealed_to(tmp_path, kind, options):
    public = ssh_key(tmp_path / "id", kind, options=options)
    done = program.run("seal", "-r", public, stdin=b"x")
    assert done.code == program.USAGE and done.out == b"", done
    assert program.run("open", "-i", tmp_path / "id", stdin=b"x").code == program.NO_KEY


def test_a_list_of_ssh_keys_is_used_as_age_uses_it(tmp_path):
    good, other = ssh_key(tmp_path / "good"), ssh_key(tmp_path / "other", "ecdsa")
    (tmp_path / "keys").write_text(f"{other}\n{good}\n")
    sealed = program.run("seal", "-R", tmp_path / "keys", stdin=PLAIN)
    assert sealed.code == program.DONE and "line 1" in sealed.err and "ecdsa" in sealed.err, sealed
    assert keys.age("-d", "-i", tmp_path / "good", stdin=sealed.out) == PLAIN


def test_passphrases_both_ways(tmp_path):
    sealed = with_passphrase("seal", "-p", stdin=PLAIN)
    assert sealed.code == program.DONE and sealed.err == "", sealed
    assert pyrage.passphrase.decrypt(sealed.out, PASSPHRASE) == PLAIN
    (tmp_path / "sealed").write_bytes(sealed.out)
    code, out, shown = at_a_terminal([program.tool("age"), "-d"], [PASSPHRASE], tmp_path / "sealed")
    assert code == 0 and out == PLAIN, shown
    opened = with_passphrase("open", stdin=pyrage.passphrase.encrypt(PLAIN, PASSPHRASE))
    assert (opened.code, opened.out) == (program.DONE, PLAIN), opened.err
    code, out, shown = at_a_terminal([program.binary(), "open"], [PASSPHRASE], tmp_path / "sealed")
    assert code == 0 and out == PLAIN and PASSPHRASE.encode() not in shown, shown


def test_a_passphrase_is_asked_for_twice_and_made_when_none_is_given(tmp_path):
    (tmp_path / "plain").write_bytes(PLAIN)
    seal = [program.binary(), "seal", "-p"]
    code, out, shown = at_a_terminal(seal, [PASSPHRASE, PASSPHRASE], tmp_path / "plain")
    assert code == 0 and pyrage.passphrase.decrypt(out, PASSPHRASE) == PLAIN, shown
    code, out, shown = at_a_terminal(seal, [PASSPHRASE, PASSPHRASE + "x"], tmp_path / "plain")
    assert code == program.USAGE and out == b"", shown
    code, out, shown = at_a_terminal(seal, [""], tmp_path / "plain")
    made = shown.split(b"shown this once: ")[1].split()[0].decode()
    assert code == 0 and len(made) >= 26 and pyrage.passphrase.decrypt(out, made) == PLAIN, shown


def test_a_wrong_passphrase_opens_nothing():
    sealed = pyrage.passphrase.encrypt(PLAIN, PASSPHRASE)
    done = with_passphrase("open", passphrase=PASSPHRASE + "x", stdin=sealed)
    assert done.code == program.NO_KEY and done.out == b"" and "passphrase is wrong" in done.err, done


def test_a_weak_passphrase_is_warned_of():
    for weak in ("hospital", "12345678901234567890", "aaaaaaaaaaaaaaaaaaaaaaaa"):
        sealed = with_passphrase("seal", "-p", passphrase=weak, stdin=b"x")
        assert sealed.code == program.DONE and "weak" in sealed.err and weak not in sealed.err, sealed


def test_a_passphrase_does_not_stand_beside_others(tmp_path):
    key = keys.ours(tmp_path / "key.txt")
    for other in (("-r", key.recipient), ("-i", key.file)):
        done = with_passphrase("seal", "-p", *other, stdin=b"x")
        assert done.code == program.USAGE and done.out == b"", done


def test_without_a_terminal_a_passphrase_needs_a_descriptor():
    sealed = pyrage.passphrase.encrypt(PLAIN, PASSPHRASE)
    done = program.run("open", stdin=sealed, start_new_session=True)
    assert done.code == program.NO_KEY and "--passphrase-fd" in done.err and done.out == b"", done
    done = program.run("seal", "-p", stdin=b"x", start_new_session=True)
    assert done.code == program.NO_KEY and "--passphrase-fd" in done.err and done.out == b"", done


def test_keys_and_passphrases_are_not_mistaken_for_each_other(tmp_path):
    key = keys.ours(tmp_path / "key.txt")
    done = with_passphrase("open", "-i", key.file, stdin=pyrage.passphrase.encrypt(PLAIN, PASSPHRASE))
    assert done.code == program.NO_KEY and "leave -i out" in done.err, done
    done = program.run("open", stdin=keys.age("-r", key.recipient, stdin=PLAIN))
    assert done.code == program.NO_KEY and "-i" in done.err, done


def test_armor_both_ways(tmp_path):
    key = keys.ours(tmp_path / "key.txt")
    for plain in (b"", b"x" * 47, b"x" * 48, PLAIN):
        sealed = program.run("seal", "-a", "-r", key.recipient, stdin=plain)
        assert sealed.out.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n") and sealed.out.isascii()
        assert keys.age("-d", "-i", key.file, stdin=sealed.out) == plain
        assert program.run("open", "-i", key.file, stdin=sealed.out).out == plain


def test_a_sealed_identity_is_asked_for_once_and_works_everywhere(tmp_path):
    path = tmp_path / "key.age"
    done = with_passphrase("keygen", "--passphrase", "-o", path)
    assert done.code == program.DONE and path.stat().st_mode & 0o777 == 0o600, done
    recipient = done.err.split("Public key: ")[1].split()[0]
    assert b"AGE-SECRET-KEY" not in path.read_bytes()
    assert with_passphrase("keygen", "-y", path).out.decode().split() == [recipient]
    (tmp_path / "sealed").mkdir()
    for name in "abc":
        (tmp_path / "sealed" / f"{name}.age").write_bytes(keys.age("-r", recipient, stdin=PLAIN))
    opened = with_passphrase("open", "-i", path, "-o", tmp_path / "opened", tmp_path / "sealed")
    assert opened.code == program.DONE and (tmp_path / "opened" / "c").read_bytes() == PLAIN, opened
    code, out, shown = at_a_terminal(
        [program.tool("age"), "-d", "-i", path], [PASSPHRASE], tmp_path / "sealed" / "a.age")
    assert code == 0 and out == PLAIN, shown
    assert pyrage.passphrase.decrypt(path.read_bytes(), PASSPHRASE).startswith(b"# created: ")


def test_keygen_tells_the_recipient_as_age_keygen_does(tmp_path):
    done = program.run("keygen")
    assert done.err == "Public key: " + done.out.decode().split("# public key: ")[1].split()[0] + "\n"
