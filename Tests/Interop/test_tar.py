"""Archives in, archives out: what Python's tarfile and GNU tar write is read, and the other way round."""
import io
import os
import subprocess
import tarfile

import keys
import program
import pydicom
import pytest

FILES = [program.FIXTURES / name for name in (
    "ct/slice-1.dcm", "ct/slice-2.dcm", "us/multiframe-rle.dcm", "mr/classic.dcm", "pdf/encapsulated.dcm")]


def archive(members, format=tarfile.PAX_FORMAT, **options) -> bytes:
    """A tar archive of (name, bytes) members, or of ready-made headers."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format, **options) as tar:
        for name, data in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def members(data: bytes) -> list[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        assert all(info.isreg() and info.uid == 0 and info.uname == "" and info.mtime == 0 for info in tar)
        return [(info.name, tar.extractfile(info).read()) for info in tar]


@pytest.fixture
def as_folder(tmp_path, study_key):
    """What the files give one by one, in their order: name and bytes."""
    found = []
    for number, path in enumerate(FILES):
        out = tmp_path / f"folder{number}"
        assert program.run("deid", path, "-o", f"{out}/", "--key-file", study_key).code == program.DONE
        [result] = program.files_in(out)
        found.append((result.relative_to(out).as_posix(), result.read_bytes()))
    return found


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("prefix", ["", "a folder/", "x" * 60 + "/" + "y" * 150 + "/"], ids=["short", "folder", "long"])
def test_an_archive_is_the_files_in_their_order(study_key, as_folder, format, prefix):
    if format == tarfile.USTAR_FORMAT and len(prefix) > 100:
        prefix = prefix[40:160] + "/"
    data = archive([(f"{prefix}{n}.dcm", path.read_bytes()) for n, path in enumerate(FILES)], format)
    done = program.run("deid", "-t", "tar", "-", "--key-file", study_key, stdin=data)
    assert done.code == program.DONE, done.err
    assert members(done.out) == as_folder and len(done.out) % 10240 == 0


def test_gnu_tar_reads_and_writes(tmp_path, study_key, as_folder):
    data = subprocess.run(
        ["tar", "c", "-C", program.FIXTURES, "ct/slice-1.dcm", "mr"], check=True, stdout=subprocess.PIPE).stdout
    (tmp_path / "in.tar").write_bytes(data)
    out = tmp_path / "out.tar"
    options = ("-t", "tar", tmp_path / "in.tar", "-o", out, "--key-file", study_key)
    done = program.run("deid", *options)
    assert done.code == program.DONE, done.err
    listed = subprocess.run(["tar", "tf", out], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    names = listed.stdout.decode().split()
    assert not listed.stderr and len(names) == 1 + len(list((program.FIXTURES / "mr").iterdir()))
    assert as_folder[0] == members(out.read_bytes())[0]
    assert program.run("deid", *options).code == program.CANNOT_CREATE
    assert program.run("deid", *options, "--force").code == program.DONE


def test_an_archive_into_a_folder_and_sealed(tmp_path, study_key, as_folder):
    data = archive([(f"{n}.dcm", path.read_bytes()) for n, path in enumerate(FILES)])
    out = tmp_path / "out"
    assert program.run("deid", "-t", "tar", "-", "-o", out, "--key-file", study_key, stdin=data).code == program.DONE
    assert {(path.relative_to(out).as_posix(), path.read_bytes()) for path in program.files_in(out)} == set(as_folder)
    key = keys.ours(tmp_path / "key.txt")
    sealed = program.run("deid", "-t", "tar", "-", "--key-file", study_key, "--seal-to", key.recipient, stdin=data)
    assert sealed.code == program.DONE
    for (name, data), (expected, content) in zip(members(sealed.out), as_folder, strict=True):
        assert name == expected + ".age"
        opened = subprocess.run(
            [program.tool("age"), "-d", "-i", tmp_path / "key.txt"], input=data, stdout=subprocess.PIPE, check=True)
        assert opened.stdout == content


@pytest.mark.parametrize("stream", [True, False])
def test_every_member_ends_in_the_account(tmp_path, study_key, stream):
    link = tarfile.TarInfo("a link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    folder = tarfile.TarInfo("a folder")
    folder.type = tarfile.DIRTYPE
    data = archive([(folder, b""), ("text", b"no DICOM"), (link, b""), ("empty", b""),
                    ("good", FILES[0].read_bytes()), ("same", FILES[0].read_bytes()),
                    ("half", FILES[3].read_bytes()[:3000]), ("last", FILES[1].read_bytes())])
    source = "-" if stream else tmp_path / "in.tar"
    if not stream:
        source.write_bytes(data)
    report = tmp_path / "report.jsonl"
    done = program.run("deid", "-t", "tar", source, "--key-file", study_key, "--report", report,
                       stdin=data if stream else None)
    assert done.code == program.QUARANTINED
    account = program.read_report(report)
    found = {name.removeprefix(f"{source}/"): (line["status"], line.get("reason")) for name, line in account.lines.items()}
    assert found == {
        "text": ("quarantined", "not-dicom"), "a link": ("skipped", "a link"), "empty": ("quarantined", "empty-file"),
        "good": ("written", None), "same": ("quarantined", "duplicate-sop-instance-uid"),
        "half": ("quarantined", "value-past-end"), "last": ("written", None)}
    assert [name for name, _ in members(done.out)] == [
        account.lines[f"{source}/{name}"]["output"] for name in ("good", "last")]


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("format", [["--format=gnu"], ["--format=pax"], ["--format=pax", "--sparse-version=0.1"]])
def test_sparse_files_are_passed_over_and_the_next_one_is_read(tmp_path, study_key, format, stream):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "z.dcm").write_bytes(FILES[0].read_bytes())
    with open(folder / "a.dcm", "wb") as file:
        # More pieces than the header of the old format has room for, and than the first block behind it.
        for place in range(60):
            file.seek(place << 18)
            file.write(FILES[1].read_bytes() if place == 0 else b"piece")
    data = subprocess.run(["tar", "-S", *format, "-C", folder, "-c", "a.dcm", "z.dcm"], stdout=subprocess.PIPE, check=True)
    assert len(data.stdout) < 1 << 20
    (tmp_path / "in.tar").write_bytes(data.stdout)
    report = tmp_path / "report.jsonl"
    source = "-" if stream else tmp_path / "in.tar"
    done = program.run("deid", "-t", "tar", source, "-o", tmp_path / "out", "--key-file", study_key, "--report", report,
                       stdin=data.stdout if stream else None)
    found = {name.removeprefix(f"{source}/"): (line["status"], line.get("reason"))
             for name, line in program.read_report(report).lines.items()}
    assert found == {"a.dcm": ("skipped", "a sparse file, which is not read"), "z.dcm": ("written", None)}, done.err


@pytest.mark.parametrize("zeros", [100, 512 * 40, 100_000])
def test_zeros_behind_the_end_are_no_damage(tmp_path, study_key, zeros):
    data = archive([("a.dcm", FILES[0].read_bytes())]) + b"\0" * zeros
    for source, stdin in (("-", data), (tmp_path / "in.tar", None)):
        (tmp_path / "in.tar").write_bytes(data)
        done = program.run("deid", "-t", "tar", source, "-o", tmp_path / f"out{zeros}{stdin is None}", "--key-file", study_key,
                           stdin=stdin)
        assert done.code == program.DONE, done.err


@pytest.mark.parametrize("how", ["cut", "garbage", "checksum", "not tar", "gzip", "empty"])
@pytest.mark.parametrize("stream", [True, False])
def test_damaged_archives_are_said_to_be(tmp_path, study_key, how, stream):
    good = archive([(f"{n}.dcm", path.read_bytes()) for n, path in enumerate(FILES[:2])])
    second = 512 + -(-FILES[0].stat().st_size // 512) * 512
    data = {
        "cut": good[:second + 2000], "garbage": good[:second] + b"\1" * 1024, "not tar": b"no tar archive" * 99,
        "checksum": good[:second + 100] + b"7" + good[second + 101:], "gzip": b"\x1f\x8b" + good[2:], "empty": b"",
    }[how]
    (tmp_path / "in.tar").write_bytes(data)
    out = tmp_path / "out"
    done = program.run(
        "deid", "-t", "tar", "-" if stream else tmp_path / "in.tar", "-o", out, "--key-file", study_key,
        stdin=data if stream else None)
    assert done.code not in (program.DONE, program.BUG) and "dcmveil: " in done.err
    assert len(program.files_in(out) if out.exists() else []) == (1 if how in ("cut", "garbage", "checksum") else 0)


def test_large_members_pass_through_a_file_without_a_name(tmp_path, study_key):
    """Beyond 4 MiB; the bytes are those of a run without an archive, and no cleartext is left in the folder between."""
    large = tmp_path / "large.dcm"
    data_set = pydicom.dcmread(FILES[3])
    data_set.Rows, data_set.Columns, data_set.BitsAllocated = 2048, 2048, 16
    data_set.PixelData = bytes(range(256)) * (2048 * 2048 * 2 // 256)
    data_set.save_as(large)
    assert program.run("deid", large, "-o", tmp_path / "one.dcm", "--key-file", study_key).code == program.DONE
    between = tmp_path / "between"
    between.mkdir()
    done = program.run(
        "deid", "-t", "tar", "-", "--key-file", study_key, stdin=archive([("x", large.read_bytes())]),
        env=os.environ | {"TMPDIR": str(between)})
    assert [content for _, content in members(done.out)] == [(tmp_path / "one.dcm").read_bytes()]
    assert program.files_in(between) == []


def test_nothing_more_is_read_when_the_archive_cannot_be_written(tmp_path, study_key):
    """One message for the member, one for the archive; not one for each member behind it."""
    archive = tmp_path / "many.tar"
    with tarfile.open(archive, "w") as tar:
        for number in range(200):
            tar.add(FILES[0], f"{number}.dcm")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [program.binary(), "deid", "-t", "tar", str(archive), "-o", "-", "--key-file", str(study_key)],
            stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == program.IO and len(done.stderr.splitlines()) < 8, done.stderr.decode()
