"""Over the corpus: every reference that was whole before is whole after, and two releases have nothing in common."""
import collections
import os
import pathlib

import batch
import program
import pydicom
import pytest
import standard

CORPUS = os.environ.get("DCMVEIL_CORPUS")
pytestmark = pytest.mark.skipif(not CORPUS, reason="DCMVEIL_CORPUS names no folder; the corpus is no part of the project")
#: Attributes that refer to an instance, a series, a study or a frame of reference → what they refer to.
TARGETS = {
    0x00080018: 0x00080018, 0x00081155: 0x00080018, 0x0020000E: 0x0020000E, 0x0020000D: 0x0020000D, 0x30060024: 0x00200052,
    0x300600C2: 0x00200052, 0x00200052: 0x00200052}


def uids(path) -> dict:
    found = {}
    for place, element in standard.walk(pydicom.dcmread(path, force=True, stop_before_pixels=True)):
        if element.VR == "UI" and place[-1] in TARGETS:
            for number, uid in enumerate(standard.values(element)):
                found[place, number] = str(uid).strip(" \0")
    return found


@pytest.fixture(scope="module")
def sources():
    return program.files_in(pathlib.Path(CORPUS).resolve(strict=True))


@pytest.fixture(scope="module")
def pairs(sources, tmp_path_factory, study_key):
    done = batch.deidentify(sources, tmp_path_factory.mktemp("references"), study_key, timeout=600)
    pairs = []
    for result in done.values():
        if not result.output:
            continue
        try:
            before = uids(result.source)
        except Exception:  # noqa: BLE001: what pydicom cannot read before, it need not read after
            continue
        pairs.append((result.source, before, uids(result.output)))
    return pairs


def targets(pairs, side):
    """Tag of an identifier → UIDs that an object at the top level has."""
    known = collections.defaultdict(set)
    for pair in pairs:
        for (place, _), uid in pair[side].items():
            if len(place) == 1:
                known[place[0]].add(uid)
    return known


def test_no_reference_dangles_that_was_whole(pairs):
    before, after = targets(pairs, 1), targets(pairs, 2)
    dangling, whole = [], 0
    for source, old, new in pairs:
        for (place, number), uid in new.items():
            target = TARGETS[place[-1]]
            if len(place) == 1 or not uid or old.get((place, number)) not in before[target]:
                continue
            whole += 1
            if uid not in after[target]:
                dangling.append((str(source), standard.name(place)))
    assert whole > 40, "the corpus has hardly any references: the test says nothing"
    assert not dangling, "\n".join(map(str, dangling[:40]))


def test_one_uid_becomes_one_uid_in_all_files(pairs):
    forward, backward = {}, {}
    for source, old, new in pairs:
        for place, uid in new.items():
            if place in old and old[place] and uid and len(place[0]) == 1:
                assert forward.setdefault(old[place], uid) == uid, (source, place)
                assert backward.setdefault(uid, old[place]) == old[place], (source, place)


def test_releases_cannot_be_linked(sources, tmp_path, study_key):
    """Under one key and two labels, no UID and no pseudonym is the same."""
    found = []
    files = [path for path in sources if "dicomdirtests" in str(path) and path.name != "DICOMDIR"]
    assert len(files) > 10
    for label in ("first", "second"):
        (tmp_path / label).mkdir()
        done = batch.deidentify(files, tmp_path / label, study_key, "--release", label)
        new = set()
        for result in done.values():
            if result.output:
                new |= {uid for uid in uids(result.output).values() if uid.startswith("2.25.")}
                new.add(result.entry["output"].split("/")[0])
        assert len(new) > 10
        found.append(new)
    assert not found[0] & found[1]
