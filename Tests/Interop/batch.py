"""De-identifies a set of files with one key: all in one batch, those whose names collide one by one."""
import dataclasses
import hashlib
import json
import pathlib

import program


@dataclasses.dataclass
class Deidentified:
    source: pathlib.Path
    #: `None` when quarantined.
    output: pathlib.Path | None
    #: Why it was quarantined.
    reason: str
    entry: dict


def deidentify(sources, folder: pathlib.Path, key, *options, timeout=120) -> dict[pathlib.Path, Deidentified]:
    """Runs the batch and reads its report. Inputs must be the same bytes afterwards, and none may be forgotten."""
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in sources}
    results = {}
    pending, number = list(sources), 0
    while pending:
        out, report = folder / f"out{number}", folder / f"report{number}.jsonl"
        done = program.run(
            "deid", *pending, "-o", f"{out}/", "--key-file", key, "--report", report, *options, timeout=timeout)
        assert done.code in (program.DONE, program.QUARANTINED, program.BAD_INPUT), done
        account = program.read_report(report)
        assert set(account.lines) == set(map(str, pending))
        names = set()
        collisions = []
        for path in pending:
            entry = account.lines[str(path)]
            if entry["status"] == "written":
                names.add(out / entry["output"])
                results[path] = Deidentified(path, out / entry["output"], "", entry)
            elif entry["reason"] == "duplicate-sop-instance-uid" and len(pending) > 1:
                collisions.append(path)
            else:
                assert entry["status"] == "quarantined", entry
                results[path] = Deidentified(path, None, entry["reason"], entry)
        assert set(program.files_in(out)) == names, "files in the output folder that the report does not know"
        counts = account.summary["summary"]
        assert counts["written"] == len(names) and counts["failed"] == 0
        assert sum(counts.values()) == len(pending)
        if len(collisions) == len(pending):
            raise AssertionError("every file collides with another one")
        pending, number = collisions, number + 1
    after = {path: hashlib.sha256(path.read_bytes()).digest() for path in sources}
    assert before == after, "inputs were changed"
    return results


def findings(results) -> list[dict]:
    """What verify says of all outputs, from warnings upward; what it could not look at fails."""
    folders = {result.output.parents[3] for result in results.values() if result.output}
    lines = []
    for folder in sorted(folders):
        done = program.run("verify", folder, "--format", "jsonl", timeout=120)
        *found, last = map(json.loads, done.out.decode().splitlines())
        assert last["summary"]["unverified"] == 0 and last["summary"]["files"] == len(program.files_in(folder)), done.err
        lines += [line for line in found if line["severity"] in ("error", "warning")]
    return lines
