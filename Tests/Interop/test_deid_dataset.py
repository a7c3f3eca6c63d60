"""`deid --dataset`: a sealed dataset of the outputs, in one pass."""
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time

import keys
import program
import pytest

PLACE = re.compile(r"data/[0-9a-f]{2}/[0-9a-f]{32}\.age")


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return keys.stock(tmp_path_factory.mktemp("key") / "key.txt")


def deid(*arguments, **options):
    return program.run("deid", *arguments, **options)


def opened(dataset, key, into) -> dict:
    done = program.run("open", "-q", "-i", key.file, "-o", into, dataset)
    assert done.code == program.DONE, done
    return {str(path.relative_to(into)): path.read_bytes() for path in program.files_in(into)}


@pytest.fixture(scope="module")
def loose(tmp_path_factory, study_key):
    """All fixtures, written as files."""
    folder = tmp_path_factory.mktemp("loose")
    done = deid(program.FIXTURES, "-q", "-o", folder / "out", "--key-file", study_key, "--report", folder / "report")
    assert done.code == program.QUARANTINED, done
    return folder


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_it_holds_what_files_would(tmp_path, key, study_key, loose, jobs):
    done = deid(program.FIXTURES, "-o", tmp_path / "sealed", "--key-file", study_key, "--seal-to", key.recipient, "--dataset",
                "-j", jobs, "--report", tmp_path / "report")
    assert done.code == program.QUARANTINED, done
    assert opened(tmp_path / "sealed", key, tmp_path / "opened") == {
        str(path.relative_to(loose / "out")): path.read_bytes() for path in program.files_in(loose / "out")}
    sealed, plain = program.read_report(tmp_path / "report"), program.read_report(loose / "report")
    assert sealed.lines == plain.lines
    seal = (tmp_path / "sealed" / "SEAL").read_text()
    written = sum(1 for line in plain.lines.values() if "output" in line)
    assert f"files: {written}\n" in seal and f"{written} of {len(plain.lines)} inputs" in seal
    for depth in ("hashes", "structure", "ends", "all"):
        arguments = [] if depth in ("hashes", "structure") else ["-i", key.file]
        assert program.run("seal", "--check", "--depth", depth, *arguments, tmp_path / "sealed").code == program.DONE


def test_no_cleartext_touches_the_disk(tmp_path, key, study_key):
    """Every file that the run opens for writing, on the whole disk, seen by strace: sealed ones, and those that hold no image."""
    log = tmp_path / "log"
    (tmp_path / "here").mkdir()
    subprocess.run(
        [program.tool("strace"), "-f", "-s", "2000000", "-xx", "-e", "trace=write,pwrite64,writev,pwritev,pwritev2,copy_file_range,"
         "sendfile,splice,vmsplice,tee,mmap,io_uring_setup", "-o", log, program.binary(), "deid", program.FIXTURES / "ct", "-o", tmp_path / "here" / "sealed",
         "--key-file", study_key, "--seal-to", key.recipient, "--dataset"], check=True, capture_output=True)
    text = log.read_text()
    # Every call of the kinds that are read here, and no call of another kind.
    calls = re.findall(r"\b(?:write|pwrite64)\(", text)
    found = re.findall(r'\b(?:write|pwrite64)\(\d+, "((?:\\x[0-9a-f]{2})*)"(?!\.\.\.)', text)
    assert len(found) == len(calls) > 10
    assert not re.search(r"\b(?:writev|pwritev2?|copy_file_range|sendfile|v?msplice|splice|tee|io_uring_setup)\(", text)
    written = [bytes.fromhex(hexes.replace("\\x", "")) for hexes in found]
    assert max(map(len, written)) > 3000, "whole calls are seen, not their beginnings"
    for plain in (b"DICM", b"2.25.", b"1.2.840.10008.5.1.4.1.1.2"):
        assert not [data[:80] for data in written if plain in data]
    assert any(data.startswith(b"age-encryption.org") for data in written)
    assert not [line for line in text.splitlines() if "mmap" in line and "MAP_SHARED" in line and "PROT_WRITE" in line]
    for path in program.files_in(tmp_path / "here"):
        assert b"DICM" not in path.read_bytes()


def test_one_file_archives_and_layouts(tmp_path, key, study_key, loose):
    common = ["--key-file", study_key, "--seal-to", key.recipient, "--dataset"]
    assert deid(program.FIXTURES / "ct" / "slice-1.dcm", "-o", tmp_path / "one.dcm", *common).code == program.DONE
    assert len(opened(tmp_path / "one.dcm", key, tmp_path / "opened-one")) == 1
    subprocess.run(["tar", "cf", tmp_path / "in.tar", "-C", program.FIXTURES, "ct"], check=True)
    assert deid("-t", "tar", tmp_path / "in.tar", "-o", tmp_path / "tar", *common).code == program.DONE
    assert deid(program.FIXTURES / "ct", "-o", tmp_path / "folder", *common).code == program.DONE
    assert opened(tmp_path / "tar", key, tmp_path / "opened-tar") == opened(tmp_path / "folder", key, tmp_path / "opened-folder")
    assert deid(program.FIXTURES / "ct", "-o", tmp_path / "layout", *common, "--layout", "{Modality}/{SOPInstanceUID}.dcm",
                "--metadata", tmp_path / "table.csv").code == program.DONE
    names = opened(tmp_path / "layout", key, tmp_path / "opened-layout")
    assert names and all(name.startswith("CT/") for name in names)
    table = (tmp_path / "table.csv").read_text()
    assert all(name in table for name in names)


def test_shards_are_datasets_of_their_own(tmp_path, key, study_key, loose):
    together = {}
    for shard in (1, 2, 3):
        done = deid(program.FIXTURES, "-q", "-o", tmp_path / f"{shard}", "--key-file", study_key, "--seal-to", key.recipient,
                    "--dataset", "--shard", f"{shard}/3")
        assert done.code in (program.DONE, program.QUARANTINED), done
        part = opened(tmp_path / f"{shard}", key, tmp_path / f"opened{shard}")
        together |= part
    assert together.keys() >= {str(path.relative_to(loose / "out")) for path in program.files_in(loose / "out")}


def test_names_of_people_and_a_signature(tmp_path, key, study_key):
    subprocess.run([program.tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "sign"], check=True)
    (tmp_path / "team.txt").write_text(f"# Dr. Reader\n{key.recipient}\n")
    done = deid(program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--seal-to", tmp_path / "team.txt",
                "--dataset", "--sign-key", tmp_path / "sign")
    assert done.code == program.DONE, done
    assert program.run("seal", "--check", "--signers", tmp_path / "sign.pub", tmp_path / "out").code == program.DONE
    assert "Dr. Reader" in program.run("seal", "--who", "-i", key.file, tmp_path / "out").out.decode()


@pytest.mark.parametrize("arguments", [
    ["--resume"], ["--skip-existing"], ["--report", "out/report"], ["--metadata", "out/t.csv"], ["--quarantine", "out/q"],
    ["--canary", "out/c"], ["--linkage", "out/l", "--linkage-to", "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"]])
def test_what_cannot_be_is_said_before_anything_is_done(tmp_path, key, study_key, arguments):
    done = deid(program.FIXTURES / "ct", "-o", "out", "--key-file", study_key, "--seal-to", key.recipient, "--dataset", *arguments,
                cwd=tmp_path)
    assert done.code == program.USAGE and not list(tmp_path.iterdir()), done


def test_misuse(tmp_path, key, study_key):
    ct = program.FIXTURES / "ct"
    assert deid(ct, "-o", tmp_path / "out", "--dataset").code == program.USAGE
    assert deid(ct, "-o", tmp_path / "out", "--sign-key", "x").code == program.USAGE
    assert deid(ct / "slice-1.dcm", "-o", "-", "--seal-to", key.recipient, "--dataset").code == program.USAGE
    assert not list(tmp_path.iterdir())
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x").touch()
    assert deid(ct, "-o", tmp_path / "out", "--seal-to", key.recipient, "--dataset").code == program.CANNOT_CREATE
    assert deid(ct, "-o", tmp_path / "out", "--force", "--seal-to", key.recipient, "--dataset").code == program.CANNOT_CREATE
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["x"]


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_a_signing_key_is_read_before_anything_is_done(tmp_path, key, study_key, options):
    (tmp_path / "sign").write_text("no key\n")
    (tmp_path / "sign").chmod(0o600)
    for name in ("sign", "nowhere"):
        done = deid(program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--seal-to", key.recipient, "--dataset",
                    "--sign-key", tmp_path / name, "--report", tmp_path / "report", *options)
        assert done.code in (program.NO_KEY, program.NO_INPUT) and name in done.err, done
        assert {path.name for path in tmp_path.iterdir()} == {"sign"}


def test_nothing_is_written_over_a_signing_key(tmp_path, key, study_key):
    subprocess.run([program.tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "sign"], check=True)
    before = (tmp_path / "sign").read_bytes()
    done = deid(program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--seal-to", key.recipient, "--dataset",
                "--sign-key", tmp_path / "sign", "--report", tmp_path / "sign", "--force")
    assert done.code == program.USAGE and (tmp_path / "sign").read_bytes() == before and not (tmp_path / "out").exists(), done


def test_a_dry_run_writes_nothing(tmp_path, key, study_key):
    done = deid(program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--seal-to", key.recipient, "--dataset",
                "--dry-run")
    assert done.code == program.DONE and not list(tmp_path.iterdir()), done


def test_without_anything_to_put_into_it_there_is_none(tmp_path, key):
    done = deid(program.FIXTURES / "README.md", program.FIXTURES / "known-leftovers.tsv", "-o", tmp_path / "out", "--seal-to",
                key.recipient, "--dataset")
    assert done.code == program.QUARANTINED and "not made" in done.err and not list(tmp_path.iterdir()), done


def test_a_full_disk_makes_none(tmp_path, key):
    done = deid(program.FIXTURES, "-q", "-o", tmp_path / "out", "--seal-to", key.recipient, "--dataset", preexec_fn=limited)
    assert done.code == program.IO and "not made" in done.err and not list(tmp_path.iterdir()), done


def limited():
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_interrupted_at_any_moment(tmp_path, key, study_key, number):
    source = tmp_path / "in"
    source.mkdir()
    for count in range(40):
        shutil.copytree(program.FIXTURES / "ct", source / str(count))
    ended = set()
    for _ in range(12):
        process = subprocess.Popen(
            [program.binary(), "deid", "-q", source, "-o", tmp_path / "out", "--key-file", study_key, "--seal-to", key.recipient,
             "--dataset"], stderr=subprocess.DEVNULL)
        # From the start of the process to behind its end, in a fast build and in a slow one.
        time.sleep(random.choice([0.01, 0.03, 0.1, 0.4]) * random.random())
        process.send_signal(number)
        ended.add(process.wait(timeout=60))
        left = {path.name for path in tmp_path.iterdir()} - {"in"}
        if number == signal.SIGKILL:
            left = {name for name in left if not re.fullmatch(r"\.dcmveil-[0-9a-z]+\.part", name)}
        assert left <= {"out"}, left
        if "out" in left:
            assert program.run("seal", "--check", "-i", key.file, tmp_path / "out").code == program.DONE
        for path in tmp_path.iterdir():
            if path.name != "in":
                shutil.rmtree(path)
    assert -number in ended
