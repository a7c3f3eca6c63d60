"""Instructions that `deid` takes for one file or frame more, by callgrind: what a busy machine does not change.

    python Benchmarks/instructions.py DCMVEIL FOLDER [--corpora tiny,encapsulated] [--profiles basic,research] [--keep FOLDER]

The same command over 100 and 500 files of a corpus of `corpora.py` in FOLDER (`frames`: one Enhanced MR file of 200 and of 1,200
frames); the difference is what is told, so that what is done once is not counted. `--keep` keeps what callgrind wrote, for `callgrind_annotate`. Wants valgrind.
"""
import argparse
import itertools
import pathlib
import re
import shutil
import subprocess
import tempfile

import corpora

FEW, MANY = 100, 500
FRAMES = (200, 1200)


def take(folder: pathlib.Path, name: str, number: int, target: pathlib.Path) -> None:
    """So many files of the corpus, or one file of so many frames."""
    if name == "frames":
        corpora.save(corpora.frames_of(number), target / "frames.dcm")
        return
    files = sorted(path for path in corpora.make(folder, name).rglob("*") if path.is_file())
    for path in files[:number]:
        # Hard links: the program sees files like any other.
        (target / path.parent.name).mkdir(parents=True, exist_ok=True)
        (target / path.parent.name / path.name).hardlink_to(path)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("dcmveil", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--corpora", default="tiny,encapsulated")
    parser.add_argument("--profiles", default="basic,research")
    parser.add_argument("--keep", type=pathlib.Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        scratch = pathlib.Path(scratch)
        # Valgrind cannot read what the compiler says of the C structures.
        program, key = scratch / "dcmveil", scratch / "study.key"
        subprocess.run(["strip", "--strip-debug", "-o", program, options.dcmveil], check=True)
        subprocess.run([program, "keygen", "--study", "-o", key], check=True, capture_output=True)
        for name, profile in itertools.product(options.corpora.split(","), options.profiles.split(",")):
            counts, numbers = [], FRAMES if name == "frames" else (FEW, MANY)
            for number in numbers:
                source, out = scratch / f"{name}{number}", scratch / "out"
                if not source.exists():
                    take(options.folder, name, number, source)
                kept = options.keep / f"{name}-{profile}-{number}" if options.keep else "/dev/null"
                run = subprocess.run(
                    ["valgrind", "--tool=callgrind", f"--callgrind-out-file={kept}", program, "deid", source, "-o", out, "-q", "-j", "1",
                     "--profile", profile, "--key-file", key], check=True, capture_output=True, text=True)
                counts.append(int(re.search(r"Collected : (\d+)", run.stderr).group(1)))
                shutil.rmtree(out)
            print(f"{name} {profile}: {(counts[1] - counts[0]) / (numbers[1] - numbers[0]):,.0f} instructions", flush=True)


if __name__ == "__main__":
    main()
