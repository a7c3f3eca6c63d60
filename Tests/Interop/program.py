"""Running dcmveil and the tools that check it."""
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
FIXTURES = ROOT / "Fixtures"

DONE, QUARANTINED, USAGE, BAD_INPUT, NO_INPUT, BUG = 0, 2, 64, 65, 66, 70
CANNOT_CREATE, IO, NO_KEY, CONFIGURATION = 73, 74, 77, 78


@dataclasses.dataclass
class Result:
    """How a run of dcmveil ended. `code` is 128+n when signal n ended it, as a shell has it."""

    code: int
    out: bytes
    err: str


def binary() -> str:
    """The program under test; a missing one fails every test, it never skips one."""
    path = os.environ.get("DCMVEIL")
    if not path:
        raise RuntimeError("DCMVEIL is not set: it must name the dcmveil binary to test")
    path = os.path.abspath(path)
    if not os.access(path, os.X_OK):
        raise RuntimeError(f"DCMVEIL={path}: no such program")
    return path


def run(*arguments, stdin=None, timeout=60, **options) -> Result:
    """Runs dcmveil; `stdin` is bytes for a pipe, or an open file. A hang is an error (`subprocess.TimeoutExpired`)."""
    if isinstance(stdin, bytes):
        options["input"] = stdin
    else:
        options["stdin"] = subprocess.DEVNULL if stdin is None else stdin
    done = subprocess.run(
        [binary(), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, **options)
    code = done.returncode if done.returncode >= 0 else 128 - done.returncode
    return Result(code, done.stdout, done.stderr.decode("utf-8", "backslashreplace"))


def tool(name: str) -> str:
    """A tool beside this Python, or from the system; a missing one is an error."""
    beside = pathlib.Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise RuntimeError(f"{name} is not installed (see requirements.txt)")
    return found


@dataclasses.dataclass
class Account:
    """What the report of a run says, by input."""

    lines: dict[str, dict]
    summary: dict


def read_report(path) -> Account:
    lines, summary = {}, {}
    for line in pathlib.Path(path).read_text().splitlines():
        entry = json.loads(line)
        if "summary" in entry:
            summary = entry
        else:
            assert entry["input"] not in lines, f"{entry['input']} is accounted for twice"
            lines[entry["input"]] = entry
    assert summary, "the report has no summary"
    return Account(lines, summary)


def files_in(folder) -> list[pathlib.Path]:
    """Every file below a folder, hidden ones too."""
    return sorted(path for path in pathlib.Path(folder).rglob("*") if not path.is_dir())


def table(path) -> list[dict[str, str]]:
    """A checked-in table: tab separated, names of columns in the first line, `#` starts a comment line."""
    rows = [line.split("\t") for line in pathlib.Path(path).read_text().splitlines() if line and line[0] != "#"]
    for row in rows:
        assert len(row) == len(rows[0]), f"{path}: {row}"
    return [dict(zip(rows[0], row)) for row in rows[1:]]
