"""Pixel Data of two files compared: bytes, fragments, frames, samples."""
import re
import subprocess
import warnings

import numpy
import pydicom
import pydicom.encaps

import program

PIXELS = (0x7FE00008, 0x7FE00009, 0x7FE00010)
NOT_ENCAPSULATED = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"}
VIDEO = {f"1.2.840.10008.1.2.4.{n}" for n in range(100, 109)}
#: What decoders need to know; it must be the same in both files.
DESCRIPTION = (
    "NumberOfFrames", "Rows", "Columns", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation",
    "SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "RescaleSlope", "RescaleIntercept",
    "RedPaletteColorLookupTableData", "ExtendedOffsetTable", "ExtendedOffsetTableLengths")


def read(path) -> pydicom.Dataset:
    """The data set, every element of it looked at. Raises when pydicom cannot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data_set = pydicom.dcmread(path, force=True)
        for element in data_set.iterall():
            str(element.value)
    return data_set


def dcmdump_reads(path) -> bool:
    done = subprocess.run([program.tool("dcmdump"), "-q", str(path)], capture_output=True, timeout=60)
    return done.returncode == 0


def syntax(data_set) -> str:
    meta = getattr(data_set, "file_meta", None)
    return str(meta.get("TransferSyntaxUID", "") or "") if meta else ""


def frames(data_set) -> int:
    """Frames as counted from the fragments where there are some, else as the attribute says."""
    count = int(data_set.get("NumberOfFrames") or 1)
    if syntax(data_set) in NOT_ENCAPSULATED or not syntax(data_set):
        return count
    return sum(1 for _ in pydicom.encaps.generate_frames(data_set.PixelData, number_of_frames=count))


def samples(data_set):
    """Decoded samples; `None` when no decoder here can do it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return data_set.pixel_array
    except Exception:  # noqa: BLE001: pydicom has dozens of ways to say that it cannot
        return None


def compare(before: pydicom.Dataset, after: pydicom.Dataset, scrubbed=False, decode=True) -> int:
    """Asserts that nothing of the pixels changed.

    `scrubbed`: what compressed streams say besides pixels may have been blanked in place, with fragments as long as they
    were; native samples may have lost the bits outside Bits Stored, and what follows the last frame may have become zero.
    That the samples are the same is for the decoders to say.

    Returns: 0 without pixels, 1 when the bytes are the same, 2 when decoded samples were compared too.
    """
    found = 0
    for tag in PIXELS:
        assert (tag in before) == (tag in after), f"{tag:08X} is in only one of the two"
        if tag in before:
            found = 1
            if before[tag].value != after[tag].value:
                assert scrubbed, f"{tag:08X} changed"
                if syntax(before) in NOT_ENCAPSULATED or not syntax(before):
                    count = int(after.get("NumberOfFrames") or 1)  # of the input it may be no number
                    assert numpy.array_equal(
                        stored_samples(before, tag, count), stored_samples(after, tag, count)), "samples changed"
                    assert len(before[tag].value) == len(after[tag].value)
                else:
                    assert fragments(before) == fragments(after), "fragments moved"
                    fill = 0xFF if syntax(before) in VIDEO else 0
                    assert is_blanked(before[tag].value, after[tag].value, fill), "something was written into the stream"
    if not found:
        return 0
    for keyword in DESCRIPTION:
        assert text(after, keyword) in (text(before, keyword), mended(text(before, keyword))), keyword
    assert syntax(before) in ("", syntax(after))
    if 0x7FE00010 in before and before[0x7FE00010].value:
        try:
            count = frames(before)
        except Exception:  # noqa: BLE001: a broken input may stay broken in the same way
            count = None
        if count is not None:
            assert count == frames(after)
    first = samples(before) if decode else None
    if first is None:
        return 1
    second = samples(after)
    assert second is not None, "the output cannot be decoded, the input could"
    if syntax(before) in NOT_ENCAPSULATED and first.dtype.kind in "iu" and before.get("BitsStored"):
        first, second = (stored_bits(before, array) for array in (first, second))
    assert numpy.array_equal(first, second, equal_nan=first.dtype.kind == "f")
    return 2


def mended(value: str) -> str:
    """Numbers without the stray letter behind them, at which readers stop."""
    return re.sub(r"(?<=\d)[A-Za-z]$", "", value)


def text(data_set, keyword) -> str:
    """A value without regard to padding, and to the VR where the file gives a wrong one."""
    value = data_set.get(keyword)
    if isinstance(value, bytes) and not keyword.startswith(("RedPalette", "ExtendedOffset")):
        value = value.decode("latin-1").strip(" \0")
    return str(value)


def fragments(data_set) -> list[int]:
    """Lengths of the fragments, and the offset table as it is."""
    lengths = [int.from_bytes(data_set.PixelData[4:8], "little")]
    position = 8 + lengths[0]
    table = data_set.PixelData[8:position]
    while position < len(data_set.PixelData):
        length = int.from_bytes(data_set.PixelData[position + 4:position + 8], "little")
        lengths.append(length)
        position += 8 + length
    return [*lengths, *table]


def stored_bits(data_set, array):
    """The bits of the samples that PS3.5 8.1.1 calls stored; decoders differ in what they make of the others."""
    low = int(data_set.HighBit) + 1 - int(data_set.BitsStored)
    return array.astype("i8") >> low & ((1 << int(data_set.BitsStored)) - 1)


def stored_samples(data_set, tag, frames):
    """The samples of native Pixel Data, worked out here and by no decoder."""
    ds = data_set
    allocated = {0x7FE00008: 32, 0x7FE00009: 64}.get(tag, int(ds.BitsAllocated))
    count = frames * ds.Rows * ds.Columns * ds.SamplesPerPixel
    data = ds[tag].value[:(count * allocated + 7) // 8]
    if allocated not in (8, 16, 32) or tag != 0x7FE00010:
        return numpy.frombuffer(data, numpy.uint8)
    order = ">" if syntax(ds) == "1.2.840.10008.1.2.2" and ds[tag].VR != "OB" else "<"
    return stored_bits(ds, numpy.frombuffer(data, f"{order}u{allocated // 8}"))


def is_blanked(before: bytes, after: bytes, fill: int) -> bool:
    """Whether every byte that changed became `fill`."""
    old, new = (numpy.frombuffer(value, numpy.uint8) for value in (before, after))
    return len(old) == len(new) and (new[old != new] == fill).all()
