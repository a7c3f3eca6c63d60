#!/usr/bin/env python3
"""Makes the manual pages of dcmveil from what the program says of itself, and the completions of shells.

    python3 Tools/man/generate.py DCMVEIL OUT

OUT/man1/dcmveil.1, OUT/man1/dcmveil-deid.1 and so on; OUT/bash/dcmveil, OUT/zsh/_dcmveil, OUT/fish/dcmveil.fish.
"""
import json
import pathlib
import subprocess
import sys


def run(binary: str, *arguments: str) -> str:
    return subprocess.run([binary, *arguments], check=True, capture_output=True, text=True).stdout


def escaped(text: str) -> str:
    """Text as roff takes it: no line begins with a control character, no hyphen is made a dash."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(letter if ord(letter) < 128 else f"\\[u{ord(letter):04X}]" for letter in text)
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def option(argument: dict) -> str:
    names = ["-" + name["name"] if name["kind"] == "short" else "--" + name["name"] for name in argument.get("names", [])]
    names.sort(key=len)
    text = ", ".join(f"\\fB{escaped(name)}\\fR" for name in names)
    value = argument.get("valueName", "")
    if argument["kind"] == "option":
        text += f" \\fI{escaped(value)}\\fR"
    elif argument["kind"] == "positional":
        text = f"\\fI{escaped(value)}\\fR" + (" ..." if argument.get("isRepeating") else "")
    about = argument.get("abstract", "")
    if argument.get("defaultValue"):
        about += f" (default: {argument['defaultValue']})"
    values = argument.get("allValues")
    if values and not all(word in about for word in values):
        about += f" One of: {', '.join(values)}."
    return f".TP\n{text}\n{escaped(about)}\n"


def discussion(text: str) -> str:
    """Paragraphs; indented lines are examples and stay as they are."""
    out = []
    for paragraph in text.split("\n\n"):
        lines = paragraph.split("\n")
        title = lines[0].rstrip(":").lower()
        if title == "examples":
            out.append(".SH EXAMPLES\n.nf\n" + "\n".join(escaped(line.strip()) for line in lines[1:]) + "\n.fi")
        elif title.startswith("exit status"):
            out.append(".SH EXIT STATUS\n" + escaped(paragraph.split(":", 1)[1].strip()))
        else:
            out.append(".PP\n" + escaped(paragraph))
    return "\n".join(out)


def page(command: dict, path: list[str], version: str) -> str:
    name = "-".join(path)
    arguments = [argument for argument in command.get("arguments", []) if argument.get("shouldDisplay", True)]
    subcommands = [sub for sub in command.get("subcommands", []) if sub["commandName"] != "help"]
    words = ["\\fB" + escaped(" ".join(path)) + "\\fR"]
    if subcommands:
        words.append("\\fIcommand\\fR ...")
    for argument in arguments:
        if argument["kind"] == "positional":
            text = f"\\fI{escaped(argument['valueName'])}\\fR" + (" ..." if argument.get("isRepeating") else "")
            words.append(f"[{text}]" if argument["isOptional"] else text)
    if any(argument["kind"] != "positional" for argument in arguments):
        words.append("[\\fIoptions\\fR]")
    out = [
        f'.TH "{name.upper()}" 1 "" "{version}" "dcmveil"', ".SH NAME",
        f"{escaped(name)} \\- {escaped(command.get('abstract', '').rstrip('.'))}", ".SH SYNOPSIS", " ".join(words),
        ".SH DESCRIPTION", escaped(command.get("abstract", ""))]
    parts = discussion(command.get("discussion", ""))
    before, mark, after = parts.partition(".SH ")
    out.append(before.rstrip())
    if subcommands:
        out.append(".SH COMMANDS")
        for sub in subcommands:
            out.append(f".TP\n\\fB{escaped(sub['commandName'])}\\fR\n{escaped(sub.get('abstract', ''))} "
                       f"See \\fB{escaped('-'.join(path + [sub['commandName']]))}\\fR(1).")
    if arguments:
        out.append(".SH OPTIONS")
        out += [option(argument).rstrip() for argument in arguments]
    out.append((mark + after).rstrip())
    related = [path[:-1]] if len(path) > 1 else []
    related += [path + [sub["commandName"]] for sub in subcommands]
    if related:
        out += [".SH SEE ALSO", ", ".join(f"\\fB{escaped('-'.join(other))}\\fR(1)" for other in related)]
    return "\n".join(line for line in out if line) + "\n"


def main() -> None:
    binary, out = sys.argv[1], pathlib.Path(sys.argv[2])
    tree = json.loads(run(binary, "--experimental-dump-help"))["command"]
    version = "dcmveil " + run(binary, "--version").split()[0]
    (out / "man1").mkdir(parents=True, exist_ok=True)

    def write(command: dict, path: list[str]) -> None:
        (out / "man1" / ("-".join(path) + ".1")).write_text(page(command, path, version))
        for sub in command.get("subcommands", []):
            if sub["commandName"] != "help":
                write(sub, path + [sub["commandName"]])

    write(tree, ["dcmveil"])
    for shell, name in (("bash", "dcmveil"), ("zsh", "_dcmveil"), ("fish", "dcmveil.fish")):
        (out / shell).mkdir(exist_ok=True)
        (out / shell / name).write_text(run(binary, "--generate-completion-script", shell))


if __name__ == "__main__":
    main()
