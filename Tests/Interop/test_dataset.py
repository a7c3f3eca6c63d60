"""Sealed datasets: stock tools check and open them, and what was tampered with is refused."""
import hashlib
import hmac
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time

import bech32
import keys
import program
import pytest


# Of four chunks, of one, exactly two, nothing; and two of one size, as slices of a scan are.
SIZES = {"a.dcm": 1, "P-1/one.dcm": 200_000, "P-1/two words.dcm": 131_072, "P-2/deep/er/three.dcm": 0, "P-2/ü.dcm": 70_000,
         "P-2/x.dcm": 70_000}
NAMES = list(SIZES)


def content(name: str) -> bytes:
    return random.Random(name).randbytes(SIZES[name])


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    made = {name: keys.stock(folder / f"{name}.txt") for name in ("ann", "bob", "eve")}
    subprocess.run(
        [program.tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "maker", "-f", folder / "sign"], check=True)
    public = (folder / "sign.pub").read_text().split()
    (folder / "allowed").write_text(f"maker {public[0]} {public[1]}\n")
    return folder, made


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain") / "export"
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content(name))
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory, people, plain):
    folder, who = people
    target = tmp_path_factory.mktemp("made") / "sealed"
    done = program.run(
        "seal", "--dataset", "-r", who["ann"].recipient, "-r", who["bob"].recipient, "--sign-key", folder / "sign",
        "-o", target, plain)
    assert done.code == program.DONE, done
    return target


@pytest.fixture
def dataset(made, tmp_path):
    return shutil.copytree(made, tmp_path / "sealed", symlinks=True)


def opened(folder) -> dict:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check(dataset, *arguments):
    return program.run("seal", "--check", *arguments, dataset)


def index(dataset, key) -> list[dict]:
    identity = dataset.parent / "dataset.key"
    identity.write_bytes(keys.age("-d", "-i", key.file, dataset / "keys.age"))
    return [json.loads(line) for line in keys.age("-d", "-i", identity, dataset / "index.age").splitlines()]


def test_nothing_in_it_says_what_it_holds(made):
    text = b"".join(path.read_bytes() for path in made.iterdir() if path.is_file())
    assert not any(name.encode() in text for name in ("one.dcm", "P-1", "deep"))
    assert all(re.fullmatch(r"data/[0-9a-f]{2}/[0-9a-f]+\.age", str(path.relative_to(made)))
               for path in made.glob("data/*/*"))


def test_stock_tools_check_it_and_recover_everything(dataset, people, tmp_path):
    """The recipe in the folder's own README, with nothing but age, sha256sum and ssh-keygen."""
    folder, who = people
    subprocess.run([program.tool("sha256sum"), "--quiet", "-c", "manifest.sha256", "keys.sha256"], cwd=dataset, check=True)
    digest = hashlib.sha256((dataset / "manifest.sha256").read_bytes()).hexdigest()
    assert f"manifest.sha256: {digest}" in (dataset / "SEAL").read_text().splitlines()
    with open(dataset / "SEAL", "rb") as seal:
        subprocess.run(
            [program.tool("ssh-keygen"), "-Y", "verify", "-f", folder / "allowed", "-I", "maker", "-n", "dcmveil-dataset",
             "-s", dataset / "SEAL.sig"], stdin=seal, check=True, capture_output=True)

    recipe = next(path for path in dataset.iterdir() if path.name.startswith("README")).read_text()
    script = recipe[recipe.index("# 5."):recipe.rindex("```")].replace("me.key", str(who["bob"].file))
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=dataset, check=True)
    assert opened(dataset / "opened") == {name: content(name) for name in NAMES}


@pytest.mark.parametrize("name", ["ann", "bob"])
def test_open_gives_back_what_was_sealed(made, people, tmp_path, name):
    done = program.run("open", "-i", people[1][name].file, "-o", tmp_path / "out", made)
    assert done.code == program.DONE, done
    assert opened(tmp_path / "out") == {name: content(name) for name in NAMES}


def test_open_only(made, people, tmp_path):
    key = people[1]["ann"].file
    done = program.run("open", "-i", key, "-o", tmp_path / "out", "--only", "P-1/*", made)
    assert done.code == program.DONE, done
    assert set(opened(tmp_path / "out")) == {"P-1/one.dcm", "P-1/two words.dcm"}
    none = program.run("open", "-i", key, "-o", tmp_path / "none", "--only", "nobody*", made)
    assert none.code == program.NO_INPUT and not (tmp_path / "none").exists()


def test_strangers_open_nothing(made, people, tmp_path):
    done = program.run("open", "-i", people[1]["eve"].file, "-o", tmp_path / "out", made)
    assert done.code == program.NO_KEY, done
    assert not (tmp_path / "out").exists()


def test_a_clean_one_is_clean_at_every_depth(made, people):
    folder, who = people
    for arguments in ([], ["--depth", "hashes"], ["--depth", "structure"],
                      ["--depth", "ends", "-i", who["ann"].file], ["--depth", "all", "-i", who["ann"].file],
                      ["--signers", folder / "allowed"]):
        assert check(made, *arguments).code == program.DONE, arguments
    assert check(made, "--depth", "all").code == program.NO_KEY


def largest(dataset):
    return max(dataset.glob("data/*/*"), key=lambda path: path.stat().st_size)


def flip(path, place):
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def swap(dataset):
    """Two files of one size."""
    one, two = (path for path in sorted(dataset.glob("data/*/*")) if 70_000 < path.stat().st_size < 71_000)
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


TAMPERING = {
    # name: what is done, and the depths that must find it
    "flipped-middle": (lambda d: flip(largest(d), 70_000), {"hashes", "all"}),
    "flipped-header": (lambda d: flip(largest(d), 40), {"hashes", "ends", "all"}),
    "flipped-end": (lambda d: flip(largest(d), -1), {"hashes", "ends", "all"}),
    "truncated": (lambda d: os.truncate(largest(d), largest(d).stat().st_size - 65_552),
                  {"hashes", "structure", "ends", "all"}),
    "missing": (lambda d: largest(d).unlink(), {"hashes", "structure", "ends", "all"}),
    "extra": (lambda d: (d / "data/00/extra.age").parent.mkdir(exist_ok=True) or (d / "data/00/extra.age").write_bytes(b"x"),
              {"hashes", "structure", "ends", "all"}),
    "swapped": (swap, {"hashes", "ends", "all"}),
    "manifest-line-gone": (lambda d: (d / "manifest.sha256").write_text(
        "".join((d / "manifest.sha256").read_text().splitlines(True)[1:])), {"hashes", "structure", "ends", "all"}),
    "seal": (lambda d: (d / "SEAL").write_text((d / "SEAL").read_text().replace("files: 6", "files: 5")),
             {"hashes", "structure", "ends", "all"}),
    "index": (lambda d: flip(d / "index.age", -1), {"hashes", "structure", "ends", "all"}),
    "signature": (lambda d: (d / "SEAL.sig").write_text((d / "SEAL.sig").read_text().replace("A", "B", 9)),
                  {"hashes", "structure", "ends", "all"}),
}


@pytest.mark.parametrize("depth", ["hashes", "structure", "ends", "all"])
@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found(dataset, people, what, depth):
    tamper, depths = TAMPERING[what]
    tamper(dataset)
    key = ["-i", people[1]["ann"].file] if depth in ("ends", "all") else []
    done = check(dataset, "--depth", depth, *key)
    assert (done.code != program.DONE) == (depth in depths), done
    assert done.code in (program.DONE, program.BAD_INPUT, program.NO_KEY), done
    assert len(done.out.splitlines()) <= 5, "one fault is not told as many"


@pytest.mark.parametrize("what", sorted(set(TAMPERING) - {"extra", "signature"}))
def test_what_was_tampered_with_is_not_opened(dataset, people, tmp_path, what):
    """What is whole may come out; what is not never does, and the status says so."""
    TAMPERING[what][0](dataset)
    done = program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", dataset)
    assert done.code != program.DONE, done
    for name, data in opened(tmp_path / "out").items():
        assert data == content(name)


# Whoever has, or had, the dataset's key can make another dataset of it, all codes and digests right: only a signature is
# beyond such a person. `open` still has to stay below its folder, and no more may come out than was put in.

def derived(secret: bytes, use: str) -> bytes:
    """HKDF-SHA-256 without salt, 32 bytes (RFC 5869)."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, f"dcmveil dataset 1 {use}".encode() + b"\x01", "sha256")


def secret_of(identity) -> bytes:
    words = [bech32.ALPHABET.index(letter) for letter in keys.Key(identity, "").secret.lower().rsplit("1", 1)[1]][:-6]
    bits = "".join(f"{word:05b}" for word in words)
    return bytes(int(bits[place:place + 8], 2) for place in range(0, 256, 8))


def forge(dataset, key, edit):
    """Writes the dataset anew with an index that `edit` has changed, as somebody with its key could."""
    lines = index(dataset, key)
    identity = dataset.parent / "dataset.key"
    secret = secret_of(identity)
    for line in lines:
        name = hmac.digest(derived(secret, "names"), line["path"].encode(), "sha256").hex()[:32]
        assert line["name"] == f"data/{name[:2]}/{name}.age"
    edit(lines)
    for line in lines:
        if "path" in line:
            name = hmac.digest(derived(secret, "names"), line["path"].encode("utf-8", "surrogatepass"), "sha256").hex()[:32]
            new = f"data/{name[:2]}/{name}.age"
            (dataset / new).parent.mkdir(exist_ok=True)
            if line["name"] != new and not (dataset / new).exists():
                (dataset / line["name"]).rename(dataset / new)
            line["name"] = new
    write(dataset, secret, identity, "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines).encode())


def write(dataset, secret, identity, text: bytes):
    (dataset / "index.age").write_bytes(keys.age("-r", keys.stock_recipient(identity), stdin=text))
    listed = [*sorted(dataset.glob("data/*/*")), dataset / "index.age", dataset / "README.md"]
    (dataset / "manifest.sha256").write_text("".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(dataset)}\n" for path in listed))
    seal = [line for line in (dataset / "SEAL").read_text().splitlines() if not line.startswith(("manifest", "code"))]
    seal = [f"files: {len(listed) - 2}" if line.startswith("files") else line for line in seal]
    seal.append(f"manifest.sha256: {hashlib.sha256((dataset / 'manifest.sha256').read_bytes()).hexdigest()}")
    covered = "".join(line + "\n" for line in seal)
    code = hmac.digest(derived(secret, "seal"), covered.encode(), "sha256").hex()
    (dataset / "SEAL").write_text(f"{covered}code: {code}\n")


def test_the_format_is_what_the_documentation_says(dataset, people, tmp_path):
    """A dataset that this test wrote is taken for a good one, but for the signature."""
    def rename(lines):
        next(line for line in lines if line["path"] == "a.dcm")["path"] = "b.dcm"
    forge(dataset, people[1]["ann"], rename)
    (dataset / "SEAL.sig").unlink()
    done = check(dataset, "-i", people[1]["ann"].file)
    assert done.code == program.DONE, done
    assert program.run("open", "-i", people[1]["bob"].file, "-o", tmp_path / "out", dataset).code == program.DONE
    assert opened(tmp_path / "out") == {name.replace("a.dcm", "b.dcm"): content(name) for name in NAMES}


def test_a_forged_one_has_no_signature(dataset, people, tmp_path):
    folder, who = people
    forge(dataset, who["bob"], lambda lines: lines.pop())
    largest_first = ["open", "-i", who["ann"].file, "-o", tmp_path / "out", "--signers", folder / "allowed", dataset]
    assert program.run(*largest_first).code == program.NO_KEY
    assert not (tmp_path / "out").exists()
    assert check(dataset).code == program.NO_KEY, "a signature that is there and wrong is a fault for everybody"
    (dataset / "SEAL.sig").unlink()
    assert program.run(*largest_first).code == program.NO_KEY
    assert check(dataset, "--signers", folder / "allowed").code == program.NO_KEY


@pytest.mark.parametrize("path", [
    "../evil", "/tmp/dcmveil-evil", "a/../../evil", "a/./b", "", ".", "..", "a//b", "a/", "nul\0", "x" * 256, "d/" * 1600 + "x"])
def test_a_path_that_leads_out_is_refused(dataset, people, tmp_path, path):
    def lead_out(lines):
        lines[0]["path"] = path
    forge(dataset, people[1]["ann"], lead_out)
    before = set(tmp_path.rglob("*"))
    done = program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", dataset)
    assert done.code == program.BAD_INPUT and "refused" in done.err, done
    assert all(tmp_path / "out" in path.parents or path == tmp_path / "out" for path in set(tmp_path.rglob("*")) - before)
    assert not os.path.exists("/tmp/dcmveil-evil")
    assert check(dataset, "-i", people[1]["ann"].file).code != program.DONE


def test_names_with_control_characters_do_not_reach_the_terminal(dataset, people, tmp_path):
    def name(lines):
        lines[0]["path"] = "\x1b]0;evil\x07\n"
    forge(dataset, people[1]["ann"], name)
    for arguments in (("-o", tmp_path / "out"), ("-o", tmp_path / "out")):  # the second time it is there already
        done = program.run("open", "-i", people[1]["ann"].file, *arguments, dataset)
        assert "\x1b" not in done.err and "\x07" not in done.err


@pytest.mark.parametrize("line", [
    b"", b"{}", b"[]", b"null", b"[" * 20_000, b'{"name":"x"}', b'{"name":"../../../etc/passwd","path":"a"}', b"\xff\xfe",
    b'{"name":"data/00/00000000000000000000000000000000.age","path":"a","size":1e999,"sha256":"","mac":""}', b"x" * 40_000])
def test_an_index_of_rubbish_is_refused(dataset, people, tmp_path, line):
    index(dataset, people[1]["ann"])
    identity = dataset.parent / "dataset.key"
    write(dataset, secret_of(identity), identity, line + b"\n")
    done = program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", dataset)
    assert done.code == program.BAD_INPUT, done
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("member, value", [("size", 5), ("sha256", "0" * 64), ("mac", "0" * 64), ("mac", "00")])
def test_an_index_that_does_not_fit_its_files(dataset, people, tmp_path, member, value):
    victim = []

    def change(lines):
        line = next(line for line in lines if line["path"] == "P-1/one.dcm")
        line[member] = value
        victim.append(line["path"])
    forge(dataset, people[1]["ann"], change)
    (dataset / "SEAL.sig").unlink()
    assert check(dataset).code == program.DONE
    done = program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", dataset)
    assert done.code in (program.QUARANTINED, program.BAD_INPUT), done
    assert not (tmp_path / "out" / victim[0]).exists()
    for depth in ("ends", "all"):
        assert check(dataset, "--depth", depth, "-i", people[1]["ann"].file).code != program.DONE


# Parts of several datasets

@pytest.fixture
def other(plain, people, tmp_path):
    """The same files for the same people, sealed another time."""
    done = program.run(
        "seal", "--dataset", "-r", people[1]["ann"].recipient, "-r", people[1]["bob"].recipient, "-o", tmp_path / "other", plain)
    assert done.code == program.DONE, done
    return tmp_path / "other"


@pytest.mark.parametrize("parts", [
    ["keys.age"], ["keys.age", "keys.sha256"], ["SEAL"], ["index.age"], ["manifest.sha256"], ["SEAL", "manifest.sha256"],
    ["SEAL", "manifest.sha256", "index.age"], ["keys.age", "keys.sha256", "SEAL"], ["keys.age", "keys.sha256", "index.age"]])
def test_parts_of_two_datasets_make_none(dataset, other, people, tmp_path, parts):
    (dataset / "SEAL.sig").unlink()
    for part in parts:
        shutil.copy(other / part, dataset / part)
    key = people[1]["ann"].file
    done = program.run("open", "-i", key, "-o", tmp_path / "out", dataset)
    assert done.code in (program.NO_KEY, program.BAD_INPUT, program.QUARANTINED), done
    assert not (tmp_path / "out").exists() or opened(tmp_path / "out") == {}
    for depth in ("ends", "all"):
        assert check(dataset, "--depth", depth, "-i", key).code in (program.NO_KEY, program.BAD_INPUT)
    rekeyed = program.run("rekey", "-i", key, "-r", people[1]["eve"].recipient, dataset)
    assert (rekeyed.code == program.DONE) == (not set(parts) & {"keys.age", "SEAL"} or set(parts) >= {"keys.age", "SEAL"}), rekeyed


def test_a_file_of_another_dataset(dataset, other, people, tmp_path):
    here, there = largest(dataset), largest(other)
    shutil.copy(there, here)
    done = program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", dataset)
    assert done.code == program.QUARANTINED and "P-1/one.dcm" not in opened(tmp_path / "out"), done
    for depth in ("hashes", "ends", "all"):
        key = [] if depth == "hashes" else ["-i", people[1]["ann"].file]
        assert check(dataset, "--depth", depth, *key).code != program.DONE


def test_another_key_in_keys_age(dataset, people, tmp_path):
    """Everybody can seal to Ann: a key that she can open is not for that reason the dataset's."""
    fresh = keys.stock(tmp_path / "fresh.txt")
    (dataset / "keys.age").write_bytes(keys.age("-r", people[1]["ann"].recipient, stdin=fresh.file.read_bytes()))
    for command in (["open", "-o", tmp_path / "out"], ["rekey", "-r", people[1]["eve"].recipient], ["seal", "--who"],
                    ["reseal", "-o", tmp_path / "new"]):
        done = program.run(command[0], "-i", people[1]["ann"].file, *command[1:], dataset)
        assert done.code == program.NO_KEY and "altered" in done.err, done
    assert not (tmp_path / "out").exists() and not (tmp_path / "new").exists()


@pytest.mark.parametrize("text", [b"", b"\n", b"# nothing\n", b"AGE-SECRET-KEY-1XYZ\n", b"two", b"x" * 100_000, b"\xff\x00"])
def test_rubbish_in_keys_age(dataset, people, tmp_path, text):
    if text == b"two":
        text = (dataset.parent / "ann").read_bytes() if (dataset.parent / "ann").exists() else people[1]["ann"].file.read_bytes() * 2
    (dataset / "keys.age").write_bytes(keys.age("-r", people[1]["ann"].recipient, stdin=text))
    done = program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", dataset)
    assert done.code in (program.NO_KEY, program.BAD_INPUT), done


@pytest.mark.parametrize("name", ["SEAL", "keys.age", "keys.sha256", "manifest.sha256", "index.age", "README.md", "data"])
@pytest.mark.parametrize("kind", ["missing", "link", "folder", "pipe", "empty"])
def test_each_part_missing_or_of_another_kind(dataset, people, tmp_path, name, kind):
    part = dataset / name
    moved = tmp_path / "moved"
    part.rename(moved)
    if kind == "link":
        part.symlink_to(moved)
    elif kind == "folder":
        part.mkdir()
    elif kind == "pipe":
        os.mkfifo(part)
    elif kind == "empty":
        part.touch()
    # What is needed by no reader, or only by those without a key, stops nobody who has one.
    done = check(dataset, "-i", people[1]["ann"].file)
    assert done.code != program.BUG, done
    # As after a rekey that was killed: said, and no fault for who has a key.
    assert (done.code == program.DONE) == ((name, kind) == ("keys.sha256", "empty")), done
    assert name in done.err + done.out.decode() or name == "SEAL", done
    done = program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", dataset)
    assert done.code != program.BUG, done
    assert (done.code == program.DONE) == (name in ("README.md", "keys.sha256") or (name, kind) == ("data", "link")), done
    if done.code == program.DONE:
        assert opened(tmp_path / "out") == {name: content(name) for name in NAMES}


def test_a_link_among_the_files_is_refused(dataset, people, tmp_path):
    victim = largest(dataset)
    shutil.copy(victim, tmp_path / "copy")
    victim.unlink()
    victim.symlink_to(tmp_path / "copy")
    assert check(dataset).code != program.DONE
    assert program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", dataset).code != program.DONE


# rekey, reseal, who

def test_rekey_changes_who_may_open_and_no_data(dataset, people, tmp_path):
    who = people[1]
    before = {path: path.read_bytes() for path in dataset.rglob("*") if path.is_file() and not path.name.startswith("keys.")}
    done = program.run("rekey", "-i", who["ann"].file, "-r", who["eve"].recipient, "--revoke", who["bob"].recipient, dataset)
    assert done.code == program.DONE, done
    assert "not revocation" in done.err
    assert before == {path: path.read_bytes() for path in before}
    assert program.run("open", "-i", who["eve"].file, "-o", tmp_path / "eve", dataset).code == program.DONE
    assert opened(tmp_path / "eve") == {name: content(name) for name in NAMES}
    assert program.run("open", "-i", who["bob"].file, "-o", tmp_path / "bob", dataset).code == program.NO_KEY
    assert check(dataset, "-i", who["ann"].file).code == program.DONE
    listed = program.run("seal", "--who", "-i", who["ann"].file, dataset)
    assert listed.code == program.DONE and who["eve"].recipient in listed.out.decode()
    assert who["bob"].recipient not in listed.out.decode().split("history")[0].splitlines()[0]


def test_revoke_is_another_word_for_remove(dataset, people, tmp_path):
    who = people[1]
    done = program.run("rekey", "-i", who["ann"].file, "--revoke", who["bob"].recipient, dataset)
    assert done.code == program.DONE and "not revocation" in done.err, done
    assert program.run("open", "-i", who["bob"].file, "-o", tmp_path / "out", dataset).code == program.NO_KEY
    listed = program.run("seal", "--who", "-i", who["ann"].file, dataset).out.decode().splitlines()
    assert [line for line in listed if not line.startswith("#")] == [who["ann"].recipient]


def test_nobody_is_locked_out_of_everything(dataset, people):
    who = people[1]
    done = program.run(
        "rekey", "-i", who["ann"].file, "--revoke", who["ann"].recipient, "--revoke", who["bob"].recipient, dataset)
    assert done.code == program.USAGE, done
    assert check(dataset, "-i", who["ann"].file).code == program.DONE


def test_an_old_list_of_keys_is_noticed_by_its_digest_only(dataset, people, tmp_path):
    """Whoever can write into the folder can bring back an earlier keys.age: docs/datasets.md says what that means."""
    who = people[1]
    for name in ("keys.age", "keys.sha256"):
        shutil.copy(dataset / name, tmp_path / name)
    assert program.run("rekey", "-q", "-i", who["ann"].file, "--revoke", who["bob"].recipient, dataset).code == program.DONE
    shutil.copy(tmp_path / "keys.age", dataset)
    assert check(dataset).code == program.BAD_INPUT
    shutil.copy(tmp_path / "keys.sha256", dataset)
    assert program.run("open", "-i", who["bob"].file, "-o", tmp_path / "out", dataset).code == program.DONE


def test_names_of_people(plain, people, tmp_path):
    who = people[1]
    (tmp_path / "team.txt").write_text(
        f"# Dr. Ann\n{who['ann'].recipient}\n\n# Bob\x1b[31m\n{who['bob'].recipient}\n{who['eve'].recipient}\n")
    assert program.run(
        "seal", "--dataset", "-R", tmp_path / "team.txt", "-o", tmp_path / "sealed", plain).code == program.DONE
    listed = program.run("seal", "--who", "-i", who["ann"].file, tmp_path / "sealed")
    assert b"\x1b" not in listed.out
    people_listed = [line for line in listed.out.decode().splitlines() if not line.startswith("#")]
    assert people_listed[0].split("\t") == [who["ann"].recipient, "Dr. Ann"] and len(people_listed) == 3
    done = program.run("rekey", "-i", who["ann"].file, "--remove", "Dr. Ann", tmp_path / "sealed")
    assert done.code == program.DONE, done
    assert program.run("rekey", "-i", who["ann"].file, tmp_path / "sealed").code == program.NO_KEY
    assert program.run("rekey", "-i", who["bob"].file, "--remove", "Dr. Ann", tmp_path / "sealed").code == program.USAGE
    kinds = program.run("seal", "--who", tmp_path / "sealed")
    assert kinds.code == program.DONE and kinds.out.decode().split() == ["X25519"] * 2, kinds


def test_killed_at_any_moment_it_opens_with_the_old_or_the_new_set(dataset, people, tmp_path):
    who = people[1]
    ends = set()
    for round in range(40):
        process = subprocess.Popen(
            [program.binary(), "rekey", "-q", "-i", who["ann"].file, "-r", who["eve"].recipient, dataset],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        ends.add(process.wait())
        done = program.run("open", "-i", who["ann"].file, "-o", tmp_path / str(round), "--only", "a.dcm", dataset)
        assert done.code == program.DONE, (round, done)
    assert -signal.SIGKILL in ends
    assert program.run("rekey", "-q", "-i", who["ann"].file, "-r", who["eve"].recipient, dataset).code == program.DONE
    assert check(dataset, "-i", who["eve"].file).code == program.DONE


def test_killed_at_each_of_its_calls_it_opens_with_the_old_or_the_new_set(dataset, people, tmp_path):
    """SIGKILL at every system call from the first that has to do with the dataset on."""
    who = people[1]
    change = ["rekey", "-q", "-i", who["ann"].file, "-r", who["eve"].recipient, "--remove", who["bob"].recipient]
    names = ("openat", "flock", "pread64", "unlink", "write", "fchmod", "fsync", "rename", "close", "exit_group")
    _, lines = traced(tmp_path / "log", *change, shutil.copytree(dataset, tmp_path / "traced"), calls=",".join(names))
    calls = [found[1] for line in lines if (found := re.match(r"\d+ +([a-z0-9_]+)\(", line))]
    first = next(place for place, line in enumerate(lines) if f'"{tmp_path}/traced' in line)
    sets = set()
    for place in range(first, len(calls)):
        name = calls[place]
        copy = shutil.copytree(dataset, tmp_path / str(place))
        done, _ = traced(
            tmp_path / "log", *change, copy, calls=name,
            options=["-e", f"inject={name}:signal=KILL:when={calls[:place + 1].count(name)}"])
        assert done.returncode == -signal.SIGKILL, (name, done)
        listed = program.run("seal", "--who", "-i", who["ann"].file, copy).out.decode()
        other, gone = ("eve", "bob") if who["eve"].recipient in listed else ("bob", "eve")
        sets.add(other)
        assert program.run("open", "-i", who[other].file, "-o", tmp_path / f"{place}-1", copy).code == program.DONE, name
        assert opened(tmp_path / f"{place}-1") == {name: content(name) for name in NAMES}
        assert program.run("open", "-i", who[gone].file, "-o", tmp_path / f"{place}-2", copy).code == program.NO_KEY, name
    assert sets == {"bob", "eve"} and len(calls) - first > 25


def test_rekey_does_not_depend_on_how_many_files_there_are(tmp_path, people):
    """Counted in system calls: what touches no file asks the system as often for one file as for a thousand."""
    who = people[1]

    def calls(count):
        source = tmp_path / f"plain{count}"
        source.mkdir()
        for number in range(count):
            (source / f"{number}.dcm").write_bytes(b"x")
        target = tmp_path / f"sealed{count}"
        assert program.run("seal", "--dataset", "-r", who["ann"].recipient, "-o", target, source).code == program.DONE
        log = tmp_path / f"log{count}"
        subprocess.run(
            [program.tool("strace"), "-f", "-o", log, program.binary(), "rekey", "-q", "-i", who["ann"].file, "-r",
             who["eve"].recipient, target], check=True)
        return sum(1 for line in open(log) if "open" in line)

    assert calls(1000) <= calls(1) + 3


def test_what_rekey_cannot_write_changes_nothing(dataset, people):
    who = people[1]
    before = opened(dataset)
    for name in ("keys.age.new", "keys.sha256.new"):
        (dataset / name).mkdir()
        done = program.run("rekey", "-i", who["ann"].file, "--remove", who["bob"].recipient, dataset)
        assert done.code in (program.CANNOT_CREATE, program.IO), done
        (dataset / name).rmdir()
        assert opened(dataset) == before


def test_a_rekey_that_has_changed_the_keys_says_so_whatever_follows(dataset, people, tmp_path):
    who = people[1]
    (dataset / "keys.sha256").unlink()
    (dataset / "keys.sha256").mkdir()
    done = program.run("rekey", "-i", who["ann"].file, "--remove", who["bob"].recipient, dataset)
    assert done.code == program.DONE and "keys.sha256: cannot replace" in done.err, done
    assert "not revocation" in done.err and "another rekey mends" in done.err
    assert program.run("open", "-i", who["bob"].file, "-o", tmp_path / "out", dataset).code == program.NO_KEY
    assert not list(dataset.glob("*.new"))
    (dataset / "keys.sha256").rmdir()
    assert program.run("rekey", "-i", who["ann"].file, dataset).code == program.DONE
    assert check(dataset, "-i", who["ann"].file).code == program.DONE
    assert check(dataset).code == program.DONE


def test_leftovers_of_a_rekey_are_said_and_removed(dataset, people):
    for name in ("keys.age.new", "keys.sha256.new"):
        (dataset / name).write_bytes(b"half")
    done = check(dataset, "-i", people[1]["ann"].file)
    assert done.code == program.DONE and done.err.count("left by a rekey") == 2, done
    assert program.run("rekey", "-q", "-i", people[1]["ann"].file, dataset).code == program.DONE
    assert not list(dataset.glob("*.new"))


def test_history_has_the_names_of_people_with_long_keys(made, people, tmp_path):
    dataset, who = shutil.copytree(made, tmp_path / "sealed"), people[1]
    subprocess.run(
        [program.tool("ssh-keygen"), "-q", "-t", "rsa", "-b", "4096", "-N", "", "-C", "x", "-f", tmp_path / "rsa"], check=True)
    (tmp_path / "team.txt").write_text(f"# Dr. Longkey\n{(tmp_path / 'rsa.pub').read_text()}")
    for arguments in (["-R", tmp_path / "team.txt"], ["--remove", "Dr. Longkey"]):
        assert program.run("rekey", "-q", "-i", who["ann"].file, *arguments, dataset).code == program.DONE
    listed = program.run("seal", "--who", "-i", who["ann"].file, dataset).out.decode()
    assert "added Dr. Longkey: ssh-rsa AAAA" in listed and "removed Dr. Longkey: ssh-rsa AAAA" in listed, listed


def traced(log, *arguments, calls, options=()):
    done = subprocess.run(
        [program.tool("strace"), "-f", "-y", "-e", f"trace={calls}", *options, "-o", log, program.binary(), *map(str, arguments)],
        capture_output=True)
    return done, log.read_text().splitlines()


def test_the_name_of_a_dataset_is_on_the_disk_when_it_is_done(plain, people, tmp_path):
    done, lines = traced(
        tmp_path / "log", "seal", "--dataset", "-r", people[1]["ann"].recipient, "-o", tmp_path / "sealed", plain,
        calls="rename,renameat,renameat2,fsync,syncfs")
    assert done.returncode == program.DONE
    renamed = max(place for place, line in enumerate(lines) if "rename" in line and f'"{tmp_path}/sealed"' in line)
    assert any("syncfs" in line for line in lines[:renamed])
    assert any(re.search(rf"fsync\(\d+<{tmp_path}>\) += 0", line) for line in lines[renamed:]), lines[renamed:]


def test_what_cannot_be_read_is_no_damage(dataset, people, tmp_path):
    victim = largest(dataset)
    for error, code in (("EACCES", program.IO), ("EIO", program.IO), ("EMFILE", program.IO), ("ENOENT", program.BAD_INPUT)):
        done, _ = traced(
            tmp_path / "log", "seal", "--check", dataset, calls="openat",
            options=["-P", victim, "-e", f"inject=openat:error={error}"])
        assert done.returncode == code and str(victim) in done.stdout.decode(), (error, done)


def test_a_whole_check_reads_each_file_once(dataset, people, tmp_path):
    victim = largest(dataset)
    # A file for each thread: no call is told in two lines.
    (tmp_path / "log").touch()
    traced(tmp_path / "log", "seal", "--check", "-i", people[1]["ann"].file, dataset, calls="read,pread64", options=["-ff"])
    lines = [line for log in tmp_path.glob("log.*") for line in log.read_text().splitlines()]
    counts = [int(line.rsplit("= ", 1)[1]) for line in lines if f"<{victim}>" in line and "= " in line]
    size = victim.stat().st_size
    # The beginning is looked at before.
    assert size <= sum(counts) <= size + 4096, counts


def test_data_are_read_when_the_index_leads_nowhere(dataset, people):
    flip(dataset / "index.age", -1)
    flip(largest(dataset), 70_000)
    done = check(dataset, "--depth", "all", "-i", people[1]["ann"].file)
    assert done.code == program.BAD_INPUT and str(largest(dataset)) in done.out.decode(), done


def test_reseal_makes_another_dataset(made, people, tmp_path):
    who = people[1]
    done = program.run("reseal", "-i", who["ann"].file, "--revoke", who["bob"].recipient, "-o", tmp_path / "new", made)
    assert done.code == program.DONE, done
    names = {path.name for path in made.glob("data/*/*")} & {path.name for path in (tmp_path / "new").glob("data/*/*")}
    assert not names, "names under another key are others"
    assert program.run("open", "-i", who["bob"].file, "-o", tmp_path / "bob", tmp_path / "new").code == program.NO_KEY
    assert program.run("open", "-i", who["ann"].file, "-o", tmp_path / "ann", tmp_path / "new").code == program.DONE
    assert opened(tmp_path / "ann") == {name: content(name) for name in NAMES}


# failures

def test_a_dataset_is_all_or_nothing(plain, people, tmp_path):
    source = shutil.copytree(plain, tmp_path / "in")
    os.symlink("nowhere", source / "zz-link")
    done = program.run("seal", "--dataset", "-r", people[1]["ann"].recipient, "-o", tmp_path / "out", source)
    assert done.code == program.NO_INPUT, done
    assert {path.name for path in tmp_path.iterdir()} == {"in"}


def test_it_is_never_added_to(made, plain, people):
    before = opened(made)
    done = program.run("seal", "--dataset", "-r", people[1]["ann"].recipient, "-o", made, plain)
    assert done.code == program.CANNOT_CREATE, done
    assert opened(made) == before


@pytest.mark.parametrize("size", [0, 100])
def test_a_disk_that_is_full_from_the_first_byte_is_no_mistake_of_ours(plain, people, tmp_path, size):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    done = program.run(
        "seal", "--dataset", "-r", people[1]["ann"].recipient, "-o", tmp_path / "out", plain, preexec_fn=limit)
    assert done.code == program.IO and not list(tmp_path.iterdir()), done


def test_an_interrupted_one_leaves_nothing(people, tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    for number in range(3000):
        (source / f"{number}.dcm").write_bytes(b"x" * 20_000)
    process = subprocess.Popen(
        [program.binary(), "seal", "--dataset", "-r", people[1]["ann"].recipient, "-o", tmp_path / "out", source],
        stderr=subprocess.PIPE)
    while not list(tmp_path.glob(".dcmveil-*.part")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode in (-signal.SIGINT, 128 + signal.SIGINT), process.returncode
    assert {path.name for path in tmp_path.iterdir()} == {"in"}


@pytest.mark.parametrize("command", ["seal", "reseal"])
def test_killed_at_any_moment_there_is_all_of_it_or_nothing(people, tmp_path, command):
    """SIGKILL: what is left has a name that says so, and cannot be taken for a dataset."""
    who = people[1]
    source = tmp_path / "in"
    source.mkdir()
    for number in range(300):
        (source / f"{number}.dcm").write_bytes(number.to_bytes(2, "big") * 10_000)
    sealed = tmp_path / "sealed"
    assert program.run("seal", "--dataset", "-r", who["ann"].recipient, "-o", sealed, source).code == program.DONE
    arguments = {"seal": ["seal", "--dataset", "-r", who["ann"].recipient, "-o", tmp_path / "out", source],
                 "reseal": ["reseal", "-i", who["ann"].file, "-o", tmp_path / "out", sealed]}[command]
    ends = set()
    for _ in range(25):
        process = subprocess.Popen([program.binary(), *map(str, arguments)], stderr=subprocess.DEVNULL)
        time.sleep(random.random() * 0.25)
        process.kill()
        ends.add(process.wait())
        left = {path.name for path in tmp_path.iterdir()} - {"in", "sealed"}
        assert all(name == "out" or re.fullmatch(r"\.dcmveil-[0-9a-z]+\.part", name) for name in left), left
        if "out" in left:
            assert check(tmp_path / "out", "-i", who["ann"].file).code == program.DONE
        for name in left:
            shutil.rmtree(tmp_path / name)
    assert -signal.SIGKILL in ends
    assert check(sealed, "-i", who["ann"].file).code == program.DONE


def test_a_full_disk_leaves_nothing(plain, people, tmp_path):
    """A limit on the size of files stands for the disk."""
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    done = program.run(
        "seal", "--dataset", "-r", people[1]["ann"].recipient, "-o", tmp_path / "out", plain, preexec_fn=limit)
    assert done.code == program.IO, done
    assert list(tmp_path.iterdir()) == []


def test_several_inputs_of_which_one_is_a_dataset(made, people, tmp_path):
    done = program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", made, made / "index.age")
    assert done.code == program.USAGE and not (tmp_path / "out").exists(), done


def test_a_passphrase_is_no_recipient_of_a_dataset(plain, tmp_path):
    read, write_end = os.pipe()
    os.write(write_end, b"correct horse battery staple\n")
    os.close(write_end)
    done = program.run("seal", "--dataset", "-p", "--passphrase-fd", read, "-o", tmp_path / "out", plain, pass_fds=[read])
    os.close(read)
    assert done.code == program.USAGE and not (tmp_path / "out").exists(), done


def test_ssh_keys_open_it_and_stock_signatures_are_taken(plain, people, tmp_path):
    folder, _ = people
    done = program.run("seal", "--dataset", "-R", folder / "sign.pub", "-o", tmp_path / "sealed", plain)
    assert done.code == program.DONE, done
    subprocess.run([program.tool("ssh-keygen"), "-q", "-Y", "sign", "-f", folder / "sign", "-n", "dcmveil-dataset",
                    tmp_path / "sealed" / "SEAL"], check=True, capture_output=True)
    assert check(tmp_path / "sealed", "--signers", folder / "allowed", "-i", folder / "sign").code == program.DONE
    subprocess.run([program.tool("ssh-keygen"), "-q", "-Y", "sign", "-f", folder / "sign", "-n", "file",
                    tmp_path / "sealed" / "SEAL"], input=b"y\n", check=True, capture_output=True)
    assert check(tmp_path / "sealed", "--signers", folder / "allowed").code == program.NO_KEY, "made for something else"


@pytest.mark.parametrize("seed", range(40))
def test_random_damage(dataset, people, tmp_path, seed):
    """Any of its files: what comes out is what went in, and a check with a key finds the rest."""
    chance = random.Random(seed)
    files = sorted(path for path in dataset.rglob("*") if path.is_file())
    victim, other = chance.sample(files, 2)
    data = bytearray(victim.read_bytes())
    place = chance.randrange(max(1, len(data)))
    match chance.randrange(6):
        case 0: data[place] ^= 1 << chance.randrange(8)
        case 1: del data[place:]
        case 2: data += chance.randbytes(1 + chance.randrange(100))
        case 3: del data[place:place + 1 + chance.randrange(100)]
        case 4: data = other.read_bytes()
        case 5: data = None
    if data is None:
        victim.unlink()
    else:
        victim.write_bytes(data)
    found = check(dataset, "-i", people[1]["ann"].file)
    assert found.code in (program.BAD_INPUT, program.NO_KEY) or victim.name in ("keys.sha256", "SEAL.sig"), (victim, found)
    done = program.run("open", "-i", people[1]["ann"].file, "-o", tmp_path / "out", dataset)
    assert done.code != program.BUG
    out = opened(tmp_path / "out") if (tmp_path / "out").exists() else {}
    assert all(out[name] == content(name) for name in out), victim
    assert done.code != program.DONE or set(out) == set(NAMES), victim


def test_a_large_file_is_sealed_by_all_cores_and_stock_age_opens_it(people, tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "a-small.dcm").write_bytes(b"a" * 1000)
    (source / "b-large.dcm").write_bytes(random.Random(1).randbytes(1 << 20) * 65 + b"end")
    (source / "c-small.dcm").write_bytes(b"c" * 1000)
    done = program.run("seal", "--dataset", "-r", people[1]["ann"].recipient, "-o", tmp_path / "sealed", source)
    assert done.code == program.DONE, done
    lines = {line["path"]: line for line in index(tmp_path / "sealed", people[1]["ann"])}
    for name, line in lines.items():
        data = keys.age("-d", "-i", tmp_path / "dataset.key", tmp_path / "sealed" / line["name"])
        assert data == (source / name).read_bytes() and len(data) == line["size"]
    assert check(tmp_path / "sealed", "-i", people[1]["ann"].file).code == program.DONE
