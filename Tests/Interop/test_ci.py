"""The snippets of docs/ci.md, run as their services would run the commands in them."""
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree

import program
import pytest

TEXT = (program.ROOT / "docs" / "ci.md").read_text()


def block(heading: str) -> str:
    """The code under a heading."""
    section = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.search(r"```\w+\n(.*?)```", section, re.S)[1]


def values(yaml: str, key: str) -> list[str]:
    """What stands behind `key:` in a line, and the items of a list under it."""
    found = [line.split(f"{key}: ", 1)[1] for line in yaml.splitlines() if re.match(rf"[\s-]*{key}: \S", line)]
    for match in re.finditer(rf"^( *){key}:\n((?:\1  +- .*\n)+)", yaml, re.M):
        found += [line.split("- ", 1)[1] for line in match[2].splitlines()]
    return found


@pytest.fixture(name="place")
def working_folder(tmp_path, study_key):
    """A folder as a job finds it: scans, a key, a clean export, and the program in the path."""
    shutil.copytree(program.FIXTURES / "ct", tmp_path / "scans")
    assert program.run("deid", tmp_path / "scans", "-o", tmp_path / "export", "--key-file", study_key).code == 0
    shutil.copy(study_key, tmp_path / "study.key")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "dcmveil").symlink_to(program.binary())
    # A person has looked at the days in the text of the fixtures, and knows why theirs are years apart.
    accepted = [{"id": check, "reason": "fixtures", "expires": "2099-12-31"} for check in ("DV0221", "DV0609")]
    (tmp_path / "baseline.json").write_text(json.dumps({"accept": accepted}))
    return tmp_path


def shell(command: str, folder: pathlib.Path) -> int:
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    # GitHub and GitLab both run commands like this.
    return subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=folder, env=os.environ | {"PATH": path},
                          capture_output=True, timeout=60, check=False).returncode


def soil(folder):
    shutil.copy(folder / "scans" / "slice-1.dcm", folder / "export" / "forgotten.dcm")


def test_github_actions(place):
    first, second = values(block("GitHub Actions"), "run")
    assert shell(first, place) == 0 and shell(second, place) == 0
    assert json.loads((place / "dcmveil.sarif").read_text())["runs"][0]["results"] is not None
    soil(place)
    # The first step fails the job, the second one still leaves its file for the upload.
    assert shell(first, place) == 1 and shell(second, place) == 0
    assert len(json.loads((place / "dcmveil.sarif").read_text())["runs"][0]["results"]) > 50


def test_gitlab(place):
    (command,) = values(block("GitLab CI"), "script")
    (report,) = values(block("GitLab CI"), "junit")
    for code in (0, 1):
        assert shell(command, place) == code
        suite = xml.etree.ElementTree.fromstring((place / report).read_text())
        assert int(suite.get("failures")) == code
        soil(place)


def test_pre_commit(place):
    text = block("pre-commit")
    (entry,) = values(text, "entry")
    pattern = re.compile(values(text, "files")[0])
    soil(place)
    files = [str(path) for path in sorted((place / "export").rglob("*.dcm")) if pattern.search(path.name)]
    # pre-commit puts the names behind the entry.
    clean = [path for path in files if "forgotten" not in path]
    assert shell(shlex.join([*shlex.split(entry), *clean]), place) == 0
    assert shell(shlex.join([*shlex.split(entry), *files]), place) == 1


def test_shell(place):
    script = block("Shell").replace("zstd -q", "cat")
    shutil.rmtree(place / "export")
    assert shell(script, place) == 0 and (place / "export.tar.zst").stat().st_size > 1000
    (place / "export.tar.zst").unlink()
    (place / "deid.jsonl").unlink()
    # An export that an earlier run, of another tool, left a file in.
    shutil.rmtree(place / "export")
    (place / "export").mkdir()
    soil(place)
    assert shell(script, place) == 1 and not (place / "export.tar.zst").exists()
