"""dcmanon over a folder, in two processes, as its documentation uses it.

    python Benchmarks/dcmanon_folder.py IN OUT
"""
import multiprocessing
import pathlib
import sys

import dcmanon


def one(paths):
    source, target = paths
    try:
        data = dcmanon.Anonymizer().anonymize(str(source))
    except Exception:
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return 1


if __name__ == "__main__":
    source, out = map(pathlib.Path, sys.argv[1:])
    files = [(path, out / path.relative_to(source)) for path in sorted(source.rglob("*")) if path.is_file()]
    with multiprocessing.Pool(2) as pool:
        pool.map(one, files, chunksize=16)
