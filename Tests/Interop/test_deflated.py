"""Deflated data sets (PS3.5 A.5) of every kind of writer: Python's zlib reads what comes out, and it is what went in."""
import io
import random
import struct
import zlib

import pydicom
import pydicom.data
import pytest

import markers
from program import run


def deflate(data: bytes, kind: str) -> bytes:
    level, strategy = {
        "stored": (0, zlib.Z_DEFAULT_STRATEGY), "fast": (1, zlib.Z_DEFAULT_STRATEGY),
        "usual": (6, zlib.Z_DEFAULT_STRATEGY), "small": (9, zlib.Z_DEFAULT_STRATEGY),
        "huffman": (6, zlib.Z_HUFFMAN_ONLY), "fixed": (6, zlib.Z_FIXED), "runs": (6, zlib.Z_RLE),
        "flushed": (6, zlib.Z_DEFAULT_STRATEGY), "mixed": (6, zlib.Z_DEFAULT_STRATEGY),
    }[kind]
    maker = zlib.compressobj(level, zlib.DEFLATED, -15, 8 if kind != "flushed" else 1, strategy)
    out = b""
    dice = random.Random(kind)
    while data:
        count = dice.randrange(1, 60_000)
        if kind == "mixed" and dice.randrange(2):
            # A part of its own, stored or of another strategy, joined at a byte.
            out += maker.flush(zlib.Z_FULL_FLUSH)
            other = zlib.compressobj(dice.choice([0, 9]), zlib.DEFLATED, -15)
            out += other.compress(data[:count]) + other.flush(zlib.Z_FULL_FLUSH)
        else:
            out += maker.compress(data[:count])
            if kind == "flushed":
                out += maker.flush(dice.choice([zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_PARTIAL_FLUSH]))
        data = data[count:]
    out += maker.flush()
    return out + b"\0" * (len(out) % 2)


@pytest.mark.parametrize("behind", [False, True], ids=["pixels-last", "something-behind"])
@pytest.mark.parametrize("stored_bits", [12, 16])
@pytest.mark.parametrize("kind", ["stored", "fast", "usual", "small", "huffman", "fixed", "runs", "flushed", "mixed"])
def test_any_deflate_stream(tmp_path, kind, stored_bits, behind):
    source = pydicom.dcmread(pydicom.data.get_testdata_file("CT_small.dcm"))
    dice = random.Random(kind + str(stored_bits))
    source.Rows = source.Columns = 700
    source.BitsStored, source.HighBit = stored_bits, stored_bits - 1
    source.PixelRepresentation = 0
    for keyword in ("PixelPaddingValue", "SmallestImagePixelValue", "LargestImagePixelValue"):
        if keyword in source:
            del source[keyword]
    values = [dice.randrange(1 << stored_bits) if dice.randrange(9) == 0 else n % 37 for n in range(700 * 700)]
    if stored_bits == 12:
        values[300_000] |= 0x7000  # unused bits, which go
    source.PixelData = struct.pack(f"<{len(values)}H", *values)
    if behind:
        source.add_new(0x7FE10010, "LO", "MARKER CREATOR")
        source.add_new(0x7FE11001, "OB", bytes(range(256)) * 300)
        source.add_new(0xFFFCFFFC, "OB", b"MARKERPADDING ")
    plain = tmp_path / "plain.dcm"
    source.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    source.save_as(plain, enforce_file_format=True)
    whole = plain.read_bytes()
    start = whole.index(struct.pack("<HH2s", 8, 5, b"CS")) if 0x00080005 in source else whole.index(struct.pack("<HH2s", 8, 8, b"CS"))
    meta = whole[:start].replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.1.99")
    at = meta.index(b"1.2.840.10008.1.2.1.99")
    meta = meta[:at - 2] + struct.pack("<H", 22) + meta[at:]
    meta = meta[:140] + struct.pack("<I", len(meta) - 144) + meta[144:]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "deflated.dcm").write_bytes(meta + deflate(whole[start:], kind))

    done = run("deid", tmp_path / "in", "-o", tmp_path / "out", "--profile", "basic")
    assert done.code == 0, done.err
    (written,) = (tmp_path / "out").rglob("*.dcm")
    found = pydicom.dcmread(written)
    if stored_bits == 12:
        values[300_000] &= 0xFFF
    assert found.PixelData == struct.pack(f"<{len(values)}H", *values)
    inflated = markers.inflate(written.read_bytes())
    assert b"MARKER" not in inflated and b"MARKER" not in written.read_bytes()
    # The whole stream, and nothing behind it.
    decoder = zlib.decompressobj(-15)
    data = written.read_bytes()
    decoder.decompress(data[144 + struct.unpack_from("<I", data, 140)[0]:])
    assert decoder.eof and len(decoder.unused_data) <= 1
    # A pipe cannot be read twice: all is deflated anew, to the same data set.
    piped = run("deid", "-", "-o", "-", "--profile", "basic", stdin=(tmp_path / "in" / "deflated.dcm").read_bytes())
    assert pydicom.dcmread(io.BytesIO(piped.out)).PixelData == found.PixelData
    if kind == "stored" and stored_bits == 16 and not behind:
        assert written.stat().st_size > 800_000, "nothing was taken over"
    checked = run("verify", written)
    assert checked.code == 0, checked.out
