"""What other tools leave of the planted markers, by a search of bytes, and what the verifier says of their outputs.

`python Tests/Interop/peers.py` prints the tables of docs/verify.md.
"""
import collections
import dataclasses
import io
import pathlib
import re
import subprocess
import tempfile
import warnings
from contextlib import redirect_stderr, redirect_stdout

import dicognito.anonymizer
import dicomanonymizer
import markers
import program
import pydicom
import recall

#: Files that say on purpose what no other tool can read.
OUT_OF_REACH = ("broken/", "deviations/")


def gdcmanon(source: pathlib.Path, out: pathlib.Path, scratch: pathlib.Path) -> None:
    key = scratch / "certificate.pem"
    if not key.exists():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test", "-keyout", scratch / "private.pem",
             "-out", key], check=True, capture_output=True)
    subprocess.run([program.tool("gdcmanon"), "-c", key, "-e", "-i", source, "-o", out], check=True, capture_output=True)


def dicom_anonymizer(source: pathlib.Path, out: pathlib.Path, scratch: pathlib.Path) -> None:
    dicomanonymizer.anonymize_dicom_file(str(source), str(out))


def dicognito_(source: pathlib.Path, out: pathlib.Path, scratch: pathlib.Path) -> None:
    data_set = pydicom.dcmread(source)
    dicognito.anonymizer.Anonymizer(seed="test").anonymize(data_set)
    data_set.save_as(out)


TOOLS = {"gdcmanon": gdcmanon, "dicom-anonymizer": dicom_anonymizer, "dicognito": dicognito_}


def write(tool: str, folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """Runs a tool on each fixture. What it refuses, or writes in part, is not there."""
    written = {}
    for name in markers.planted():
        if name.startswith(OUT_OF_REACH) or name == "dicomdir/DICOMDIR":
            continue
        out = folder / tool / name
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                warnings.simplefilter("ignore")
                TOOLS[tool](program.FIXTURES / name, out, folder)
        except Exception:  # whatever a tool throws at what it cannot do  # pylint: disable=broad-exception-caught
            out.unlink(missing_ok=True)
        if out.exists() and out.stat().st_size > 0:
            written[name] = out
    return written


@dataclasses.dataclass
class Account:
    """What is left in the outputs of a tool, and what the verifier says of it."""

    tool: str
    files: int = 0
    #: (file, place, class, how the verifier tells of it or `None`)
    left: list[tuple[str, str, str, str | None]] = dataclasses.field(default_factory=list)
    #: Findings that speak of no planted marker, by group and check.
    others: collections.Counter = dataclasses.field(default_factory=collections.Counter)

    @property
    def missed(self):
        return [leak for leak in self.left if leak[3] is None]


def stands(data_set, row, data: bytes) -> bool | None:
    """Whether the marker stands at its place; `None` where the place is none that can be asked."""
    if not row["where"].startswith("(") or row["where"].startswith("(7FE0"):
        return None
    value = markers.value_at(data_set, row["where"])
    return value is not None and markers.raw(row["marker"]) in value.lower()


def account(tool: str, folder: pathlib.Path) -> Account:
    result = Account(tool)
    written = write(tool, folder)
    result.files = len(written)
    found = recall.verify(written.values())
    for name, path in written.items():
        file = found[str(path)]
        text = markers.searchable(path.read_bytes())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data_set = pydicom.dcmread(path, force=True)
        leaks, placed = [], set()
        here = [row for row in markers.planted()[name] if markers.raw(row["marker"]) in text]
        for row in here:
            if (there := stands(data_set, row, text)) is not False:
                leaks.append((row, file.at(row) or there is None and elsewhere(file, row["marker"]) or None))
                if there:
                    placed.add(row["marker"])
        for row in here:
            # It stands somewhere, and in none of its own places.
            if row["marker"] not in placed and stands(data_set, row, text) is False:
                leaks.append((row, elsewhere(file, row["marker"])))
                placed.add(row["marker"])
        result.left += [(name, row["where"], row["class"], how) for row, how in leaks]
        told = {row["where"].partition(" ")[0] for row, how in leaks if how}
        original = pydicom.dcmread(program.FIXTURES / name, force=True)
        for check, place, _ in file.findings:
            place = re.sub(r"^(\(7FE0,0010\))\[\d+\]$", r"\1", place)
            if place not in told and not any(leak.startswith((place + "[", place + ".")) for leak in told if place):
                result.others[group(check, place, data_set, original), check] += 1
    return result


#: What PS3.15, PS3.10 or PS3.5 demand of a file, and the files of an export beside each other: true, and no identity.
FORMAL = re.compile(r"DV03\d\d|DV04\d\d|DV06\d\d|DV0102|DV0107|DV0113|DV05\d\d|DV020[3-9]|DV021\d")


def group(check: str, place: str, data_set, original) -> str:
    """What a finding beside the planted markers is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        now, before = markers.value_at(data_set, place), markers.value_at(original, place)
    if now and now == before and not FORMAL.fullmatch(check):
        return "original"
    return "formal" if FORMAL.fullmatch(check) or not place else "replacement"


def elsewhere(file: recall.Found, marker: str) -> str | None:
    """The nearest finding before the marker: whose element, segment or rest of the file it stands in."""
    for offset in file.offsets(marker):
        if not any(0 <= offset - place < recall.NEAR for _, _, place in file.findings):
            return file.in_rest(marker)
    return "itself" if file.offsets(marker) else None


def titles() -> dict[str, str]:
    listed = program.run("verify", "--list-checks").out.decode().splitlines()
    return {line.split()[0]: line.split(maxsplit=2)[2] for line in listed}


def table(accounts: list[Account]) -> str:
    """In Markdown: what is left and found, and the findings beside, by group."""
    lines = ["| tool | files | markers left | found | missed | other original values | own replacements | formal |",
             "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for one in accounts:
        groups = collections.Counter()
        for (kind, _), count in one.others.items():
            groups[kind] += count
        lines.append(f"| {one.tool} | {one.files} | {len(one.left)} | {len(one.left) - len(one.missed)} | {len(one.missed)} | "
                     f"{groups['original']} | {groups['replacement']} | {groups['formal']} |")
    return "\n".join(lines)


def main() -> None:
    names = titles()
    with tempfile.TemporaryDirectory() as scratch:
        accounts = [account(tool, pathlib.Path(scratch)) for tool in TOOLS]
    print(table(accounts))
    for one in accounts:
        print(f"\n{one.tool}: left by class", dict(collections.Counter(kind for _, _, kind, _ in one.left)))
        for leak in one.missed:
            print("missed", *leak[:3], sep="\t")
        for (kind, check), count in sorted(one.others.items(), key=lambda entry: (entry[0][0], -entry[1])):
            print(f"{kind}\t{check}\t{count}\t{names[check]}")


if __name__ == "__main__":
    main()
