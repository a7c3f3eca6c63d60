"""PS3.15 Table E.1-1 and the walk over data sets, made for tests and without a look at the program's own code."""
import functools
import json
import re
import warnings

import program
import pydicom
from pydicom.datadict import keyword_for_tag

TABLES = program.ROOT / "Tools" / "tables" / "standard"
#: Column of the table → place in a row.
BASIC, MODIFIED_DATES = "basic", "retain_longitudinal_modified_dates"
WORDS = {"LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"}
DUMMIES = {"ANONYMIZED", "ANONYMIZED ANONYMIZED", "000Y", "19000101", "000000", "19000101000000", "0", "about:blank"}


@functools.cache
def load(name):
    return json.loads((TABLES / f"{name}.json").read_text())


@functools.cache
def _masks():
    columns = load("confidentiality")["columns"]
    rows = []
    for row in load("confidentiality")["rows"]:
        entry = dict(zip(columns, row))
        if entry["tag"] == "private":
            continue
        pattern = re.sub(r"^(50|60)xx", r"\1[0-9A-F][02468ACE]", entry["tag"]).replace("x", "[0-9A-F]")
        rows.append((re.compile(pattern), entry))
    return rows


@functools.cache
def row(tag: int) -> dict | None:
    """The row of Table E.1-1 for a tag."""
    text = f"{tag:08X}"
    return next((entry for pattern, entry in _masks() if pattern.fullmatch(text)), None)


@functools.cache
def registered_uids() -> frozenset[str]:
    return frozenset(
        entry[0] for table in load("uids").values() if isinstance(table, list) for entry in table
        if isinstance(entry, list) and re.fullmatch(r"[0-9.]+", str(entry[0])))


def walk(data_set, path=()):
    """Every element at every level as (path, element); a path is tags and numbers of items in turn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for element in data_set:
            here = (*path, int(element.tag))
            yield here, element
            if element.VR == "SQ":
                for number, item in enumerate(element.value, 1):
                    yield from walk(item, (*here, number))


def name(path) -> str:
    """`(0040,0275)[1].PatientID`, for messages."""
    text = ""
    for step in path:
        text += f"[{step}]." if step < 0x10000 else keyword_for_tag(step) or f"({step >> 16:04X},{step & 0xFFFF:04X})"
    return text


def values(element) -> list:
    value = element.value
    if value is None:
        return []
    return list(value) if isinstance(value, pydicom.multival.MultiValue) else [value]


def says_nothing(element) -> bool:
    """Empty, or a dummy that every file has in common."""
    if element.VR == "SQ":
        return not element.value
    if isinstance(element.value, bytes):
        return not element.value.strip(b"\0")
    return all(str(value) in DUMMIES or str(value) == "" or value in (0, 0.0) for value in values(element))
