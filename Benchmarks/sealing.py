"""What sealing costs: 2,000 CT slices of 512 KiB, and a dataset of 100,000 files; writes Benchmarks/SEALING.md.

    python Benchmarks/sealing.py DCMVEIL FOLDER [--rounds N] [--many N] [--write]

FOLDER should be in memory (/dev/shm). Needs age and openssl.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import time

import bench
import corpora

HERE = pathlib.Path(__file__).parent


def realtime() -> None:
    """Before others that want the machine, where it lets us (root)."""
    if os.geteuid() == 0:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))


def speed(algorithm: str, cores: int = 1) -> float:
    """MB a second, in pieces of 64 KiB."""
    several = ["-multi", str(cores)] if cores > 1 else []
    done = subprocess.run(
        ["openssl", "speed", "-seconds", "1", "-bytes", "65536", *several, "-evp", algorithm], check=True, capture_output=True, text=True,
        preexec_fn=realtime)
    return float(re.findall(r"([\d.]+)k$", done.stdout.strip())[0]) / 1000


def alone(command: list, cores: set) -> tuple:
    """Seconds: all, and of the CPU. As on a machine that has nothing else to do, where it lets us (root): in the real-time class, and the
    thread that writes before those that compute, as if it found a core idle."""
    def prepare():
        os.sched_setaffinity(0, cores)
        realtime()
    begin = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, preexec_fn=prepare)
    while len(cores) > 1 and os.geteuid() == 0:
        tasks = os.listdir(f"/proc/{process.pid}/task")
        if len(tasks) > len(cores):
            os.sched_setscheduler(process.pid, os.SCHED_FIFO, os.sched_param(2))
        if len(tasks) > len(cores) or len(tasks) == 0 or time.monotonic() - begin > 1:
            break
        time.sleep(0.0005)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{command}: status {status}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime


def large(folder: pathlib.Path, dcmveil: str, to: str, rounds: int) -> list[str]:
    """One file of 512 MiB, on one core and on two: the best of some rounds, since others use the machine, too."""
    size = 512 << 20
    source, sealed, opened = folder / "large", folder / "large.age", folder / "large.out"
    with open(source, "wb") as file:
        for _ in range(size >> 20):
            file.write(os.urandom(1 << 20))
    commands = {"seal": [dcmveil, "seal", "-q", "-r", to, "-o", sealed, source],
                "open": [dcmveil, "open", "-q", "-i", folder / "key.txt", "-o", opened, sealed],
                "seal to /dev/null": [dcmveil, "seal", "-q", "-r", to, "-o", "-", source],
                "open to /dev/null": [dcmveil, "open", "-q", "-i", folder / "key.txt", "-o", "-", sealed]}
    best: dict[tuple, list] = {}
    cipher = both = 0.0
    nothing = folder / "nothing"
    nothing.write_bytes(b"")
    # What is no cryptography: to start, and to read the file.
    others: dict[str, list] = {"start": [], "read": []}
    for _ in range(rounds):
        cipher, both = max(cipher, speed("chacha20-poly1305")), max(both, speed("chacha20-poly1305", 2))
        for cores in ({0}, {0, 1}):
            sealed.unlink(missing_ok=True)
            for name, command in commands.items():
                opened.unlink(missing_ok=True)
                best.setdefault((name, len(cores)), []).append(alone(command, cores))
        others["start"].append(alone([dcmveil, "seal", "-q", "-r", to, "-o", "-", nothing], {0}))
        others["read"].append(alone(["dd", f"if={source}", "of=/dev/null", "bs=256K", "status=none"], {0}))
    start, read = (min(value[1] for value in others[name]) for name in ("start", "read"))
    text = ["", "## One file of 512 MiB", "",
            f"The best of {rounds} rounds, in the real-time class, since the machine is busy with other things. Cryptography is the CPU time without "
            f"that of starting ({start * 1000:.0f} ms, an empty file) and of reading ({read * 1000:.0f} ms, `dd bs=256K` to /dev/null), where nothing is "
            f"written. `openssl speed -evp chacha20-poly1305 -bytes 65536` in the same rounds, at best: {cipher:.0f} MB/s.", "",
            "| | wall s | CPU s | cryptography MB/s | of openssl |", "|---|---|---|---|---|"]
    for (name, cores), values in best.items():
        wall, cpu = (min(value[index] for value in values) for index in (0, 1))
        rate = size / (cpu - start - read) / 1e6
        shown = f"{rate:.0f} | {rate / cipher:.2f}" if name.endswith("null") and cores == 1 else "|"
        text.append(f"| {name}, {cores} core{'s'[:cores - 1]} | {wall:.3f} | {cpu:.3f} | {shown} |")
    gains = [min(v[0] for v in best[name, 1]) / min(v[0] for v in best[name, 2]) for name in commands]
    gained = ", ".join(f"{name} {gain:.2f} ×" for name, gain in zip(commands, gains))
    text += ["", f"Two cores gain: {gained}; `openssl speed -multi 2` {both / cipher:.2f} ×. A file in memory is written by the kernel one piece at a "
             "time, and nothing is gained at the start."]
    for path in (source, sealed, opened):
        path.unlink(missing_ok=True)
    return text


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("dcmveil")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--many", type=int, default=100_000, help="files of the dataset that is rekeyed")
    parser.add_argument("--write", action="store_true", help="write Benchmarks/SEALING.md")
    options = parser.parse_args()
    folder, dcmveil = options.folder, os.path.abspath(options.dcmveil)
    folder.mkdir(parents=True, exist_ok=True)
    for path in (folder / "study.key", folder / "key.txt"):
        path.unlink(missing_ok=True)
    subprocess.run([dcmveil, "keygen", "--study", "-o", folder / "study.key"], check=True)
    subprocess.run(["age-keygen", "-o", folder / "key.txt"], check=True, capture_output=True)
    to = subprocess.run(["age-keygen", "-y", folder / "key.txt"], check=True, capture_output=True, text=True).stdout.strip()
    source = corpora.make(folder, "ct")
    files = sum(path.is_file() for path in source.rglob("*"))
    text = [
        "# What sealing costs", "",
        f"`python Benchmarks/sealing.py DCMVEIL FOLDER`, {time.strftime('%Y-%m-%d')}: {bench.machine()}; everything in memory; "
        f"{options.rounds} rounds in turn, medians. CPU is user and system time.",
        f"`openssl speed -bytes 65536` in the same run: chacha20-poly1305 {speed('chacha20-poly1305'):.0f} MB/s, sha256 "
        f"{speed('sha256'):.0f} MB/s: for 512 KiB {0.524288 / speed('chacha20-poly1305') * 1e3:.2f} ms and "
        f"{0.524288 / speed('sha256') * 1e3:.2f} ms.", "", f"## {files:,} CT slices of 512 KiB", ""]
    sealed = folder / "sealed"
    shutil.rmtree(sealed, ignore_errors=True)
    subprocess.run([dcmveil, "seal", "--dataset", "-q", "-r", to, "-o", sealed, source], check=True)
    deid = [
        dcmveil, "deid", source, "-q", "-o", folder / "out", "--key-file", folder / "study.key", "-j", "2", "--profile", "basic"]
    programs = {
        "cp -r": ["cp", "-r", source, folder / "out"],
        "seal": [dcmveil, "seal", "-q", "-r", to, "-o", folder / "out", source],
        "seal --dataset": [dcmveil, "seal", "--dataset", "-q", "-r", to, "-o", folder / "out", source],
        "age, a process a file": ["sh", "-c", f"""cd {source} && find . -type f | while read -r f; do mkdir -p "{folder}/out/${{f%/*}}"
            age -r {to} -o "{folder}/out/$f.age" "$f"; done"""],
        "open (a dataset)": [dcmveil, "open", "-q", "-i", folder / "key.txt", "-o", folder / "out", sealed],
        "seal --check --depth structure": [dcmveil, "seal", "--check", "-q", "--depth", "structure", sealed],
        "seal --check --depth ends": [dcmveil, "seal", "--check", "-q", "--depth", "ends", "-i", folder / "key.txt", sealed],
        "seal --check --depth all": [dcmveil, "seal", "--check", "-q", "--depth", "all", "-i", folder / "key.txt", sealed],
        "sha256sum -c manifest.sha256": ["sh", "-c", f"cd {sealed} && sha256sum --quiet -c manifest.sha256"],
        "reseal": [dcmveil, "reseal", "-q", "-i", folder / "key.txt", "-o", folder / "out", sealed],
        "deid": deid,
        "deid --seal-to": [*deid, "--seal-to", to],
        "deid --seal-to --dataset": [*deid, "--seal-to", to, "--dataset"],
    }
    text += ["| | wall s | CPU s | CPU ms a file | MiB |", "|---|---|---|---|---|"]
    results: dict[str, list] = {name: [] for name in programs}
    for round in range(options.rounds):
        for name, command in programs.items():
            if round and name.startswith("age"):
                continue
            values = bench.run(command, folder / "out")
            if values[4] != 0:
                raise SystemExit(f"{name}: status {values[4]}")
            results[name].append(values)
    shutil.rmtree(folder / "out", ignore_errors=True)
    shutil.rmtree(sealed)
    for name, values in results.items():
        wall, cpu, memory = (statistics.median(value[index] for value in values) for index in range(3))
        text.append(f"| {name} | {wall:.2f} | {cpu:.2f} | {cpu / files * 1000:.2f} | {memory:.0f} |")
    text += ["", "A dataset costs one SHA-256 of the sealed bytes more than sealed files: sha256sum has to find it in the manifest. "
             "age ran once."]

    text += large(folder, dcmveil, to, max(options.rounds, 5))
    many = folder / "many"
    for number in range(options.many):
        path = many / f"{number // 1000}" / f"{number}.dcm"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(number.to_bytes(4, "big"))
    text += ["", f"## A dataset of {options.many:,} files", "", "| | wall s | CPU s | MiB |", "|---|---|---|---|"]
    subprocess.run([dcmveil, "seal", "--dataset", "-q", "-r", to, "-o", sealed, many], check=True)
    people = []
    for name in ("b", "c"):
        (folder / name).unlink(missing_ok=True)
        subprocess.run(["age-keygen", "-o", folder / name], check=True, capture_output=True)
        people.append(subprocess.run(
            ["age-keygen", "-y", folder / name], check=True, capture_output=True, text=True).stdout.strip())
    key = ["-i", folder / "key.txt"]
    for name, command in {
            "rekey, one more": [dcmveil, "rekey", "-q", *key, "-r", people[0], sealed],
            "rekey, one in, one out": [dcmveil, "rekey", "-q", *key, "-r", people[1], "--remove", people[0], sealed],
            "seal --who": [dcmveil, "seal", "--who", *key, sealed],
            "open --only, one file": [dcmveil, "open", "-q", *key, "-o", folder / "out", "--only", "99/99999.dcm", sealed],
            "seal --check --depth ends": [dcmveil, "seal", "--check", "-q", "--depth", "ends", *key, sealed]}.items():
        wall, cpu, memory, _, status = bench.run(command, folder / "out")
        if status != 0:
            raise SystemExit(f"{name}: status {status}")
        text.append(f"| {name} | {wall:.3f} | {cpu:.3f} | {memory:.0f} |")
    for path in (folder / "out", sealed, many):
        shutil.rmtree(path, ignore_errors=True)
    print("\n".join(text))
    if options.write:
        (HERE / "SEALING.md").write_text("\n".join(text) + "\n")


main()
