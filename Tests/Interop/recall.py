"""Which planted markers the verifier tells of, in files that nobody has de-identified: by place, not by file.

`python Tests/Interop/recall.py` prints the table of docs/verify.md and what is missed.
"""
import collections
import dataclasses
import json
import re

import markers
import program

#: Findings that speak of the file from their offset on: nothing behind it was understood, and the report says so.
REST_OF_FILE = {"DV0001", "DV0003", "DV0004", "DV0005", "DV0006", "DV0008", "DV0009", "DV0010"}
#: The file of which those in `broken/` are pieces: their rows say no more than `anywhere`.
WHOLE = "ct/slice-1.dcm"
#: A segment that holds a marker begins at most so many bytes before it.
NEAR = 256


@dataclasses.dataclass
class Found:
    """The findings of a file."""

    data: bytes
    #: (id, path, offset); a line for what was only counted names no place, and so proves nothing.
    findings: list[tuple[str, str, int]] = dataclasses.field(default_factory=list)

    @property
    def paths(self) -> set[str]:
        return {path for _, path, _ in self.findings}

    def at(self, row: dict) -> str | None:
        """How the marker's place is told of: by itself, by the sequence around it, as a part of what was not understood."""
        place = row["where"].partition(" ")[0]
        if place == "preamble":
            return "itself" if any(check == "DV0301" for check, _, _ in self.findings) else None
        if place.startswith("(7FE0,0010)"):
            return self.in_pixels(row["marker"]) or self.in_rest(row["marker"])
        if place.startswith("("):
            if place in self.paths:
                return "itself"
            parts = place.split(".")
            for count in range(len(parts) - 1, 0, -1):
                around = ".".join(parts[:count])
                if around in self.paths or re.sub(r"\[\d+\]$", "", around) in self.paths:
                    return "around"
        return self.in_rest(row["marker"])

    def offsets(self, marker: str) -> list[int]:
        """Where the marker stands; none where its bits are spread over samples."""
        return [match.start() for match in re.finditer(re.escape(markers.raw(marker)), self.data)]

    def in_pixels(self, marker: str) -> str | None:
        """A finding at the segment, not merely one of the pixel data."""
        places = [offset for _, path, offset in self.findings if path.startswith("(7FE0,0010)")]
        offsets = self.offsets(marker)
        if not offsets:
            return "itself" if places else None
        return "itself" if any(0 <= offset - place < NEAR for offset in offsets for place in places) else None

    def in_rest(self, marker: str) -> str | None:
        rest = [offset for check, _, offset in self.findings if check in REST_OF_FILE]
        return "rest" if rest and any(offset >= min(rest) for offset in self.offsets(marker)) else None


def read(path) -> bytes:
    """The bytes of a file in small letters, a deflated data set as it lies there inflated."""
    data = path.read_bytes()
    try:
        inflated = markers.inflate(data)
    except markers.zlib.error:
        inflated = b""
    if inflated:
        data = data[:144 + int.from_bytes(data[140:144], "little")] + inflated
    return data.lower()


def verify(paths, *options) -> dict[str, Found]:
    """Findings by the path that was given."""
    done = program.run("verify", "--files-from", "-", "-0", "--format", "jsonl", *options, timeout=600,
                       stdin=b"\0".join(str(path).encode() for path in paths))
    found = {str(path): Found(read(path)) for path in paths}
    for line in map(json.loads, done.out.decode().splitlines()):
        if "summary" in line:
            assert line["summary"]["unverified"] == 0, done.err
        elif "count" not in line:
            found[line["file"]].findings.append((line["id"], line["path"], line["offset"]))
    return found


@dataclasses.dataclass
class Row:
    file: str
    where: str
    kind: str
    governed: str
    #: "itself", "around", "rest" or `None`.
    how: str | None


def rows(*options) -> list[Row]:
    """Each planted marker of the fixtures, and how its place is told of."""
    planted = markers.planted()
    found = verify([program.FIXTURES / name for name in planted], *options)
    places = collections.defaultdict(list)
    for row in planted[WHOLE]:
        places[row["marker"]].append(row)
    result = []
    for name, listed in planted.items():
        file = found[str(program.FIXTURES / name)]
        for row in listed:
            # What is a piece of another file has its marker at the same path as that one.
            same = places[row["marker"]] if row["where"] == "anywhere" and name.startswith("broken/") else []
            ways = [file.at(place) for place in (row, *same)]
            how = next((way for way in ("itself", "around", "rest") if way in ways), None)
            result.append(Row(name, row["where"], row["class"], row["governed"], how))
    return result


def table(found: list[Row]) -> str:
    """In Markdown, a line a class."""
    lines = ["| class | markers | the place itself | a sequence around it | what was not understood | missed |",
             "|---|--:|--:|--:|--:|--:|"]
    for kind in [*sorted({row.kind for row in found}), "all"]:
        how = collections.Counter(row.how for row in found if kind in (row.kind, "all"))
        lines.append(f"| {kind} | {how.total()} | {how['itself']} | {how['around']} | {how['rest']} | {how[None]} |")
    return "\n".join(lines)


if __name__ == "__main__":
    everything = rows()
    print(table(everything))
    for missed in everything:
        if missed.how is None:
            print(missed.file, missed.where, missed.kind, missed.governed, sep="\t")
