"""Every output against Table E.1-1 as read here, from the table and pydicom alone."""
import re

import pixels
import pydicom
import pytest
import standard

#: Without these a result would not say what it is; the program makes them.
MARKERS = {0x00120062, 0x00120063, 0x00120064, 0x00280303}
#: The profile gives the patient one pseudonym where the table would also allow nothing.
PATIENT = {0x00100010, 0x00100020}
PSEUDONYM = re.compile(r"P-[0-9A-Z]{16}")
FILE_META = {0x00020000, 0x00020001, 0x00020002, 0x00020003, 0x00020010, 0x00020012, 0x00020013}
#: Times in other forms than DA, DT and TM, which the option of modified dates lets a program clean.
TIMES_IN_OTHER_FORMS = {0x00080201, 0x00340007, 0x04000310}
ENCAPSULATED_DOCUMENT, CONTENT_SEQUENCE = 0x00420011, 0x0040A730


@pytest.fixture(scope="module", params=["basic", "basic-modified-dates"])
def outputs(request, deidentified, deidentified_with_dates):
    """(profile, name → (result, output as pydicom reads it))."""
    results = deidentified if request.param == "basic" else deidentified_with_dates
    return request.param, {name: (result, pixels.read(result.output)) for name, result in results.items() if result.output}


def may_be_cleaned(profile, path, element, row) -> bool:
    """Dates that move; `test_dates` looks at them."""
    if profile != "basic-modified-dates" or row[standard.MODIFIED_DATES] != "C":
        return False
    return element.VR in ("DA", "DT", "TM") or path[-1] in TIMES_IN_OTHER_FORMS


def test_governed_attributes_are_gone_or_say_nothing(outputs):
    profile, files = outputs
    wrong = []
    for name, (_, data_set) in files.items():
        for path, element in standard.walk(data_set):
            row = standard.row(path[-1])
            if row is None or path[-1] in PATIENT or may_be_cleaned(profile, path, element, row):
                continue
            action = row[standard.BASIC]
            if "U" in action:
                # Sequences of references stay with the UIDs in them replaced; those are walked to as well.
                fine = element.VR == "SQ" or all(
                    str(uid) == "" or str(uid).startswith("2.25.") or str(uid) in standard.registered_uids()
                    for uid in standard.values(element))
            elif element.VR == "UI" and action == "D":
                fine = all(str(uid).startswith("2.25.") for uid in standard.values(element))
            elif path[-1] == ENCAPSULATED_DOCUMENT:
                fine = element.value.startswith(
                    (b"%PDF-1.4\n%dcmveil placeholder", b"\0" * 84, b"# dcmveil placeholder", b'<?xml version="1.0"?>\n<ClinicalDocument '))
            elif element.VR == "SQ" and element.value:
                fine = all(says_nothing_inside(item) for item in element.value)
            else:
                fine = standard.says_nothing(element)
            if not fine:
                wrong.append((name, standard.name(path), action))
    assert not wrong, "\n".join(map(str, wrong))


def says_nothing_inside(item) -> bool:
    """No words in an item that stands for one, but the coding scheme and, under content items, their codes."""
    for element in item:
        if element.tag in PATIENT and PSEUDONYM.fullmatch(str(element.value)):
            continue
        if element.VR in standard.WORDS and element.tag != 0x00080102 and not standard.says_nothing(element):
            return False
        if element.VR == "SQ" and not is_code_of_content_item(item, element):
            if not all(says_nothing_inside(inner) for inner in element.value):
                return False
    return True


def is_code_of_content_item(item, element) -> bool:
    return "RelationshipType" in item and element.keyword in (
        "ConceptNameCodeSequence", "ConceptCodeSequence", "MeasuredValueSequence", "ContentTemplateSequence",
        "NumericValueQualifierCodeSequence", "ReferencedSOPSequence")


def test_values_of_coded_content_items_say_nothing(deidentified):
    data_set = pixels.read(deidentified["sr/comprehensive.dcm"].output)
    for path, element in standard.walk(data_set):
        if path[-1] == 0x00080104 and 0x0040A168 in path and CONTENT_SEQUENCE in path:
            assert "PHI" not in str(element.value)


@pytest.mark.parametrize("tag", sorted(TIMES_IN_OTHER_FORMS), ids=lambda tag: f"{tag:08X}")
def test_times_in_other_forms_are_cleaned(deidentified_with_dates, tag):
    result = deidentified_with_dates["everything/governed.dcm"]
    before, after = pixels.read(result.source), pixels.read(result.output)
    assert tag in before
    assert tag not in after or after[tag].value != before[tag].value


def test_patient_has_one_pseudonym(outputs):
    _, files = outputs
    known = {}
    for name, (result, after) in files.items():
        before = read_before(name, result)
        if before is None or not before.get("PatientID"):
            continue
        identity = (str(before.PatientID), str(before.get("IssuerOfPatientID", "")))
        pseudonym = str(after.PatientID)
        assert PSEUDONYM.fullmatch(pseudonym), name
        assert str(after.get("PatientName", pseudonym)) in (pseudonym, ""), name
        assert known.setdefault(identity, pseudonym) == pseudonym, f"{name}: another pseudonym of the same patient"
        assert result.entry["output"].startswith(pseudonym + "/"), name
    assert len(set(known.values())) == len(known) > 10


def read_before(name, result):
    """The fixture; `None` for the two that pydicom cannot read (see Fixtures/README.md)."""
    if name in ("quirks/undefined-length-un-big-endian.dcm", "quirks/vr-of-the-future.dcm"):
        return None
    return pixels.read(result.source)


def test_no_private_elements_and_no_foreign_groups(outputs):
    _, files = outputs
    for name, (_, data_set) in files.items():
        for path, element in standard.walk(data_set):
            group = path[-1] >> 16
            assert group % 2 == 0 and group >= 8, (name, standard.name(path))
            assert path[-1] & 0xFFFF, f"{name}: a group length"


def test_file_meta_is_made_anew(outputs):
    _, files = outputs
    for name, (result, data_set) in files.items():
        data = result.output.read_bytes()
        assert data[:132] == bytes(128) + b"DICM", name
        meta = data_set.file_meta
        assert set(map(int, meta.keys())) <= FILE_META, name
        assert meta.FileMetaInformationVersion == b"\0\1"
        assert meta.MediaStorageSOPInstanceUID == data_set.SOPInstanceUID
        assert meta.MediaStorageSOPClassUID == data_set.SOPClassUID
        assert data[144 + meta.FileMetaInformationGroupLength:][:2] != b"\2\0"
        assert meta.ImplementationVersionName.startswith("dcmveil")


def test_what_was_done_is_written(outputs):
    profile, files = outputs
    codes = {code["code_value"]: code["code_meaning"] for code in standard.load("codes")["method_codes"]}
    expected = ["113100"] + (["113107"] if profile == "basic-modified-dates" else [])
    for name, (_, data_set) in files.items():
        assert data_set.PatientIdentityRemoved == "YES", name
        assert any(f"profile {profile}" == part for part in data_set.DeidentificationMethod), name
        items = data_set.DeidentificationMethodCodeSequence
        assert [item.CodeValue for item in items] == expected, name
        for item in items:
            assert item.CodingSchemeDesignator == "DCM" and item.CodeMeaning == codes[item.CodeValue], name
        modified = "MODIFIED" if profile == "basic-modified-dates" else "REMOVED"
        assert data_set.LongitudinalTemporalInformationModified == modified, name
        for path, _ in standard.walk(data_set):
            assert path[-1] not in MARKERS or len(path) == 1, (name, standard.name(path))



#: D and Z keep an attribute, so that what an IOD demands stays there; D keeps a value in it.
KEPT_BY = {"D", "Z", "Z/D", "U"}
LOST = {}


def lost(files) -> set[tuple[str, int, str]]:
    found = set()
    for name, (result, after) in files.items():
        before = read_before(name, result)
        if before is None:
            continue
        outputs = dict(standard.walk(after))
        inputs = dict(standard.walk(before))
        for path, element in inputs.items():
            row = standard.row(path[-1])
            if row is None or row[standard.BASIC] not in KEPT_BY or path[-1] >> 24 in (0x50, 0x60):
                continue
            # Around it, everything must still be there: what goes, goes with its items.
            if len(path) > 1 and not any(other[:len(path) - 1] == path[:-1] for other in outputs):
                continue
            if path not in outputs:
                found.add((name, path[-1], "gone"))
            elif row[standard.BASIC] == "D" and standard.values(element) and not outputs[path].value:
                found.add((name, path[-1], "empty"))
    return found


def test_what_the_table_replaces_is_still_there(outputs):
    _, files = outputs
    wrong = {entry for entry in lost(files) if entry[1] not in LOST}
    assert not wrong, "\n".join(f"{name} {tag:08X} {how}" for name, tag, how in sorted(wrong))


def test_annotation_group_uid_is_replaced(deidentified):
    after = pixels.read(deidentified["everything/governed.dcm"].output)
    assert str(after[0x006A0003].value).startswith("2.25.")
