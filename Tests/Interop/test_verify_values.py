"""Values are shown to those who ask, shortened and harmless; nobody else ever sees one."""
import json
import re
import struct

import markers
import program
import pytest

FINDINGS = 1
FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "html")
#: Too short, or too common, to prove anything: `0.5`, `M`.
SHORTEST = 6


def every_marker() -> dict[bytes, str]:
    return {raw: marker for raw, marker in markers.every_marker().items() if len(raw) >= SHORTEST}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("options", [(), ("--against", program.FIXTURES)], ids=["alone", "against"])
def test_no_format_shows_a_value(kind, options):
    done = program.run("verify", program.FIXTURES, "--format", kind, *options, timeout=120)
    assert done.code == FINDINGS and len(done.out) > 100_000
    text = (done.out + done.err.encode()).lower()
    assert not [marker for raw, marker in every_marker().items() if raw in text]


@pytest.mark.parametrize("kind", ["text", "json", "html"])
def test_values_are_shown_where_asked_for(kind):
    done = program.run("verify", program.FIXTURES / "ct" / "slice-1.dcm", "--format", kind, "--show-values")
    assert done.code == FINDINGS
    text = done.out.lower()
    rows = [row for row in markers.planted()["ct/slice-1.dcm"]
            if re.fullmatch(r"\((0008|0010|0020),\w{4}\)", row["where"]) and row["governed"] == "E.1-1"]
    shown = [row for row in rows if markers.raw(row["marker"]) in text]
    # A page has fifty findings of a file.
    assert len(rows) > 40 and len(shown) >= (20 if kind == "html" else len(rows)), set(map(str, rows)) - set(map(str, shown))
    assert "keep it as you keep the originals" in (done.err if kind != "html" else done.out.decode())


@pytest.mark.parametrize("kind", ["sarif", "junit", "github"])
def test_services_get_none(kind):
    done = program.run("verify", program.FIXTURES / "ct", "--format", kind, "--show-values")
    assert done.code == program.USAGE and done.out == b""


def with_name(name: bytes) -> bytes:
    """A file whose patient has the name, and nothing else."""
    syntax = b"1.2.840.10008.1.2.1\0"
    meta = struct.pack("<HH2sH", 2, 0x10, b"UI", len(syntax)) + syntax
    meta = struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(meta)) + meta
    name += b" " * (len(name) % 2)
    return bytes(128) + b"DICM" + meta + struct.pack("<HH2sHI", 0x10, 0x4000, b"UT", 0, len(name)) + name


@pytest.mark.parametrize("name, shown", [
    (b"Doe\x1b[2J\x07^Jane", "Doe\\u{1b}[2J\\u{7}^Jane"),
    ("Дмитрий\u202eabc".encode(), "Дмитрий\\u{202e}abc"),
    (b"J\xf6rg<script>", "J\\x{F6}rg<script>"),
    (b"a\r\nDV0001: b", "a\\u{d}\\u{a}DV0001: b"),
    (b"x" * 5000, "x" * 64 + "… (5000 bytes)"),
    ("ü".encode() * 40, "ü" * 32 + "… (80 bytes)"),
    (b"x" + "ü".encode() * 40, "x" + "ü" * 31 + "… (82 bytes)"),
])
def test_shown_values_are_one_harmless_line(tmp_path, name, shown):
    path = tmp_path / "x.dcm"
    path.write_bytes(with_name(name))
    line = next(line for line in map(json.loads, program.run(
        "verify", path, "--format", "json", "--show-values").out.decode().splitlines()) if line.get("path") == "(0010,4000)")
    assert line["value"] == shown
    text = program.run("verify", path, "--show-values").out
    assert f'"{shown}"'.encode() in text and not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", text)
    page = program.run("verify", path, "--show-values", "--format", "html").out.decode()
    assert shown.replace("<", "&lt;").replace(">", "&gt;") in page and "<script" not in page


def test_bytes_that_are_no_value_are_shown_too(tmp_path):
    """Segments of codestreams, what follows the end; from a pipe there is no way back to them."""
    for name, mark in (("sc/jpeg-metadata.dcm", b"jpeg-com"), ("quirks/trailing-text.dcm", b"trailing-bytes")):
        row = next(row for row in markers.planted()[name] if row["where"].encode().endswith(mark))
        data = (program.FIXTURES / name).read_bytes()
        for path, stdin in ((program.FIXTURES / name, None), ("-", data)):
            done = program.run("verify", path, "--show-values", stdin=stdin)
            assert done.code == FINDINGS and (markers.raw(row["marker"]) in done.out.lower()) == (stdin is None)
