"""UN of undefined length holds implicit VR little endian whatever is around it (PS3.5 §6.2.2, CP-246)."""
import struct

import pixels
import program
import pytest

SOURCE_IMAGES, REFERENCED = 0x00082112, "1.2.826.0.1.3680043.10.999.9999001"


def little(tag, value: bytes) -> bytes:
    return struct.pack("<HHI", tag >> 16, tag & 0xFFFF, len(value)) + value


def un_sequence(big_endian: bool, undefined_item: bool) -> bytes:
    """A sequence that stays, with a UID in it that gets another length."""
    content = little(0x00081150, b"1.2.840.10008.5.1.4.1.1.2\0") + little(0x00081155, REFERENCED.encode())
    length = 0xFFFFFFFF if undefined_item else len(content)
    item = struct.pack("<HHI", 0xFFFE, 0xE000, length) + content
    if undefined_item:
        item += struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
    order = ">" if big_endian else "<"
    head = struct.pack(order + "HH2sHI", SOURCE_IMAGES >> 16, SOURCE_IMAGES & 0xFFFF, b"UN", 0, 0xFFFFFFFF)
    return head + item + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


@pytest.mark.parametrize("name, big_endian, undefined_item", [
    ("explicit-le", False, False), ("explicit-le", False, True), ("explicit-be", True, False),
    ("explicit-be", True, True)])
def test_items_in_un_keep_their_byte_order(tmp_path, name, big_endian, undefined_item):
    data = (program.FIXTURES / "syntax" / f"{name}.dcm").read_bytes()
    # In front of Patient's Name, whatever of group 0008 comes before.
    patient = struct.pack(">HH" if big_endian else "<HH", 0x0010, 0x0010) + b"PN"
    at = data.index(patient)
    (tmp_path / "in.dcm").write_bytes(data[:at] + un_sequence(big_endian, undefined_item) + data[at:])
    assert pixels.dcmdump_reads(tmp_path / "in.dcm")
    done = program.run("deid", tmp_path / "in.dcm", "-o", tmp_path / "out.dcm")
    assert done.code == program.DONE, done
    output = (tmp_path / "out.dcm").read_bytes()
    assert REFERENCED.encode() not in output
    assert pixels.dcmdump_reads(tmp_path / "out.dcm")
    assert patient in output
