"""Compressed images made here, their marker segments, and places in those where a name can be hidden."""
import io
import warnings

import jpeg_ls
import numpy
import openjpeg.utils
import pydicom
import pydicom.encaps
import pydicom.uid
from PIL import Image

#: Bytes that are planted; nothing of an image looks like them.
NAME = b"Quimby^Zelda^4711"
LONG = NAME + b"*" * (65 - len(NAME))


def picture(channels=1, rows=48, columns=64, top=256) -> numpy.ndarray:
    """Smooth shades and an edge, so that all kinds of codes are used."""
    y, x = numpy.mgrid[0:rows, 0:columns]
    planes = [(x * 3 + y * (2 + n) + (x > columns // 2) * 40) % top for n in range(channels)]
    stacked = numpy.stack(planes, -1) if channels > 1 else planes[0]
    return stacked.astype("u1" if top <= 256 else "<u2")


def jpeg(channels=1, **options) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture(channels)).save(out, "JPEG", quality=85, subsampling=0, **options)
    return out.getvalue()


def jpeg_lossless_gray() -> bytes:
    """Process 14, first-order: SOF3, one table, the differences of samples from those left of them."""
    samples = picture().astype(int)
    # All codes of 4 bits, but for the last: a table of 12 symbols.
    table = bytes([0]) + bytes([0, 0, 0, 9] + [0] * 12) + bytes(range(9))
    bits = ""
    for row in range(samples.shape[0]):
        for column in range(samples.shape[1]):
            before = samples[row][column - 1] if column else samples[row - 1][0] if row else 128
            difference = int(samples[row][column] - before)
            size = abs(difference).bit_length()
            bits += f"{size:04b}"
            if size:
                bits += f"{difference if difference > 0 else difference + (1 << size) - 1:0{size}b}"
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    frame = bytes([8, *samples.shape[0].to_bytes(2, "big"), *samples.shape[1].to_bytes(2, "big"), 1, 1, 0x11, 0])
    return (b"\xff\xd8" + segment(0xC3, frame) + segment(0xC4, table) + segment(0xDA, bytes([1, 1, 0, 1, 0, 0]))
            + data + b"\xff\xd9")


def jpegls(channels=1) -> bytes:
    return bytes(jpeg_ls.encode(picture(channels)).tobytes())


def jpeg2000(channels=1, **options) -> bytes:
    return openjpeg.utils.encode_array(picture(channels), **options)


def segment(code: int, content: bytes) -> bytes:
    return bytes([0xFF, code]) + (len(content) + 2).to_bytes(2, "big") + content


def segments(stream: bytes, bare=(0xD8, 0x4F)) -> list[tuple[int, int, int]]:
    """Code, offset of the marker and end of each segment up to the first data."""
    found, position = [], 0
    while True:
        code = stream[position + 1]
        if code in bare:
            end = position + 2
        elif code == 0x93:
            return found + [(code, position, position + 2)]
        else:
            end = position + 2 + int.from_bytes(stream[position + 2:position + 4], "big")
        found.append((code, position, end))
        if code == 0xDA:
            return found
        position = end


def at(stream: bytes, code: int) -> tuple[int, int]:
    return next((start, end) for found, start, end in segments(stream) if found == code)


def lengthen(stream: bytes, code: int, more: bytes) -> bytes:
    """The first segment of a code, with `more` behind what it holds."""
    start, end = at(stream, code)
    return stream[:start] + segment(code, stream[start + 4:end] + more) + stream[end:]


def before(stream: bytes, code: int, more: bytes) -> bytes:
    start, _ = at(stream, code)
    return stream[:start] + more + stream[start:]


def behind(stream: bytes, code: int, more: bytes) -> bytes:
    _, end = at(stream, code)
    return stream[:end] + more + stream[end:]


def codes(name: int, symbols: bytes) -> bytes:
    """A table of Huffman codes, all of 8 bits."""
    return bytes([name]) + bytes([0] * 7 + [len(symbols)] + [0] * 8) + symbols


def encapsulated(streams: list[bytes], syntax: str, channels=1, fragments=1) -> pydicom.Dataset:
    """A Secondary Capture image of these frames."""
    data_set = pydicom.Dataset()
    data_set.file_meta = pydicom.dataset.FileMetaDataset()
    data_set.file_meta.TransferSyntaxUID = syntax
    data_set.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7.2" if channels == 1 else "1.2.840.10008.5.1.4.1.1.7.4"
    data_set.SOPInstanceUID, data_set.StudyInstanceUID, data_set.SeriesInstanceUID = "1.2.3.4", "1.2.3.5", "1.2.3.6"
    data_set.PatientID, data_set.PatientName, data_set.Modality = "4711", "Quimby^Zelda", "OT"
    data_set.Rows, data_set.Columns = 48, 64
    data_set.SamplesPerPixel, data_set.NumberOfFrames = channels, len(streams)
    data_set.BitsAllocated, data_set.BitsStored, data_set.HighBit, data_set.PixelRepresentation = 8, 8, 7, 0
    data_set.PhotometricInterpretation = "MONOCHROME2" if channels == 1 else "RGB"
    if channels == 1:
        data_set.PresentationLUTShape, data_set.RescaleIntercept, data_set.RescaleSlope = "IDENTITY", "0", "1"
        data_set.RescaleType = "US"
    else:
        data_set.PlanarConfiguration = 0
    data_set.PixelData = pydicom.encaps.encapsulate(streams, fragments_per_frame=fragments)
    data_set["PixelData"].VR = "OB"
    data_set["PixelData"].is_undefined_length = True
    return data_set


def decoded(data_set: pydicom.Dataset) -> numpy.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return data_set.pixel_array
