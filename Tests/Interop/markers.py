"""The planted markers of `Fixtures/markers.tsv`, and where they stand in other bytes."""
import functools
import re
import warnings
import zlib

import program
import pydicom

PLACE = re.compile(r"\(([0-9A-F]{4}),([0-9A-F]{4})\)(?:\[(\d+)\])?")
#: Keyed UIDs are long enough to hold any date by chance; they are no place where one could be left.
KEYED_UID = re.compile(rb"2\.25\.[0-9]{1,39}")
DEFLATED = "1.2.840.10008.1.2.1.99"


@functools.cache
def planted() -> dict[str, list[dict[str, str]]]:
    """Rows of the table by file."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in program.table(program.FIXTURES / "markers.tsv"):
        rows.setdefault(row["file"], []).append(row)
    return rows


@functools.cache
def every_marker() -> dict[bytes, str]:
    """What to look for, in lower case → how the table writes it."""
    return {raw(row["marker"]): row["marker"] for rows in planted().values() for row in rows}


def raw(marker: str) -> bytes:
    return (bytes.fromhex(marker[4:]) if marker.startswith("hex:") else marker.encode("ascii")).lower()


def searchable(data: bytes) -> bytes:
    """The bytes of a file, the inflated data set behind them if there is one; lower case, without keyed UIDs."""
    if inflated := inflate(data):
        data += inflated
    return KEYED_UID.sub(b"", data).lower()


def inflate(data: bytes) -> bytes:
    """The data set of a deflated file; nothing for others."""
    if data[128:132] != b"DICM" or DEFLATED.encode() not in data[:1024]:
        return b""
    end = 144 + int.from_bytes(data[140:144], "little")
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[end:])


def value_at(data_set: pydicom.Dataset, place: str) -> bytes | None:
    """The bytes of the value at a place of the table; `None` where nothing stands."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for part in place.split(" ")[0].split("."):
            match = PLACE.fullmatch(part)
            if not match:
                return None
            tag = int(match[1] + match[2], 16)
            if match[1] == "0002":
                data_set = data_set.file_meta
            if tag not in data_set:
                return None
            if match[3]:
                items = data_set[tag].value
                if not isinstance(items, pydicom.Sequence) or len(items) < int(match[3]):
                    return None
                data_set = items[int(match[3]) - 1]
                continue
            element = data_set.get_item(tag)
            value = element.value
            if isinstance(value, bytes):
                return value
            if isinstance(value, pydicom.Sequence):
                return str(element).encode()
            values = value if isinstance(value, pydicom.multival.MultiValue) else [value]
            return "\\".join(map(str, values)).encode()
    return None
