"""Secrets in memory: nowhere once they were used, and never in a core dump or within reach of other processes."""
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time

import bech32
import keys
import program
import pytest

PASSPHRASE = b"correct horse battery staple"


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


def system_call(process: str) -> str:
    """The one that a process is in; none when it has ended, as those do by which strace tries what the machine can do."""
    try:
        return pathlib.Path(f"/proc/{process}/syscall").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def at_its_end(*arguments, passphrase=None) -> bytes:
    """The memory of dcmveil when it has done everything and is about to end."""
    options = {}
    if passphrase:
        reading, writing = os.pipe()
        os.write(writing, passphrase + b"\n")
        os.close(writing)
        arguments, options = [*arguments, "--passphrase-fd", reading], {"pass_fds": (reading,)}
    tracer = subprocess.Popen(
        [program.tool("strace"), "-f", "-o", os.devnull, "-e", "trace=exit_group", "-e", "inject=exit_group:delay_enter=1500000",
         program.binary(), *map(str, arguments)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    try:
        deadline = time.monotonic() + 60
        while True:
            assert tracer.poll() is None and time.monotonic() < deadline, tracer.communicate()
            children = pathlib.Path(f"/proc/{tracer.pid}/task/{tracer.pid}/children").read_text().split()
            # exit_group(2), on x86-64 and on aarch64
            if children and re.match(r"(231|94) ", system_call(children[0])):
                found = memory(children[0])
                break
            time.sleep(0.005)
    except PermissionError:
        tracer.kill()
        pytest.skip("this machine lets nobody look into a process")
    error = tracer.communicate(timeout=60)[1]
    assert tracer.returncode == program.DONE, error
    return found


def parts(secret: str) -> list[bytes]:
    """Of the text of an identity: its two ends, and the 32 bytes that it stands for."""
    return [secret[16:40].encode(), secret[-24:].encode(), bech32.decode(secret)]


@pytest.fixture
def place(tmp_path):
    key = keys.ours(tmp_path / "key.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.dcm").write_bytes(b"cleartext" * 10_000)
    for arguments in (["seal", "--dataset", "-r", key.recipient, "-o", tmp_path / "set", tmp_path / "in"],
                      ["seal", "-r", key.recipient, "-o", tmp_path / "a.age", tmp_path / "in" / "a.dcm"]):
        assert program.run(*arguments).code == program.DONE
    return tmp_path, key


def dataset_key(folder, key) -> str:
    text = keys.age("-d", "-i", key.file, folder / "keys.age").decode()
    return next(line for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-1"))


@pytest.mark.parametrize("command", ["open", "open a dataset", "check", "who", "rekey", "reseal", "seal --dataset", "split"])
def test_no_key_is_left_at_the_end(place, command):
    folder, key = place
    identity = ["-i", key.file]
    arguments = {
        "open": ["open", *identity, "-o", folder / "out", folder / "a.age"],
        "open a dataset": ["open", *identity, "-o", folder / "out", folder / "set"],
        "check": ["seal", "--check", *identity, folder / "set"],
        "who": ["seal", "--who", *identity, folder / "set"],
        "rekey": ["rekey", *identity, folder / "set"],
        "reseal": ["reseal", *identity, "-o", folder / "new", folder / "set"],
        "seal --dataset": ["seal", "--dataset", "-r", key.recipient, "-o", folder / "new", folder / "in"],
        "split": ["escrow", "split", "-k", "2", "-n", "3", "-o", folder / "share", key.file],
    }[command]
    found = at_its_end(*arguments)
    assert str(arguments[-1]).encode() in found, "the memory was read"
    secrets = parts(key.secret) + parts(dataset_key(folder / "set", key))
    if (folder / "new").exists():
        secrets += parts(dataset_key(folder / "new", key))
    assert not [secret for secret in secrets if secret in found]


def test_no_passphrase_is_left_at_the_end(place):
    folder, _ = place
    found = at_its_end("keygen", "--passphrase", "-o", folder / "locked.age", passphrase=PASSPHRASE)
    assert str(folder / "locked.age").encode() in found and PASSPHRASE not in found
    found = at_its_end("seal", "-i", folder / "locked.age", "-o", folder / "b.age", folder / "in" / "a.dcm", passphrase=PASSPHRASE)
    assert (folder / "b.age").exists() and PASSPHRASE not in found
    found = at_its_end("open", "-i", folder / "locked.age", "-o", folder / "b", folder / "b.age", passphrase=PASSPHRASE)
    assert (folder / "b").exists() and PASSPHRASE not in found


def with_cores():
    """Cores are allowed, and the signals end a process even where the shell that began the tests ignores them."""
    for number in (signal.SIGABRT, signal.SIGSEGV, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def waiting(command, folder, **options) -> subprocess.Popen:
    """A process that waits for its input, in `folder`."""
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    deadline = time.monotonic() + 20
    while not re.match(r"(0|63) 0x0 ", pathlib.Path(f"/proc/{process.pid}/syscall").read_text()):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.005)
    return process


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGSEGV, signal.SIGQUIT])
def test_no_core_is_dumped(tmp_path, number):
    """Even where the limit allows it. `cat` shows that here it would be."""
    key = keys.ours(tmp_path / "key.txt")
    for name, command in (("cat", ["cat"]), ("ours", [program.binary(), "open", "-i", key.file, "-o", "-"])):
        (tmp_path / name).mkdir()
        process = waiting(command, tmp_path / name, preexec_fn=with_cores)
        limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
        process.send_signal(number)
        assert process.wait(timeout=20) == -number
        if name == "ours":
            assert re.search(r"Max core file size +0 +0 ", limits), limits
    assert program.files_in(tmp_path / "ours") == []
    if pathlib.Path("/proc/sys/kernel/core_pattern").read_text().strip() == "core":
        assert program.files_in(tmp_path / "cat"), "this machine makes cores"


def test_others_of_the_same_user_cannot_look_into_it():
    if os.getuid() != 0:
        pytest.skip("only root can become somebody else here")
    nobody = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    # Folders of pytest are for their owner alone.
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o777)
        copy = shutil.copy(program.binary(), folder / "dcmveil")
        key = folder / "key.txt"
        subprocess.run([copy, "keygen", "-o", key], check=True, capture_output=True, cwd=folder, **nobody)
        for command, can in ((["cat"], True), ([copy, "open", "-i", key, "-o", "-"], False)):
            process = waiting(command, folder, **nobody)
            for name in ("environ", "mem", "maps"):
                done = subprocess.run(["head", "-c", "0", f"/proc/{process.pid}/{name}"], capture_output=True, **nobody)
                assert (done.returncode == 0) == can, (command, name, done)
            process.kill()
            process.wait()


def test_arguments_and_environment_hold_no_secret(place):
    """Of the processes that it starts, too: there are none."""
    folder, key = place
    log = folder / "log"
    subprocess.run(
        [program.tool("strace"), "-f", "-v", "-s", "4096", "-e", "trace=execve,fork,vfork", "-o", log, program.binary(), "open",
         "-i", key.file, "-o", folder / "out", folder / "a.age"], check=True)
    text = log.read_text()
    assert text.count("execve(") == 1 and "fork(" not in text and key.secret not in text
