"""Runs dcmveil and its peers over the same files, in turn, and writes medians and ratios to Benchmarks/RESULTS.md.

    python Benchmarks/bench.py DCMVEIL FOLDER [--rounds N] [--corpora ct,tiny,…] [--peers …] [--write]

FOLDER should be in memory (/dev/shm): a disk would be all that is measured. Peers that are not installed are left out,
and named. CPU seconds tell more than wall time on a busy machine.
"""
import argparse
import importlib.util
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

import corpora

HERE = pathlib.Path(__file__).parent
BENCH = HERE.parent / ".build-bench"
TAGS = "PatientName PatientID PatientBirthDate AccessionNumber InstitutionName ReferringPhysicianName StudyDate".split()


def commands(dcmveil: str, key: pathlib.Path) -> dict:
    """Name of a program → what it runs for an input folder and an output folder, or `None` when it is not here."""
    gdcm_key = BENCH / "certificate.pem"
    if shutil.which("gdcmanon") and not gdcm_key.exists():
        BENCH.mkdir(exist_ok=True)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=bench", "-keyout",
             str(BENCH / "private.pem"), "-out", str(gdcm_key)], check=True, capture_output=True)
    here = pathlib.Path(sys.executable)
    anonymizer = here.parent / "dicom-anonymizer"
    modify = " ".join(f"-ma {tag}=X" for tag in TAGS)
    found = {
        "cp -r": lambda source, out: ["cp", "-r", source, out],
        "dcmveil": lambda source, out: [dcmveil, "deid", source, "-o", out, "--key-file", key, "-q", "-j", "2", "--profile", "basic"],
        "dcmveil -j 1": lambda source, out: [dcmveil, "deid", source, "-o", out, "--key-file", key, "-q", "-j", "1", "--profile", "basic"],
        "dcmveil research": lambda source, out: [
            dcmveil, "deid", source, "-o", out, "--key-file", key, "-q", "-j", "2", "--profile", "research"],
    }
    peers = {
        "gdcmanon": (shutil.which("gdcmanon"), lambda source, out: [
            "gdcmanon", "-c", gdcm_key, "-e", "-r", "-i", source, "-o", out]),
        "dcmodify": (shutil.which("dcmodify"), lambda source, out: [
            "sh", "-c", f"cp -r {source} {out} && find {out} -type f -print0 | xargs -0 -n 500 dcmodify -nb -gin {modify}"]),
        "dicom-anonymizer": (anonymizer.exists(), lambda source, out: [
            # It takes the files of one folder, and wants the output's to be there.
            "sh", "-c", f'cd {source} && find . -type d | while read -r d; do mkdir -p "{out}/$d" && '
            f'{anonymizer} "$d" "{out}/$d"; done']),
        "dcmanon": (importlib.util.find_spec("dcmanon"), lambda source, out: [
            here, HERE / "dcmanon_folder.py", source, out]),
    }
    for name, (is_here, command) in peers.items():
        if is_here:
            found[name] = command
        else:
            print(f"{name} is not installed and left out", file=sys.stderr)
    return found


def run(command, out) -> tuple[float, float, float, int, int]:
    """Wall seconds, CPU seconds, MiB at most, files written, exit status."""
    shutil.rmtree(out, ignore_errors=True)
    begin = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory = 0
    while True:
        # Looked at while it runs: what the system tells in the end counts this Python, which was forked.
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        memory = max(memory, high_water(process.pid))
        time.sleep(0.005)
    wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    files = sum(path.is_file() for path in out.rglob("*"))
    return wall, usage.ru_utime + usage.ru_stime, memory / 1024, files, process.returncode


def start_up(dcmveil: str) -> float:
    """Seconds."""
    begin = time.monotonic()
    subprocess.run([dcmveil, "--version"], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begin


def high_water(pid: int) -> int:
    """KiB that the process has held at most so far; of its children nothing."""
    try:
        text = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("VmHWM")), 0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("dcmveil")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--corpora", default=",".join(corpora.CORPORA))
    parser.add_argument("--peers", default="", help="programs to run besides cp and dcmveil; all by default")
    parser.add_argument("--seconds", type=float, default=20, help="a program slower than this runs once")
    parser.add_argument("--write", action="store_true", help="write Benchmarks/RESULTS.md")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    dcmveil = os.path.abspath(options.dcmveil)
    key = options.folder / "study.key"
    if not key.exists():
        subprocess.run([dcmveil, "keygen", "--study", "-o", key], check=True)
    programs = commands(dcmveil, key)
    if options.peers:
        wanted = options.peers.split(",")
        programs = {name: value for name, value in programs.items() if name in wanted or name.startswith(("cp", "dcmveil"))}
    text = [
        "# Benchmarks", "",
        f"`make bench`, {time.strftime('%Y-%m-%d')}: {machine()}; corpora and outputs in memory; {options.rounds} rounds in turn, "
        "medians.", "CPU is user and system time; the ratios are to `cp -r` of the same files. A program that took longer than "
        f"{options.seconds:.0f} s ran once.", ""]
    for name in options.corpora.split(","):
        source = corpora.make(options.folder, name)
        total = sum(path.is_file() for path in source.rglob("*"))
        results: dict[str, list] = {program: [] for program in programs}
        for _ in range(options.rounds):
            for program, command in programs.items():
                if results[program] and results[program][0][0] > options.seconds:
                    continue
                results[program].append(run(command(source, options.folder / "out"), options.folder / "out"))
        shutil.rmtree(options.folder / "out", ignore_errors=True)
        text += table(corpora.CORPORA[name][0], total, results)
        print("\n".join(text[-len(results) - 6:]), flush=True)
    start = statistics.median(start_up(dcmveil) for _ in range(21))
    text += [f"Start-up (`dcmveil --version`): {start * 1000:.1f} ms.", ""] + notes(programs)
    if options.write:
        (HERE / "RESULTS.md").write_text("\n".join(text) + "\n")


def table(title, total, results) -> list[str]:
    base = [statistics.median(values[index] for values in results["cp -r"]) for index in (0, 1)]
    lines = [f"## {title[0].upper()}{title[1:]}", "", "| | wall s | × cp | CPU s | × cp | MiB | files written |", "|---|---|---|---|---|---|---|"]
    for program, values in results.items():
        wall, cpu, memory = (statistics.median(value[index] for value in values) for index in (0, 1, 2))
        files = values[0][3]
        lines.append(
            f"| {program} | {wall:.2f} | {wall / base[0]:.2f} | {cpu:.2f} | {cpu / base[1]:.2f} | {memory:.0f} | {files} of {total} |")
    return lines + [""]


def notes(programs) -> list[str]:
    lines = ["## Commands", ""]
    for name, command in programs.items():
        text = " ".join(os.path.basename(str(word)) if os.path.isabs(str(word)) else str(word) for word in command("IN", "OUT"))
        lines.append(f"- {name}: `{text}`")
    lines += ["", "The peers do less or other things: gdcmanon encrypts what it removes into the file, dcmodify changes seven attributes "
              "of a copy, dicom-anonymizer and dcmanon look at no words in kept text."]
    return lines


def machine() -> str:
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return f"{model}, {len(os.sched_getaffinity(0))} cores, Linux {platform.release()}"


if __name__ == "__main__":
    main()
