"""`inspect --json` beside pydicom's JSON: what differs, element by element, and which rule explains it.

    DCMVEIL=… python Tests/Interop/inspect_model.py --write         makes inspect_differences.tsv anew (look at the diff!)
    DCMVEIL=… python Tests/Interop/inspect_model.py --list FOLDER   the differences of all files in a folder

A rule is a piece of code that checks what it claims; a difference that none explains is a failure. The table lists those of
pydicom's files and ours, one by one. Those of other files (DCMVEIL_CORPUS) come under the rules alone, so that any file can be
held against them; `--list FOLDER` prints them.
"""
import base64
import dataclasses
import io
import json
import logging
import os
import pathlib
import re
import sys
import warnings

import program
import pydicom
import pydicom.config
from pydicom.datadict import dictionary_has_tag, dictionary_VR, get_private_entry

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent.parent / "Fixtures"
TABLE = HERE / "inspect_differences.tsv"
COLUMNS = ["file", "path", "right", "section", "rule"]

# rule → who is right, and by what
RULES = {
    "group-length": ("dcmveil", "PS3.18 F.2.2: group lengths are no part of the model"),
    "empty-sequence": ("dcmveil", "PS3.18 F.2.5: an empty attribute has no Value"),
    "empty-value": ("dcmveil", "PS3.18 F.2.5: an empty value among several is null"),
    "empty-name-group": ("dcmveil", "PS3.18 F.2.2: the non-empty component groups"),
    "byte-order": ("dcmveil", "PS3.18 F.2.7, PS3.5 7.3: InlineBinary is little endian; pydicom leaves big endian"),
    "private-dictionary": ("both", "PS3.5 6.2.2: UN is right where the file has no VR; pydicom knows some creators"),
    "edition": ("dcmveil", "PS3.6 2026d: registered since the edition that pydicom has"),
    "blank-vr": ("dcmveil", "PS3.6: retired without a VR, so nothing is known of the value"),
    "ambiguous-vr": ("dcmveil", "PS3.5 A.1: 'OB or OW' is OW in Implicit VR; PS3.18 F.2.2 wants one VR"),
    "number-string": ("dcmveil", "PS3.18 F.2.3: a string where DS or IS is no number; pydicom has no JSON for it"),
    "wrong-length": ("dcmveil", "PS3.5 6.2: no whole number of values, so as UN; pydicom drops the bytes"),
    "code-extension": ("dcmveil", "PS3.5 6.1.2.5, Annex K: pydicom does not know the escape sequence of ISO-IR 58"),
    "empty-name": ("dcmveil", "PS3.18 F.2.5: an empty name is null; pydicom has no JSON for it"),
    "unknown-vr": ("dcmveil", "PS3.5 7.1.2: a VR that is not listed has a 32-bit length; pydicom goes astray, and with UN there it agrees"),
    "no-vr": ("dcmveil", "PS3.5 7.1.2: blanks where the VR should be; pydicom goes astray, and with that of PS3.6 there it agrees"),
    "trailing": ("dcmveil", "PS3.10 7.2: what follows the last element is padding or no data set"),
    "delimiter": ("dcmveil", "PS3.5 7.5: a delimiter is no attribute"),
    "implicit-pixels": ("dcmveil", "PS3.5 A.1: the data set is Implicit VR, in which Pixel Data is OW"),
}

@dataclasses.dataclass
class File:
    """What the rules ask of a file."""

    is_big_endian: bool
    deviations: set[str]
    data: bytes
    # tag of an element that has been given a VR → the rule
    mended: dict[int, str] = dataclasses.field(default_factory=dict)


def sources() -> dict[str, pathlib.Path]:
    found = {"pydicom": pathlib.Path(pydicom.__file__).parent / "data", "fixtures": FIXTURES}
    if os.environ.get("DCMVEIL_CORPUS"):
        found["corpus"] = pathlib.Path(os.environ["DCMVEIL_CORPUS"]).resolve(strict=True)
    return found


def files() -> dict[str, pathlib.Path]:
    """Name in the table → file."""
    found = {}
    for source, folder in sources().items():
        for path in program.files_in(folder):
            if "__pycache__" not in path.parts:
                found[f"{source}:{path.relative_to(folder)}"] = path
    return found


@dataclasses.dataclass
class Difference:
    path: str
    ours: dict | None
    theirs: dict | None
    tag: int
    creator: str | None


def theirs(path):
    """pydicom's data set, or None where it does not read the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        try:
            dataset = pydicom.dcmread(path, force=True)
            return dataset if len(dataset) else None
        except Exception:  # noqa: BLE001: whatever it is, pydicom cannot read it
            return None


def model(dataset) -> dict:
    """`Dataset.to_json_dict`, with an `error` for each element of which pydicom has none, instead of none at all."""
    out = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for key in dataset.keys():
            try:
                element = dataset[key]
                if element.VR == "SQ":
                    out[f"{key:08X}"] = {"vr": "SQ", "Value": [model(item) for item in element.value]}
                else:
                    out[f"{key:08X}"] = json.loads(json.dumps(element.to_json_dict(None, 1024)))
            except Exception as error:  # noqa: BLE001
                out[f"{key:08X}"] = {"error": f"{type(error).__name__}: {error}"}
    return out


def ours(path):
    """Our data set, or None where inspect does not read the whole of the file."""
    result = program.run("inspect", "--json", path, timeout=120)
    assert result.code in (program.DONE, program.BAD_INPUT), result.err
    assert result.code == program.DONE or result.err
    # Good JSON even where the file is cut short.
    parsed = json.loads(result.out, parse_constant=no_constant) if result.out else None
    return parsed if result.code == program.DONE else None


def no_constant(text):
    raise ValueError(f"{text} is no JSON")


def compare(a, b, dataset, path=""):
    """Differences between our data set `a` and pydicom's `b`."""
    for key in sorted(a.keys() | b.keys()):
        x, y = a.get(key), b.get(key)
        if equal(x, y):
            continue
        tag = int(key, 16)
        if x and y and x.get("vr") == y.get("vr") == "SQ" and len(x.get("Value", [])) == len(y.get("Value", [])) > 0:
            for number, (item, other) in enumerate(zip(x["Value"], y["Value"]), 1):
                yield from compare(item, other, dataset[tag].value[number - 1], f"{path}{key}[{number}].")
            continue
        yield Difference(f"{path}{key}", x, y, tag, creator(dataset, tag))


def equal(x, y):
    if x == y:
        return True
    if isinstance(x, dict) and isinstance(y, dict) and x.get("vr") == y.get("vr") in ("FL", "FD"):
        # json.dumps writes NaN and Infinity, which are no JSON; here they are strings.
        words = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}
        return [words.get(v, str(v)) for v in x.get("Value", [])] == [str(v) for v in y.get("Value", [])]
    return False


def creator(dataset, tag):
    if not tag >> 16 & 1:
        return None
    try:
        return str(dataset[tag >> 16, tag >> 8 & 0xFF].value)
    except KeyError:
        return None


def rule(d: Difference, file: File):
    """The rule that explains a difference; None when there is none."""
    if file.mended.get(d.tag) == "unknown-vr":
        # The letters are all that differs: with UN in their place pydicom reads the same bytes.
        same = d.ours and d.theirs and d.theirs["vr"] == "UN" and {**d.ours, "vr": "UN"} == d.theirs
        return "unknown-vr" if same else None
    return usual(d, file)


VRS = set("AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV".split())


def mended(path, dataset):
    """(data, tag → rule): the file with a VR where it has none that PS3.5 lists. pydicom loses its way at such a header, and what
    it shows from there on says nothing about ours; of this copy it must say what we say of the file.

    Where they stand is what we say, which is no proof; that all the rest is equal then, is.
    """
    data, found = bytearray(pathlib.Path(path).read_bytes()), {}
    text = program.run("inspect", "-v", "--no-values", path, timeout=120).out.decode()
    for offset, group, number in re.findall(r"^ *(\d+) +\(([0-9A-F]{4}),([0-9A-F]{4})\) ", text, re.MULTILINE):
        place, tag = int(offset) + 4, int(group + number, 16)
        letters = data[place:place + 2]
        if group == "FFFE" or letters.decode("latin-1") in VRS:
            continue
        found[tag] = "unknown-vr" if letters.isalpha() else "no-vr"
        vr = "UN" if letters.isalpha() else dictionary_VR(tag)
        if vr == "US or SS":
            # PS3.3 C.7.6.3.1.1: as Pixel Representation says, which stands before.
            vr = "SS" if dataset.get("PixelRepresentation") == 1 else "US"
        data[place:place + 2] = vr.encode()
    return bytes(data), found


def usual(d: Difference, file: File):
    x, y = d.ours, d.theirs
    if d.tag & 0xFFFF == 0 and x is None and d.tag:
        return "group-length"
    if d.tag >> 16 == 0xFFFE and x is None:
        return "delimiter"
    if x is None and "trailing-bytes" in file.deviations and "." not in d.path:
        return "trailing"
    if not x or not y:
        return None
    if x == {"vr": "SQ"} and y == {"vr": "SQ", "Value": []}:
        return "empty-sequence"
    if "error" in y:
        if x["vr"] in ("DS", "IS") and any(isinstance(v, str) or v is None for v in x["Value"]):
            return "number-string"
        return "empty-name" if x["vr"] == "PN" and None in x["Value"] else None
    if x["vr"] == y["vr"]:
        return same_vr(x, y, file)
    if d.tag >> 16 & 1 and x["vr"] == "UN":
        try:
            get_private_entry(d.tag, d.creator)
        except KeyError:
            return None
        return "private-dictionary"
    if y["vr"] == "UN":
        return None if dictionary_has_tag(d.tag) else "edition"
    if y["vr"] == "OB or OW" and x["vr"] == "OW":
        return "ambiguous-vr"
    if d.tag == 0x7FE00010 and (x["vr"], y["vr"]) == ("OW", "OB") and "wrong-transfer-syntax" in file.deviations:
        return "implicit-pixels"
    if x["vr"] == "UN" and y["vr"] == "AT" and "Value" not in y:
        return "wrong-length"
    return "blank-vr" if x["vr"] == "UN" and d.tag == 0x00189445 else None


def same_vr(x, y, file):
    if file.is_big_endian and "InlineBinary" in x:
        unit = {"OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8}.get(x["vr"], 1)
        data = base64.b64decode(y["InlineBinary"])
        swapped = b"".join(data[i:i + unit][::-1] for i in range(0, len(data), unit))
        return "byte-order" if unit > 1 and base64.b64decode(x["InlineBinary"]) == swapped else None
    a, b = x.get("Value", []), y.get("Value", [])
    if x["vr"] == "PN" and a == [{k: v for k, v in name.items() if v} if name else None for name in b]:
        return "empty-name-group"
    if len(a) == len(b) > 1 and all(p == q or (p is None and q == "") for p, q in zip(a, b)):
        return "empty-value"
    # Chinese text of ISO-IR 58, whose escape sequence stands in what pydicom shows.
    if b"\x1b$)A" in file.data and len(a) == len(b) and a != b and "\x1b" not in str(a):
        return "code-extension"
    return None


def differences(path):
    """(path, rule, difference) of each difference; None where one of the two does not read the file."""
    dataset = theirs(path)
    mine = ours(path) if dataset is not None else None
    if mine is None:
        return None
    names, data, fixed = set(), b"", {}
    found = list(compare(mine, model(dataset), dataset))
    if found:
        names, data = deviations(path), pathlib.Path(path).read_bytes()
    if "unknown-vr" in names:
        data, fixed = mended(path, dataset)
        dataset = theirs(io.BytesIO(data))
        found = list(compare(mine, model(dataset), dataset))
        # With a VR there is no difference any more, but for its absence.
        found += [Difference(f"{tag:08X}", {}, {}, tag, None) for tag, which in fixed.items() if which == "no-vr"]
    file = File(not dataset.original_encoding[1], names, data, fixed)
    return [(d.path, "no-vr" if not d.ours and not d.theirs else rule(d, file), d) for d in found]


def deviations(path) -> set[str]:
    """The names after `# read all the same:` in what inspect prints."""
    text = program.run("inspect", "--no-values", path, timeout=120).out.decode()
    return {name for line in re.findall(r"^# read all the same: (.*)$", text, re.MULTILINE) for name in line.split(", ")}


def listed():
    return program.table(TABLE) if TABLE.exists() else []


def rows(sources):
    """A row for each difference; what no rule explains is printed and ends the run."""
    found, unexplained = [], 0
    for name, path in sources.items():
        for where, which, difference in differences(path) or []:
            if which is None:
                unexplained += 1
                print(f"{name} {where}: no rule explains it")
                print(f"  dcmveil {difference.ours}"[:300], f"  pydicom {difference.theirs}"[:300], sep="\n")
                continue
            found.append("\t".join([name, where, *RULES[which], which]))
    if unexplained:
        sys.exit(f"{unexplained} differences are not explained")
    return found


def is_listed(name):
    """Whether the differences of a file stand in the table: not where the files are not everybody's."""
    return not name.startswith("corpus:")


def write():
    found = rows({name: path for name, path in files().items() if is_listed(name)})
    head = [
        f"# Where `inspect --json` and pydicom {pydicom.__version__} differ, element by element, and who is right.",
        "# Made by inspect_model.py --write; test_inspect.py fails on a difference not listed and on a row that is none.",
    ]
    TABLE.write_text("\n".join([*head, "\t".join(COLUMNS), *found]) + "\n")
    print(f"{TABLE.name}: {len(found)} rows")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--write"]: write()
        case ["--list", folder]: print(*rows({str(path): path for path in program.files_in(folder)}), sep="\n")
        case _: sys.exit(__doc__)
