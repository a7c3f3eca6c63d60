"""One file of 2 GiB with 4,000 per-frame functional groups, from a file and from a pipe, against `cp`.

    DCMVEIL=.build/release/dcmveil python3 Benchmarks/multi_frame.py [FOLDER]

FOLDER is to lie in memory (/dev/shm), with room for two such files; nothing is left there. Of each run the least of ROUNDS is told:
what else the machine does only adds to it.
"""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

FRAMES, ROWS, COLUMNS, ROUNDS = 4000, 512, 524, 5
UNDEFINED = 0xFFFFFFFF


def element(group, number, vr, value, length=None):
    length = len(value) if length is None else length
    header = struct.pack("<HH2s", group, number, vr)
    return header + (struct.pack("<HI", 0, length) if vr in (b"SQ", b"OB", b"OW") else struct.pack("<H", length)) + value


def item(content):
    return struct.pack("<HHI", 0xFFFE, 0xE000, len(content)) + content


def sequence(group, number, *items):
    return element(group, number, b"SQ", b"".join(map(item, items)))


def functional_groups(frame):
    return (sequence(0x18, 0x9114, element(0x18, 0x9082, b"FD", struct.pack("<d", frame)))
            + sequence(0x20, 0x9111, element(0x18, 0x9074, b"DT", b"20200101101112.00 ")
                       + element(0x20, 0x9056, b"SH", b"1 ") + element(0x20, 0x9157, b"UL", struct.pack("<2I", 1, frame)))
            + sequence(0x20, 0x9113, element(0x20, 0x32, b"DS", b"%07.2f\\%07.2f\\%07.2f " % (frame, frame / 2, frame / 3)))
            + sequence(0x28, 0x9110, element(0x18, 0x50, b"DS", b"1.0 ") + element(0x28, 0x30, b"DS", b"0.5\\0.5 ")))


def write(path):
    sop_class, syntax = b"1.2.840.10008.5.1.4.1.1.2.1\0", b"1.2.840.10008.1.2.1\0"
    meta = (element(2, 1, b"OB", b"\0\1") + element(2, 2, b"UI", sop_class) + element(2, 3, b"UI", b"1.2.3.4\0")
            + element(2, 0x10, b"UI", syntax))
    shorts = [(2, 1), (0x10, ROWS), (0x11, COLUMNS), (0x100, 16), (0x101, 16), (0x102, 15), (0x103, 0)]
    image = {number: element(0x28, number, b"US", struct.pack("<H", value)) for number, value in shorts}
    image[4] = element(0x28, 4, b"CS", b"MONOCHROME2 ")
    image[8] = element(0x28, 8, b"IS", b"%d" % FRAMES)
    size = FRAMES * ROWS * COLUMNS * 2
    with open(path, "wb") as file:
        file.write(b"\0" * 128 + b"DICM" + element(2, 0, b"UL", struct.pack("<I", len(meta))) + meta)
        file.write(element(8, 8, b"CS", b"ORIGINAL\\PRIMARY\\AXIAL\\NONE") + element(8, 0x16, b"UI", sop_class)
                   + element(8, 0x18, b"UI", b"1.2.3.4\0") + element(8, 0x20, b"DA", b"20200101") + element(8, 0x60, b"CS", b"CT")
                   + element(0x10, 0x10, b"PN", b"Doe^Jane") + element(0x10, 0x20, b"LO", b"PID1")
                   + element(0x20, 0xD, b"UI", b"1.2.9\0") + element(0x20, 0xE, b"UI", b"1.2.8\0")
                   + b"".join(image[number] for number in sorted(image))
                   + sequence(0x5200, 0x9230, *map(functional_groups, range(FRAMES))))
        file.write(element(0x7FE0, 0x10, b"OW", b"", size))
        samples = os.urandom(1 << 20)
        while size > 0:
            size -= file.write(samples[:size])


def run(command, result):
    """Wall and CPU seconds, and the largest resident set in MiB."""
    out = subprocess.run(["/usr/bin/time", "-f", "%e %U %S %M", "bash", "-o", "pipefail", "-ec", command],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True).stderr
    os.unlink(result)
    wall, user, system, kib = map(float, out.splitlines()[-1].split())
    return wall, user + system, kib / 1024


def main(folder):
    program = os.environ["DCMVEIL"]
    with tempfile.TemporaryDirectory(dir=folder) as name:
        source, result = pathlib.Path(name) / "in.dcm", pathlib.Path(name) / "out.dcm"
        write(source)
        commands = {"cp": f"cp '{source}' '{result}'", "cat \\| cat": f"cat '{source}' | cat > '{result}'"}
        for profile in ("basic", "research", "keep-all"):
            deid = f"'{program}' deid --profile {profile} -o '{result}'"
            commands[f"`deid` {profile}"] = f"{deid} '{source}'"
            commands[f"cat \\| `deid` {profile}"] = f"cat '{source}' | {deid} -"
        runs = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                runs[name].append(run(command, result))
        print("| | wall s | × cp | CPU s | × cp | MiB |", "|---|--:|--:|--:|--:|--:|", sep="\n")
        least = {name: [min(column) for column in zip(*found)][:2] + [max(r[2] for r in found)] for name, found in runs.items()}
        for name, (wall, cpu, mib) in least.items():
            print(f"| {name} | {wall:.2f} | {wall / least['cp'][0]:.2f} | {cpu:.2f} | {cpu / least['cp'][1]:.2f} | {mib:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "/dev/shm")
