"""Certificates, files of roles and what stock tools say of them."""
import dataclasses
import json
import pathlib
import subprocess

import program
import pydicom
from pydicom.filebase import DicomBytesIO

ENCRYPTED, MODIFIED = 0x04000500, 0x04000550
# What comes back never: statements of de-identification, pixels, group lengths, padding, earlier encrypted attributes.
STATEMENTS = {0x00120062, 0x00120063, 0x00120064, 0x00280303}


@dataclasses.dataclass
class Person:
    key: pathlib.Path
    certificate: pathlib.Path


def person(folder, name, *options, kind="rsa:2048") -> Person:
    made = Person(folder / f"{name}.key", folder / f"{name}.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", kind, "-noenc", "-keyout", made.key, "-out", made.certificate,
         "-subj", f"/CN={name}", "-days", "30", *options], check=True, capture_output=True)
    made.key.chmod(0o600)
    return made


def write(path, *roles) -> pathlib.Path:
    """A file of roles; each is (name, what it recovers, recipients)."""
    path.write_text(json.dumps({"roles": [
        {"name": name, "recovers": recovers, "recipients": [str(entry) for entry in recipients]}
        for name, recovers, recipients in roles]}))
    return path


def items(path) -> list[bytes]:
    """The Encrypted Content of a file, item by item."""
    return [bytes(item.EncryptedContent) for item in pydicom.dcmread(path, force=True).get(ENCRYPTED, [])]


def decrypted(item: bytes, person: Person) -> pydicom.Dataset:
    """What `openssl cms` makes of an item, read by pydicom as Explicit VR Little Endian."""
    done = subprocess.run(
        ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-recip", person.certificate, "-inkey", person.key],
        input=item, capture_output=True, check=True)
    return pydicom.dcmread(DicomBytesIO(done.stdout), force=True) if done.stdout[:4] == b"DICM" else read(done.stdout)


def read(content: bytes) -> pydicom.Dataset:
    from pydicom.filereader import read_dataset
    return read_dataset(DicomBytesIO(content), is_implicit_VR=False, is_little_endian=True)


def values(dataset, skipping=frozenset()) -> list:
    """The elements of a data set in an order and form that do not depend on its encoding."""
    found = []
    for element in dataset:
        tag = int(element.tag)
        group = tag >> 16
        if tag in skipping or group in (0x7FE0, 0xFFFC) or tag & 0xFFFF == 0 or group < 8:
            continue
        if element.VR == "SQ":
            found.append((tag, [values(item) for item in element.value]))
        else:
            found.append((tag, plain(element)))
    return found


def plain(element):
    value = element.value
    if isinstance(value, bytes):
        return value.rstrip(b"\0 ")
    if value is None or isinstance(value, str) and value == "":
        return ""
    return str(value)
