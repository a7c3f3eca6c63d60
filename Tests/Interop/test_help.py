"""What every --help shows, and the manual pages and completions that are made of it."""
import json
import shutil
import subprocess
import sys

import program
import pytest


def commands(command=None, path=("dcmveil",)):
    command = command or json.loads(program.run("--experimental-dump-help").out)["command"]
    found = [(path, command)]
    for sub in command.get("subcommands", []):
        if sub["commandName"] != "help":
            found += commands(sub, (*path, sub["commandName"]))
    return found


def test_every_help_shows_two_examples():
    for path, command in commands():
        _, mark, examples = command.get("discussion", "").partition("examples:\n")
        lines = [line for line in examples.split("\n\n")[0].splitlines() if "dcmveil" in line]
        assert mark and len(lines) >= 2, " ".join(path)
        # The terminal's width breaks long lines.
        shown = " ".join(program.run(*path[1:], "--help").out.decode().split())
        assert all(" ".join(line.split()) in shown for line in lines), " ".join(path)


@pytest.fixture(scope="module")
def share(tmp_path_factory):
    folder = tmp_path_factory.mktemp("share")
    subprocess.run([sys.executable, program.ROOT / "Tools" / "man" / "generate.py", program.binary(), folder], check=True)
    return folder


def test_every_command_has_a_page_with_all_its_options(share):
    assert {path.name for path in (share / "man1").iterdir()} == {"-".join(path) + ".1" for path, _ in commands()}
    for path, command in commands():
        text = (share / "man1" / ("-".join(path) + ".1")).read_text()
        assert text.isascii() and ".SH NAME" in text and ".SH EXAMPLES" in text
        for argument in command.get("arguments", []):
            if not argument["shouldDisplay"]:
                continue
            for name in argument.get("names", []):
                assert name["name"].replace("-", "\\-") in text, (path, name)
        if shutil.which("groff"):
            done = subprocess.run(
                ["groff", "-man", "-Tutf8", "-ww", share / "man1" / ("-".join(path) + ".1")], capture_output=True, text=True)
            assert done.returncode == 0 and done.stderr == "", done.stderr


@pytest.mark.parametrize("shell, name", [("bash", "dcmveil"), ("zsh", "_dcmveil"), ("fish", "dcmveil.fish")])
def test_completions(share, shell, name):
    text = (share / shell / name).read_text()
    assert "deid" in text and "resume" in text
    if shutil.which(shell):
        subprocess.run([shell, "-n", share / shell / name], check=True)
