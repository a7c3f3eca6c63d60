"""UIDs over all files: one for one, the same everywhere, and what was whole before is whole after."""
import batch
import pixels
import program
import pytest
import standard

UNREADABLE_BY_PYDICOM = ("quirks/undefined-length-un-big-endian.dcm", "quirks/vr-of-the-future.dcm")
#: UIDs that name classes, syntaxes and code systems, as the profile says; they are no instances.
CLASSES = {
    "SOPClassUID", "RelatedGeneralSOPClassUID", "OriginalSpecializedSOPClassUID", "SOPClassesInStudy",
    "ReferencedSOPClassUID", "SOPClassesSupported", "PertinentSOPClassesInStudy", "PertinentSOPClassesInSeries",
    "StoredInstanceTransferSyntaxUID", "AvailableTransferSyntaxUID", "FlowTransferSyntaxUID",
    "MACCalculationTransferSyntaxUID", "EncryptedContentTransferSyntaxUID", "CodingSchemeUID", "ContextUID",
    "MappingResourceUID"}
REFERENCED_INSTANCE = 0x00081155


def uids(path) -> dict:
    """(path, number of the value) → (keyword, UID) of every UID at every level."""
    found = {}
    for place, element in standard.walk(pixels.read(path)):
        if element.VR == "UI":
            for number, uid in enumerate(standard.values(element)):
                found[place, number] = (element.keyword, str(uid).strip(" \0"))
    return found


@pytest.fixture(scope="module")
def pairs(deidentified):
    """Name → (UIDs before, UIDs after) of each file that pydicom reads."""
    return {name: (uids(result.source), uids(result.output)) for name, result in deidentified.items()
            if result.output and name not in UNREADABLE_BY_PYDICOM}


def test_one_uid_becomes_one_uid(pairs):
    forward, backward = {}, {}
    for name, (before, after) in pairs.items():
        for place, (keyword, uid) in after.items():
            if place not in before or not uid:
                continue
            old = before[place][1]
            if keyword in CLASSES or old in standard.registered_uids():
                assert uid == old, (name, standard.name(place[0]))
                continue
            assert uid.startswith("2.25.") and len(uid) <= 64 and uid[5] != "0", (name, standard.name(place[0]))
            assert forward.setdefault(old, uid) == uid, (name, standard.name(place[0]))
            assert backward.setdefault(uid, old) == old, (name, standard.name(place[0]))
    assert len(forward) > 200


def test_another_key_gives_other_uids(pairs, deidentified, tmp_path):
    key = tmp_path / "other.key"
    assert program.run("keygen", "--study", "-o", key).code == program.DONE
    sources = [deidentified[name].source for name in pairs if name.startswith("ct/")]
    for result in batch.deidentify(sources, tmp_path, key).values():
        ours = {uid for _, uid in uids(result.output).values() if uid.startswith("2.25.")}
        for _, after in pairs.values():
            assert not ours & {uid for _, uid in after.values()}


def known_instances(pairs, side):
    return {files[side][(0x00080018,), 0][1] for files in pairs.values() if ((0x00080018,), 0) in files[side]}


def test_references_that_stay_lead_to_the_same_instances(pairs, deidentified):
    """A reference to a file of the set leads to the output of that file."""
    outputs = {before[(0x00080018,), 0][1]: after[(0x00080018,), 0][1]
               for before, after in pairs.values() if ((0x00080018,), 0) in before}
    counted = 0
    for name, (before, after) in pairs.items():
        for place, (_, uid) in after.items():
            if place[0][-1] == REFERENCED_INSTANCE and uid and place in before and before[place][1] in outputs:
                assert uid == outputs[before[place][1]], (name, standard.name(place[0]))
                counted += 1
    assert counted > 30


def may_go(path) -> bool:
    """Whether Table E.1-1 lets a sequence around the reference go, rather than have its UIDs replaced."""
    rows = [standard.row(step) for step in path if step > 0xFFFF]
    return any(row and row[standard.BASIC] != "U" and "U" not in row[standard.BASIC] for row in rows)


@pytest.mark.parametrize("name", [
    "seg/binary.dcm", "rt/structure-set.dcm", "rt/plan.dcm", "rt/dose.dcm",
    "sr/comprehensive.dcm", "sr/key-object.dcm", "pr/grayscale.dcm"])
def test_references_to_other_files_are_not_lost(pairs, name):
    """Those that the object is made of: SEG, RTSTRUCT, SR, KO and PR to CT; plan to structures; dose to plan."""
    before, after = pairs[name]
    instances = known_instances(pairs, 0)
    whole = {place for place, (_, uid) in before.items()
             if place[0][-1] == REFERENCED_INSTANCE and uid in instances and not may_go(place[0])}
    assert whole
    lost = sorted(standard.name(place[0]) for place in whole - after.keys())
    assert not lost, "\n".join(lost)


def test_series_stay_together(pairs):
    """Slices of one series: one study, one series, one frame of reference; what refers to them agrees."""
    def of(name, *path):
        return pairs[name][1][path, 0][1]

    slices = ["ct/slice-1.dcm", "ct/slice-2.dcm", "ct/slice-3.dcm"]
    for tag in (0x0020000D, 0x0020000E, 0x00200052):
        assert len({of(name, tag) for name in slices}) == 1
    assert len({of(name, 0x00080018) for name in slices}) == 3
    for name in ("seg/binary.dcm", "rt/structure-set.dcm", "sr/comprehensive.dcm"):
        assert of(name, 0x0020000D) == of(slices[0], 0x0020000D), name
    assert of("seg/binary.dcm", 0x00200052) == of(slices[0], 0x00200052)
