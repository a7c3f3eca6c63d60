"""What every --help shows, and the manual pages and completions that are made of it."""
import json
import os
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


@pytest.mark.parametrize("arguments", [("--help",), ("deid", "--help"), ("--version",)])
def test_help_that_cannot_be_written_is_an_error(arguments):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [program.binary(), *arguments], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == program.IO and "no space left" in done.stderr, done


@pytest.mark.parametrize("arguments, meant", [
    (("deid", "a", "--out", "b"), "--output"), (("verify", "x", "--show"), "--show-values"), (("deid", "--exclude-p=x"), "--exclude-path"),
])
def test_options_that_are_cut_short(arguments, meant):
    done = program.run(*arguments)
    assert done.code == program.USAGE and f"did you mean '{meant}'?" in done.err, done


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
        done = subprocess.run(
            [program.tool("groff"), "-man", "-Tutf8", "-ww", share / "man1" / ("-".join(path) + ".1")], capture_output=True, text=True)
        assert done.returncode == 0 and done.stderr == "", done.stderr


@pytest.mark.parametrize("shell, name", [("bash", "dcmveil"), ("zsh", "_dcmveil"), ("fish", "dcmveil.fish")])
def test_completions(share, shell, name):
    text = (share / shell / name).read_text()
    assert "deid" in text and "resume" in text
    subprocess.run([program.tool(shell), "-n", share / shell / name], check=True)


@pytest.fixture
def at_work(tmp_path):
    """A folder in which `dcmveil` is the program under test."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "dcmveil").symlink_to(program.binary())
    work = tmp_path / "work"
    (work / "scans one").mkdir(parents=True)
    (work / "study.key").touch()
    (work / "mine.json").touch()
    return work, {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path)}


OFFERED = [
    ("dcmveil re", ["reveal", "rekey", "reseal", "report"]), ("dcmveil deid --fsync ", ["off", "batch", "each"]),
    ("dcmveil deid sca", ["scans"]), ("dcmveil deid --key-file stu", ["study.key"]), ("dcmveil deid -o sca", ["scans"]),
    ("dcmveil deid --profile re", ["research"]), ("dcmveil deid --profile mi", ["mine.json"]),
    ("dcmveil profile explain PatientID --profile ba", ["basic", "basic-modified-dates"]),
    ("dcmveil report merge stu", ["study.key"]), ("dcmveil report show --format ", ["table", "csv", "html"])]

IN_BASH = r"""
source "$1"; COMP_LINE=$2; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<<"$COMP_LINE"
[[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
words=($(complete -p dcmveil)); function=${words[${#words[@]} - 2]}
"$function" dcmveil "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize("line, expected", OFFERED)
def test_bash_offers_words_and_files(share, at_work, line, expected):
    work, environment = at_work
    done = subprocess.run(
        ["bash", "-c", IN_BASH, "bash", share / "bash" / "dcmveil", line], cwd=work, env=environment, capture_output=True,
        text=True, check=True)
    offered = [word.strip() for word in done.stdout.splitlines() if word.strip()]
    assert all(any(word.startswith(name) for word in offered) for name in expected), done


# Where the program itself is asked, fish has to be one that people type into.
@pytest.mark.parametrize("line, expected", [(line, expected) for line, expected in OFFERED if "--profile" not in line])
def test_fish_offers_words_and_files(share, at_work, line, expected):
    work, environment = at_work
    done = subprocess.run(
        [program.tool("fish"), "--no-config", "-c", 'source $argv[1]; complete -C "$argv[2]"', share / "fish" / "dcmveil.fish", line],
        cwd=work, env=environment, capture_output=True, text=True, check=True)
    assert all(any(word.startswith(name) for word in done.stdout.splitlines()) for name in expected), done


def test_zsh_takes_its_function(share, at_work):
    work, environment = at_work
    script = 'fpath=("$1" $fpath); autoload -Uz compinit; compinit -u -D; print -- $_comps[dcmveil]; autoload +X _dcmveil && print loaded'
    done = subprocess.run(
        [program.tool("zsh"), "-f", "-c", script, "zsh", share / "zsh"], cwd=work, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["_dcmveil", "loaded"] and not done.stderr, done
