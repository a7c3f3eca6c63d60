"""Single edits that put identity back into a clean file: verify finds each of them.

Every attribute of Table E.1-1 by itself, at the top and inside a sequence; then what no table lists: private elements,
File Meta Information, what surrounds a data set, codestreams, names among numbers and codes.
"""
import collections
import json
import struct

import program
import pydicom
import pytest
import standard
from pydicom.dataset import Dataset

#: A value of each VR that somebody could have written.
VALUES = {
    "AE": b"ARCHIVE7", "AS": b"093Y", "CS": b"DOE_JANE", "DA": b"19710203", "DS": b"19710203", "DT": b"19710203101112",
    "IS": b"19710203", "LO": b"Doe, Jane 4711", "LT": b"Seen by Dr. Doe on 3 Feb", "PN": b"Doe^Jane", "SH": b"AB4711",
    "ST": b"12 Elm Street", "TM": b"101112", "UC": b"Doe, Jane", "UI": b"1.2.840.113619.2.55.3.1234\0", "UR": b"http://doe.org/1",
    "UT": b"Seen by Dr. Doe", "OB": b"Doe, Jane 4711", "OW": b"Doe, Jane 4711", "UN": b"Doe, Jane 4711", "FD": b"Doe Jane",
    "OF": b"Doe Jane", "FL": b"\x01\x02\x03\x44", "US": b"\x11\x22", "UL": b"\x11\x22\x33\x44", "SL": b"\x11\x22\x33\x44",
    "SS": b"\x11\x22", "OD": b"Doe Jane", "OL": b"Doe Jane", "OV": b"Doe Jane", "AT": b"\x10\x00\x10\x00",
}
LONG = {"OB", "OW", "OF", "OD", "OL", "OV", "UN", "UT", "UC", "UR", "SQ"}


def element(tag: int, vr: str, value: bytes) -> bytes:
    value += b"\0" if len(value) % 2 and vr in ("UI", "OB", "UN") else b" " if len(value) % 2 else b""
    head = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr.encode())
    return head + (struct.pack("<HI", 0, len(value)) if vr in LONG else struct.pack("<H", len(value))) + value


def sequence(tag: int, content: bytes) -> bytes:
    item = struct.pack("<HHI", 0xFFFE, 0xE000, len(content)) + content
    return struct.pack("<HH2sHI", tag >> 16, tag & 0xFFFF, b"SQ", 0, len(item)) + item


class Clean:
    """A clean file in Explicit VR Little Endian, as elements of the top level."""

    def __init__(self, path):
        self.bytes = path.read_bytes()
        self.start = 144 + struct.unpack_from("<I", self.bytes, 140)[0]
        self.places = []
        at = self.start
        while at < len(self.bytes):
            group, number, vr = struct.unpack_from("<HH2s", self.bytes, at)
            if vr.decode() in LONG or vr in (b"OB", b"OW"):
                length, header = struct.unpack_from("<I", self.bytes, at + 8)[0], 12
            else:
                length, header = struct.unpack_from("<H", self.bytes, at + 6)[0], 8
            if length == 0xFFFFFFFF:
                self.places.append((group << 16 | number, at, len(self.bytes)))
                break
            self.places.append((group << 16 | number, at, at + header + length))
            at += header + length

    def with_element(self, tag: int, content: bytes) -> bytes:
        """In place of the element of that tag, or where it belongs."""
        for other, start, end in self.places:
            if other == tag:
                return self.bytes[:start] + content + self.bytes[end:]
            if other > tag:
                return self.bytes[:start] + content + self.bytes[start:]
        return self.bytes + content

    def with_meta(self, content: bytes) -> bytes:
        length = self.start - 144 + len(content)
        return self.bytes[:140] + struct.pack("<I", length) + self.bytes[144:self.start] + content + self.bytes[self.start:]


@pytest.fixture(name="clean", scope="module")
def clean_file(tmp_path_factory, study_key):
    folder = tmp_path_factory.mktemp("clean")
    program.run("deid", program.FIXTURES / "ct" / "slice-1.dcm", "-o", folder / "out", "--key-file", study_key, "--profile", "basic")
    path = program.files_in(folder / "out")[0]
    assert program.run("verify", path, "--fail-on", "info").code == program.DONE
    return Clean(path)


@pytest.fixture(name="clean_jpeg", scope="module")
def clean_jpeg_file(tmp_path_factory, study_key):
    folder = tmp_path_factory.mktemp("jpeg")
    program.run("deid", program.FIXTURES / "syntax", program.FIXTURES / "sc", "-o", folder / "out", "--key-file", study_key, "--profile", "basic")
    for path in program.files_in(folder / "out"):
        data = path.read_bytes()
        if b"1.2.840.10008.1.2.4.50" in data and program.run("verify", path).code == program.DONE:
            return data
    raise AssertionError("no clean JPEG among the outputs")


def table_mutants(clean):
    """Each attribute of the table with a value, at the top and in an item of a sequence that may stay."""
    for row in standard.load("confidentiality")["rows"]:
        entry = dict(zip(standard.load("confidentiality")["columns"], row))
        tag_text = entry["tag"]
        if tag_text == "private" or tag_text[:4] in ("0000", "0002", "0004"):
            continue
        tag = int(tag_text.replace("x", "0"), 16)
        if tag_text.startswith(("50", "60")) and "x" in tag_text:
            tag = int(tag_text.replace("xx", "02", 1).replace("x", "0"), 16)
            tag += 0x1001 if tag_text.startswith("50xxxxxx") else 0
        vr = pydicom.datadict.dictionary_VR(tag).split(" ")[0] if tag in pydicom.datadict.DicomDictionary else "LO"
        if vr == "SQ":
            content = sequence(tag, element(0x00080018, "UI", VALUES["UI"]) + element(0x00100010, "PN", VALUES["PN"]))
        else:
            content = element(tag, vr, VALUES[vr])
        # A reference is replaced by what it refers with.
        yield f"{tag:08X} at the top", tag, clean.with_element(tag, content)
        yield f"{tag:08X} in an item", tag, clean.with_element(0x00540016, sequence(0x00540016, content))


def other_mutants(clean, clean_jpeg):
    data, start = clean.bytes, clean.start
    for at in range(0, 128, 16):
        yield f"preamble {at}", data[:at] + b"Doe^Jane"[:128 - at] + data[at + 8:]
    for tag, vr, value in ((0x00020016, "AE", b"ARCHIVE7"), (0x00020017, "AE", b"ARCHIVE7"), (0x00020018, "AE", b"ARCHIVE7"),
                           (0x00020102, "OB", b"Doe, Jane "), (0x00020026, "UR", b"http://doe.org")):
        yield f"meta {tag:08X}", clean.with_meta(element(tag, vr, value))
    for tail in (b"Doe^Jane", b"\0" * 64 + b"Doe^Jane", data[:4000], element(0xFFFCFFFC, "OB", b"Doe^Jane")):
        yield f"tail {tail[:8]!r}", data + tail
    for group in range(0x0009, 0x0009 + 40, 2):
        tag = group << 16 | 0x10
        yield f"private {tag:08X}", clean.with_element(tag, element(tag, "LO", b"ACME") + element(group << 16 | 0x1001, "LO", b"Doe"))
    for tag, vr in ((0x00181030, "LO"), (0x00324000, "LT"), (0x00204000, "LT"), (0x00081080, "LO"), (0x00700084, "PN"),
                    (0x00400555, "SQ"), (0x00189423, "LO"), (0x00620021, "UT"), (0x00181400, "LO"), (0x00081040, "LO")):
        content = sequence(tag, element(0x0040A123, "PN", VALUES["PN"])) if vr == "SQ" else element(tag, vr, VALUES[vr])
        yield f"text {tag:08X}", clean.with_element(tag, content)
    for tag, vr, value in ((0x00180050, "DS", b"DOE JANE"), (0x00200013, "IS", b"DOE JANE"), (0x00180015, "CS", b"DOE^JANE"),
                           (0x00185100, "CS", b"Doe^Jane"), (0x00180060, "DS", b"3.2.1971"), (0x00081090, "LO", b"Doe^Jane"),
                           (0x00280030, "DS", b"Jane"), (0x00080060, "CS", b"doe^jane"), (0x00080005, "CS", b"DOE JANE"),
                           (0x00283010, "UN", b"Doe^Jane"), (0x00281050, "DS", b"Doe"), (0x00180010, "LO", b"Doe^Jane")):
        yield f"form {tag:08X} {value!r}", clean.with_element(tag, element(tag, vr, value))
    for tag in (0x00281201, 0x00281202, 0x00283006):
        yield f"numbers {tag:08X}", clean.with_element(tag, element(tag, "OW", b"Doe, Jane, 3 Feb 1971 "))
    for tag in (0x60003000, 0x60023000, 0x50003000, 0x601E3000):
        yield f"graphics {tag:08X}", clean.with_element(tag, element(tag, "OW", b"Doe, Jane 4711 "))
    yield "document", clean.with_element(0x00420011, element(0x00420011, "OB", b"%PDF-1.4 Doe, Jane"))
    yield "reserved bytes", clean.with_element(0x00281201, struct.pack("<HH2s2sI", 0x28, 0x1201, b"OW", b"JD", 2) + b"\0\0")
    yield "odd VR", clean.with_element(0x00281201, struct.pack("<HH2s2sI", 0x28, 0x1201, b"ZZ", b"\0\0", 8) + b"Doe^Jane")
    for tag in (0x00090001, 0x00180000, 0x00280000, 0x00060010, 0x00040010):
        yield f"group {tag:08X}", clean.with_element(tag, element(tag, "UL", b"\x04\0\0\0"))
    yield "unknown", clean.with_element(0x00181FF1, element(0x00181FF1, "LO", b"Doe"))
    yield "statement", clean.with_element(0x00120063, element(0x00120063, "LO", b"by Doe^Jane"))
    yield "not stated", clean.with_element(0x00120062, element(0x00120062, "CS", b"NO"))
    soi = clean_jpeg.index(b"\xff\xd8\xff")
    item = soi - 8
    length = struct.unpack_from("<I", clean_jpeg, item + 4)[0]
    for marker in (0xFE, *range(0xE1, 0xEE), 0xEF):
        segment = bytes((0xFF, marker)) + struct.pack(">H", 2 + 14) + b"Doe, Jane 4711"
        yield f"jpeg {marker:02X}", (clean_jpeg[:item + 4] + struct.pack("<I", length + len(segment)) + clean_jpeg[soi:soi][:0]
                                     + clean_jpeg[soi:soi + 2] + segment + clean_jpeg[soi + 2:])
    text = b"Doe, Jane 4711 Elm Street"

    def jpeg_with(segment):
        segment = b"\xff" * (len(segment) % 2) + segment  # fill, so that the fragment stays even
        return (clean_jpeg[:item + 4] + struct.pack("<I", length + len(segment)) + clean_jpeg[soi:soi + 2] + segment
                + clean_jpeg[soi + 2:])

    for name, marker, payload in (
            ("table of quantization that no component has", 0xDB, b"\3" + (text * 3)[:64]), ("fifth table", 0xDB, b"\4" + (text * 3)[:64]),
            ("codes twice", 0xC4, b"\x13" + bytes(7) + bytes([len(text)]) + bytes(8) + text),
            ("JFIF", 0xE0, b"JFIF\0Doe^Jane\0"), ("density", 0xE0, b"JFIF\0\1\1\0Jane\0\0"), ("Adobe", 0xEE, b"AdobeDoeJane"),
            ("long restart interval", 0xDD, b"Jane"), ("preset", 0xF8, b"\2" + text + b" ")):
        yield f"jpeg {name}", jpeg_with(bytes((0xFF, marker)) + struct.pack(">H", 2 + len(payload)) + payload)
    fragment = clean_jpeg[item:soi + length]
    yield "another frame", clean_jpeg[:item] + fragment + fragment + clean_jpeg[soi + length:]
    end = soi + length
    for tail in (b"Doe^Jane", b"\xff\xd9Doe^Ja"):
        yield f"behind the stream {tail!r}", (clean_jpeg[:item + 4] + struct.pack("<I", length + len(tail)) + clean_jpeg[soi:end]
                                             + tail + clean_jpeg[end:])


def test_each_edit_is_found(clean, clean_jpeg, tmp_path):
    names, wanted = {}, {}
    mutants = [(name, tag, data) for name, tag, data in table_mutants(clean)]
    mutants += [(name, None, data) for name, data in other_mutants(clean, clean_jpeg)]
    for number, (name, tag, data) in enumerate(mutants):
        path = tmp_path / f"{number}.dcm"
        path.write_bytes(data)
        names[str(path)], wanted[str(path)] = name, tag
    assert len(mutants) > 300
    done = program.run("verify", tmp_path, "--format", "jsonl", timeout=120)
    found = collections.defaultdict(list)
    for line in done.out.decode().splitlines()[:-1]:
        line = json.loads(line)
        # What the mutants share with each other is no finding about the edit.
        if not line["id"].startswith("DV06") and line["severity"] in ("error", "warning"):
            found[line["file"]].append(line)
    missed = []
    for path, name in names.items():
        tag = wanted[path]
        place = f"({tag >> 16:04X},{tag & 0xFFFF:04X})" if tag else ""
        if not [line for line in found[path] if place in line["path"] or not place]:
            missed.append(name)
    assert not missed, (len(missed), len(mutants), missed)
