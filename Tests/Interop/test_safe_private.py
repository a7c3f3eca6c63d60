"""The option Retain Safe Private (PS3.15 E.3.10) and rules about private elements: what stays, and that nothing else does.

Files are written by pydicom, whose view of the result counts; PS3.15 Table E.3.10-1 is read from the JSON that the tables of
the program are made from, and every row of it is tried.
"""
import copy
import json

import program
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

ROWS = [dict(zip(("creator", "group", "element", "vr", "vm", "meaning"), row)) for row in json.loads(
    (program.ROOT / "Tools/tables/standard/safe_private.json").read_text())["rows"]]
NUMBERS = {"DS": "1.5", "IS": "7", "FL": 1.5, "FD": 2.5, "US": 7, "SS": -7, "UL": 70000, "SL": -70000, "AT": 0x00100010}
TEXT = ("LO", "SH", "ST", "LT")
SYNTAXES = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]


def ct(**changes):
    data = Dataset()
    data.SOPClassUID, data.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "1.2.3.4.5.6"
    data.StudyInstanceUID, data.SeriesInstanceUID = "1.2.3.4.5", "1.2.3.4.5.1"
    data.PatientName, data.PatientID, data.PatientBirthDate, data.PatientSex = "Zwetschke^Ottilie", "4711123", "19500101", "F"
    data.InstitutionName = "Klinikum Rabenstein"
    data.StudyDate, data.StudyTime, data.Modality, data.AccessionNumber = "20200305", "101500", "OT", "ACC99231"
    data.ConversionType, data.StudyID, data.SeriesNumber, data.InstanceNumber = "WSD", "", "1", "1"
    data.ReferringPhysicianName, data.PatientOrientation = "", ""
    for keyword, value in changes.items():
        setattr(data, keyword, value)
    return data


def save(data, path, syntax=ExplicitVRLittleEndian):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = data.SOPClassUID, data.SOPInstanceUID
    meta.TransferSyntaxUID = syntax
    data = copy.deepcopy(data)
    data.file_meta, data.preamble = meta, bytes(128)
    data.save_as(path, enforce_file_format=True, implicit_vr=syntax.is_implicit_VR, little_endian=syntax.is_little_endian)
    return path


def explicit_bytes(data):
    buffer = DicomBytesIO()
    buffer.is_little_endian, buffer.is_implicit_VR = True, False
    write_dataset(buffer, copy.deepcopy(data))
    return buffer.getvalue()


def private(data, creator, group, element, vr, value, block=0x10):
    """Adds an element under the block, which the creator has reserved or now does."""
    data.add_new((group, block), "LO", creator)
    data.add_new((group, block << 8 | element), vr, value)


def write(folder, **entries):
    path = folder / "site.json"
    path.write_text(json.dumps({"name": "site", "extends": "basic", **entries}))
    return path


SAFE = {"options": ["retain-safe-private"]}


def deid(source, tmp_path, key, profile, *options, name="out.dcm"):
    report = tmp_path / "report.jsonl"
    done = program.run("deid", source, "-o", tmp_path / name, "--profile", profile, "--key-file", key, "--force", "--report",
                       report, *options)
    assert done.code == program.DONE, done
    return pydicom.dcmread(tmp_path / name), program.read_report(report)


def verify(path, *options):
    done = program.run("verify", path, "--format", "json", *options)
    return [json.loads(line) for line in done.out.splitlines()][:-1], done


def errors(path, *options):
    return {line["id"] for line in verify(path, *options)[0] if line["severity"] in ("error", "warning")}


def privates(data):
    return {element.tag: element for element in data if element.tag.is_private}


def value_of(row):
    """A value that says nothing of anybody, as many times as the attribute has it."""
    vr, count = row["vr"], {"2": 2, "3": 3, "4": 4, "6": 6, "9": 9, "3-4": 3, "4-n": 4, "2-n": 2}.get(row["vm"], 1)
    one = NUMBERS.get(vr, {"CS": "YES", "UI": "1.2.840.99999.5", "LO": "AXIAL", "SH": "AXIAL", "ST": "AXIAL", "LT": "AXIAL"}.get(vr))
    if one is None:
        return None
    return one if count == 1 else [one] * count


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda uid: uid.name.replace(" ", "-"))
def test_every_row_of_the_table_stays_and_nothing_beside_it(tmp_path, study_key, syntax):
    """One block a creator, in a file for each group, at the top and in an item; beside each a neighbour that is on no list."""
    profile = write(tmp_path, **SAFE)
    by_block = {}
    for row in ROWS:
        by_block.setdefault((row["group"], row["creator"]), []).append(row)
    kept = {(row["group"], row["creator"], row["element"]) for row in ROWS}
    counted = 0
    for number, ((group, creator), rows) in enumerate(by_block.items()):
        block, group_number = 0x10 + 7 * number % 0x80, int(group, 16)
        inner = Dataset()
        for row in rows:
            if (value := value_of(row)) is not None:
                private(inner, creator, group_number, int(row["element"], 16), row["vr"], value, block)
        unlisted = next(low for low in range(0x02, 0x100) if (group, creator, f"{low:02X}") not in kept)
        inner.add_new((group_number, block), "LO", creator)
        inner.add_new((group_number, block << 8 | unlisted), "LO", "AXIAL")
        inner.add_new((group_number, 0xF1), "LO", "ACME 1.0")
        inner.add_new((group_number, 0xF100 | int(rows[0]["element"], 16)), "LO", "AXIAL")
        data = ct()
        data.update(copy.deepcopy(inner))
        data.SourceImageSequence = Sequence([])
        data.OtherPatientIDsSequence = Sequence([])
        data.AnatomicRegionSequence = Sequence([copy.deepcopy(inner)])
        data.AnatomicRegionSequence[0].CodeValue = "T-D1100"
        data.AnatomicRegionSequence[0].CodingSchemeDesignator = "SRT"
        data.AnatomicRegionSequence[0].CodeMeaning = "Head"
        out, _ = deid(save(data, tmp_path / "in.dcm", syntax), tmp_path, study_key, profile)
        for level in (out, out.AnatomicRegionSequence[0]):
            expected = {row["element"] for row in rows if value_of(row) is not None}
            found = privates(level)
            assert {f"{tag.element & 255:02X}" for tag in found if tag.element >= 0x1000} == expected, (creator, found)
            assert [tag for tag in found if tag.element < 0x1000] == ([(group_number, block)] if expected else [])
            for row in rows:
                if (value := value_of(row)) is None:
                    continue
                after = level[group_number, block << 8 | int(row["element"], 16)]
                raw = after.value
                if after.VR != row["vr"]:  # implicit: pydicom knows some of them, and of one or two another VR
                    counted += 1
                    continue
                if row["vr"] == "UI":
                    assert str(raw).startswith("2.25."), row
                else:
                    assert raw == value or list(raw) == value, row
                counted += 1
        assert errors(tmp_path / "out.dcm", "--profile", profile) == set(), (creator, verify(tmp_path / "out.dcm", "--profile", profile)[0])
        if expected:
            assert "DV0112" in errors(tmp_path / "out.dcm", "--profile", "basic")
        assert errors(save(data, tmp_path / "in.dcm", syntax), "--profile", profile) >= {"DV0112"}
    assert counted > 700


def test_private_sequences_of_the_table_stay_with_what_in_them_may(tmp_path, study_key):
    data, item = ct(), Dataset()
    private(item, "Philips Imaging DD 001", 0x2001, 0x2D, "SS", 40, block=0x33)
    private(item, "Philips Imaging DD 001", 0x2001, 0xAA, "LO", "Zwetschke", block=0x33)
    private(item, "ACME", 0x2001, 0x2D, "SS", 41, block=0x44)
    item.PatientName, item.StudyDate, item.Rows = "Zwetschke^Ottilie", "20200305", 7
    private(data, "Philips Imaging DD 001", 0x2001, 0x5F, "SQ", Sequence([item]), block=0x90)
    profile = write(tmp_path, **SAFE)
    for syntax in SYNTAXES:
        out, _ = deid(save(data, tmp_path / "in.dcm", syntax), tmp_path, study_key, profile)
        left = out[0x2001, 0x905F].value[0]
        assert {tag.element for tag in privates(left)} == {0x33, 0x332D}, left
        assert "PatientName" in left and left.PatientName != "Zwetschke^Ottilie" and left.Rows == 7 and left.StudyDate == ""
        assert errors(tmp_path / "out.dcm", "--profile", profile) == set()
    # In UN of defined length and of undefined length, implicit inside (PS3.5 6.2.2).
    source = save(data, tmp_path / "in.dcm", ImplicitVRLittleEndian)
    whole = source.read_bytes()
    start = whole.index(b"\x01\x20\x5f\x90")
    length = int.from_bytes(whole[start + 4:start + 8], "little")
    explicit = ct()
    private(explicit, "Philips Imaging DD 001", 0x2001, 0x5F, "UN", b"", block=0x90)
    shell = save(explicit, tmp_path / "shell.dcm").read_bytes()
    at = shell.index(b"\x01\x20\x5f\x90UN")
    content = whole[start + 8:] if length == 0xFFFFFFFF else whole[start + 8:start + 8 + length]
    for header in (len(content).to_bytes(4, "little"), b"\xff\xff\xff\xff"):
        ending = b"" if header != b"\xff\xff\xff\xff" else b"\xfe\xff\xdd\xe0\0\0\0\0"
        made = tmp_path / "un.dcm"
        made.write_bytes(shell[:at + 8] + header + content + ending + shell[at + 12:])
        out, _ = deid(made, tmp_path, study_key, profile)
        bytes_out = (tmp_path / "out.dcm").read_bytes()
        assert b"Zwetschke" not in bytes_out and b"ACME" not in bytes_out
        assert b"\x01\x20\x2d\x33" in bytes_out, out
        assert errors(tmp_path / "out.dcm", "--profile", profile) == set()
    # A delimiter where the length says the end, too.
    both = content + b"\xfe\xff\xdd\xe0\0\0\0\0"
    made.write_bytes(shell[:at + 8] + len(both).to_bytes(4, "little") + both + shell[at + 12:])
    deid(made, tmp_path, study_key, profile)
    assert b"\x01\x20\x2d\x33" in (tmp_path / "out.dcm").read_bytes()
    assert b"\xfe\xff\xdd\xe0" not in (tmp_path / "out.dcm").read_bytes()
    assert errors(tmp_path / "out.dcm", "--profile", profile) == set()
    # Explicit inside, which readers are of several minds about.
    explicit = explicit_bytes(item)
    content = b"\xfe\xff\x00\xe0" + len(explicit).to_bytes(4, "little") + explicit
    made.write_bytes(shell[:at + 8] + len(content).to_bytes(4, "little") + content + shell[at + 12:])
    out, _ = deid(made, tmp_path, study_key, profile)
    assert privates(out) == {} and errors(tmp_path / "out.dcm", "--profile", profile) == set()


#: What people and devices write where the table says that it is safe, and what is left of it.
TEXTS = [("EFGRE3D", "EFGRE3D"), ("AXIAL T2", "AXIAL T2"), ("Ottilie Zwetschke", None), ("HEAD Zwetschke", "HEAD"),
         ("HEAD 4711123", "HEAD"), ("ACC99231", None), ("HEAD 05.03.2020", "HEAD"), ("Rabenstein HEAD", "HEAD"),
         ("http://zwetschke.example", None), ("Klinikum Rabenstein", None), ("1.2.3.4.5.6", None), ("born 01.01.1950", None)]


@pytest.mark.parametrize("text, left", TEXTS)
@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian], ids=["explicit", "implicit"])
def test_texts_are_cleaned(tmp_path, study_key, text, left, syntax):
    data = ct()
    private(data, "GEMS_ACQU_01", 0x0019, 0x9E, "LO", text)
    profile = write(tmp_path, **SAFE)
    out, account = deid(save(data, tmp_path / "in.dcm", syntax), tmp_path, study_key, profile)
    found = privates(out)
    after = found.get(Tag(0x0019, 0x109E))
    if text == "1.2.3.4.5.6" and after is not None:
        assert str(after.value).startswith("2.25.")
    elif left is None:
        assert found == {}, found
    else:
        value = after.value.decode() if isinstance(after.value, bytes) else str(after.value)
        assert value.strip() == left
    assert errors(tmp_path / "out.dcm", "--profile", profile) == set()


#: creator, group, element, VR and value in the file: what is not of the form that the table says.
FORMS = [
    ("ELSCINT1", 0x00E1, 0x21, "LO", "Zwetschke"), ("ELSCINT1", 0x00E1, 0x21, "PN", "Zwetschke^Ottilie"),
    ("ELSCINT1", 0x00E1, 0x21, "OB", b"Zwetschke Ottilie"), ("ELSCINT1", 0x00E1, 0x21, "UN", b"Zwetschke "),
    ("GEMS_ACQU_01", 0x0019, 0x9E, "PN", "Zwetschke^Ottilie"), ("GEMS_ACQU_01", 0x0019, 0x9E, "OB", b"AXIAL "),
    ("GEMS_SERS_01", 0x0025, 0x07, "SL", [7, 8]), ("GEMS_SERS_01", 0x0025, 0x07, "UN", b"Zwetschke Ottilie Klinikum Rabenste"),
    ("GEMS_PARM_01", 0x0043, 0x39, "IS", "4711123"), ("GEMS_PARM_01", 0x0043, 0x39, "IS", ["1"] * 5),
    ("SIEMENS MR HEADER", 0x0019, 0x0D, "CS", "ZWETSCHKE"), ("SIEMENS MR HEADER", 0x0019, 0x0D, "CS", ["YES", "ZWETSCHKE"]),
    ("SIEMENS MR HEADER", 0x0019, 0x0E, "FD", [1.0] * 4), ("NQHeader", 0x0099, 0x02, "LO", "Zwetschke"),
    ("Philips Imaging DD 001", 0x2001, 0x5F, "LO", "Zwetschke"), ("Philips ST80i", 0x0025, 0x01, "OW", b"Zwetschke "),
    ("SIEMENS Ultrasound SC2000", 0x0119, 0x11, "LO", "Zwetschke"), ("SIEMENS Ultrasound SC2000", 0x7FD1, 0x10, "OB", b"\0\1\2\3"),
]


@pytest.mark.parametrize("creator, group, element, vr, value", FORMS)
def test_what_is_not_of_its_form_goes(tmp_path, study_key, creator, group, element, vr, value):
    data = ct()
    private(data, creator, group, element, vr, value)
    profile = write(tmp_path, **SAFE)
    out, account = deid(save(data, tmp_path / "in.dcm"), tmp_path, study_key, profile)
    assert privates(out) == {}
    assert b"wetschke" not in (tmp_path / "out.dcm").read_bytes().lower()
    assert errors(tmp_path / "out.dcm", "--profile", profile) == set()


def test_creators_count_and_not_blocks(tmp_path, study_key):
    """A block number says nothing; a creator reserved twice, too late, in another item or under another name nothing either."""
    profile = write(tmp_path, **SAFE)
    def left(data):
        out, _ = deid(save(data, tmp_path / "in.dcm"), tmp_path, study_key, profile)
        assert errors(tmp_path / "out.dcm", "--profile", profile) == set()
        return out
    for block in (0x10, 0x11, 0x7F, 0xFF):
        data = ct()
        private(data, "SIEMENS MR HEADER", 0x0019, 0x0C, "IS", "1000", block)
        private(data, "ACME", 0x0019, 0x0C, "IS", "1000", block - 1 if block > 0x10 else 0x12)
        assert {tag.element for tag in privates(left(data))} == {block, block << 8 | 0x0C}
    data = ct()
    private(data, "siemens mr header", 0x0019, 0x0C, "IS", "1000")
    assert privates(left(data)) == {}
    data = ct()
    private(data, "SIEMENS MR HEADER", 0x0021, 0x0C, "IS", "1000")
    assert privates(left(data)) == {}
    # An item needs creators of its own (PS3.5 7.8.1).
    data, item = ct(), Dataset()
    data.add_new((0x0019, 0x10), "LO", "SIEMENS MR HEADER")
    item.add_new((0x0019, 0x100C), "IS", "1000")
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "T-D1100", "SRT", "Head"
    data.AnatomicRegionSequence = Sequence([item])
    out = left(data)
    assert privates(out) == {} and privates(out.AnatomicRegionSequence[0]) == {}
    # Reserved twice.
    data = ct()
    private(data, "SIEMENS MR HEADER", 0x0019, 0x0C, "IS", "1000")
    whole = save(data, tmp_path / "twice.dcm").read_bytes()
    creator = b"\x19\x00\x10\x00LO\x12\x00SIEMENS MR HEADER "
    assert whole.count(creator) == 1
    (tmp_path / "twice.dcm").write_bytes(whole.replace(creator, creator * 2))
    deid(tmp_path / "twice.dcm", tmp_path, study_key, profile)
    assert b"SIEMENS" not in (tmp_path / "out.dcm").read_bytes()
    # The file may call a creator that anybody can forge: what it holds is cleaned all the same (see above).


def test_what_is_kept_is_byte_for_byte_what_it_was(tmp_path, study_key):
    data = ct()
    private(data, "Philips Imaging DD 001", 0x2001, 0x03, "FL", 1000.0)
    source = save(data, tmp_path / "in.dcm")
    deid(source, tmp_path, study_key, write(tmp_path, **SAFE))
    before, after = source.read_bytes(), (tmp_path / "out.dcm").read_bytes()
    tail = before[before.index(b"\x01\x20\x10\x00LO"):]
    assert after.endswith(tail)


def test_streams_and_files_give_the_same(tmp_path, study_key):
    data = ct()
    private(data, "Philips Imaging DD 001", 0x2001, 0x03, "FL", 1000.0)
    private(data, "SIEMENS MR HEADER", 0x0019, 0x0C, "IS", "1000")
    source = save(data, tmp_path / "in.dcm")
    profile = write(tmp_path, **SAFE)
    deid(source, tmp_path, study_key, profile)
    done = program.run("deid", "-", "-o", "-", "--profile", profile, "--key-file", study_key, stdin=source.read_bytes())
    assert done.code == program.DONE and done.out == (tmp_path / "out.dcm").read_bytes()


def codes(data):
    return [item.CodeValue for item in data.get("DeidentificationMethodCodeSequence", [])]


def test_the_code_stands_only_where_something_may_stay(tmp_path, study_key):
    source = save(ct(), tmp_path / "in.dcm")
    assert codes(deid(source, tmp_path, study_key, write(tmp_path, **SAFE))[0]) == ["113100", "113111"]
    assert "113111" not in codes(deid(source, tmp_path, study_key, "basic")[0])
    strict = tmp_path / "strict.json"
    strict.write_text(json.dumps({"name": "s", "extends": "strict", **SAFE}))
    data = ct()
    private(data, "SIEMENS MR HEADER", 0x0019, 0x0C, "IS", "1000")
    out, _ = deid(save(data, tmp_path / "in.dcm"), tmp_path, study_key, strict)
    assert codes(out) == ["113100"] and privates(out) == {}


def test_the_files_own_account_of_its_private_elements(tmp_path, study_key):
    """(0008,0300): what it calls unsafe goes, what it calls safe is not believed, and it is left of what is left."""
    def described(creator, status, **more):
        item = Dataset()
        item.PrivateGroupReference, item.PrivateCreatorReference, item.BlockIdentifyingInformationStatus = 0x0019, creator, status
        for keyword, value in more.items():
            setattr(item, keyword, value)
        return item
    profile = write(tmp_path, **SAFE)
    def run(*items, profile=profile):
        data = ct(PrivateDataElementCharacteristicsSequence=Sequence(items))
        private(data, "SIEMENS MR HEADER", 0x0019, 0x0C, "IS", "1000")
        private(data, "SIEMENS MR HEADER", 0x0019, 0x0D, "CS", "NONE")
        private(data, "ACME", 0x0019, 0x0C, "IS", "1000", block=0x20)
        out, _ = deid(save(data, tmp_path / "in.dcm"), tmp_path, study_key, profile)
        assert errors(tmp_path / "out.dcm", "--profile", profile) == set()
        told = [item.PrivateCreatorReference for item in out.get("PrivateDataElementCharacteristicsSequence", [])]
        return {tag.element for tag in privates(out)}, told
    assert run() == ({0x10, 0x100C, 0x100D}, [])
    assert run(described("ACME", "SAFE")) == ({0x10, 0x100C, 0x100D}, [])
    assert run(described("SIEMENS MR HEADER", "SAFE"), described("ACME", "SAFE")) == ({0x10, 0x100C, 0x100D}, ["SIEMENS MR HEADER"])
    assert run(described("SIEMENS MR HEADER", "UNSAFE")) == (set(), [])
    assert run(described("SIEMENS MR HEADER", "MIXED", NonidentifyingPrivateElements=[0x0D]))[0] == {0x10, 0x100D}
    action = Dataset()
    action.IdentifyingPrivateElements, action.DeidentificationAction = [0x0C], "X"
    assert run(described("SIEMENS MR HEADER", "MIXED", NonidentifyingPrivateElements=[0x0C, 0x0D],
                         DeidentificationActionSequence=Sequence([action])))[0] == {0x10, 0x100D}
    assert run(described("SIEMENS MR HEADER", "SAFE"), profile="basic") == (set(), [])
    # What it calls unsafe is believed in any form.
    for status in "unsafe", ["UNSAFE", "SAFE"], ["SAFE", "UNSAFE"], "UNKNOWN", "MIXED", ["MIXED", "SAFE"]:
        assert run(described("SIEMENS MR HEADER", status)) == (set(), []), status
    action.IdentifyingPrivateElements = [0x100C]
    assert run(described("SIEMENS MR HEADER", "SAFE", DeidentificationActionSequence=Sequence([action])))[0] == {0x10, 0x100D}
    item = described("SIEMENS MR HEADER", "UNSAFE")
    del item.PrivateGroupReference
    assert run(item) == (set(), [])
    assert run(described("SIEMENS MR HEADER", "SAFE"), described("SIEMENS MR HEADER", "UNSAFE"))[0] == set()


def test_that_account_holds_for_items_before_it(tmp_path, study_key):
    """Coding Scheme Identification Sequence (0008,0110) comes before (0008,0300)."""
    inner = Dataset()
    inner.CodingSchemeDesignator = "SRT"
    private(inner, "SIEMENS MR HEADER", 0x0019, 0x0C, "IS", "1000")
    profile = write(tmp_path, **SAFE)
    for status, stays in ("SAFE", True), ("UNSAFE", False):
        item = Dataset()
        item.PrivateGroupReference, item.PrivateCreatorReference, item.BlockIdentifyingInformationStatus = 0x0019, "SIEMENS MR HEADER", status
        data = ct(CodingSchemeIdentificationSequence=Sequence([inner]), PrivateDataElementCharacteristicsSequence=Sequence([item]))
        out, _ = deid(save(data, tmp_path / "in.dcm"), tmp_path, study_key, profile)
        assert bool(privates(out.CodingSchemeIdentificationSequence[0])) == stays


# MARK: rules

def rule(action, creator="ACME", group="0019", **more):
    return {"private": [{"creator": creator, "group": group, **more}], "action": action}


def test_rules_name_private_elements_by_creator(tmp_path, study_key):
    data = ct()
    private(data, "ACME", 0x0019, 0x01, "LO", "HEAD Zwetschke", block=0x15)
    private(data, "ACME", 0x0019, 0x02, "UI", "1.2.3.4.5", block=0x15)
    private(data, "ACME", 0x0019, 0x03, "DS", "1.5", block=0x15)
    private(data, "ACME", 0x0019, 0x04, "DA", "20200305", block=0x15)
    private(data, "ACME", 0x0019, 0x05, "LO", "4711123", block=0x15)
    private(data, "SIEMENS MR HEADER", 0x0019, 0x0C, "IS", "1000", block=0x16)
    source = save(data, tmp_path / "in.dcm")
    profile = write(tmp_path, options=["retain-safe-private", "retain-longitudinal-modified-dates"], rules=[
        rule("clean", elements=["01"], vr="LO"), rule("uid", elements=["02"], vr="UI"), rule("keep", elements=["03"], vr="DS"),
        rule("date", elements=["04"], vr="DA"), rule("hash", elements=["05"], vr="LO"),
        rule("remove", creator="SIEMENS MR HEADER")])
    out, _ = deid(source, tmp_path, study_key, profile)
    block = out.private_block(0x0019, "ACME")
    assert block[0x01].value == "HEAD" and block[0x02].value == out.StudyInstanceUID and block[0x03].value == 1.5
    assert block[0x04].value == out.StudyDate != "20200305" and len(block[0x05].value) == 16 and block[0x05].value[0] == "H"
    assert len(privates(out)) == 6 and codes(out) == ["113100", "113107", "113111"]
    found, _ = verify(tmp_path / "out.dcm", "--profile", profile)
    assert not [line for line in found if line["severity"] == "error"], found
    assert "DV0112" in errors(tmp_path / "out.dcm", "--profile", write(tmp_path / "..", **SAFE))


@pytest.mark.parametrize("rules, options, words", [
    ([rule("keep", elements=["03"], vr="DS")], [], "retain-safe-private"),
    ([rule("keep", elements=["03"], vr="LO")], ["retain-safe-private"], '"clean"'),
    ([rule("keep")], ["retain-safe-private"], "not the whole block"),
    ([rule("keep", elements=["03"])], ["retain-safe-private"], '"vr"')])
def test_what_is_weaker_than_the_table_is_refused_or_says_so(tmp_path, study_key, rules, options, words):
    done = program.run("profile", "check", write(tmp_path, rules=rules, options=options))
    assert done.code == program.CONFIGURATION and "weaker" in done.err and words in done.err and "site.json:1:" in done.err, done
    data = ct()
    private(data, "ACME", 0x0019, 0x03, rules[0]["private"][0].get("vr", "LO"), "1.5")
    profile = write(tmp_path, rules=rules, options=options, conforms=False)
    out, _ = deid(save(data, tmp_path / "in.dcm"), tmp_path, study_key, profile)
    assert out.PatientIdentityRemoved == "NO" and str(out[0x0019, 0x1003].value) == "1.5" and codes(out) == []


@pytest.mark.parametrize("entry, line, column, words", [
    ({"creator": "ACME", "grup": "0019"}, 1, None, 'did you mean "group"?'),
    ({"group": "0019"}, 1, None, "creator"), ({"creator": "ACME"}, 1, None, "group"),
    ({"creator": "ACME", "group": "0018"}, 1, None, "odd"), ({"creator": "ACME", "group": "0007"}, 1, None, "odd"),
    ({"creator": "ACME", "group": "0019", "elements": ["100C"]}, 1, None, "two hexadecimal digits"),
    ({"creator": "ACME", "group": "0019", "elements": []}, 1, None, "empty list"),
    ({"creator": "ACME\\B", "group": "0019"}, 1, None, "printable"), ({"creator": "", "group": "0019"}, 1, None, "printable"),
    ({"creator": "ACME", "group": "0019", "vr": "XX"}, 1, None, "VR"), ("ACME", 1, None, "object")])
def test_mistakes_are_told_with_their_place(tmp_path, entry, line, column, words):
    done = program.run("profile", "check", write(tmp_path, rules=[{"private": [entry], "action": "remove"}]))
    assert done.code == program.CONFIGURATION and f"site.json:{line}:" in done.err and words in done.err, done


def test_a_place_is_the_place_of_the_element(tmp_path):
    path = tmp_path / "site.json"
    path.write_text('{"name": "site", "extends": "basic", "rules": [\n'
                    '  {"private": [{"creator": "ACME", "group": "0019",\n    "elements": ["01", "02"]}], "action": "uid"}]}\n')
    done = program.run("profile", "check", path)
    assert done.code == program.CONFIGURATION and "site.json:3:18: (0019,\"ACME\",01)" in done.err and "vr" in done.err, done


def test_an_action_must_fit(tmp_path):
    done = program.run("profile", "check", write(tmp_path, rules=[rule("uid", elements=["01"], vr="LO")]))
    assert done.code == program.CONFIGURATION and "only UI holds UIDs" in done.err, done
    done = program.run("profile", "check", write(tmp_path, rules=[{"attributes": ["(0019,100C)"], "action": "remove"}]))
    assert done.code == program.CONFIGURATION and "creator" in done.err, done


def test_a_condition_holds_for_private_elements_too(tmp_path, study_key):
    data, item = ct(), Dataset()
    private(data, "SIEMENS MR HEADER", 0x0019, 0x0C, "IS", "1000")
    private(item, "SIEMENS MR HEADER", 0x0019, 0x0C, "IS", "1000")
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "T-D1100", "SRT", "Head"
    data.AnatomicRegionSequence = Sequence([item])
    source = save(data, tmp_path / "in.dcm")
    for when, top, inner in ({"modalities": ["OT"]}, 0, 0), ({"modalities": ["MR"]}, 2, 2), ({"paths": ["."]}, 0, 2), (
            {"within": ["AnatomicRegionSequence"]}, 2, 0):
        one = rule("remove", creator="SIEMENS MR HEADER", elements=["0C"]) | {"when": when}
        out, _ = deid(source, tmp_path, study_key, write(tmp_path, rules=[one], **SAFE))
        assert len(privates(out)) == top and len(privates(out.AnatomicRegionSequence[0])) == inner, when


def explain(*arguments):
    done = program.run("profile", "explain", *arguments)
    assert done.code == program.DONE, done
    return dict(line.split(":", 1) for line in done.out.decode().splitlines())


def test_explain_and_diff(tmp_path):
    profile = write(tmp_path, rules=[rule("remove", creator="SIEMENS MR HEADER", elements=["0D"]) | {"why": "because"}], **SAFE)
    lines = explain('(0019,"SIEMENS MR HEADER",0C)', "--profile", profile)
    assert "B Value" in lines["attribute"] and "keep" in lines["action"] and "E.3.10-1" in lines["decided by"]
    lines = explain('(0019,"SIEMENS MR HEADER",0d)', "--profile", profile)
    assert "remove" in lines["action"] and "because" in lines["decided by"] and "line 1" in lines["decided by"]
    assert "no rule names it" in explain('(0019,"ACME",0C)', "--profile", profile)["decided by"]
    assert "bytes" in explain('(0025,"Philips ST80i",01)', "--profile", profile)["action"]
    done = program.run("profile", "diff", "basic", profile)
    lines = done.out.decode().splitlines()
    assert "safe private attributes (Table E.3.10-1): remove -> as safe" in lines
    assert "(0012,0064): 113100 -> 113100 113111" in lines and len(lines) == 2, lines


def test_canaries_and_originals_know_what_may_stay(tmp_path, study_key):
    data = ct()
    private(data, "GEMS_ACQU_01", 0x0019, 0x9E, "LO", "EFGRE3D")
    private(data, "ACME SECRETWORD", 0x0019, 0x9E, "LO", "QUITTE4711", block=0x20)
    scans, export = tmp_path / "scans", tmp_path / "export"
    scans.mkdir()
    save(data, scans / "in.dcm")
    profile = write(tmp_path, **SAFE)
    done = program.run("deid", scans, "-o", export, "--profile", profile, "--key-file", study_key, "--canary", tmp_path / "canary")
    assert done.code == program.DONE, done
    for options in ("--canary", tmp_path / "canary", "--key-file", study_key), ("--against", scans):
        assert errors(export, "--profile", profile, *options) == set(), options
    (leaked,) = export.rglob("*.dcm")
    out = pydicom.dcmread(leaked)
    out[0x0019, 0x109E].value = "QUITTE4711"
    out.save_as(leaked)
    for options in ("--canary", tmp_path / "canary", "--key-file", study_key), ("--against", scans):
        assert "DV0701" in errors(export, "--profile", profile, *options), options
