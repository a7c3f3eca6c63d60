"""Identities and recipients, made by dcmveil, stock age and pyrage."""
import dataclasses
import pathlib
import subprocess

import program


@dataclasses.dataclass
class Key:
    file: pathlib.Path
    recipient: str

    @property
    def secret(self) -> str:
        return next(line for line in self.file.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-1"))


def ours(path) -> Key:
    done = program.run("keygen", "-o", path)
    assert done.code == program.DONE, done
    return Key(path, stock_recipient(path))


def stock(path) -> Key:
    subprocess.run([program.tool("age-keygen"), "-o", path], check=True, capture_output=True)
    return Key(path, stock_recipient(path))


def stock_recipient(path) -> str:
    return subprocess.run(
        [program.tool("age-keygen"), "-y", path], check=True, capture_output=True, text=True).stdout.strip()


def age(*arguments, stdin=None) -> bytes:
    """Stock age; a failure of it is a failure of the test."""
    done = subprocess.run([program.tool("age"), *map(str, arguments)], input=stdin, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout
