"""Values longer than the windows of the verifier's reader: no length in a file ends a run, and a sound file is read to its end."""

import json
import struct
import zlib

import program
import pytest

EXPLICIT, DEFLATED = b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.1.99"
LENGTHS = [16_384, 16_386, 32_768, 32_770, 65_534, 65_538, 262_144, 262_146, 1 << 20]
CONTENTS = [b"\0", b"ORIGINAL\\", b"Main Street 5, 1971-02-03 ", b"\x07A\x03\0\xfe\\\0"]
# Those that checks of their own look at, and one of each VR that has room for long values. What has to be short says UN.
ATTRIBUTES = [
    (0x00080005, b"UN"), (0x00080008, b"UN"), (0x00080016, b"UN"), (0x00080018, b"UN"), (0x00080020, b"UN"), (0x00080030, b"UN"),
    (0x00080100, b"UC"), (0x00080119, b"UC"), (0x00081150, b"UN"), (0x00081155, b"UN"), (0x00081190, b"UR"), (0x00100010, b"UN"),
    (0x00100020, b"UT"), (0x00101010, b"UN"), (0x00120063, b"UN"), (0x00181030, b"UT"), (0x00189073, b"UN"), (0x0020000D, b"UN"),
    (0x00200013, b"UN"), (0x00280004, b"UN"), (0x00280008, b"UN"), (0x00280010, b"UN"), (0x00280303, b"UN"), (0x00281201, b"OW"),
    (0x00282000, b"OB"), (0x00282000, b"UT"), (0x00291010, b"OB"), (0x0040A160, b"UT"), (0x00420011, b"OB"), (0x00660016, b"OF"),
    (0x00720073, b"OD"), (0x00720082, b"OV"), (0x04000520, b"OB"), (0x54001010, b"OW"), (0x54001010, b"UT"), (0x56000020, b"OF"),
    (0x7F000010, b"OW"), (0x7FE00003, b"UV"), (0x7FE00008, b"OF"), (0x7FE00010, b"OW"), (0x7FE00010, b"UT"),
]


def element(tag: int, vr: bytes, value: bytes) -> bytes:
    head = struct.pack("<HH", tag >> 16, tag & 0xFFFF) + vr
    return head + (struct.pack("<HI", 0, len(value)) if vr in b"OB OD OF OL OV OW SV UC UN UR UT UV" else struct.pack("<H", len(value))) + value


# Samples of 12 of 16 bits, and a waveform of 16 samples.
AROUND = {
    0x00280011: element(0x00280011, b"US", b"\0\1"), 0x00280100: element(0x00280100, b"US", b"\x10\0"),
    0x00280101: element(0x00280101, b"US", b"\x0c\0"), 0x00280102: element(0x00280102, b"US", b"\x0b\0"),
    0x003A0005: element(0x003A0005, b"US", b"\1\0"), 0x003A0010: element(0x003A0010, b"UL", b"\x10\0\0\0"),
    0x54001004: element(0x54001004, b"US", b"\x10\0"),
}


def file(tag: int, vr: bytes, value: bytes, deflate: bool) -> bytes:
    elements = {0x00280010: element(0x00280010, b"US", b"\1\0"), **AROUND, tag: element(tag, vr, value)}
    data = b"".join(elements[key] for key in sorted(elements))
    if deflate:
        stream = zlib.compressobj(1, zlib.DEFLATED, -15)
        data = stream.compress(data) + stream.flush()
    meta = element(0x00020001, b"OB", b"\0\1") + element(0x00020010, b"UI", DEFLATED if deflate else EXPLICIT)
    return bytes(128) + b"DICM" + element(0x00020000, b"UL", struct.pack("<I", len(meta))) + meta + data


@pytest.mark.parametrize("deflate", [False, True], ids=["plain", "deflated"])
@pytest.mark.parametrize("profile", [(), ("--profile", "limited-data-set")], ids=["none", "limited-data-set"])
def test_no_length_ends_a_run(tmp_path, deflate, profile):
    count = 0
    for tag, vr in ATTRIBUTES:
        for number, content in enumerate(CONTENTS):
            for length in LENGTHS if deflate else LENGTHS[1::4]:
                value = (content * (length // len(content) + 1))[:length]
                (tmp_path / f"{tag:08X}{vr.decode()}-{number}-{length}.dcm").write_bytes(file(tag, vr, value, deflate))
                count += 1
    done = program.run("verify", *profile, "--format", "jsonl", tmp_path, timeout=120)
    assert done.code == 1, (done.code, done.err[-500:])
    lost = [line for line in done.out.splitlines() if any(code in line for code in (b'"DV0003"', b'"DV0004"', b'"DV0008"', b'"DV0012"'))]
    assert not lost, lost[:5]
    assert json.loads(done.out.splitlines()[-1])["summary"]["files"] == count


@pytest.mark.parametrize("tag, vr", [(0x00282000, b"OB"), (0x54001010, b"OW"), (0x7FE00010, b"OW"), (0x7FE00010, b"UT"), (0x00080008, b"UN")])
def test_a_pipe_is_read_once(tag, vr):
    for content in CONTENTS:
        done = program.run("verify", "-", stdin=file(tag, vr, (content * (1 << 20))[: 1 << 20], False))
        assert done.code == 1 and not any(code in done.out for code in (b"DV0003", b"DV0004", b"DV0012")), (content, done.out[-300:], done.err)
