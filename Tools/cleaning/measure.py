#!/usr/bin/env python3
"""Measures the text cleaner of a release build: time per text, and what of the names went and of the words stayed.

    measure.py DCMVEIL [COUNT [SEED]]

Makes one file that names nobody, with the texts of descriptions.py (all but those of which the file would know the patient) as Series
Description in items of a sequence, and runs `deid` under research, and under a profile that removes the attribute instead. The time is
the difference of the user times, the least of five runs each.
"""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LONG = {b"SQ", b"OB"}


def element(tag, vr, value):
    if len(value) % 2:
        value += b"\0" if vr == b"UI" else b" "
    length = struct.pack("<HI", 0, len(value)) if vr in LONG else struct.pack("<H", len(value))
    return struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr) + length + value


def part10(content):
    image = b"1.2.840.10008.5.1.4.1.1.2"
    meta = (element(0x00020001, b"OB", b"\0\1") + element(0x00020002, b"UI", image) + element(0x00020003, b"UI", b"1.2.3.4")
            + element(0x00020010, b"UI", b"1.2.840.10008.1.2.1"))
    start = element(0x00080005, b"CS", b"ISO_IR 192") + element(0x00080016, b"UI", image) + element(0x00080018, b"UI", b"1.2.3.4")
    meta = element(0x00020000, b"UL", struct.pack("<I", len(meta))) + meta
    return b"\0" * 128 + b"DICM" + meta + start + content + element(0x00200000 | 0xD, b"UI", b"1.2.3")


def user_time(arguments):
    before = os.times().children_user
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return os.times().children_user - before


def texts(path):
    """The values of Series Description, one for each item; `None` where it is gone."""
    data = path.read_bytes()
    found = []
    for item in data[data.index(struct.pack("<HH2s", 0x0008, 0x1115, b"SQ")):].split(struct.pack("<HH", 0xFFFE, 0xE000))[1:]:
        place = item.find(struct.pack("<HH2s", 0x0008, 0x103E, b"LO"))
        length = struct.unpack_from("<H", item, place + 6)[0]
        found.append(None if place < 0 else item[place + 8:place + 8 + length].decode("utf-8"))
    return found


def words(text):
    return "".join(letter if letter.isalpha() or letter.isnumeric() else " " for letter in text or "").split()


def main():
    binary, count, seed = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "60000", sys.argv[3] if len(sys.argv) > 3 else "2"
    made = subprocess.run([sys.executable, HERE / "descriptions.py", count, seed], check=True, capture_output=True, text=True).stdout
    rows = [row for row in (line.split("\t") for line in made.splitlines()) if not row[0] and len(row[1]) <= 64]
    items = b"".join(
        struct.pack("<HHI", 0xFFFE, 0xE000, len(value)) + value
        for value in (element(0x0008103E, b"LO", row[1].encode()) + element(0x0020000E, b"UI", b"1.2.4") for row in rows))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "in.dcm").write_bytes(part10(element(0x00081115, b"SQ", items)))
        rule = '{"attributes":["SeriesDescription"],"action":"%s"}'
        least = {}
        for action in ("clean", "remove"):
            keep = '{"attributes":["ReferencedSeriesSequence"],"action":"keep"}'
            (folder / f"{action}.json").write_text(
                '{"name":"measure","extends":"research","conforms":false,"rules":[%s,%s]}' % (keep, rule % action))
            runs = [user_time([binary, "deid", folder / "in.dcm", "-o", folder / f"{action}{number}.dcm", "--profile",
                               folder / f"{action}.json"]) for number in range(5)]
            least[action] = min(runs)
        left = texts(folder / "clean0.dcm")
    assert len(left) == len(rows), (len(left), len(rows))
    names, names_left, all_words, lost = 0, 0, 0, 0
    for row, text in zip(rows, left):
        rest = words(text)
        for name in filter(None, row[2].split(";")):
            names += 1
            names_left += name in rest
        for word in filter(None, row[3].split(";")):
            all_words += 1
            if word in rest:
                rest.remove(word)
            else:
                lost += 1
    length = sum(len(row[1]) for row in rows) / len(rows)
    print(f"{len(rows)} texts of {length:.0f} characters, {names} names, {all_words} words")
    print(f"names gone {100 - 100 * names_left / names:.2f} %, words lost {100 * lost / all_words:.2f} %")
    print(f"{(least['clean'] - least['remove']) / len(rows) * 1e6:.1f} µs a text")


main()
