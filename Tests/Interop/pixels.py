"""Pixel Data of two files compared: bytes, fragments, frames, samples."""
import subprocess
import warnings

import numpy
import pydicom
import pydicom.encaps

import program

PIXELS = (0x7FE00008, 0x7FE00009, 0x7FE00010)
NOT_ENCAPSULATED = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"}
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


def compare(before: pydicom.Dataset, after: pydicom.Dataset) -> int:
    """Asserts that nothing of the pixels changed.

    Returns: 0 without pixels, 1 when the bytes are the same, 2 when decoded samples were compared too.
    """
    found = 0
    for tag in PIXELS:
        assert (tag in before) == (tag in after), f"{tag:08X} is in only one of the two"
        if tag in before:
            found = 1
            assert before[tag].value == after[tag].value, f"{tag:08X} changed"
    if not found:
        return 0
    for keyword in DESCRIPTION:
        assert before.get(keyword) == after.get(keyword), keyword
    assert syntax(before) in ("", syntax(after))
    if 0x7FE00010 in before and before[0x7FE00010].value:
        try:
            count = frames(before)
        except Exception:  # noqa: BLE001: a broken input may stay broken in the same way
            count = None
        if count is not None:
            assert count == frames(after)
    first = samples(before)
    if first is None:
        return 1
    second = samples(after)
    assert second is not None, "the output cannot be decoded, the input could"
    assert numpy.array_equal(first, second, equal_nan=first.dtype.kind == "f")
    return 2
