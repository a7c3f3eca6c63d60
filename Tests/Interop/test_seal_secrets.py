"""The text of a key is nowhere in memory once the key has been taken from it."""
import re
import subprocess
import time

import keys
import program
import pytest


def memory(pid) -> bytes:
    """Everything that a process can write to."""
    parts = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if found:
                start, end = (int(number, 16) for number in found.groups())
                try:
                    mem.seek(start)
                    parts.append(mem.read(end - start))
                except (OSError, ValueError):
                    pass
    return b"\0".join(parts)


def while_it_waits(*arguments) -> bytes:
    """The memory of dcmveil when it has read its keys and waits for its input."""
    process = subprocess.Popen(
        [program.binary(), *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while True:
            with open(f"/proc/{process.pid}/syscall") as call:
                # read(2) of descriptor 0, on x86-64 and on aarch64
                if re.match(r"(0|63) 0x0 ", call.read()):
                    return memory(process.pid)
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.005)
    except PermissionError:
        pytest.skip("this machine lets nobody look into a process")
    finally:
        process.kill()
        process.wait()


def test_identities(tmp_path):
    key = keys.ours(tmp_path / "key.txt")
    # So large that a buffer that grew would have left copies behind.
    with open(key.file, "a") as file:
        file.write("# a comment\n" * 30000)
    found = while_it_waits("open", "-i", key.file, "-o", "-")
    assert str(key.file).encode() in found, "the memory was read"
    body = key.secret.removeprefix("AGE-SECRET-KEY-1").encode()
    assert not [piece for piece in (body[:24], body[-24:]) if piece in found]


def test_study_keys(tmp_path):
    path = tmp_path / "study.key"
    assert program.run("keygen", "--study", "-o", path).code == program.DONE
    digits = path.read_text().splitlines()[-1].rpartition(":")[2].encode()
    found = while_it_waits("deid", "-", "--key-file", path, "-o", "-")
    assert bytes.fromhex(digits.decode()) in found, "the key itself is in memory"
    assert not [piece for piece in (digits[:24], digits[-24:]) if piece in found]
